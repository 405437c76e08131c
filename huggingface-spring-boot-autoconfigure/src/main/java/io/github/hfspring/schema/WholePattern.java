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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Makes a regular expression of JSON schema of one that Jakarta Validation has to match
 * the whole text with. The former is searched for, and llama.cpp takes none without both
 * anchors.
 */
final class WholePattern {

	/** What means something else in JSON schema, or nothing. */
	private static final String ONLY_JAVA = "AzZGQEhHRXNaevVCc0";

	private static final String SYNTAX = "^$\\.*+?()[]{}|/-";

	private final String regexp;

	private final List<String> choices = new ArrayList<>();

	private StringBuilder choice = new StringBuilder();

	private boolean numbered;

	private WholePattern(String regexp) {
		this.regexp = regexp;
	}

	/**
	 * Translate an expression.
	 * @param regexp the expression of Java, without flags
	 * @return the expression, or {@code null} if there is none that means the same
	 */
	static @Nullable String of(String regexp) {
		return new WholePattern(regexp).translate();
	}

	private @Nullable String translate() {
		int depth = 0;
		boolean inClass = false;
		for (int i = 0; i < this.regexp.length(); i++) {
			char c = this.regexp.charAt(i);
			if (c == '\\') {
				i++;
				String escaped = escaped(i, inClass);
				if (escaped == null) {
					return null;
				}
				this.choice.append(escaped);
				i += isCategory(i) ? escaped.length() - 2 : 0;
				continue;
			}
			if (inClass ? isOnlyJavaInClass(i) : isOnlyJava(i)) {
				return null;
			}
			if (inClass) {
				inClass = c != ']';
			}
			else if (depth == 0 && c == '|') {
				this.choices.add(this.choice.toString());
				this.choice = new StringBuilder();
				continue;
			}
			else if (depth == 0 && isAnchor(i)) {
				continue;
			}
			else {
				inClass = c == '[';
				depth += (c == '(') ? 1 : (c == ')') ? -1 : 0;
			}
			this.choice.append(c);
		}
		this.choices.add(this.choice.toString());
		String all = String.join("|", this.choices);
		if (this.choices.size() == 1) {
			return "^" + all + "$";
		}
		// Not every server knows groups that are not counted
		return (this.numbered ? "^(?:" : "^(") + all + ")$";
	}

	private boolean isAnchor(int index) {
		return switch (this.regexp.charAt(index)) {
			case '^' -> this.choice.isEmpty();
			case '$' -> index + 1 == this.regexp.length() || at(index + 1) == '|';
			default -> false;
		};
	}

	/**
	 * Flags, groups that do not go back, and quantifiers that do not.
	 */
	private boolean isOnlyJava(int index) {
		return switch (this.regexp.charAt(index)) {
			case '(' -> at(index + 1) == '?' && ":=!<".indexOf(at(index + 2)) < 0;
			case '*', '+', '?', '}' -> at(index + 1) == '+';
			case '[' -> at(index + 1) == ']' || (at(index + 1) == '^' && at(index + 2) == ']');
			default -> false;
		};
	}

	/**
	 * Classes in a class.
	 */
	private boolean isOnlyJavaInClass(int index) {
		char c = this.regexp.charAt(index);
		return c == '[' || (c == '&' && at(index + 1) == '&');
	}

	private @Nullable String escaped(int index, boolean inClass) {
		char c = at(index);
		if (c == 'd' || c == 'w') {
			// What every server knows
			String range = (c == 'd') ? "0-9" : "A-Za-z0-9_";
			return inClass ? range : "[" + range + "]";
		}
		if (c == 0 || ONLY_JAVA.indexOf(c) >= 0 || ((c == 'p' || c == 'P') && !isCategory(index))
				|| (c == 'x' && at(index + 1) == '{')) {
			return null;
		}
		if (isCategory(index)) {
			return "\\" + this.regexp.substring(index, this.regexp.indexOf('}', index) + 1);
		}
		this.numbered |= Character.isDigit(c);
		return (Character.isLetterOrDigit(c) || SYNTAX.indexOf(c) >= 0) ? "\\" + c : String.valueOf(c);
	}

	/**
	 * Such as that of letters. Longer names mean something in Java only.
	 */
	private boolean isCategory(int index) {
		return (at(index) == 'p' || at(index) == 'P') && at(index + 1) == '{'
				&& (at(index + 3) == '}' || at(index + 4) == '}');
	}

	private char at(int index) {
		return (index < this.regexp.length()) ? this.regexp.charAt(index) : 0;
	}

}
