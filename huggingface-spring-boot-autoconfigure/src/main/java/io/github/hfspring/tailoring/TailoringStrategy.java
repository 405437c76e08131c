/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.hfspring.tailoring;

/**
 * Which rounds of a conversation are left out first. A round is what the user says and
 * all that follows until he speaks again. The system messages at the beginning and the
 * last round are always kept.
 *
 * @since 0.1.0
 */
public enum TailoringStrategy {

	/**
	 * Those in the middle: how the conversation began and what was said last is kept.
	 */
	MIDDLE_OUT {

		@Override
		int next(int rounds) {
			return rounds / 2;
		}

	},

	/**
	 * The oldest.
	 */
	HEAD_OUT {

		@Override
		int next(int rounds) {
			return 0;
		}

	},

	/**
	 * The newest but the last.
	 */
	TAIL_OUT {

		@Override
		int next(int rounds) {
			return rounds - 1;
		}

	};

	/**
	 * Return which round to leave out next.
	 * @param rounds how many there are, the last one not counted; at least 1
	 * @return its position
	 */
	abstract int next(int rounds);

}
