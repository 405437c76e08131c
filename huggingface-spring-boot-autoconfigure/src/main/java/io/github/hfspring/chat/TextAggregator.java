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

import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of a text together. A single piece, which the text of an answer to a
 * call is, is not copied.
 */
final class TextAggregator {

	private @Nullable String first;

	private @Nullable StringBuilder all;

	/**
	 * Add a piece.
	 * @param piece the piece; {@code null} for none
	 * @return how many characters more are held
	 */
	int add(@Nullable String piece) {
		if (piece == null) {
			return 0;
		}
		StringBuilder all = this.all;
		if (all != null) {
			all.append(piece);
		}
		else if (this.first == null || this.first.isEmpty()) {
			this.first = piece;
		}
		else if (!piece.isEmpty()) {
			this.all = new StringBuilder(this.first).append(piece);
		}
		return piece.length();
	}

	boolean isEmpty() {
		return this.all == null && (this.first == null || this.first.isEmpty());
	}

	/**
	 * Return the text.
	 * @return the text, or {@code null} if there was no piece
	 */
	@Nullable String text() {
		return (this.all != null) ? this.all.toString() : this.first;
	}

	/**
	 * Return the text, unless it is empty.
	 * @return the text, or {@code null}
	 */
	@Nullable String nonEmptyText() {
		String text = text();
		return (text != null && !text.isEmpty()) ? text : null;
	}

}
