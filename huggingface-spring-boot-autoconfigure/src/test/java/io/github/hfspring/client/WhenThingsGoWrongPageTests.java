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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the tables of the page "When things go wrong" say what {@link Faults} show.
 */
class WhenThingsGoWrongPageTests {

	private static final String BEGIN = "<!-- The tables are made of the fault suite, see CONTRIBUTING.md -->\n";

	private static final String END = "<!-- End of the tables -->\n";

	static Stream<FaultRow> failures() {
		return Faults.all()
			.stream()
			.flatMap((table) -> table.rows().stream())
			.filter((row) -> row.call() != null && row.stream() != null);
	}

	@Test
	void tablesAreUpToDate() throws IOException {
		Path page = page();
		String text = Files.readString(page);
		assertThat(text).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
		String expected = text.substring(0, text.indexOf(BEGIN) + BEGIN.length()) + tables()
				+ text.substring(text.indexOf(END));
		if (Boolean.getBoolean("huggingface.docs.update")) {
			Files.writeString(page, expected);
		}
		assertThat(Files.readString(page))
			.as("the tables of docs/when-things-go-wrong.md, which -Dhuggingface.docs.update=true writes anew")
			.isEqualTo(expected);
	}

	private static Path page() {
		Path path = Path.of("").toAbsolutePath();
		while (!Files.exists(path.resolve("docs/pom.xml"))) {
			path = path.getParent();
		}
		return path.resolve("docs/when-things-go-wrong.md");
	}

	private static String tables() {
		StringBuilder tables = new StringBuilder();
		for (FaultTable table : Faults.all()) {
			tables.append("\n### ").append(table.title()).append("\n\n");
			tables.append("| What the server does | What you get | What to do |\n|---|---|---|\n");
			for (FaultRow row : table.rows()) {
				tables.append("| %s | %s | %s |\n".formatted(row.server(), row.outcome(), row.advice()));
			}
		}
		return tables.append("\n").toString();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void adviceSpeaksOfRetriesWhereThereAreSome(FaultRow row) {
		boolean mentioned = row.advice().contains("retr") || row.advice().contains("asks again");
		if (row.faults().stream().allMatch((fault) -> isRepeated(row, fault))) {
			assertThat(mentioned).as(row.advice()).isTrue();
		}
		else if (row.faults().stream().noneMatch((fault) -> isRepeated(row, fault))) {
			assertThat(mentioned).as(row.advice()).isFalse();
		}
	}

	private static boolean isRepeated(FaultRow row, Fault fault) {
		RetryRules rules = new RetryRules(RetrySettings.defaults(), false);
		HuggingFaceException error = HuggingFaceException.of(row.stream(), "An error").status(fault.status()).build();
		return fault.text() == null && (rules.isRetryable(error) || rules.isColdStart(error));
	}

}
