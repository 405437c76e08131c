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

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ToolDefinition} and {@link ToolChoice}.
 */
class ToolDefinitionTests {

	@Test
	void schemaKeepsItsOrder() {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("type", "object");
		schema.put("required", new String[] { "city" });
		schema.put("properties", Map.of("city", Map.of("type", "string")));
		schema.put("additionalProperties", false);
		ToolDefinition tool = ToolDefinition.of("weather", "Tells the weather", schema);
		assertThat(tool.parameters().keySet()).containsExactly("type", "required", "properties",
				"additionalProperties");
		schema.clear();
		assertThat(tool.parameters()).hasSize(4).isUnmodifiable();
	}

	@Test
	void functionWithoutArgumentsHasASchemaNevertheless() {
		Map<String, Object> expected = Map.of("type", "object", "properties", Map.of());
		assertThat(ToolDefinition.of("now", "Tells the time", Map.of()).parameters()).isEqualTo(expected);
		assertThat(new ToolDefinition("now", null, null, null).parameters()).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void nameIsNeeded(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> ToolDefinition.of(name, "a", Map.of()))
			.withMessageContaining("'name'");
		assertThatIllegalArgumentException().isThrownBy(() -> ToolChoice.function(name))
			.withMessageContaining("'name'");
	}

	@Test
	void choiceOfAFunctionNamesIt() {
		assertThat(ToolChoice.function("weather")).isEqualTo(new ToolChoice("function", "weather"));
		assertThatIllegalArgumentException().isThrownBy(() -> new ToolChoice("function", null));
		assertThatIllegalArgumentException().isThrownBy(() -> new ToolChoice("auto", "weather"));
	}

}
