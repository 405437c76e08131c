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

package io.github.hfspring.docs.chat;

import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.ResponseFormat;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolChoice;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.chat.Usage;
import io.github.hfspring.client.HuggingFaceChatModel;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The examples of the page about chats.
 */
class ChatExamples {

	private final HuggingFaceChatModel model;

	ChatExamples(HuggingFaceChatModel model) {
		this.model = model;
	}

	String forms() {
		// tag::forms[]
		// A text
		ChatResponse capital = this.model.call("What is the capital of France?");

		// A lambda that builds a request
		ChatResponse poem = this.model.call((request) -> request.system("You are a poet.").user("Write about rain."));

		// A request, which can be kept and sent again
		ChatRequest request = ChatRequest.builder().user("What is the capital of France?").maxTokens(50).build();
		Mono<ChatResponse> later = this.model.chat(request);
		// end::forms[]
		return capital.text() + poem.text() + later.map(ChatResponse::text).block();
	}

	// tag::history[]
	ChatRequest goOn(ChatRequest request, String question) {
		AssistantMessage answer = this.model.call(request).message();
		return request.mutate().message(answer).user(question).build();
	}
	// end::history[]

	ChatResponse parts() {
		// tag::parts[]
		ContentPart image = ContentPart.image("https://example.com/cat.png");
		ChatResponse response = this.model.call((request) -> request.user("What is in this picture?", image));
		// end::parts[]
		return response;
	}

	ChatResponse options() {
		// tag::options[]
		ChatResponse response = this.model.call((request) -> request.user("Name three colours.")
			.model("Qwen/Qwen3-32B")
			.provider("cheapest")
			.temperature(0.2)
			.maxTokens(200)
			.stop("\n\n")
			.seed(42));
		// end::options[]
		return response;
	}

	ChatResponse sharedOptions() {
		// tag::shared-options[]
		ChatOptions precise = ChatOptions.builder().temperature(0.0).seed(42).build();
		ChatResponse response = this.model.call((request) -> request.options(precise).user("What is 17 * 23?"));
		// end::shared-options[]
		return response;
	}

	ChatResponse extraFields() {
		// tag::extra-fields[]
		ChatResponse response = this.model.call((request) -> request.user("Name three colours.")
			.extraField("top_k", 5)
			.extraField("chat_template_kwargs", Map.of("enable_thinking", false))
			.extraField("repetition_penalty", null) // leaves out what the defaults set
			.extraHeader("X-Request-Source", "nightly-job"));
		// end::extra-fields[]
		return response;
	}

	// tag::tools[]
	String weather(String question) {
		ToolDefinition weather = ToolDefinition.of("weather", "The weather of a city",
				Map.of("type", "object", "properties", Map.of("city", Map.of("type", "string"))));
		ChatRequest request = ChatRequest.builder().user(question).tools(weather).toolChoice(ToolChoice.AUTO).build();
		ChatResponse response = this.model.call(request);
		if (response.toolCalls().isEmpty()) {
			return response.text();
		}
		ChatRequest.Builder next = request.mutate().message(response.message());
		for (ToolCall call : response.toolCalls()) {
			next.tool(call.id(), lookUp(call.name(), call.arguments()));
		}
		return this.model.call(next.build()).text();
	}
	// end::tools[]

	private String lookUp(String name, String arguments) {
		return "{\"sky\": \"blue\"}";
	}

	String responseFormat() {
		// tag::response-format[]
		Map<String, Object> schema = Map.of("type", "object", "properties", Map.of("name", Map.of("type", "string")),
				"required", List.of("name"));
		ChatResponse response = this.model.call((request) -> request.user("Name a city as JSON.")
			.responseFormat(ResponseFormat.jsonSchema("city", schema).withStrict(true)));
		String json = response.text();
		// end::response-format[]
		return json;
	}

	// tag::response[]
	String describe(ChatResponse response) {
		Usage usage = response.usage();
		String cost = (usage != null) ? usage.totalTokens() + " tokens" : "unknown";
		FinishReason reason = response.finishReason();
		boolean cut = reason != null && reason.kind() == FinishReason.Kind.LENGTH;
		return "by " + response.metadata().provider() + ", request " + response.metadata().requestId() + ", " + cost
				+ (cut ? ", cut at the maximum length" : "");
	}
	// end::response[]

	void logprobs() {
		// tag::logprobs[]
		ChatResponse response = this.model.call((request) -> request.user("Yes or no?").topLogprobs(2));
		response.choices().get(0).logprobs().content().forEach((token) -> {
			double probability = Math.exp(token.logprob());
			show(token.token(), probability);
		});
		// end::logprobs[]
	}

	void show(String token, double probability) {
	}

	static HuggingFaceChatModel withoutBoot(String token) {
		// tag::without-boot[]
		HuggingFaceChatModel model = HuggingFaceChatModel.builder(WebClient.builder())
			.token(token)
			.defaultOptions((options) -> options.model("meta-llama/Llama-3.1-8B-Instruct").temperature(0.7))
			.build();
		// end::without-boot[]
		return model;
	}

}
