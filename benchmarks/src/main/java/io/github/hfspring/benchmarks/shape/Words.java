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

package io.github.hfspring.benchmarks.shape;

/**
 * Words as a model writes them, the same in every run. Some need an escape in JSON, some
 * have characters outside of ASCII, and a few outside of Latin-1.
 */
final class Words {

	private static final String[] COMMON = ("the of and a to in is was he for it with as his on be at by I this had not"
			+ " are but from or have an they which one you were her all she there would their we him been has when"
			+ " who will more no if out so said what up its about into than them can only other new some could time"
			+ " these two may then do first any my now such like our over man me even most made after also did many"
			+ " before must through back years where much your way well down should because each just those people")
		.split(" ");

	private static final String[] RARE = { " caf\u00e9", " na\u00efve", ",\n", ".\n\n", " \"quoted\"", " C:\\temp",
			"\tindented", " <b>", " &", " \u2013", " \u6f22\u5b57", " \ud83d\ude00", " \u20ac42", " it's" };

	private Words() {
	}

	/**
	 * Return a word, with the blank before it.
	 * @param index which
	 * @return the word
	 */
	static String word(int index) {
		int mixed = (index * 0x9E3779B1) >>> 8;
		if (mixed % 13 == 0) {
			return RARE[(mixed / 13) % RARE.length];
		}
		return " " + COMMON[mixed % COMMON.length];
	}

	/**
	 * Write a text as a JSON string.
	 * @param text the text
	 * @return the string, with its quotes
	 */
	static String quote(String text) {
		StringBuilder json = new StringBuilder(text.length() + 8).append('"');
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			switch (character) {
				case '"' -> json.append("\\\"");
				case '\\' -> json.append("\\\\");
				case '\n' -> json.append("\\n");
				case '\t' -> json.append("\\t");
				default -> json.append(character);
			}
		}
		return json.append('"').toString();
	}

}
