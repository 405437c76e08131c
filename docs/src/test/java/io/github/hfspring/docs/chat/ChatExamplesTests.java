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

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link ChatExamples}.
 */
class ChatExamplesTests {

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	private ChatExamples examples;

	@BeforeEach
	void createModel() {
		this.examples = new ChatExamples(HuggingFaceChatModel.builder(WebClient.builder())
			.baseUrl(this.server.baseUrl())
			.defaultOptions((options) -> options.model("default/model")
				.temperature(0.7)
				.topP(0.9)
				.extraField("repetition_penalty", 1.1))
			.build());
	}

	@Test
	void forms() {
		this.server.answer("yes");
		assertThat(this.examples.forms()).isEqualTo("yesyesyes");
		assertThat(this.server.requests().get(1).json()).containsEntry("messages",
				List.of(Map.of("role", "system", "content", "You are a poet."),
						Map.of("role", "user", "content", "Write about rain.")));
		assertThat(this.server.request().json()).containsEntry("max_tokens", 50);
	}

	@Test
	void callRefusesToBlockWhereThatIsNotAllowed() {
		HuggingFaceChatModel model = new StubbedModel("Paris");
		Mono<String> wrong = Mono.fromCallable(() -> model.call("Hi").text()).subscribeOn(Schedulers.parallel());
		StepVerifier.create(wrong)
			.expectErrorMatches((ex) -> ex instanceof IllegalStateException && ex.getMessage().contains("chat()"))
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void history() {
		this.server.answer("Paris");
		ChatRequest next = this.examples.goOn(ChatRequest.of("Capital of France?"), "And of Italy?");
		assertThat(next.messages()).extracting((message) -> message.role() + ": " + message.text())
			.containsExactly("user: Capital of France?", "assistant: Paris", "user: And of Italy?");
	}

	@Test
	void parts() {
		this.server.answer("A cat");
		assertThat(this.examples.parts().text()).isEqualTo("A cat");
		assertThat(this.server.request().json()).containsEntry("messages",
				List.of(Map
					.of("role", "user", "content", List.of(Map.of("type", "text", "text", "What is in this picture?"),
							Map.of("type", "image_url", "image_url", Map.of("url", "https://example.com/cat.png"))))));
	}

	@Test
	void options() {
		this.server.answer("red, green, blue");
		this.examples.options();
		assertThat(this.server.request().json()).contains(entry("model", "Qwen/Qwen3-32B"), entry("temperature", 0.2),
				entry("top_p", 0.9), entry("max_tokens", 200), entry("stop", List.of("\n\n")), entry("seed", 42));
	}

	@Test
	void providerIsAppendedForTheRouterOnly() {
		this.server.answer("yes");
		URI local = URI.create(this.server.baseUrl());
		HuggingFaceChatModel model = HuggingFaceChatModel
			.builder(WebClient.builder()
				.filter((request, next) -> next.exchange(ClientRequest.from(request).url(local).build())))
			.token("hf_test")
			.billTo("my-organization")
			.defaultOptions((options) -> options.model("default/model").provider("cheapest"))
			.build();
		model.call("Hi");
		assertThat(this.server.request().json()).containsEntry("model", "default/model:cheapest");
		assertThat(this.server.request().headers().getFirst("X-HF-Bill-To")).isEqualTo("my-organization");
		model.call((request) -> request.user("Hi").model("other/model"));
		assertThat(this.server.request().json()).containsEntry("model", "other/model:cheapest");
		model.call((request) -> request.user("Hi").model("other/model:groq"));
		assertThat(this.server.request().json()).containsEntry("model", "other/model:groq");
	}

	@Test
	void sharedOptions() {
		this.server.answer("391");
		this.examples.sharedOptions();
		assertThat(this.server.request().json()).contains(entry("model", "default/model"), entry("temperature", 0.0),
				entry("seed", 42));
	}

	@Test
	void valuesOutOfRangeAreRefusedBeforeSending() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatRequest.builder().user("Hi").topP(1.5).build())
			.withMessageContaining("topP");
		assertThatIllegalArgumentException().isThrownBy(() -> ChatRequest.builder().extraField("stream", true).build());
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void extraFields() {
		this.server.answer("red, green, blue");
		this.examples.extraFields();
		assertThat(this.server.request().json())
			.contains(entry("top_k", 5), entry("chat_template_kwargs", Map.of("enable_thinking", false)))
			.doesNotContainKey("repetition_penalty");
		assertThat(this.server.request().headers().getFirst("X-Request-Source")).isEqualTo("nightly-job");
	}

