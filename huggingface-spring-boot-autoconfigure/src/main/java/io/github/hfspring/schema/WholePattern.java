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

package io.github.hfspring.schema;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

/**
 * Makes a regular expression of JSON schema of one that Jakarta Validation has to match
 * the whole text with. The former is searched for, and llama.cpp takes none without both
 * anchors. A server that does not know what is in a pattern refuses the request, so only
 * what every server knows is written: characters, classes, groups, choices and
 * quantifiers. llama.cpp knows no other escapes in a class than those of brackets,
 * backslashes, line ends, tabs and codes, and splits those of codes where they stand
 * outside of one.
 */
final class WholePattern {

	private static final String SYNTAX = "^$\\.*+?()[]{}|";

	private static final String QUANTIFIERS = "*+?{";

	private static final String SPACES = "\\x20\\t\\n\\x0B\\x0C\\r";

	private static final String WORD = "A-Za-z0-9_";

	private static final int NONE = -1;

	private final String regexp;

	private final StringBuilder result = new StringBuilder();

	private int index;

	private int depth;

	/** Where the last choice begins. */
	private int start;

	private boolean isChoice;

	private WholePattern(String regexp) {
		this.regexp = regexp;
	}

	/**
	 * Translate an expression.
	 * @param regexp the expression of Java, without flags
	 * @return the expression, or {@code null} if there is none that means the same and
	 * that servers take
	 */
	static @Nullable String of(String regexp) {
		try {
			Pattern.compile(regexp);
			String all = new WholePattern(regexp).translate();
			Pattern.compile(all);
			return all;
		}
		catch (UntranslatableException | PatternSyntaxException ex) {
			return null;
		}
	}

	private String translate() {
		while (this.index < this.regexp.length()) {
			char c = next();
			switch (c) {
				case '\\' -> escaped();
				case '[' -> this.result.append('[').append(characters()).append(']');
				case '(' -> open();
				case ')' -> {
					this.depth--;
					this.result.append(c);
				}
				case '|' -> {
					this.result.append(c);
					if (this.depth == 0) {
						this.isChoice = true;
						this.start = this.result.length();
					}
				}
				case '^' -> require(this.depth == 0 && this.result.length() == this.start);
				case '$' -> require(this.depth == 0 && (this.index == this.regexp.length() || at(this.index) == '|'));
				case '*', '+', '?' -> quantified(String.valueOf(c));
				case '{' -> {
					int end = this.regexp.indexOf('}', this.index) + 1;
					String quantifier = this.regexp.substring(this.index - 1, end);
					this.index = end;
					quantified(quantifier);
				}
				case ']', '}' -> this.result.append('\\').append(c);
				default -> this.result.append(c);
			}
		}
		return this.isChoice ? "^(" + this.result + ")$" : "^" + this.result + "$";
	}

	/**
	 * Without look-around, flags, names and groups that do not go back. As nothing refers
	 * to a group, it does not matter whether it is counted.
	 */
	private void open() {
		if (at(this.index) == '?') {
			require(at(this.index + 1) == ':');
			this.index += 2;
		}
		this.depth++;
		this.result.append('(');
	}

	/**
	 * That it takes as little as it can makes no difference for the whole text.
	 */
	private void quantified(String quantifier) {
		require(at(this.index) != '+');
		this.index += (at(this.index) == '?') ? 1 : 0;
		this.result.append(quantifier);
	}

	private void escaped() {
		String set = set(at(this.index));
		if (set != null) {
			this.index++;
			this.result.append('[').append(set).append(']');
			return;
		}
		char name = at(this.index);
		int c = character();
		boolean isCode = name == 'x' || name == 'u' || name == 'f';
		// llama.cpp would repeat what stands before it as well
		boolean isRepeated = this.index < this.regexp.length() && QUANTIFIERS.indexOf(at(this.index)) >= 0;
		if (isCode || (isRepeated && c != '^')) {
			this.result.append('[').append(inClass(c, true)).append(']');
		}
		else if (isRepeated) {
			this.result.append("[\\x5E]");
		}
		else if (c == '\t' || c == '\n' || c == '\r') {
			this.result.append(inClass(c, true));
		}
		else {
			this.result.append((SYNTAX.indexOf(c) >= 0) ? "\\" : "").appendCodePoint(c);
		}
	}

