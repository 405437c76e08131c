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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WholePattern}.
 */
class WholePatternTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', delimiter = ' ',
			value = { "[A-Z]+ ^[A-Z]+$", "^[A-Z]+$ ^[A-Z]+$", "^[A-Z]+ ^[A-Z]+$", "[A-Z]+$ ^[A-Z]+$", "a|b ^(a|b)$",
					"^a|b$ ^(a|b)$", "^a$|^b$ ^(a|b)$", "^(a|b)$ ^(a|b)$", "(a)|(b) ^((a)|(b))$", "[|] ^[|]$",
					"a\\|b ^a\\|b$", "(?:a|b)+|c ^((a|b)+|c)$", "\\d{2} ^[0-9]{2}$", "[\\d.]+ ^[0-9.]+$",
					"\\w+@\\w+\\.org ^[A-Za-z0-9_]+@[A-Za-z0-9_]+\\.org$", "a\\$ ^a\\$$", "[^$]* ^[^$]*$",
					"\\\\d ^\\\\d$", "\\@\\\" ^@\"$", "(?:a|b)c ^(a|b)c$", "a+? ^a+$", "a{1,2}? ^a{1,2}$",
					"[a\\]|]+ ^[a\\]|]+$", "a\\+ ^a\\+$", "a\\.+ ^a[.]+$", "a\\-b\\/c ^a-b/c$", "\\^+ ^[\\x5E]+$",
					"[\\w-\\.]+ ^[A-Za-z0-9_.-]+$", "[\\w-]{2,4} ^[A-Za-z0-9_-]{2,4}$", "[\\-a] ^[a-]$",
					"[a\\-z] ^[az-]$", "[+--] ^[+-\\x2D]$", "[\\^a] ^[\\x5Ea]$", "[^\\^\\-] ^[^^-]$", "[-+]? ^[+-]?$",
					"[\\.\\/\\@] ^[./@]$", "\\s ^[\\x20\\t\\n\\x0B\\x0C\\r]$", "[\\s,] ^[\\x20\\t\\n\\x0B\\x0C\\r,]$",
					"\\S+\\D\\W ^[^\\x20\\t\\n\\x0B\\x0C\\r]+[^0-9][^A-Za-z0-9_]$", "\\x41+ ^[A]+$",
					"\\u00e4|\\f ^([\u00e4]|[\\x0C])$", "a} ^a\\}$", "a] ^a\\]$", "[&] ^[\\x26]$",
					"^[\\w-\\.]+@([\\w-]+\\.)+[\\w-]{2,4}$ ^[A-Za-z0-9_.-]+@([A-Za-z0-9_-]+\\.)+[A-Za-z0-9_-]{2,4}$" })
	void hasToMatchTheWholeText(String java, String schema) {
		assertThat(WholePattern.of(java)).isEqualTo(schema);
		for (String text : new String[] { "a", "b", "xa", "ax", "A", "AB", "aA", "12", "1", "a@b.org", "a$", "|", "c",
				"aac", "aa", "bbx", "a|b", "\\d", "@\"", "ac", "a]", "lL", "a+", "", "a.", "a..", "aa.", "a-b/c", "^",
				"^^", "-", "z", "+", ",", ".", "/", "@", " ", "\t", "ab1-", "\u00e4", "\f", "a}", "&",
				"b-c.d@e-f.gh" }) {
			assertThat(Pattern.compile(schema).matcher(text).find()).as(text).isEqualTo(text.matches(java));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "(?i)abc", "(?i:a)b", "(?>a+)b", "a++", "a*+b", "a?+", "a{2}+", "[a-z&&[^b]]", "[a[b]]",
			"\\Aabc\\z", "\\Q.\\E", "\\p{Alpha}+", "\\p{javaLowerCase}", "\\pL", "\\h", "\\R", "\\x{1F600}", "\\07",
			"[]a]" })
	void knowsWhatOnlyJavaKnows(String java) {
		assertThat(Pattern.compile(java)).isNotNull();
		assertThat(WholePattern.of(java)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "(?=.*[a-z])[a-zA-Z]+", "(?!x).*", "(?<=a)b", "(?<name>a)", "(a)\\1", "(?<n>a)\\k<n>",
			"\\p{L}+", "[\\p{Lu}]", "\\P{L}", "\\bword\\b", "[\\s\\S]*", "[^\\W]", "(^a|b$)", "a^b", "a\\|^b", "a$b" })
	void leavesOutWhatNotEveryServerKnows(String java) {
		assertThat(Pattern.compile(java)).isNotNull();
		assertThat(WholePattern.of(java)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "a**", "(", "[b-a]", "\\" })
	void leavesOutWhatIsNoExpression(String java) {
		assertThat(WholePattern.of(java)).isNull();
	}

}
