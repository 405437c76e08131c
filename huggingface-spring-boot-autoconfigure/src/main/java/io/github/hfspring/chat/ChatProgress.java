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

package io.github.hfspring.chat;

/**
 * Something that happens between a request and its answer. More kinds will come, so a
 * {@code switch} over them needs a {@code default}.
 *
 * @since 0.1.0
 */
public sealed interface ChatProgress {

	/**
	 * An attempt to get an answer has failed, be it a call or a stream.
	 *
	 * @param attempt the number of the attempt, from 1
	 * @param error why it failed
	 */
	record AttemptFailed(int attempt, Throwable error) implements ChatProgress {

	}

}
