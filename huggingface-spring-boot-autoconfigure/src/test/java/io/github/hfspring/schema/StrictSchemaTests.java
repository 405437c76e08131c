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

	record Words(@Nullable Inner properties) {

		record Inner(@Nullable String items) {

		}

	}

}
