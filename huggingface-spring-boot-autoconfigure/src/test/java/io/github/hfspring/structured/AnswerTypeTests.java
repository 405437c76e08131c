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

package io.github.hfspring.structured;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ResponseFormat;
import io.github.hfspring.structured.InvalidAnswerException.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AnswerType}.
 */
class AnswerTypeTests {

	private static final ParameterizedTypeReference<List<String>> TEXTS = new ParameterizedTypeReference<>() {
	};

	private final AnswerType<City> city = AnswerType.of(City.class);

	@Test
	void findsTheOnlyJson() {
		City rome = new City("Rome", 3);
		assertThat(read("{\"name\":\"Rome\",\"rank\":3}")).isEqualTo(rome);
		assertThat(read("\n```json\n{\"name\":\"Rome\",\"rank\":3}\n```\n")).isEqualTo(rome);
		assertThat(read("```\n{\"name\":\"Rome\",\"rank\":3}```")).isEqualTo(rome);
		assertThat(read("Sure! {\"name\":\"Rome\",\"rank\":3} {x} is [1] it.")).isEqualTo(rome);
		assertThat(read("Sure:\n```json\n{\"name\":\"Rome\",\"rank\":3}\n```\nBye")).isEqualTo(rome);
		assertThat(read("The set {1, 2} gives {\"name\":\"Rome\",\"rank\":3}")).isEqualTo(rome);
		assertThat(read("<think>Is it {\"name\":\"Oslo\"}?</think>\n\n{\"name\":\"Rome\",\"rank\":3}")).isEqualTo(rome);
		assertThat(read("Is it {\"name\":\"Oslo\"}?</think>{\"name\":\"Rome\",\"rank\":3}")).isEqualTo(rome);
		assertThat(read("\"{\\\"name\\\":\\\"Rome\\\",\\\"rank\\\":3}\"")).isEqualTo(rome);
		assertThat(read("{\"name\":\"</think>```{\",\"rank\":3}").name()).isEqualTo("</think>```{");
		assertThat(read("So: {\"name\":\"a\\\\\\\"}\",\"rank\":3}.").name()).isEqualTo("a\\\"}");
	}

	@Test
	void doesNotTakeAPartForTheWhole() {
		refuses("{\"a\":{\"name\":\"Rome\",\"rank\":3},\"b\":", Reason.NOT_JSON);
		refuses("{\"a\":{\"name\":\"Rome\",\"rank\":3},}", Reason.NOT_JSON);
		refuses("Well, {\"a\":{\"name\":\"Rome\",\"rank\":3},\"b\":", Reason.NOT_JSON);
		refuses("{\"name\":\"Rome\",\"rank\":3}{\"name\":\"Rome\",\"rank\":3}", Reason.NOT_JSON);
		refuses("<think>{\"name\":\"Rome\",\"rank\":3}", Reason.NOT_JSON);
		refuses("[".repeat(100_000), Reason.NOT_JSON);
		refuses("{".repeat(100_000), Reason.NOT_JSON);
		refuses("{x".repeat(100_000) + "{\"name\":\"Rome\",\"rank\":3}", Reason.NOT_JSON);
	}

	@Test
	void findsAnArrayThatWasNotWrapped() {
		AnswerType<List<City>> cities = this.city.list();
		assertThat(cities.read(response("Here: [{\"name\":\"Rome\",\"rank\":3}]"))).hasSize(1);
		assertThat(cities.read(response("As in [1]: {\"items\":[{\"name\":\"Rome\",\"rank\":3}]}"))).hasSize(1);
		assertThatExceptionOfType(InvalidAnswerException.class)
			.isThrownBy(() -> cities.read(response("Here: [{\"name\":\"Rome\",\"rank\":3},{\"na")))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
		assertThatExceptionOfType(InvalidAnswerException.class)
			.isThrownBy(() -> cities.read(response("{\"items\":[],\"note\":\"none\"}")))
			.satisfies((ex) -> assertThat(ex.violations()).singleElement()
				.satisfies((violation) -> assertThat(violation).contains("'note'")));
	}

