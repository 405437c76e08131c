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

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NullProperties}.
 */
class NullPropertiesTests {

	@Test
	void removesWhatMayBeLeftOut() {
		assertThat(removed("{'properties':{'a':{'type':'string'},'b':{}},'required':['c']}",
				"{'a':null,'b':null,'c':null,'d':null,'e':1}"))
			.isEqualTo("{'b':null,'c':null,'d':null,'e':1}");
		assertThat(removed("{'properties':{'a':{'type':'string'}}}", "{'a':'null'}")).isEqualTo("{'a':'null'}");
		assertThat(removed("{'type':'string'}", "null")).isEqualTo("null");
	}

	@Test
	void keepsWhatMayBeNull() {
		for (String property : new String[] { "{'type':'null'}", "{'type':['string','null']}", "{'$ref':'#/$defs/~1x'}",
				"{'anyOf':[{'type':'string'},{'type':'null'}]}", "{'oneOf':[{'$ref':'#/$defs/~1x'}]}" }) {
			assertThat(removed("{'properties':{'a':" + property + "},'$defs':{'/x':{'type':['integer','null']}}}",
					"{'a':null}"))
				.as(property)
				.isEqualTo("{'a':null}");
		}
	}

	@Test
	void goesIntoPropertiesItemsAndMaps() {
		String inner = "{'properties':{'b':{'type':'string'}}}";
		assertThat(removed("{'properties':{'a':" + inner + "}}", "{'a':{'b':null}}")).isEqualTo("{'a':{}}");
		assertThat(removed("{'items':{'items':" + inner + "}}", "[[{'b':null},null]]")).isEqualTo("[[{},null]]");
		assertThat(removed("{'additionalProperties':" + inner + "}", "{'x':{'b':null},'y':null}"))
			.isEqualTo("{'x':{},'y':null}");
		assertThat(removed("{'properties':{'a':{}},'additionalProperties':" + inner + "}", "{'a':{'b':null}}"))
			.isEqualTo("{'a':{'b':null}}");
	}

	@Test
	void followsReferences() {
		assertThat(removed("{'properties':{'next':{'$ref':'#'},'name':{'type':'string'}}}",
				"{'next':{'next':{'name':null,'next':null},'name':null}}"))
			.isEqualTo("{'next':{'next':{}}}");
		assertThat(removed("{'$ref':'#/$defs/a','$defs':{'a':{'anyOf':[{'$ref':'#/$defs/a'},{'$ref':'#/$defs/b'}]},"
				+ "'b':{'properties':{'c':{'type':'string'}}}}}", "{'c':null}"))
			.isEqualTo("{}");
		assertThat(removed("{'$ref':'#/nowhere'}", "{'a':null}")).isEqualTo("{'a':null}");
	}

	@Test
	void removesNothingThatAChoiceRequires() {
		String choice = "{'anyOf':[{'properties':{'a':{'type':'string'},'b':{'type':'string'}}},"
				+ "{'properties':{'b':{'type':'string'}},'required':['b']}]}";
		// The names of what is there may tell which one it is
		assertThat(removed(choice, "{'a':null,'b':null}")).isEqualTo("{'a':null,'b':null}");
		String named = "{'oneOf':[{'properties':{'kind':{'const':'x'},'b':{'type':'string'}}},"
				+ "{'allOf':[{'properties':{'b':{'type':'string'}},'required':['b']},"
				+ "{'properties':{'kind':{'const':'y'}}}]}]}";
		assertThat(removed(named, "{'kind':'x','b':null}")).isEqualTo("{'kind':'x'}");
		assertThat(removed(named, "{'kind':'y','b':null}")).isEqualTo("{'kind':'y','b':null}");
	}

	@Test
	void removesNothingFromAMapperThatWantsAll() {
		JsonNode value = JsonMapper.shared().readTree("{\"a\":null}");
		NullProperties.remove(map("{'properties':{'a':{'type':'string'}}}"), value,
				JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build());
		assertThat(value.has("a")).isTrue();
	}

	private static String removed(String schema, String json) {
		JsonNode value = JsonMapper.shared().readTree(json.replace('\'', '"'));
		NullProperties.remove(map(schema), value, JsonMapper.shared());
		return value.toString().replace('"', '\'');
	}

	private static Map<String, Object> map(String json) {
		return JsonMapper.shared().readValue(json.replace('\'', '"'), new TypeReference<Map<String, Object>>() {
		});
	}

}
