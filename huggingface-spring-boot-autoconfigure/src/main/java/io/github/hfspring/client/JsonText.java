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

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Decodes the inside of JSON strings, by RFC 8259, section 7. Gives up where a decoder of
 * JSON could see it in another way.
 */
final class JsonText {

	private JsonText() {
	}

	/**
	 * Decode the inside of a string.
	 * @param bytes where it lies
	 * @param from where it begins
	 * @param to where it ends
	 * @return the text; {@code null} if it is not valid, or contains the character that
	 * stands for what is not
	 */
	static @Nullable String decode(byte[] bytes, int from, int to) {
		int all = 0;
		for (int i = from; i < to; i++) {
			byte value = bytes[i];
			if (value == '\\') {
				return decodeEscaped(bytes, from, i, to);
			}
			if (value >= 0 && value < ' ') {
				return null;
			}
			all |= value;
		}
		return plain(bytes, from, to, all >= 0);
	}

	private static @Nullable String plain(byte[] bytes, int from, int to, boolean ascii) {
		if (ascii) {
			return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
		}
		String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
		return (text.indexOf('\uFFFD') < 0) ? text : null;
	}

	private static @Nullable String decodeEscaped(byte[] bytes, int from, int escape, int to) {
		StringBuilder text = new StringBuilder(to - from);
		int start = from;
		int index = escape;
		while (index < to) {
			if (bytes[index] != '\\') {
				index++;
				continue;
			}
			if (!append(text, bytes, start, index) || index + 1 >= to) {
				return null;
			}
			int length = appendEscaped(text, bytes, index, to);
			if (length == 0) {
				return null;
			}
			index += length;
			start = index;
		}
		return append(text, bytes, start, to) ? text.toString() : null;
	}

	private static boolean append(StringBuilder text, byte[] bytes, int from, int to) {
		if (from == to) {
			return true;
		}
		String plain = decode(bytes, from, to);
		if (plain == null) {
			return false;
		}
		text.append(plain);
		return true;
	}

	/**
	 * Append what an escape stands for.
	 * @return how many bytes it has, 0 if it is none
	 */
	private static int appendEscaped(StringBuilder text, byte[] bytes, int index, int to) {
		switch (bytes[index + 1]) {
			case '"', '\\', '/' -> text.append((char) bytes[index + 1]);
			case 'n' -> text.append('\n');
			case 't' -> text.append('\t');
			case 'r' -> text.append('\r');
			case 'b' -> text.append('\b');
			case 'f' -> text.append('\f');
			case 'u' -> {
				int unit = (index + 6 <= to) ? hex(bytes, index + 2) : -1;
				if (unit < 0) {
					return 0;
				}
				text.append((char) unit);
				return 6;
			}
			default -> {
				return 0;
			}
		}
		return 2;
	}

	private static int hex(byte[] bytes, int index) {
		int value = 0;
		for (int i = index; i < index + 4; i++) {
			int digit = (bytes[i] >= 0) ? Character.digit(bytes[i], 16) : -1;
			if (digit < 0) {
				return -1;
			}
			value = value << 4 | digit;
		}
		return value;
	}

}
