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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StrictSchema}.
 */
class StrictSchemaTests {

	private final JsonSchemaGenerator generator = JsonSchemaGenerator.create();

	@Test
	void requiresAllAndTakesNullForWhatMayBeLeftOut() {
		assertThat(strict(City.class)).isEqualTo("""
				{'type':'object','properties':{'name':{'type':'string'},\
				'rank':{'type':['integer','null']},\
				'kind':{'description':'How large','anyOf':[{'type':'string','enum':['TOWN','VILLAGE'],\
				'description':'How large'},{'type':'null'}]},\
				'mayor':{'type':['object','null'],'properties':{'name':{'type':'string'},\
				'party':{'type':['string','null']}},'required':['name','party'],'additionalProperties':false},\
				'districts':{'type':'array','items':{'type':'object','properties':{'name':{'type':'string'},\
				'party':{'type':['string','null']}},'required':['name','party'],'additionalProperties':false}},\
				'extra':{}},'required':['name','rank','kind','mayor','districts','extra'],\
				'additionalProperties':false}""".replace('\'', '"'));
	}

	@Test
	void goesIntoChoicesMapsAndDefinitions() {
		assertThat(strict(Map.of("anyOf",
				List.of(Map.of("type", "object", "properties", Map.of("a", Map.of("anyOf", List.of()))), true))))
			.isEqualTo(JsonMapper.shared()
				.readTree("{\"anyOf\":[{\"type\":\"object\",\"properties\":{\"a\":{\"anyOf\":[{\"type\":\"null\"}]}},"
						+ "\"required\":[\"a\"]},true]}"));
		assertThat(strict(Tree.class)).contains("\"required\":[\"name\",\"left\",\"byName\"]")
			.contains("{\"anyOf\":[{\"$ref\":\"#/$defs/Tree\"},{\"type\":\"null\"}]}")
			.contains("\"additionalProperties\":{\"$ref\":\"#/$defs/Tree\"}")
			.doesNotContain("\"required\":[\"name\"]");
	}

	@Test
	void aPropertyMayBeCalledAsAKeyword() {
		assertThat(strict(Words.class)).isEqualTo("""
				{'type':'object','properties':{'properties':{'type':['object','null'],\
				'properties':{'items':{'type':['string','null']}},'additionalProperties':false,'required':['items']}},\
				'additionalProperties':false,'required':['properties']}""".replace('\'', '"'));
	}

	@Test
	void takesNullWhateverElseIsTaken() {
		JsonNode schema = strict(Map.of("type", "object", "properties",
				Map.of("one", Map.of("oneOf", List.of(Map.of("type", "string"))), "all",
						Map.of("allOf", List.of(Map.of("type", "string"))), "two",
						Map.of("type", List.of("string", "integer")), "already",
						Map.of("type", List.of("string", "null")), "choice",
						Map.of("anyOf", List.of(Map.of("type", "null"), Map.of("type", "string"))))));
		assertThat(schema.get("properties")).isEqualTo(JsonMapper.shared().readTree("""
				{"one":{"anyOf":[{"oneOf":[{"type":"string"}]},{"type":"null"}]},
				"all":{"anyOf":[{"allOf":[{"type":"string"}]},{"type":"null"}]},
				"two":{"type":["string","integer","null"]},"already":{"type":["string","null"]},
				"choice":{"anyOf":[{"type":"null"},{"type":"string"}]}}"""));
	}

	@Test
	void nothingStandsBesideAReference() {
		assertThat(strict(Described.class))
			.contains("{\"description\":\"Up\",\"anyOf\":[{\"$ref\":\"#/$defs/Described\"},{\"type\":\"null\"}]}")
			.contains("{\"description\":\"Down\",\"anyOf\":[{\"$ref\":\"#/$defs/Described\"}]}");
	}

	@Test
	void definitionsAreAtTheRoot() {
		Map<String, Object> list = Map.of("type", "object", "properties",
				Map.of("items",
						Map.of("type", "array", "items",
								JsonSchemas.embed(this.generator.generate(Tree.class), "#/properties/items/items"))),
				"required", List.of("items"));
		JsonNode schema = strict(list);
		assertThat(schema.at("/$defs/Tree/properties/left/anyOf/0/$ref")).hasToString("\"#/$defs/Tree\"");
		assertThat(schema.at("/properties/items/items/properties/left/anyOf/0/$ref")).hasToString("\"#/$defs/Tree\"");
		assertThat(schema.at("/properties/items/items/$defs").isMissingNode()).isTrue();
		JsonSchemaValidator validator = JsonSchemaValidator.of(JsonSchemas.strict(list));
		String json = "{\"items\":[{\"name\":\"a\",\"left\":{\"name\":%s,\"left\":null,\"byName\":null},\"byName\":null}]}";
		assertThat(validator.validate(JsonMapper.shared().readTree(json.formatted("\"b\"")))).isEmpty();
		assertThat(validator.validate(JsonMapper.shared().readTree(json.formatted("1")))).isNotEmpty();
	}

	@Test
	void leavesDefinitionsOfTheSameNameWhereTheyAre() {
		Map<String, Object> one = Map.of("$defs", Map.of("X", Map.of("type", "string")), "$ref",
				"#/properties/one/$defs/X");
		Map<String, Object> two = Map.of("$defs", Map.of("X", Map.of("type", "integer")), "$ref",
				"#/properties/two/$defs/X");
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("one", one);
		properties.put("two", two);
		JsonNode schema = strict(Map.of("type", "object", "properties", properties, "required", List.of("one", "two")));
		assertThat(schema.at("/$defs/X/type").stringValue()).isEqualTo("string");
		assertThat(schema.at("/properties/two/$defs/X/type").stringValue()).isEqualTo("integer");
		assertThat(JsonMapper.shared().writeValueAsString(schema)).contains("\"#/$defs/X\"",
				"\"#/properties/two/$defs/X\"");
	}

	@Test
	void cannotBeChanged() {
		Map<String, Object> schema = JsonSchemas.strict(this.generator.generate(City.class));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> schema.put("a", 1));
	}

	private String strict(Class<?> type) {
		return JsonMapper.shared().writeValueAsString(JsonSchemas.strict(this.generator.generate(type)));
	}

	private static JsonNode strict(Map<String, Object> schema) {
		return JsonMapper.shared().valueToTree(JsonSchemas.strict(schema));
	}

	record City(String name, OptionalInt rank, @JsonPropertyDescription("How large") @Nullable Kind kind,
			Optional<Person> mayor, List<Person> districts, @Nullable JsonNode extra) {

	}

	enum Kind {

		TOWN, VILLAGE

	}

	record Person(String name, @Nullable String party) {

	}

	record Tree(String name, @Nullable Tree left, @Nullable Map<String, Tree> byName) {

	}

	record Described(String name, @JsonPropertyDescription("Up") @Nullable Described up,
			@JsonPropertyDescription("Down") Described down) {

	}

	record Words(@Nullable Inner properties) {

		record Inner(@Nullable String items) {

		}

	}

}
