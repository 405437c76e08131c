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

package io.github.hfspring.structured;

import java.util.function.Consumer;

/**
 * Splits the elements off an array of JSON while it is being written. The array is that
 * of an object with nothing else, which is not in another one, or the text begins with
 * it.
 */
final class ElementSplitter {

	/** What may come before an array without an object around it is shorter. */
	private static final int MAX_HEAD = 32;

	private static final String FENCE = "```";

	private static final String THINK = "<think>";

	private static final String END_OF_THINKING = "</think>";

	/** The beginning of the object, where blanks may stand before each character. */
	private static final String HEADER = "{\"" + AnswerSchema.LIST_WRAPPER + "\":[";

	private static final int END_OF_NAME = HEADER.length() - 2;

	private final StringBuilder head = new StringBuilder();

	private final StringBuilder element = new StringBuilder();

	private State state = State.BEGINNING;

	private int matched;

	private int depth;

	private boolean quoted;

	private boolean escaped;

	private boolean afterComma;

	/**
	 * Add a piece of the text.
	 * @param text the piece
	 * @param elements given each element that is whole now, as JSON
	 * @throws IllegalArgumentException if there is no comma where one must be
	 */
	void add(String text, Consumer<String> elements) {
		int i = 0;
		while (i < text.length() && this.state != State.CLOSED) {
			i = switch (this.state) {
				case BEGINNING -> begin(text, i);
				case THINKING -> think(text, i);
				case SEARCHING -> search(text.charAt(i), i);
				case BEFORE, BEHIND -> separate(text.charAt(i), i);
				case SCALAR -> scalar(text, i, elements);
				case STRING, NESTED -> nested(text, i, elements);
				case CLOSED -> text.length();
			};
		}
	}

	/**
	 * Return whether the beginning of the array was found.
	 */
	boolean isStarted() {
		return this.state.compareTo(State.BEFORE) >= 0;
	}

	boolean isClosed() {
		return this.state == State.CLOSED;
	}

	private int begin(String text, int i) {
		char character = text.charAt(i);
		if (this.head.isEmpty() && isBlank(character)) {
			return i + 1;
		}
		if (this.head.length() < THINK.length() && THINK.charAt(this.head.length()) == character) {
			this.head.append(character);
			if (this.head.length() == THINK.length()) {
				this.head.setLength(0);
				this.state = State.THINKING;
			}
			return i + 1;
		}
		this.state = State.SEARCHING;
		return i;
	}

	private int think(String text, int i) {
		this.head.append(text.charAt(i));
		if (!END_OF_THINKING.startsWith(this.head.toString())) {
			// No proper part of the tag both begins and ends it
			this.head.setLength(0);
			if (text.charAt(i) == '<') {
				this.head.append('<');
			}
		}
		else if (this.head.length() == END_OF_THINKING.length()) {
			this.head.setLength(0);
			this.state = State.SEARCHING;
		}
		return i + 1;
	}

	private int search(char character, int i) {
		boolean root = this.depth == 0;
		// In prose a quote may stand alone
		if (!root || character != '"') {
			track(character);
			this.depth = Math.max(this.depth, 0);
		}
		if (character == HEADER.charAt(this.matched) && (root || this.matched > 0)) {
			this.matched++;
			if (this.matched == HEADER.length()) {
				this.state = State.BEFORE;
				return i + 1;
			}
		}
		else if (!isBlank(character) || (this.matched > 1 && this.matched < END_OF_NAME)) {
			this.matched = (character == '{' && root) ? 1 : 0;
		}
		if (character == '[' && this.matched == 0 && isBareArray()) {
			this.state = State.BEFORE;
		}
		else if (this.head.length() < MAX_HEAD && !(this.head.isEmpty() && isBlank(character))) {
			this.head.append(character);
		}
		return i + 1;
	}

	/**
	 * Return whether there is nothing but the beginning of a fence so far.
	 */
	private boolean isBareArray() {
		String before = this.head.toString().strip();
		return before.isEmpty() || (before.length() < MAX_HEAD && before.startsWith(FENCE)
				&& before.substring(FENCE.length()).chars().allMatch(Character::isLetterOrDigit));
	}

	private int separate(char character, int i) {
		if (isBlank(character)) {
			return i + 1;
		}
		boolean before = this.state == State.BEFORE;
		if (character == ']' && !(before && this.afterComma)) {
			this.state = State.CLOSED;
			return i + 1;
		}
		if (!before && character == ',') {
			this.state = State.BEFORE;
			this.afterComma = true;
			return i + 1;
		}
		if (!before || character == ',' || character == ']' || character == '}') {
			throw new IllegalArgumentException(
					"there is an unexpected '" + character + "' between the elements of the array");
		}
		this.depth = 0;
		this.quoted = false;
		this.escaped = false;
		this.state = switch (character) {
			case '{', '[' -> State.NESTED;
			case '"' -> State.STRING;
			default -> State.SCALAR;
		};
		return i;
	}

	private int scalar(String text, int start, Consumer<String> elements) {
		int i = start;
		while (i < text.length()) {
			char character = text.charAt(i);
			if (character == ',' || character == ']' || character == '}' || isBlank(character)) {
				this.element.append(text, start, i);
				finish(elements);
				return i;
			}
			i++;
		}
		this.element.append(text, start, i);
		return i;
	}

	/**
	 * Read on to the end of an object, an array or a text.
	 */
	private int nested(String text, int start, Consumer<String> elements) {
		int i = start;
		boolean whole = false;
		while (i < text.length() && !whole) {
			track(text.charAt(i++));
			whole = this.depth == 0 && !this.quoted;
		}
		this.element.append(text, start, i);
		if (whole) {
			finish(elements);
		}
		return i;
	}

	private void track(char character) {
		if (this.escaped) {
			this.escaped = false;
		}
		else if (this.quoted) {
			this.escaped = character == '\\';
			this.quoted = character != '"';
		}
		else if (character == '"') {
			this.quoted = true;
		}
		else if (character == '{' || character == '[') {
			this.depth++;
		}
		else if (character == '}' || character == ']') {
			this.depth--;
		}
	}

	private void finish(Consumer<String> elements) {
		String json = this.element.toString();
		this.element.setLength(0);
		this.state = State.BEHIND;
		elements.accept(json);
	}

	private static boolean isBlank(char character) {
		return character == ' ' || character == '\n' || character == '\r' || character == '\t';
	}

	private enum State {

		BEGINNING, THINKING, SEARCHING, BEFORE, SCALAR, STRING, NESTED, BEHIND, CLOSED

	}

}
