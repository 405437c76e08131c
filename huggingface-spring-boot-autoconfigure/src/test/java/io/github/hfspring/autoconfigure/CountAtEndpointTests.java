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

package io.github.hfspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseFormat;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.ModelInfo;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.client.ServerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Long conversations whose tokens the endpoint counts.
 */
@ExtendWith(OutputCaptureExtension.class)
class CountAtEndpointTests {

	private static final String COMPLETIONS = "/v1/chat/completions";

	private static final ToolDefinition TOOL = ToolDefinition.of("weather", "The weather", Map.of("type", "object"));

	private final List<ChatProgress> progress = new CopyOnWriteArrayList<>();

	private CountingServer server = new CountingServer(ServerKind.VLLM, 2048, 1, 10);

	@AfterEach
	void stop() {
		this.server.close();
	}

	private void server(ServerKind kind, double tokensPerWord, int template) {
		this.server.close();
		this.server = new CountingServer(kind, 2048, tokensPerWord, template);
	}

	private void run(Consumer<HuggingFaceChatModel> test, String... properties) {
		TestEnvironment.runner()
			.withPropertyValues("huggingface.base-url=" + this.server.url(), "huggingface.tailoring.enabled=true",
					"huggingface.tailoring.count-at-endpoint=true", "huggingface.tailoring.reserved-output-tokens=512",
					"huggingface.tailoring.max-input-ratio=1", "huggingface.tailoring.min-input-tokens=0",
					"huggingface.retry.enabled=false")
			.withPropertyValues(properties)
			.withBean(ChatProgressCallback.class, () -> (request, progress) -> this.progress.add(progress))
			.run((context) -> test.accept(context.getBean(HuggingFaceChatModel.class)));
	}

	/**
	 * Questions of two words each, which are estimated as three tokens.
	 */
	private static ChatRequest questions(int count) {
		ChatRequest.Builder request = ChatRequest.builder();
		for (int i = 0; i < count; i++) {
			request.user("Question " + (100 + i));
		}
		return request.build();
	}

	private int sent() {
		assertThat(this.server.requests().get(this.server.requests().size() - 1).line()).contains(COMPLETIONS);
		return this.server.lastBody().get("messages").size();
	}

	private static List<String> counting(ServerKind kind) {
		return switch (kind) {
			case VLLM, SGLANG -> List.of("/tokenize");
			case TGI -> List.of("/chat_tokenize");
			case LLAMA_CPP -> List.of("/apply-template", "/tokenize");
		};
	}

	@ParameterizedTest
	@EnumSource
	void eachServerCountsInItsOwnWay(ServerKind kind) {
		server(kind, 2.5, 10);
		ChatRequest request = questions(400).mutate()
			.tools(TOOL)
			.responseFormat(ResponseFormat.JSON_OBJECT)
			.temperature(0.5)
			.extraHeader("X-Extra", "yes")
			.extraField("chat_template_kwargs", Map.of("enable_thinking", false))
			.build();
		run((model) -> model.call(request));
		List<String> paths = new ArrayList<>(counting(kind));
		paths.addAll(counting(kind));
		paths.add(COMPLETIONS);
		assertThat(this.server.posted()).isEqualTo(paths);
		assertThat(this.progress).singleElement().isInstanceOfSatisfying(ChatProgress.Tailored.class, (tailored) -> {
			assertThat(tailored.byEndpoint()).isTrue();
			assertThat(tailored.tokensBefore()).isEqualTo(2013);
			assertThat(tailored.budget()).isEqualTo(1536);
			assertThat(tailored.tokens()).isEqualTo(this.server.lastCount()).isBetween(1400, 1536);
			assertThat(tailored.messagesLeftOut()).isEqualTo(400 - sent());
		});
		RawHttpServer.Request first = this.server.requests()
			.stream()
			.filter((next) -> next.line().startsWith("POST"))
			.findFirst()
			.orElseThrow();
		assertThat(first.headers("Content-Type")).containsExactly("application/json");
		assertThat(first.headers("X-Extra")).containsExactly("yes");
		JsonNode body = JsonMapper.shared().readTree(first.text());
		assertThat(body.propertyNames()).containsExactly("messages", "tools", "chat_template_kwargs");
	}

