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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The strings that a server sends with every chunk of a stream, such as the name of the
 * model: one that has the same bytes as before is not decoded again.
 */
final class RepeatedTexts {

	/** Longer ones are not worth their place. */
	private static final int MAX_LENGTH = 1024;

	private final @Nullable Text[] texts = new Text[Field.values().length];

	private byte[] bytes = new byte[0];

	private int offset;

	/**
	 * Begin with the next chunk.
	 * @param bytes where its JSON lies
	 * @param offset where it begins
	 */
	void begin(byte[] bytes, int offset) {
		this.bytes = bytes;
		this.offset = offset;
	}

	/**
	 * Read the current value.
	 * @param parser the parser, at the first token of the value
	 * @param field which string it should be
	 * @return the string, or {@code null} if the value is none
	 */
	@Nullable String read(JsonParser parser, Field field) {
		if (parser.currentToken() != JsonToken.VALUE_STRING) {
			return null;
		}
		long position = parser.currentTokenLocation().getByteOffset();
		if (position < 0) {
			return null; // a parser of UTF-16 knows none
		}
		int start = this.offset + (int) position;
		Text before = this.texts[field.ordinal()];
		if (before != null && before.isAt(this.bytes, start)) {
			return before.value();
		}
		String value = parser.getString();
		int end = this.offset + (int) parser.currentLocation().getByteOffset();
		boolean kept = end - start <= MAX_LENGTH && this.bytes[start] == '"' && this.bytes[end - 1] == '"';
		this.texts[field.ordinal()] = kept ? new Text(Arrays.copyOfRange(this.bytes, start, end), value) : null;
		return value;
	}

	/**
	 * A string that is repeated.
	 */
	enum Field {

		ID, MODEL, OBJECT, SYSTEM_FINGERPRINT

	}

	/**
	 * A string.
	 *
	 * @param json the string as JSON, with its quotation marks
	 * @param value the string
	 */
	private record Text(byte[] json, String value) {

		/**
		 * Return whether the string that begins at an index is this one. Should it go on
		 * behind the end of the JSON, the parser will refuse it.
		 */
		boolean isAt(byte[] bytes, int start) {
			int end = start + this.json.length;
			return end <= bytes.length && Arrays.equals(bytes, start, end, this.json, 0, this.json.length);
		}

	}

}
