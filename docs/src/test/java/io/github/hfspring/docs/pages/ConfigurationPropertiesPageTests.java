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

package io.github.hfspring.docs.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the page about the properties is what the metadata says.
 */
class ConfigurationPropertiesPageTests {

	private static final Path PAGE = Pages.ROOT.resolve("docs/configuration-properties.md");

	@Test
	void pageIsUpToDate() throws IOException {
		String page = page();
		if (Pages.UPDATE) {
			Files.writeString(PAGE, page);
		}
		assertThat(Files.readString(PAGE))
			.as("docs/configuration-properties.md, which -Dhuggingface.docs.update=true writes anew")
			.isEqualTo(page);
	}

	@Test
	void everyPropertyHasDescription() throws IOException {
		List<Metadata.Property> properties = Metadata.properties();
		assertThat(properties).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.description()).as(property.name()).isNotBlank());
	}

	private static String page() throws IOException {
		StringBuilder page = new StringBuilder("""
				<!-- Generated from the configuration metadata, see CONTRIBUTING.md -->
				# Configuration properties

				All properties of the starter.
				A property without a default is not set.
				How to write them in environment variables stands on the page about the \
				[HTTP client](http-client.md#environment-variables-and-maps).

				| Property | Type | Default | What it does |
				|---|---|---|---|
				""");
		for (Metadata.Property property : Metadata.properties()) {
			Object value = property.defaultValue();
			page.append("| `")
				.append(property.name())
				.append("` | ")
				.append(property.readableType())
				.append(" | ")
				.append((value != null) ? "`" + value + "`" : "")
				.append(" | ")
				.append(String.valueOf(property.description()).replace("|", "\\|").replace("'", "`"))
				.append(" |\n");
		}
		return page.toString();
	}

}
