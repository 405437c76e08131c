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

package io.github.hfspring.docs.structured;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.Usage;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.structured.AnswerType;
import io.github.hfspring.structured.InvalidAnswerException;
import io.github.hfspring.tool.ToolCallingChatModel;
import io.github.hfspring.tool.ToolCallingResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The examples of the page about structured answers.
 */
class StructuredExamples {

	private final HuggingFaceChatModel model;

	StructuredExamples(HuggingFaceChatModel model) {
		this.model = model;
	}

	Weather call() {
		// tag::call[]
		Weather weather = this.model.call("What is the weather like in Rome?", Weather.class);
		// end::call[]
		return weather;
	}

	Mono<Weather> chat() {
		// tag::chat[]
		Mono<Weather> weather = this.model
			.chat((request) -> request.system("You are a forecaster.").user("Rome, please."), Weather.class);
		// end::chat[]
		return weather;
	}

	List<Weather> list() {
		// tag::list[]
		List<Weather> week = this.model.call("The weather in Rome, day by day?",
				new ParameterizedTypeReference<List<Weather>>() {
				});
		// end::list[]
		return week;
	}

	boolean scalar() {
		// tag::scalar[]
		boolean rain = this.model.call("Will it rain in Rome?", Boolean.class);
		// end::scalar[]
		return rain;
	}

	Event event() {
		return this.model.call("What happened?", Event.class);
	}

	Flux<String> stream() {
		// tag::stream[]
		Flux<String> cities = this.model.streamElements("The ten largest cities of Italy?", City.class).map(City::name);
		// end::stream[]
		return cities;
	}

	// tag::invalid[]
	String weather(String question) {
		try {
			return this.model.call(question, Weather.class).toString();
		}
		catch (InvalidAnswerException ex) {
			return switch (ex.reason()) {
				case REFUSED, EMPTY -> "There is no answer.";
				case CUT_OFF -> "The answer is too long: " + ex.text();
				default -> "The answer cannot be used: " + ex.violations();
			};
		}
	}
	// end::invalid[]

	AnswerType<JsonNode> type() {
		// tag::type[]
		AnswerType<JsonNode> type = AnswerType.builder(JsonNode.class).name("verdict").maxRepairs(1).schema("""
				{"type": "object", "properties": {"guilty": {"type": "boolean"}}, "required": ["guilty"]}
				""").build();
		// end::type[]
		return type;
	}

	boolean useType(AnswerType<JsonNode> type) {
		// tag::use-type[]
		JsonNode verdict = this.model.call(ChatRequest.of("Is he guilty?"), type);
		// end::use-type[]
		return verdict.path("guilty").booleanValue();
	}

	String usage(AnswerType<Weather> type, ChatRequest request) {
		// tag::usage[]
		ChatResponse response = this.model.call(type.applyTo(request));
		Weather weather = type.read(response);
		Usage usage = response.usage();
		// end::usage[]
		return weather.city() + " " + ((usage != null) ? usage.totalTokens() : 0);
	}

	Weather inAMessage(AnswerType<Weather> type) {
		// tag::in-a-message[]
		String schema = JsonMapper.shared().writeValueAsString(type.format().schema());
		ChatResponse response = this.model.call((request) -> request
			.system("Answer with JSON that follows this schema, and with nothing else:\n" + schema)
			.user("What is the weather like in Rome?"));
		Weather weather = type.read(response);
		// end::in-a-message[]
		return weather;
	}

	Weather afterTools(ToolCallingChatModel tools) {
		// tag::tools[]
		ToolCallingResult result = tools.callWithHistory(ChatRequest.of("What is the weather like in Rome?"));
		Weather weather = this.model
			.call((request) -> request.messages(result.messages()).user("Give me that as an object."), Weather.class);
		// end::tools[]
		return weather;
	}

	// tag::record[]
	record Weather(@JsonPropertyDescription("The name of the city") String city, Sky sky,
			@JsonPropertyDescription("In degrees Celsius") double temperature, @Nullable String warning) {

		enum Sky {

			SUNNY, CLOUDY, RAINY

		}

	}
	// end::record[]

	record City(String name) {

	}

	// tag::sealed[]
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Event permits Arrival, Delay {

	}

	@JsonTypeName("arrival")
	record Arrival(String train) implements Event {

	}

	@JsonTypeName("delay")
	record Delay(String train, int minutes) implements Event {

	}
	// end::sealed[]

}
