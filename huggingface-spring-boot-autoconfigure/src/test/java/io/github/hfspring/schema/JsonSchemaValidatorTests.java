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

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link JsonSchemaValidator}.
 */
class JsonSchemaValidatorTests {

	private static final String SCHEMA = """
			{"type":"object","properties":{"name":{"type":"string"},"days":{"type":"integer","maximum":16},
			"nick":{"type":"string"},"note":{"type":["string","null"]},
			"stops":{"type":"array","items":{"$ref":"#/$defs/stop"}}},"required":["name","days","note"],
			"additionalProperties":false,
			"$defs":{"stop":{"type":"object","properties":{"city":{"type":"string"},"next":{"$ref":"#/$defs/stop"}},
			"required":["city"]}}}""";

	@Test
	void findsAllThatIsWrong() {
		JsonSchemaValidator validator = JsonSchemaValidator.of(map(SCHEMA));
		assertThat(validate(validator, "{\"name\":\"A\",\"days\":3,\"note\":null}")).isEmpty();
		assertThat(validate(validator, "{\"days\":17,\"note\":1,\"sky\":\"blue\",\"stops\":[{\"city\":1}]}"))
			.containsExactlyInAnyOrder("/days: must have a maximum value of 16",
					"/note: integer found, [string, null] expected", "/stops/0/city: integer found, string expected",
					"required property 'name' not found",
					"property 'sky' is not defined in the schema and the schema does not allow additional properties");
	}

	@Test
	void takesNullForWhatMayBeLeftOut() {
		JsonSchemaValidator validator = JsonSchemaValidator.of(map(SCHEMA));
		assertThat(validate(validator, """
				{"name":"A","days":3,"note":null,"nick":null,"stops":[{"city":"B","next":null}]}""")).isEmpty();
		assertThat(validate(validator, "{\"name\":null,\"days\":3,\"note\":null,\"nick\":null}"))
			.contains("/name: null found, string expected");
		assertThat(validate(validator, "null")).isNotEmpty();
	}

	@Test
	void speaksEnglish() {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.GERMANY);
		try {
			assertThat(validate(JsonSchemaValidator.of(Map.of("type", "string")), "1"))
				.containsExactly("integer found, string expected");
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void refusesWhatIsNoSchema() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JsonSchemaValidator
				.of(Map.of("properties", Map.of("a", Map.of("items", Map.of("pattern", "["))))))
			.withMessageContaining("The JSON schema cannot be used");
	}

	@Test
	void looksForWhatIsRequiredIfTheLibraryIsMissing() {
		JsonSchemaValidator validator = JsonSchemaLibrary.validator(map(SCHEMA),
				new FilteredClassLoader("com.networknt"));
		assertThat(validate(validator, "{\"name\":\"A\",\"days\":3,\"note\":null,\"nick\":null}")).isEmpty();
		assertThat(validate(validator, """
				{"name":null,"note":null,"stops":[{"city":"B","next":{"next":{"city":"C"}}},{}]}"""))
			.containsExactlyInAnyOrder("'name' is missing", "'days' is missing", "'stops[].next.city' is missing",
					"'stops[].city' is missing");
	}

	private static List<String> validate(JsonSchemaValidator validator, String json) {
		return validator.validate(JsonMapper.shared().readTree(json));
	}

	private static Map<String, Object> map(String json) {
		return JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {
		});
	}

}