	/**
	 * Read a class. A hyphen stands at its end, where it cannot be taken for a range.
	 */
	private String characters() {
		boolean isNegated = at(this.index) == '^';
		this.index += isNegated ? 1 : 0;
		// Java takes it for a character
		require(at(this.index) != ']');
		StringBuilder characters = new StringBuilder(isNegated ? "^" : "");
		boolean hasHyphen = false;
		while (at(this.index) != ']') {
			String set = (at(this.index) == '\\') ? set(at(this.index + 1)) : null;
			if (set != null) {
				require(!set.startsWith("^"));
				this.index += 2;
				characters.append(set);
				continue;
			}
			int first = characterInClass();
			int last = NONE;
			if (at(this.index) == '-' && at(this.index + 1) != ']') {
				require(at(this.index + 1) != '[');
				this.index++;
				last = characterInClass();
			}
			if (last != NONE) {
				characters.append(inClass(first, true)).append('-').append(inClass(last, true));
			}
			else if (first == '-') {
				hasHyphen = true;
			}
			else {
				characters.append(inClass(first, characters.isEmpty()));
			}
		}
		this.index++;
		return characters.append(hasHyphen ? "-" : "").toString();
	}

	/**
	 * Without classes in a class.
	 */
	private int characterInClass() {
		char c = at(this.index);
		require(c != '[' && !(c == '&' && at(this.index + 1) == '&'));
		if (c == '\\') {
			this.index++;
			return character();
		}
		int character = this.regexp.codePointAt(this.index);
		this.index += Character.charCount(character);
		return character;
	}

	private static String inClass(int c, boolean isSyntax) {
		return switch (c) {
			case '\t' -> "\\t";
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\\', '[', ']' -> "\\" + (char) c;
			// What Java, and some servers, take for more than a character
			case '&' -> "\\x26";
			case '^', '-' -> isSyntax ? "\\x%02X".formatted(c) : Character.toString(c);
			default -> (c < ' ') ? "\\x%02X".formatted(c) : Character.toString(c);
		};
	}

	/**
	 * Return what every server knows in place of a class with a name.
	 */
	private static @Nullable String set(char name) {
		return switch (name) {
			case 'd' -> "0-9";
			case 'D' -> "^0-9";
			case 'w' -> WORD;
			case 'W' -> "^" + WORD;
			case 's' -> SPACES;
			case 'S' -> "^" + SPACES;
			default -> null;
		};
	}

	/**
	 * Read what follows a backslash. Categories, boundaries, references to groups and
	 * whatever else only some know are none.
	 */
	private int character() {
		char c = next();
		return switch (c) {
			case 't' -> '\t';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 'f' -> '\f';
			case 'x' -> code(2);
			case 'u' -> code(4);
			default -> {
				require(!Character.isLetterOrDigit(c) && !Character.isSurrogate(c));
				yield c;
			}
		};
	}

	private int code(int digits) {
		require(at(this.index) != '{');
		int code = Integer.parseInt(this.regexp, this.index, this.index + digits, 16);
		require(!Character.isSurrogate((char) code));
		this.index += digits;
		return code;
	}

	private char next() {
		return this.regexp.charAt(this.index++);
	}

	private char at(int index) {
		return (index < this.regexp.length()) ? this.regexp.charAt(index) : 0;
	}

	private static void require(boolean isKnown) {
		if (!isKnown) {
			throw new UntranslatableException();
		}
	}

	/**
	 * Something that not every server knows.
	 */
	private static final class UntranslatableException extends RuntimeException {

	}

}
