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

import org.springframework.util.Assert;

/**
 * Which options make sense.
 */
final class OptionRules {

	private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

	private OptionRules() {
	}

	/**
	 * Check a number.
	 * @param name what it is
	 * @param value the number, if there is one
	 * @param from the least it may be; {@link Double#MIN_VALUE} for all above 0
	 * @param to the most it may be
	 */
	static void checkRange(String name, @Nullable Number value, double from, double to) {
		Assert.isTrue(value == null || (value.doubleValue() >= from && value.doubleValue() <= to),
				() -> "'" + name + "' must be " + range(from, to) + ", but is " + value);
	}

	private static String range(double from, double to) {
		String lower = (from == Double.MIN_VALUE) ? "above 0" : "at least " + number(from);
		return (to >= Integer.MAX_VALUE) ? lower : lower + " and at most " + number(to);
	}

	private static String number(double number) {
		return String.valueOf((long) number);
	}

	/**
	 * Return whether there is a control character. Every request asks this.
	 */
	static boolean hasControlCharacter(String value) {
		for (int i = 0; i < value.length(); i++) {
			if (Character.isISOControl(value.charAt(i))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Check a header by RFC 9110, section 5. A line feed in a value would start a header
	 * of its own.
	 * @param name the name
	 * @param value the value
	 */
	static void checkHeader(String name, String value) {
		Assert.isTrue(isToken(name), () -> "'" + printable(name) + "' is not a valid name of a header");
		Assert.isTrue(!name.equalsIgnoreCase("Content-Length") && !name.equalsIgnoreCase("Transfer-Encoding"),
				() -> "the header '" + name + "' describes the body and cannot be changed");
		Assert.notNull(value, () -> "the header '" + name + "' has no value");
		Assert.isTrue(value.chars().noneMatch(OptionRules::isForbidden), () -> "the value of the header '" + name
				+ "' contains a control character, or one that is not Latin-1");
	}

	private static boolean isToken(String name) {
		return !name.isEmpty() && name.chars().allMatch(OptionRules::isTokenCharacter);
	}

	private static boolean isTokenCharacter(int character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || TOKEN_SYMBOLS.indexOf(character) >= 0;
	}

	private static boolean isForbidden(int character) {
		return (character < ' ' && character != '\t') || character == 0x7f || character > 0xff;
	}

	private static String printable(String name) {
		return name.replaceAll("\\p{Cntrl}", "?");
	}

}
