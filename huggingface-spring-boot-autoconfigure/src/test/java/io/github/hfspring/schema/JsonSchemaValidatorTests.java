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
			.containsExactly("required property 'name' not found");
		assertThat(validate(validator, "{\"name\":\"A\",\"days\":17,\"note\":null,\"nick\":null}"))
			.containsExactly("/days: must have a maximum value of 16");
		assertThat(validate(validator, "null")).isNotEmpty();
	}

	@Test
	void saysNothingTwice() {
		assertThat(validate(JsonSchemaValidator.of(map("""
				{"anyOf":[{"required":["a"]},{"required":["a"],"minProperties":2}]}""")), "{\"b\":1,\"c\":1}"))
			.containsExactly("required property 'a' not found");
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
	void refusesReferencesThatLeadNowhere() {
		for (String reference : List.of("#/$defs/x", "https://127.0.0.1/schema.json", "schema.json")) {
			assertThatIllegalArgumentException().as(reference)
				.isThrownBy(() -> JsonSchemaValidator
					.of(Map.of("properties", Map.of("a", Map.of("items", Map.of("$ref", reference))))))
				.withMessageContaining("The JSON schema cannot be used");
		}
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

	@Test
	void looksAtTypesAndChoicesIfTheLibraryIsMissing() {
		Map<String, Object> schema = map("""
				{"type":"object","properties":{"minutes":{"type":"integer"},"b":{"type":"boolean"},
				"s":{"type":"string"},"d":{"type":"number"},"sky":{"enum":["SUNNY","CLOUDY",3]},
				"note":{"type":["string","null"]},"list":{"type":"array","items":{"type":"integer"}}}}""");
		JsonSchemaValidator validator = JsonSchemaLibrary.validator(schema, new FilteredClassLoader("com.networknt"));
		assertThat(validate(validator, """
				{"minutes":12.0,"b":true,"s":"","d":1,"sky":"SUNNY","note":null,"list":[1]}""")).isEmpty();
		assertThat(validate(validator, "{\"sky\":3,\"d\":1.5,\"minutes\":1e2,\"s\":null}")).isEmpty();
		String wrong = "{\"minutes\":12.9,\"b\":1,\"s\":5,\"d\":\"1\",\"sky\":1,\"note\":[],\"list\":[\"1\"]}";
		assertThat(validate(validator, wrong)).containsExactlyInAnyOrder("'minutes' must be of the type integer",
				"'b' must be of the type boolean", "'s' must be of the type string", "'d' must be of the type number",
				"'sky' must be one of [SUNNY, CLOUDY, 3]", "'note' must be of the type [string, null]",
				"'list[]' must be of the type integer");
		assertThat(validate(validator, "[]")).containsExactly("the value must be of the type object");
		assertThat(validate(JsonSchemaValidator.ofRequired(schema), wrong))
			.containsExactly("'minutes' is not a whole number");
	}

	private static List<String> validate(JsonSchemaValidator validator, String json) {
		return validator.validate(JsonMapper.shared().readTree(json));
	}

	private static Map<String, Object> map(String json) {
		return JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {
		});
	}

}
