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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON to compare it, whatever its blanks, its escapes and the order of its
 * properties. This room knows no library for it, and nothing is made of what is read.
 */
final class JsonComparison {

	/** Each level takes stack, and no arguments have so many. */
	private static final int MAX_DEPTH = 100;

	/** A short text is not worth a look at a text this many times as long. */
	private static final int MAX_RATIO = 8;

	private final String text;

	private int position;

	private JsonComparison(String text) {
		this.text = text;
	}

	/**
	 * Return whether two texts are the same value. Numbers are if they are written alike.
	 * What cannot be read is the same as nothing else.
	 */
	static boolean areSame(String text, CharSequence other) {
		if (text.contentEquals(other)) {
			return true;
		}
		if (text.length() / MAX_RATIO > other.length() || other.length() / MAX_RATIO > text.length()) {
			return false;
		}
		try {
			return new JsonComparison(text).read().equals(new JsonComparison(other.toString()).read());
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private Object read() {
		Object value = value(0);
		skipBlanks();
		check(this.position == this.text.length());
		return value;
	}

	private Object value(int depth) {
		skipBlanks();
		return switch (peek()) {
			case '{' -> object(parts('}', depth));
			case '[' -> parts(']', depth);
			case '"' -> string();
			default -> word();
		};
	}

	private List<Object> parts(char end, int depth) {
		check(depth < MAX_DEPTH);
		List<Object> parts = new ArrayList<>();
		next();
		skipBlanks();
		while (peek() != end) {
			if (peek() == ',' || peek() == ':') {
				next();
			}
			else {
				parts.add(value(depth + 1));
			}
			skipBlanks();
		}
		next();
		return parts;
	}

	private static Map<Object, Object> object(List<Object> parts) {
		check(parts.size() % 2 == 0);
		Map<Object, Object> object = new HashMap<>();
		for (int i = 0; i < parts.size(); i += 2) {
			check(parts.get(i) instanceof String && object.put(parts.get(i), parts.get(i + 1)) == null);
		}
		return object;
	}

	/**
	 * The first quote is kept, which tells it from a number.
	 */
	private String string() {
		StringBuilder string = new StringBuilder();
		string.append(next());
		for (char character = next(); character != '"'; character = next()) {
			string.append((character == '\\') ? unescape(next()) : character);
		}
		return string.toString();
	}

	private char unescape(char character) {
		return switch (character) {
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			case 'u' -> {
				int end = this.position + 4;
				check(end <= this.text.length());
				char unescaped = (char) Integer.parseInt(this.text, this.position, end, 16);
				this.position = end;
				yield unescaped;
			}
			default -> character;
		};
	}

	private String word() {
		int start = this.position;
		while (this.position < this.text.length() && isPartOfWord(this.text.charAt(this.position))) {
			this.position++;
		}
		check(this.position > start);
		return this.text.substring(start, this.position);
	}

	private static boolean isPartOfWord(char character) {
		return Character.isLetterOrDigit(character) || "+-.".indexOf(character) >= 0;
	}

	private void skipBlanks() {
		while (this.position < this.text.length() && Character.isWhitespace(this.text.charAt(this.position))) {
			this.position++;
		}
	}

	private char peek() {
		check(this.position < this.text.length());
		return this.text.charAt(this.position);
	}

	private char next() {
		char character = peek();
		this.position++;
		return character;
	}

	private static void check(boolean isJson) {
		if (!isJson) {
			throw new IllegalArgumentException("This is not JSON, or too deep");
		}
	}

}