	@Test
	void doesNotTakeAFootnoteForTheAnswer() {
		AnswerType<List<Integer>> numbers = AnswerType.of(new ParameterizedTypeReference<>() {
		});
		assertThat(numbers.read(response(" [1] "))).containsExactly(1);
		assertThat(numbers.read(response("Here:\n```json\n[1, 2]\n```\nBye [3]"))).containsExactly(1, 2);
		assertThat(numbers.read(response("Here: {\"items\":[1]} [3]"))).containsExactly(1);
		for (String text : List.of("As shown in [1], there are no such numbers.", "[1] says so", "See []")) {
			assertThatExceptionOfType(InvalidAnswerException.class).isThrownBy(() -> numbers.read(response(text)))
				.satisfies((ex) -> assertThat(ex.reason()).as(text).isEqualTo(Reason.NOT_JSON));
		}
	}

	@Test
	void refusesASchemaThatCannotBeUsed() {
		AnswerTypeBuilder<JsonNode> builder = AnswerType.builder(JsonNode.class);
		assertThatIllegalArgumentException().isThrownBy(() -> builder.schema("""
				{"type":"object","properties":{"a":{"$ref":"#/$defs/x"}}}""").build());
		assertThatIllegalArgumentException().isThrownBy(() -> builder.schema("""
				{"type":"object","properties":{"a":{"$ref":"https://127.0.0.1/x.json"}}}""").build());
	}

	@Test
	void wrapsASchemaThatHasAnId() {
		AnswerType<JsonNode> type = AnswerType.builder(JsonNode.class).schema("""
				{"$id":"https://example.com/numbers","type":"array","items":{"$ref":"#/$defs/x"},
				"$defs":{"x":{"type":"integer"}}}""").build();
		assertThat(type.read(response("{\"items\":[1]}"))).hasToString("[1]");
		assertThat(type.list().read(response("{\"items\":[[1]]}"))).hasToString("[[1]]");
	}