	@Test
	void whatFitsAsItIsCountedIsSentAsItIs() {
		// Estimated as 1500 tokens of 819
		run((model) -> {
			model.call(questions(500));
			model.stream(questions(500)).onErrorComplete().blockLast();
		});
		assertThat(sent()).isEqualTo(500);
		assertThat(this.progress).isEmpty();
		assertThat(this.server.posted()).containsExactly("/tokenize", COMPLETIONS, "/tokenize", COMPLETIONS);
	}

	@Test
	void whatIsShortIsNotCounted() {
		run((model) -> model.call(questions(100)));
		assertThat(this.server.posted()).containsExactly(COMPLETIONS);
	}

	@Test
	void whatIsEstimatedAsTooShortIsFoundOut() {
		server(ServerKind.VLLM, 3, 10);
		// Estimated as 750 tokens of 819
		run((model) -> model.call(questions(260)));
		assertThat(this.server.lastCount()).isBetween(1400, 1536);
		assertThat(this.progress).hasSize(1);
	}

	@Test
	void ofWhatIsFarTooLongOnlyAPartIsCounted() {
		// Estimated as 60,000 tokens; the endpoint would count 40,010
		run((model) -> model.call(questions(20_000)));
		assertThat(this.server.requests()).filteredOn((request) -> request.line().contains("/tokenize"))
			.hasSize(2)
			.allSatisfy((request) -> assertThat(JsonMapper.shared().readTree(request.text()).get("messages").size())
				.isLessThan(2100));
		assertThat(this.server.lastCount()).isBetween(1400, 1536);
		assertThat(this.progress).singleElement().isInstanceOfSatisfying(ChatProgress.Tailored.class, (tailored) -> {
			assertThat(tailored.byEndpoint()).isTrue();
			assertThat(tailored.tokensBefore()).isBetween(39_000, 41_000);
			assertThat(tailored.tokens()).isEqualTo(this.server.lastCount());
			assertThat(tailored.messagesLeftOut()).isEqualTo(20_000 - sent());
		});
	}

	@Test
	void aPartThatFitsIsSentAsItWasCounted() {
		server(ServerKind.VLLM, 0.3, 10);
		run((model) -> model.call(questions(20_000)));
		assertThat(this.server.posted()).containsExactly("/tokenize", COMPLETIONS);
		assertThat(sent()).isBetween(1900, 2100);
		assertThat(this.progress).singleElement()
			.isInstanceOfSatisfying(ChatProgress.Tailored.class,
					(tailored) -> assertThat(tailored.messagesLeftOut()).isEqualTo(20_000 - sent()));
	}

	@Test
	void whatIsEstimatedAsFarTooLongMayFit() {
		server(ServerKind.VLLM, 0.03, 10);
		run((model) -> model.call(questions(20_000)));
		assertThat(this.server.posted()).containsExactly("/tokenize", "/tokenize", COMPLETIONS);
		assertThat(sent()).isEqualTo(20_000);
		assertThat(this.progress).isEmpty();
	}

	@Test
	void nobodyCountsUnlessAskedTo() {
		run((model) -> model.call(questions(500)), "huggingface.tailoring.count-at-endpoint=false");
		assertThat(this.server.posted()).containsExactly(COMPLETIONS);
		assertThat(this.progress).singleElement()
			.isInstanceOfSatisfying(ChatProgress.Tailored.class,
					(tailored) -> assertThat(tailored.byEndpoint()).isFalse());
	}

	@Test
	void whatTheServerAddsToEachRequestIsFoundOutInTheEnd() {
		server(ServerKind.VLLM, 1, 1000);
		run((model) -> model.call(questions(500)));
		assertThat(this.server.posted()).containsExactly("/tokenize", "/tokenize", COMPLETIONS);
		assertThat(this.server.lastCount()).isBetween(1100, 1536);
		assertThat(this.progress).singleElement()
			.isInstanceOfSatisfying(ChatProgress.Tailored.class,
					(tailored) -> assertThat(tailored.tokens()).isLessThanOrEqualTo(1536));
	}

