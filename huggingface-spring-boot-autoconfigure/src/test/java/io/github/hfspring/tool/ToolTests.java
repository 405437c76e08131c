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

package io.github.hfspring.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import io.github.hfspring.chat.ToolDefinition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Tool} and {@link ToolBuilder}.
 */
class ToolTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@Test
	void isMadeOfRecord() {
		Tool tool = Tool.of("weather", "The weather of a city", City.class, (city) -> city.name() + "/" + city.days());
		assertThat(tool.definition().name()).isEqualTo("weather");
		assertThat(tool.definition().description()).isEqualTo("The weather of a city");
		assertThat(schema(tool)).isEqualTo(json("""
				{'type':'object','properties':{'name':{'type':'string'},'days':{'type':'integer'}},\
				'required':['name'],'description':'A city','additionalProperties':false}"""));
		assertThat(tool.isBlocking()).isTrue();
		assertThat(call(tool, "{'name':'Paris','days':3}")).isEqualTo("Paris/3");
		assertThat(call(tool, "{'name':'Paris','unasked':[]}")).isEqualTo("Paris/null");
	}

	@Test
	void takesItsDescriptionFromTheClass() {
		assertThat(Tool.builder("city", City.class).function((city) -> 1).build().definition().description())
			.isEqualTo("A city");
	}

	@Test
	void wrapsWhatIsNoObject() {
		Tool tool = Tool.of("length", "The length", String.class, String::length);
		assertThat(schema(tool)).isEqualTo(json("""
				{'type':'object','properties':{'input':{'type':'string'}},'required':['input'],\
				'additionalProperties':false}"""));
		assertThat(call(tool, "{'input':'four'}")).isEqualTo("4");
		assertThat(call(tool, "'four'")).isEqualTo("4");
		Tool list = Tool.builder("sum", new ParameterizedTypeReference<List<Integer>>() {
		}).function((numbers) -> numbers.stream().mapToInt(Integer::intValue).sum()).build();
		assertThat(call(list, "{'input':[1,2,'3']}")).isEqualTo("6");
		assertThat(call(list, "[4,5]")).isEqualTo("9");
	}

	@Test
	void referencesOfWrappedTypeStillLead() {
		Tool tool = Tool.builder("count", new ParameterizedTypeReference<List<Node>>() {
		}).function(List::size).build();
		String schema = schema(tool);
		assertThat(schema).doesNotContain(json("'$ref':'#'")).contains(json("'$ref':'#/properties/input/"));
	}

	@Test
	void takesArgumentsAsTheyCome() {
		Tool tool = Tool.builder("any").description("Anything").function((arguments) -> arguments.get("a")).build();
		assertThat(tool.definition()).isEqualTo(ToolDefinition.of("any", "Anything", Map.of()));
		assertThat(call(tool, "{'a':{'b':1}}")).isEqualTo(json("{'b':1}"));
	}

	@Test
	void takesSchemaByHand() {
		String schema = json("{'type':'object','properties':{'city':{'type':'string'}},'required':['city']}");
		Tool text = Tool.builder("raw", String.class).parameters(schema).strict(true).function((json) -> json).build();
		assertThat(schema(text)).isEqualTo(schema);
		assertThat(text.definition().strict()).isTrue();
		assertThat(call(text, "{ 'city' : 'Rome' }")).isEqualTo(json("{'city':'Rome'}"));
		assertThatIllegalArgumentException().isThrownBy(() -> Tool.builder("raw").parameters("[]"))
			.withMessageContaining("schema of the tool 'raw'");
	}

	@Test
	void aStrictServerIsAskedForAllArguments() {
		Tool tool = Tool.builder("forecast", City.class).strict(true).function(City::toString).build();
		assertThat(schema(tool)).contains(json("'required':['name','days']"), json("'type':['integer','null']"));
		assertThat(call(tool, "{'name':'Rome','days':null}")).isEqualTo(call(tool, "{'name':'Rome'}"));
	}

	@Test
	void aStrictServerMayWriteNullForWhatHasADefault() {
		Tool tool = Tool.builder("search", Search.class)
			.strict(true)
			.function((search) -> search.limit + " " + search.tags)
			.build();
		assertThat(schema(tool)).contains(json("'limit':{'type':['integer','null']}"));
		assertThat(call(tool, "{'limit':null,'tags':null}")).isEqualTo("5 []").isEqualTo(call(tool, "{}"));
		Tool text = Tool.builder("raw", String.class)
			.parameters(Map.of("properties", Map.of("a", Map.of("type", "string"))))
			.function((json) -> json)
			.build();
		assertThat(call(text, "{'a':null}")).isEqualTo(json("{'a':null}"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "null", "{}" })
	void noArgumentsAreAnEmptyObject(String arguments) {
		Tool tool = Tool.builder("now").function((none) -> none.size()).build();
		assertThat(call(tool, arguments)).isEqualTo("0");
	}

	@Test
	void readsJsonInsideText() {
		Tool tool = Tool.of("weather", "The weather", City.class, City::name);
		assertThat(tool.call(JsonMapper.shared().writeValueAsString(json("{'name':'Oslo'}")), ToolContext.of(Map.of()))
			.block(LIMIT)).isEqualTo("Oslo");
	}

	/**
	 * As strict servers want it of what is optional.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "{'type':['string','null']}", "{'anyOf':[{'type':'string'},{'type':'null'}]}", "{}" })
	void aPropertyThatIsRequiredMayBeNull(String property) {
		Tool tool = Tool.builder("unit")
			.parameters(json("{'type':'object','properties':{'unit':" + property + ",'city':{'type':'string'}},"
					+ "'required':['unit','city']}"))
			.function((arguments) -> "fine")
			.build();
		assertThat(call(tool, "{'unit':null,'city':'Rome'}")).isEqualTo("fine");
		assertWrong(tool, "{'city':'Rome'}", "'unit' is missing");
		assertWrong(tool, "{'unit':'C','city':null}", "'city' is missing");
	}

	@Test
	void saysWhatIsWrongWithTheArguments() {
		Tool tool = Tool.of("trip", "A trip", Trip.class, Trip::toString);
		assertWrong(tool, "{'stops':", "they are not JSON");
		assertWrong(tool, "[1]", "they are not a JSON object");
		assertWrong(tool, "{}", "'stops' is missing");
		assertWrong(tool, "{'stops':null}", "'stops' is missing");
		assertWrong(tool, "{'stops':[{'days':1}]}", "'stops[].name' is missing");
		assertWrong(tool, "{'stops':[{'name':'Paris','days':'many'}]}", "'stops.days'");
		Tool strict = Tool.of("strict", "Strict", Positive.class, Positive::number);
		assertWrong(strict, "{'number':-1}", "must be above 0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "3", "3.0", "'3'" })
	void takesAWholeNumberAsItIsWritten(String days) {
		Tool tool = Tool.of("stay", "A stay", Stay.class, Stay::days);
		assertThat(call(tool, "{'days':" + days + "}")).isEqualTo("3");
		Tool number = Tool.of("number", "A number", Integer.class, (argument) -> argument);
		assertThat(call(number, days)).isEqualTo("3");
		assertThat(call(number, "{'input':" + days + "}")).isEqualTo("3");
	}

	@Test
	void cutsNothingOffANumber() {
		Tool tool = Tool.of("stay", "A stay", Stay.class, Stay::days);
		assertWrong(tool, "{'days':3.7}", "'days' is not a whole number");
		assertWrong(Tool.of("number", "A number", Integer.class, (argument) -> argument), "3.7",
				"'input' is not a whole number");
		assertWrong(Tool.of("trip", "A trip", Trip.class, Trip::toString), "{'stops':[{'name':'Paris','days':1.5}]}",
				"'stops[].days' is not a whole number");
	}

	@Test
	void tellsTheModelNothingOfJackson() {
		Tool tool = Tool.of("stay", "A stay", Stay.class, Stay::days);
		for (String days : List.of("''", "' '", "'3.7'", "true", "[3]", "'many'", "99999999999")) {
			assertThatExceptionOfType(InvalidToolArgumentsException.class)
				.isThrownBy(() -> call(tool, "{'days':" + days + "}"))
				.withMessageStartingWith("'days': ")
				.withMessageContaining("`int`")
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("Feature", "Config", "null"));
		}
		for (String arguments : List.of("{'days':3}{'days':4}", "{'days':3} // three")) {
			assertThatExceptionOfType(InvalidToolArgumentsException.class).isThrownBy(() -> call(tool, arguments))
				.satisfies((ex) -> assertThat(ex.getMessage()).contains("JSON").doesNotContain("Feature", "Token"));
		}
	}

	@Test
	void writesResults() {
		assertThat(call(returning("text"), "")).isEqualTo("text");
		assertThat(call(returning(new City("Bern", 1)), "")).isEqualTo(json("{'name':'Bern','days':1}"));
		assertThat(call(returning(null), "")).isEqualTo("null");
		assertThat(call(returning(Mono.just(1)), "")).isEqualTo("1");
		assertThat(call(returning(Mono.empty()), "")).isEqualTo("null");
		assertThat(call(returning(Flux.just("a", "b")), "")).isEqualTo(json("['a','b']"));
		assertThat(call(returning(CompletableFuture.completedFuture("later")), "")).isEqualTo("later");
	}

	@Test
	void reactiveFunctionDoesNotBlock() {
		Tool tool = Tool.builder("reactive", City.class).reactiveFunction((city) -> Mono.just(city.name())).build();
		assertThat(tool.isBlocking()).isFalse();
		assertThat(call(tool, "{'name':'Rome'}")).isEqualTo("Rome");
	}

	@Test
	void getsTheContext() {
		Tool tool = Tool.of("who", "Who asks", City.class, (city, context) -> context.get("user", String.class) + " in "
				+ city.name() + ", " + context.reactorContext().get("tenant"));
		ToolContext context = new ToolContext(Map.of("user", "Ada"), Context.of("tenant", "blue"));
		assertThat(tool.call(json("{'name':'Rome'}"), context).block(LIMIT)).isEqualTo("Ada in Rome, blue");
		assertThat(context.get("nobody", String.class)).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> context.get("user", Integer.class));
		assertThat(context).hasToString("ToolContext[user]");
	}

	@Test
	void needsFunction() {
		assertThatIllegalStateException().isThrownBy(() -> Tool.builder("nothing").build())
			.withMessageContaining("'nothing' has no function");
	}

	private static Tool returning(@Nullable Object value) {
		return Tool.builder("any").function((arguments) -> value).build();
	}

	private static void assertWrong(Tool tool, String arguments, String message) {
		assertThatExceptionOfType(InvalidToolArgumentsException.class).isThrownBy(() -> call(tool, arguments))
			.withMessageContaining(message);
	}

	private static String call(Tool tool, String arguments) {
		return tool.call(json(arguments), ToolContext.of(Map.of())).block(LIMIT);
	}

	private static String schema(Tool tool) {
		return JsonMapper.shared().writeValueAsString(tool.definition().parameters());
	}

	private static String json(String text) {
		return text.replace('\'', '"');
	}

	@JsonClassDescription("A city")
	record City(String name, @Nullable Integer days) {

	}

	record Trip(List<City> stops) {

	}

	record Positive(int number) {

		Positive {
			if (number <= 0) {
				throw new IllegalArgumentException("must be above 0");
			}
		}

	}

	record Stay(int days) {

	}

	record Node(String name, List<Node> children) {

	}

	static class Search {

		@JsonProperty(isRequired = OptBoolean.FALSE)
		public int limit = 5;

		@JsonProperty(isRequired = OptBoolean.FALSE)
		public List<String> tags = List.of();

	}

}
