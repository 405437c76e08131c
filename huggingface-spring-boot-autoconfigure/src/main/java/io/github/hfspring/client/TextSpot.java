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

package io.github.hfspring.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Where in a chunk its new text stands: the JSON string that alone changes from one chunk
 * to the next in most streams.
 */
final class TextSpot {

	private @Nullable Field field;

	private @Nullable String text;

	private int count;

	private int start;

	private int end;

	void reset() {
		this.field = null;
		this.text = null;
		this.count = 0;
	}

	/**
	 * Take note of a string that was read.
	 * @param parser the parser, at the string
	 * @param field where it will be found in the chunk
	 * @param text the string
	 */
	void found(JsonParser parser, Field field, String text) {
		if (text.isEmpty()) {
			return;
		}
		this.count++;
		this.field = field;
		this.text = text;
		this.start = (int) parser.currentTokenLocation().getByteOffset();
		this.end = (int) parser.currentLocation().getByteOffset();
	}

	/**
	 * Return where the only text of the chunk will be found. Empty ones do not count.
	 * @return the field, or {@code null} if there is no text, or more than one
	 */
	@Nullable Field field() {
		return (this.count == 1) ? this.field : null;
	}

	@Nullable String text() {
		return this.text;
	}

	/**
	 * Return where the string begins.
	 * @return the index of its first quotation mark, from the beginning of the JSON
	 */
	int start() {
		return this.start;
	}

	/**
	 * Return where the string ends.
	 * @return the index behind its last quotation mark
	 */
	int end() {
		return this.end;
	}

	/**
	 * A field that grows from chunk to chunk.
	 */
	enum Field {

		CONTENT, REASONING, ARGUMENTS

	}

}