	@Test
	void tools() {
		AtomicInteger count = new AtomicInteger();
		this.server.handler((exchange) -> {
			boolean first = count.getAndIncrement() == 0;
			ChatServer.send(exchange, 200, "application/json", first ? """
					{"choices": [{"index": 0, "message": {"role": "assistant", "content": null, "tool_calls": [
					  {"id": "call_1", "type": "function", "function":
					    {"name": "weather", "arguments": "{\\"city\\": \\"Rome\\"}"}}]},
					  "finish_reason": "tool_calls"}]}""" : """
					{"choices": [{"index": 0, "message": {"role": "assistant", "content": "Blue sky"},
					  "finish_reason": "stop"}]}""");
		});
		assertThat(this.examples.weather("How is Rome?")).isEqualTo("Blue sky");
		assertThat(this.server.requests().get(0).json()).containsKey("tools").containsEntry("tool_choice", "auto");
		List<?> messages = (List<?>) this.server.request().json().get("messages");
		assertThat(messages).hasSize(3)
			.last()
			.isEqualTo(Map.of("role", "tool", "tool_call_id", "call_1", "content", "{\"sky\": \"blue\"}"));
	}

	@Test
	void responseFormat() {
		this.server.answer("{\"name\": \"Rome\"}");
		assertThat(this.examples.responseFormat()).isEqualTo("{\"name\": \"Rome\"}");
		Map<?, ?> format = (Map<?, ?>) this.server.request().json().get("response_format");
		assertThat(format.get("type")).isEqualTo("json_schema");
		assertThat(((Map<?, ?>) format.get("json_schema")).get("strict")).isEqualTo(true);
	}

	@Test
	void response() {
		this.server.handler((exchange) -> {
			exchange.getResponseHeaders().set("x-inference-provider", "together");
			exchange.getResponseHeaders().set("x-request-id", "abc");
			ChatServer.send(exchange, 200, "application/json", """
					{"choices": [{"index": 0, "message": {"role": "assistant", "content": "Once"},
					  "finish_reason": "length"}],
					 "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}}""");
		});
		assertThat(this.examples.describe(this.examples.options()))
			.isEqualTo("by together, request abc, 5 tokens, cut at the maximum length");
	}

	@Test
	void logprobs() {
		this.server.answer(200, "application/json", """
				{"choices": [{"index": 0, "message": {"role": "assistant", "content": "yes"}, "finish_reason": "stop",
				  "logprobs": {"content": [{"token": "yes", "logprob": 0.0, "top_logprobs": []}]}}]}""");
		this.examples.logprobs();
		assertThat(this.server.request().json()).contains(entry("logprobs", true), entry("top_logprobs", 2));
	}

	@Test
	void withoutBoot() {
		assertThat(ChatExamples.withoutBoot("hf_test").info().model()).isEqualTo("meta-llama/Llama-3.1-8B-Instruct");
	}

	@Test
	void stub() {
		Contexts.empty()
			.withBean(HuggingFaceChatModel.class, () -> new StubbedModel("Paris"))
			.withPropertyValues("huggingface.base-url=http://localhost:1")
			.run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				assertThat(model.call("Capital of France?").text()).isEqualTo("Paris");
			});
	}

}
