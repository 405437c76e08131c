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

package io.github.hfspring.docs.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.tool.AnnotatedTools;
import io.github.hfspring.tool.Tool;
import io.github.hfspring.tool.ToolCallingChatModel;
import io.github.hfspring.tool.ToolCallingException;
import io.github.hfspring.tool.ToolCallingResult;
import io.github.hfspring.tool.ToolErrorPolicy;
import reactor.core.publisher.Mono;

/**
 * The examples of the page about tools.
 */
class ToolExamples {

	private final Weather weather = (city, days) -> "sunny in " + city;

	Tool function() {
		// tag::function[]
		Tool weather = Tool.of("weather", "The weather of the coming days", Place.class,
				(place) -> this.weather.of(place.city(), place.days().orElse(1)));
		// end::function[]
		return weather;
	}

	Tool reactive() {
		// tag::reactive[]
		Tool weather = Tool.builder("weather", Place.class)
			.description("The weather of the coming days")
			.reactiveFunction((place) -> Mono.just(this.weather.of(place.city(), 1)))
			.build();
		// end::reactive[]
		return weather;
	}

	Tool byHand() {
		// tag::by-hand[]
		Tool weather = Tool.builder("weather").description("The weather of the coming days").parameters("""
				{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
				""").function((arguments) -> this.weather.of(arguments.get("city").toString(), 1)).build();
		// end::by-hand[]
		return weather;
	}

	String model(HuggingFaceChatModel model, Tool weather) {
		// tag::model[]
		ToolCallingChatModel assistant = ToolCallingChatModel.builder(model).tools(weather).build();
		String answer = assistant.call("Do I need an umbrella in Rome?").text();
		// end::model[]
		return answer;
	}

	ToolCallingChatModel annotated(HuggingFaceChatModel model) {
		// tag::annotated[]
		ToolCallingChatModel assistant = ToolCallingChatModel.builder(model)
			.tools(AnnotatedTools.of(new Forecasts()))
			.build();
		// end::annotated[]
		return assistant;
	}

	// tag::history[]
	List<ChatMessage> history(ToolCallingChatModel assistant, List<ChatMessage> before, String question) {
		ChatRequest request = ChatRequest.builder().messages(before).user(question).build();
		ToolCallingResult result = assistant.callWithHistory(request);
		return result.messages();
	}
	// end::history[]

	// tag::stream[]
	List<ChatMessage> stream(ToolCallingChatModel assistant, String question, Consumer<String> screen) {
		List<ChatMessage> history = new ArrayList<>();
		assistant.streamWithHistory(ChatRequest.of(question), (result) -> history.addAll(result.messages()))
			.doOnNext((chunk) -> screen.accept(chunk.text()))
			.blockLast();
		return history;
	}
	// end::stream[]

	ToolCallingChatModel limits(HuggingFaceChatModel model, Tool weather) {
		// tag::limits[]
		ToolCallingChatModel assistant = ToolCallingChatModel.builder(model)
			.tools(weather)
			.maxRounds(5)
			.timeout(Duration.ofMinutes(1))
			.concurrency(4)
			.onError(ToolErrorPolicy.FAIL)
			.build();
		// end::limits[]
		return assistant;
	}

	// tag::stopped[]
	String patient(ToolCallingChatModel assistant, HuggingFaceChatModel model, String question) {
		try {
			return assistant.call(question).text();
		}
		catch (ToolCallingException ex) {
			// Without tools, the model has to answer with what it knows by now
			return model.call((request) -> request.messages(ex.messages())).text();
		}
	}
	// end::stopped[]

	// tag::failed[]
	String persistent(ToolCallingChatModel assistant, String question) {
		try {
			return assistant.call(question).text();
		}
		catch (HuggingFaceException ex) {
			if (!ex.isRetryable() || ex.conversation().isEmpty()) {
				throw ex;
			}
			// The tools are not run again: what they have returned is in the conversation
			return assistant.call((request) -> request.messages(ex.conversation())).text();
		}
	}
	// end::failed[]

	String choose(ToolCallingChatModel assistant, Tool weather) {
		// tag::choose[]
		String answer = assistant.call((request) -> request.user("Do I need an umbrella?").tools(weather.definition()))
			.text();
		String withoutTools = assistant.call((request) -> request.user("Write about rain.").toolsDisabled(true)).text();
		// end::choose[]
		return answer + withoutTools;
	}

	Map<String, Object> parameters() {
		return function().definition().parameters();
	}

	// tag::record[]
	record Place(@JsonPropertyDescription("The name of the city") String city, Optional<Integer> days) {

	}
	// end::record[]

	/**
	 * Knows the weather.
	 */
	interface Weather {

		String of(String city, int days);

	}

}
