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

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps the table in {@code ParityTests.md} from naming tests that are gone.
 */
class ParityTableTests {

	private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| .+ \\| (.+) \\|$");

	private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

	private final String table = read();

	private static String read() {
		try {
			return new ClassPathResource("ParityTests.md", ParityTableTests.class)
				.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void listsEveryItemOnce() {
		assertThat(ROW.matcher(this.table).results().map((row) -> Integer.valueOf(row.group(1))))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 81).boxed().toList());
	}

	@Test
	void everyItemHasATestOrIsStillToCome() {
		assertThat(ROW.matcher(this.table).results().map((row) -> row.group(2)))
			.allSatisfy((shownBy) -> assertThat(shownBy).containsPattern("`\\w+#\\w+`|^later: tools$"));
	}

	@Test
	void everyTestExists() {
		List<MatchResult> tests = TEST.matcher(this.table).results().toList();
		assertThat(tests).hasSizeGreaterThan(50).allSatisfy((test) -> {
			Class<?> type = find(test.group(1));
			List<Method> methods = Arrays.stream(type.getDeclaredMethods())
				.filter((method) -> method.getName().equals(test.group(2)))
				.toList();
			assertThat(methods).as(test.group())
				.singleElement()
				.satisfies((method) -> assertThat(AnnotationSupport.isAnnotated(method, Testable.class)).isTrue());
		});
	}

	private static Class<?> find(String name) throws ClassNotFoundException {
		String room = name.startsWith("Tailoring") ? "autoconfigure"
				: (name.startsWith("Token") || name.startsWith("Conversation")) ? "tailoring" : "client";
		return Class.forName("io.github.hfspring." + room + "." + name);
	}

}