	@Test
	void whatCannotBeMadeShortEnoughIsNotSent() {
		server(ServerKind.VLLM, 1, 1600);
		run((model) -> assertThatExceptionOfType(HuggingFaceException.class)
			.isThrownBy(() -> model.call("x".repeat(4000)))
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.CONTEXT_LENGTH_EXCEEDED))
			.withMessageContaining("1601")
			.withMessageContaining("1536"));
		assertThat(this.server.posted()).doesNotContain(COMPLETIONS);
	}

	@Test
	void aLimitThatIsSetHoldsForAll() {
		run((model) -> model.call(questions(100)), "huggingface.tailoring.max-input-tokens=150",
				"huggingface.tailoring.ask-endpoint=false");
		assertThat(this.server.lastCount()).isBetween(130, 150);
		assertThat(this.server.posted()).containsExactly("/tokenize", "/tokenize", COMPLETIONS);
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 422, 500, CountingServer.SILENT })
	void aServerThatDoesNotCountIsLeftAlone(int status, CapturedOutput output) {
		this.server.refuse(status);
		run((model) -> {
			model.call(questions(500));
			model.call(questions(500));
		}, "huggingface.catalog.timeout=2s");
		assertThat(sent()).isLessThan(300);
		assertThat(output).containsOnlyOnce("WARN")
			.contains("The endpoint does not count the tokens of requests, so they are estimated: ")
			.doesNotContain("Did not observe");
		assertThat(this.server.posted()).containsExactly("/tokenize", COMPLETIONS, COMPLETIONS);
		assertThat(this.progress).hasSize(2)
			.allSatisfy((progress) -> assertThat(((ChatProgress.Tailored) progress).byEndpoint()).isFalse());
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 413, 422 })
	void whatARequestIsRefusedForHoldsForItAlone(int status) {
		this.server.refuse(status, "weather");
		run((model) -> {
			model.call(questions(500));
			model.call(questions(500).mutate().tools(TOOL).build());
			model.call(questions(500).mutate().tools(TOOL).build());
			model.call(questions(500));
		});
		assertThat(this.server.posted()).containsExactly("/tokenize", COMPLETIONS, "/tokenize", COMPLETIONS,
				"/tokenize", COMPLETIONS, "/tokenize", COMPLETIONS);
		assertThat(sent()).isEqualTo(500);
		assertThat(this.progress).as("those with a tool").hasSize(2).allSatisfy((progress) -> {
			ChatProgress.Tailored tailored = (ChatProgress.Tailored) progress;
			assertThat(tailored.byEndpoint()).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 403, 404, 405, 408, 429, 500 })
	void aServerThatCountsNoMoreIsLeftAlone(int status, CapturedOutput output) {
		run((model) -> {
			model.call(questions(500));
			this.server.refuse(status);
			model.call(questions(500));
			model.call(questions(500));
		});
		assertThat(output).containsOnlyOnce("WARN");
		assertThat(this.server.posted()).containsExactly("/tokenize", COMPLETIONS, "/tokenize", COMPLETIONS,
				COMPLETIONS);
	}

	@Test
	void aListOfTokensThatIsTooLargeHoldsForItsRequestAlone() {
		run((model) -> {
			model.call(questions(500));
			model.call(questions(400));
		}, "huggingface.max-response-size=2KB");
		assertThat(this.server.posted()).containsExactly("/tokenize", COMPLETIONS, "/tokenize", COMPLETIONS);
		assertThat(sent()).isEqualTo(400);
		assertThat(this.progress).hasSize(1);
	}

	@Test
	void aServerThatIsNotKnownIsNotAsked() {
		ModelInfoSource source = (model, provider) -> Mono.just(new ModelInfo(2048, null));
		TestEnvironment.runner()
			.withPropertyValues("huggingface.base-url=" + this.server.url(), "huggingface.tailoring.enabled=true",
					"huggingface.tailoring.count-at-endpoint=true")
			.withBean(ModelInfoSource.class, () -> source)
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call(questions(500)));
		assertThat(this.server.posted()).containsExactly(COMPLETIONS);
	}

	@Test
	void imagesAreNotCounted() {
		ChatRequest request = ChatRequest.builder()
			.user("word ".repeat(900), ContentPart.image("https://example.com/a.png"))
			.build();
		run((model) -> model.call(request), "huggingface.tailoring.on-overflow=send");
		assertThat(this.server.posted()).containsExactly(COMPLETIONS);
	}

}
