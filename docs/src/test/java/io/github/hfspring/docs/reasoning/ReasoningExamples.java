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

package io.github.hfspring.docs.reasoning;

import java.util.Map;
import java.util.function.Consumer;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ReasoningPlace;
import io.github.hfspring.chat.ReasoningReplay;
import io.github.hfspring.client.HuggingFaceChatModel;

/**
 * The examples of the page about reasoning.
 */
class ReasoningExamples {

	private final HuggingFaceChatModel model;

	ReasoningExamples(HuggingFaceChatModel model) {
		this.model = model;
	}

	String call() {
		// tag::call[]
		ChatResponse response = this.model
			.call((request) -> request.user("Is 9.11 above 9.8?").reasoningEffort("high"));
		String thought = response.reasoning();
		String answer = response.text();
		// end::call[]
		return thought + " -> " + answer;
	}

	// tag::stream[]
	void stream(String question, Consumer<String> thoughts, Consumer<String> screen) {
		this.model.stream(question).doOnNext((chunk) -> {
			thoughts.accept(chunk.reasoning());
			screen.accept(chunk.text());
		}).blockLast();
	}
	// end::stream[]

	ChatResponse extraField() {
		// tag::extra-field[]
		ChatResponse response = this.model.call((request) -> request.user("Hello")
			.extraField("chat_template_kwargs", Map.of("enable_thinking", false)));
		// end::extra-field[]
		return response;
	}

	ChatResponse replay(ChatResponse before) {
		// tag::replay[]
		ChatResponse response = this.model.call((request) -> request.user("Is 9.11 above 9.8?")
			.message(before.message())
			.user("Are you sure?")
			.reasoningReplay(ReasoningReplay.ALWAYS));
		// end::replay[]
		return response;
	}

	AssistantMessage message() {
		// tag::message[]
		AssistantMessage message = AssistantMessage.builder()
			.text("No")
			.reasoning("9.8 is 9.80")
			.reasoningPlace(ReasoningPlace.REASONING)
			.build();
		// end::message[]
		return message;
	}

}