	@Test
	void keepsItsOwnCopyOfASchema() {
		Map<String, Object> property = new HashMap<>(Map.of("type", "integer"));
		List<String> required = new ArrayList<>(List.of("a"));
		AnswerType<JsonNode> type = AnswerType.builder(JsonNode.class)
			.schema(Map.of("type", "object", "properties", Map.of("a", property), "required", required))
			.build();
		property.put("type", "string");
		required.add("b");
		assertThat(JsonMapper.shared().writeValueAsString(type.format().schema())).contains("integer")
			.doesNotContain("\"b\"");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ((Map<?, ?>) type.format().schema().get("properties")).clear());
	}

	@Test
	void refusesWhatIsNoValue() {
		refuses("null", Reason.INVALID);
		refuses("[]", Reason.INVALID);
		refuses("3", Reason.INVALID);
		refuses("{}", Reason.INVALID);
	}

	@Test
	void takesASchemaByHand() {
		AnswerType<Map<String, Object>> type = AnswerType
			.builder(new ParameterizedTypeReference<Map<String, Object>>() {
			})
			.name("yes_or_no")
			.description("Whether it is so")
			.strict(true)
			.schema("""
					{"type":"object","properties":{"yes":{"type":"boolean"}},"required":["yes"],
					"additionalProperties":false}""")
			.build();
		assertThat(type.format()).isEqualTo(
				new ResponseFormat("json_schema", "yes_or_no", "Whether it is so", type.format().schema(), true));
		assertThat(type.read(response("{\"yes\":true}"))).isEqualTo(Map.of("yes", true));
		assertThatExceptionOfType(InvalidAnswerException.class)
			.isThrownBy(() -> type.read(response("{\"yes\":\"no\"}")));
	}

	@Test
	void aStrictServerIsAskedForAllPropertiesAndMayLeaveThemOutOrEmpty() {
		AnswerType<Place> type = AnswerType.builder(Place.class).strict(true).build();
		String place = "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
				+ "\"ranks\":{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"integer\"}},"
				+ "\"kind\":{\"anyOf\":[{\"type\":\"string\",\"enum\":[\"TOWN\"]},{\"type\":\"null\"}]}},"
				+ "\"required\":[\"name\",\"ranks\",\"kind\"],\"additionalProperties\":false}";
		assertThat(type.format().strict()).isTrue();
		assertThat(schema(type)).isEqualTo(place);
		assertThat(schema(type.list())).contains(place).contains("\"required\":[\"items\"]");
		Place rome = new Place("Rome", Optional.empty(), null);
		assertThat(type.read(response("{\"name\":\"Rome\",\"ranks\":null,\"kind\":null}"))).isEqualTo(rome);
		assertThat(type.read(response("{\"name\":\"Rome\"}"))).isEqualTo(rome);
		assertThat(type.list().read(response("{\"items\":[{\"name\":\"Rome\",\"ranks\":null,\"kind\":null}]}")))
			.containsExactly(rome);
		assertThatExceptionOfType(InvalidAnswerException.class)
			.isThrownBy(() -> type.read(response("{\"name\":null,\"ranks\":null,\"kind\":null}")))
			.satisfies((ex) -> assertThat(
					type.repair(ChatRequest.of("?"), ex).messages().get(2).toString().replace("\\", ""))
				.contains("[\"name\",\"ranks\",\"kind\"]"));
		assertThat(schema(AnswerType.of(Place.class))).contains("\"required\":[\"name\"]");
	}

	/**
	 * To Jackson, they are not.
	 */
	@Test
	void nullAndWhatIsLeftOutAreTheSame() {
		for (Boolean strict : new Boolean[] { true, null }) {
			AnswerType<Trip> type = AnswerType.builder(Trip.class).strict(strict).build();
			Trip trip = type
				.read(response("{\"stops\":[{\"nights\":null,\"tags\":null,\"note\":null}],\"best\":null}"));
			assertThat(trip.best()).isEmpty();
			assertThat(trip.stops()).singleElement().satisfies(AnswerTypeTests::hasDefaults);
			assertThat(AnswerType.builder(Stop.class)
				.strict(strict)
				.build()
				.readElements(Flux.just(ChatChunk.of("{\"items\":[{\"nights\":null,\"tags\":null,\"note\":null},{}]}")),
						1000)
				.collectList()
				.block()).hasSize(2).allSatisfy(AnswerTypeTests::hasDefaults);
		}
	}

	private static void hasDefaults(Stop stop) {
		assertThat(stop.nights).isEqualTo(5);
		assertThat(stop.tags).isEmpty();
		assertThat(stop.note).isNull();
	}

	@Test
	void aSchemaByHandMayHaveNullForAProperty() {
		AnswerType<JsonNode> type = AnswerType.builder(JsonNode.class).schema("""
				{"type":"object","properties":{"a":{"type":["string","null"]},"b":{"type":"string"}}}""").build();
		assertThat(type.read(response("{\"a\":null,\"b\":null}"))).hasToString("{\"a\":null}");
	}

	@Test
	void wrapsASchemaByHandThatIsNoObject() {
		AnswerType<List<String>> type = AnswerType.builder(TEXTS).schema("""
				{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"array","minItems":2,
				"items":{"$ref":"#/$defs/text"},"$defs":{"text":{"type":"string","minLength":2}}}""").build();
		assertThat(JsonMapper.shared().writeValueAsString(type.format().schema()))
			.contains("\"$ref\":\"#/properties/items/$defs/text\"")
			.doesNotContain("$schema");
		assertThat(type.read(response("{\"items\":[\"ab\",\"cd\"]}"))).containsExactly("ab", "cd");
		assertThatExceptionOfType(InvalidAnswerException.class)
			.isThrownBy(() -> type.read(response("{\"items\":[\"ab\",\"c\"]}")))
			.withMessageContaining("/items/1: must be at least 2 characters long");
	}

	@Test
	void refusesSettingsThatMakeNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> AnswerType.builder(City.class).name("my city"))
			.withMessageContaining("'name'");
		assertThatIllegalArgumentException().isThrownBy(() -> AnswerType.builder(City.class).maxRepairs(-1))
			.withMessageContaining("'maxRepairs'");
		assertThatIllegalArgumentException().isThrownBy(() -> AnswerType.builder(City.class).schema("[]"))
			.withMessageContaining("not a JSON object");
		assertThatIllegalArgumentException().isThrownBy(() -> new AnswerTypes(JsonMapper.shared(), -1, 1))
			.withMessageContaining("'maxRepairs'");
	}

	@Test
	void namesTheSchema() {
		assertThat(this.city.format().name()).isEqualTo("City");
		assertThat(AnswerType.of(TEXTS).format().name()).isEqualTo("List");
		assertThat(AnswerType.of(String[].class).format().name()).isEqualTo("String");
		assertThat(AnswerTypeBuilder.nameOf("Ü")).isEqualTo("answer");
		assertThat(AnswerTypeBuilder.nameOf("a".repeat(70))).hasSize(64);
	}

	@Test
	void asksAgainWithWhatWasWrong() {
		ChatRequest request = this.city.applyTo(ChatRequest.of("A city?"));
		assertThatExceptionOfType(InvalidAnswerException.class)
			.isThrownBy(() -> this.city.read(response("{\"name\":\"Rome\"}")))
			.satisfies((ex) -> {
				ChatRequest again = this.city.repair(request, ex);
				assertThat(again.options()).isEqualTo(request.options());
				assertThat(again.messages()).hasSize(3).startsWith(request.messages().get(0));
				assertThat(again.messages().get(1)).isInstanceOf(AssistantMessage.class);
				assertThat(again.messages().get(1).text()).isEqualTo("{\"name\":\"Rome\"}");
				assertThat(again.messages().get(2).text()).contains("- required property 'rank' not found");
			});
	}

	@Test
	void listsNoMoreThanSoManyViolations() {
		AnswerType<List<String>> type = AnswerType.of(TEXTS);
		String text = "{\"items\":[" + "1,".repeat(99) + "1]}";
		assertThatExceptionOfType(InvalidAnswerException.class).isThrownBy(() -> type.read(response(text)))
			.withMessageContaining("and 99 more")
			.satisfies((ex) -> assertThat(ex.violations()).hasSize(20));
	}

	private City read(String text) {
		return this.city.read(response(text));
	}

	private void refuses(String text, Reason reason) {
		assertThatExceptionOfType(InvalidAnswerException.class).isThrownBy(() -> read(text))
			.satisfies((ex) -> assertThat(ex.reason()).as(ex.getMessage()).isEqualTo(reason));
	}

	private static String schema(AnswerType<?> type) {
		return JsonMapper.shared().writeValueAsString(type.format().schema());
	}

	private static ChatResponse response(String text) {
		ChatChunkAggregator response = new ChatChunkAggregator();
		response.add(ChatChunk.of(text));
		return response.toResponse();
	}

	record City(String name, int rank) {

	}

	record Place(String name, Optional<List<Integer>> ranks, @Nullable Kind kind) {

	}

	record Trip(List<Stop> stops, Optional<Stop> best) {

	}

	static class Stop {

		@JsonProperty(isRequired = OptBoolean.FALSE)
		public int nights = 5;

		@JsonProperty(isRequired = OptBoolean.FALSE)
		public List<String> tags = new ArrayList<>();

		@JsonProperty
		public @Nullable String note;

	}

	enum Kind {

		TOWN

	}

}
