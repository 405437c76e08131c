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

package io.github.hfspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An IDE can complete and explain every property.
 */
class ConfigurationMetadataTests {

	@Test
	void describesEveryProperty() throws IOException {
		List<String> names = new ArrayList<>();
		for (JsonNode property : metadata().path("properties")) {
			String name = property.path("name").asString();
			names.add(name);
			assertThat(name).startsWith("huggingface.");
			assertThat(property.path("description").asString("")).as(name).endsWith(".");
			assertThat(property.path("type").asString("")).as(name).isNotEmpty();
		}
		assertThat(names).doesNotHaveDuplicates()
			.contains("huggingface.api-key", "huggingface.base-url", "huggingface.extra-headers",
					"huggingface.extra-fields", "huggingface.buffer-size", "huggingface.connect-timeout",
					"huggingface.ssl.bundle", "huggingface.chat.model", "huggingface.events.chunk");
	}

	@Test
	void knowsTheDefaults() throws IOException {
		assertThat(defaultOf("huggingface.base-url")).isEqualTo("https://router.huggingface.co/v1");
		assertThat(defaultOf("huggingface.buffer-size")).isEqualTo("256");
		assertThat(defaultOf("huggingface.max-event-size")).isEqualTo("1MB");
		assertThat(defaultOf("huggingface.max-response-size")).isEqualTo("16MB");
		assertThat(defaultOf("huggingface.max-error-body")).isEqualTo("8KB");
		assertThat(defaultOf("huggingface.redirects")).isEqualTo("dont-follow");
		assertThat(defaultOf("huggingface.connect-timeout")).isEqualTo("10s");
	}

	private static String defaultOf(String name) throws IOException {
		for (JsonNode property : metadata().path("properties")) {
			if (property.path("name").asString().equals(name)) {
				return property.path("defaultValue").asString();
			}
		}
		return "no property " + name;
	}

	private static JsonNode metadata() throws IOException {
		try (InputStream json = HuggingFaceProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			assertThat(json).isNotNull();
			return JsonMapper.builder().build().readTree(json);
		}
	}

}
