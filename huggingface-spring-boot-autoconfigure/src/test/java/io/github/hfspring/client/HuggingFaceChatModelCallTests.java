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

package io.github.hfspring.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.FinishReason;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.WebClient;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what a call sends and what it makes of a completion.
 */
class HuggingFaceChatModelCallTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().bindAddress("127.0.0.1").dynamicPort())
		.build();

	private static MappingBuilder completions() {
		return post(urlEqualTo("/v1/chat/completions"));
	}

	private static HuggingFaceChatModelBuilder builder() {
		return Connector.REACTOR.model(server.baseUrl());
	}

	@ParameterizedTest
	@EnumSource
	void returnsTheAnswer(Connector connector) {
		server.stubFor(completions().willReturn(okJson(Answers.COMPLETION).withHeader("x-request-id", "request-1")
			.withHeader("x-inference-provider", "together")));
		ChatResponse response = connector.model(server.baseUrl()).build().call("Hi");
		assertThat(response.text()).isEqualTo("Hello");
		assertThat(response.id()).isEqualTo("test-id");
		assertThat(response.model()).isEqualTo("served/model");
		assertThat(response.created()).hasToString("2026-01-01T00:00:00Z");
		assertThat(response.choices()).singleElement().satisfies((choice) -> {
			assertThat(choice.message().role()).isEqualTo("assistant");
			assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
		});
		assertThat(response.usage()).isNotNull();
		assertThat(response.usage().promptTokens()).isEqualTo(10);
		assertThat(response.usage().completionTokens()).isEqualTo(15);
		assertThat(response.usage().totalTokens()).isEqualTo(25);
		assertThat(response.metadata().status()).isEqualTo(200);
		assertThat(response.metadata().requestId()).isEqualTo("request-1");
		assertThat(response.metadata().provider()).isEqualTo("together");
	}

	@ParameterizedTest
	@EnumSource
	void sendsTheHeadersOfACall(Connector connector) {
		server.stubFor(completions().willReturn(okJson(Answers.COMPLETION)));
		connector.model(server.baseUrl())
			.billTo("acme")
			.scaleUpTimeout(Duration.ofMinutes(2))
			.userAgentProduct("my-app/1")
			.build()
			.call("Hi");
		String body = "{\"model\":\"test/model\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
		server.verify(1,
				postRequestedFor(urlEqualTo("/v1/chat/completions"))
					.withHeader("Authorization", equalTo("Bearer " + Connector.TOKEN))
					.withHeader("Content-Type", equalTo("application/json"))
					.withHeader("Accept", equalTo("application/json"))
					.withHeader("User-Agent", matching("huggingface-spring-boot/\\S+; java/\\d+; my-app/1"))
					.withHeader("X-HF-Bill-To", equalTo("acme"))
					.withHeader("X-Scale-Up-Timeout", equalTo("120"))
					.withHeader("Content-Length", equalTo(String.valueOf(body.length())))
					.withHeader("Transfer-Encoding", absent())
					.withRequestBody(equalTo(body)));
	}

	@Test
	void sendsNoHeaderThatIsNotSet() {
		server.stubFor(completions().willReturn(okJson(Answers.COMPLETION)));
		HuggingFaceChatModel.builder(WebClient.builder())
			.baseUrl(server.baseUrl())
			.billTo(" ")
			.build()
			.call((request) -> request.model("test/model").user("Hi"));
		server.verify(postRequestedFor(urlEqualTo("/v1/chat/completions")).withHeader("Authorization", absent())
			.withHeader("X-HF-Bill-To", absent())
			.withHeader("X-Scale-Up-Timeout", absent()));
	}

	@ParameterizedTest
	@EnumSource
	void tellsWhoItIs(AnyConnector connector) throws Exception {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello); AnyConnector.Client client = connector.open()) {
			client.model(raw).build().call("Hi");
			assertThat(raw.request().headers("User-Agent")).singleElement()
				.asString()
				.startsWith("huggingface-spring-boot/");
		}
	}

	@Test
	void sendsTheBodyByteForByte() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			Connector.REACTOR.model(raw.url())
				.build()
				.call((request) -> request.system("Be brief.")
					.user("Gr\u00fc\u00dfe \ud83d\ude00 \"quoted\"")
					.temperature(0.7));
			assertThat(raw.request().line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
			assertThat(raw.request().text()).isEqualTo("{\"model\":\"test/model\",\"messages\":["
					+ "{\"role\":\"system\",\"content\":\"Be brief.\"},"
					+ "{\"role\":\"user\",\"content\":\"Gr\u00fc\u00dfe \ud83d\ude00 \\\"quoted\\\"\"}],\"temperature\":0.7}");
			assertThat(raw.request().headers("Content-Length"))
				.containsExactly(String.valueOf(raw.request().body().length));
		}
	}

	@Test
	void completesAnyFormOfTheBaseUrl() {
		server.stubFor(completions().willReturn(okJson(Answers.COMPLETION)));
		for (String path : List.of("", "/", "/v1", "/v1/", "/v1/chat/completions")) {
			Connector.REACTOR.model(server.baseUrl() + path).build().call("Hi");
		}
		server.verify(5, postRequestedFor(urlEqualTo("/v1/chat/completions")));
	}

	@ParameterizedTest
	@EnumSource
	void extraHeadersBeatOurs(Connector connector) {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = connector.model(raw.url())
				.defaultOptions((options) -> options.extraHeader("X-First", "model")
					.extraHeader("X-Second", "model")
					.extraHeader("user-agent", "theirs"))
				.build();
			model.call((request) -> request.user("Hi")
				.extraHeader("x-second", "request")
				.extraHeader("X-Third", "request")
				.extraHeader("authorization", "Basic abc"));
			RawHttpServer.Request request = raw.request();
			assertThat(request.headers("X-First")).containsExactly("model");
			assertThat(request.headers("X-Second")).containsExactly("request");
			assertThat(request.headers("X-Third")).containsExactly("request");
			assertThat(request.headers("Authorization")).containsExactly("Basic abc");
			assertThat(request.headers("User-Agent")).containsExactly("theirs");
		}
	}

	@Test
	void extraHeadersOfOneRequestAreNotSentWithTheNext() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(raw.url()).build();
			model.call((request) -> request.user("Hi").extraHeader("X-Once", "1"));
			model.call("Hi");
			assertThat(raw.requests()).extracting((request) -> request.headers("X-Once").size()).containsExactly(1, 0);
		}
	}

	@Test
	void asksForTheTokenPerSubscription() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			AtomicInteger asked = new AtomicInteger();
			HuggingFaceChatModel model = Connector.REACTOR.model(raw.url())
				.token(() -> "token" + asked.incrementAndGet())
				.build();
			Mono<ChatResponse> answer = model.chat("Hi");
			assertThat(asked).hasValue(0);
			answer.block(LIMIT);
			answer.block(LIMIT);
			assertThat(raw.requests()).extracting((request) -> request.headers("Authorization").get(0))
				.containsExactly("Bearer token1", "Bearer token2");
			assertThat(asked).hasValue(2);
		}
	}

	@Test
	void sendsNoTokenWhereThereIsNone() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			for (String none : new String[] { null, "", " " }) {
				Connector.REACTOR.model(raw.url()).token(() -> none).build().call("Hi");
			}
			assertThat(raw.requests()).hasSize(3)
				.allSatisfy((request) -> assertThat(request.headers("Authorization")).isEmpty());
		}
	}

	@ParameterizedTest
	@EnumSource
	void sendsATokenWithoutTheLineBreakOfItsFile(Connector connector) {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			connector.model(raw.url()).token(() -> Connector.TOKEN + "\n").build().call("Hi");
			assertThat(raw.request().headers("Authorization")).containsExactly("Bearer " + Connector.TOKEN);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesATokenThatIsNoHeaderWithoutShowingIt(Connector connector) {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = connector.model(raw.url()).token(() -> "hf_abc\r\nX-Evil: defghi").build();
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> model.call("Hi"))
				.satisfies((ex) -> assertThat(Causes.text(ex)).doesNotContain("hf_abc").doesNotContain("defghi"));
			assertThat(raw.requests()).isEmpty();
		}
	}

	@Test
	void takesTheThreeFormsOfARequest() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(raw.url()).build();
			ChatRequest request = ChatRequest.of("Hi");
			assertThat(model.call("Hi").text()).isEqualTo("Hello");
			assertThat(model.call(request).text()).isEqualTo("Hello");
			assertThat(model.call((builder) -> builder.user("Hi")).text()).isEqualTo("Hello");
			for (Mono<ChatResponse> answer : List.of(model.chat("Hi"), model.chat(request),
					model.chat((builder) -> builder.user("Hi")))) {
				StepVerifier.create(answer.map(ChatResponse::text)).expectNext("Hello").expectComplete().verify(LIMIT);
			}
			assertThat(raw.requests()).hasSize(6);
			assertThat(raw.requests()).extracting(RawHttpServer.Request::text)
				.containsOnly(raw.requests().get(0).text());
		}
	}

	@Test
	void runsTheLambdaPerSubscription() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			AtomicInteger runs = new AtomicInteger();
			Mono<ChatResponse> answer = Connector.REACTOR.model(raw.url())
				.build()
				.chat((request) -> request.user("Run " + runs.incrementAndGet()));
			assertThat(runs).hasValue(0);
			answer.block(LIMIT);
			answer.block(LIMIT);
			assertThat(raw.requests()).hasSize(2);
			assertThat(raw.requests().get(0).text()).contains("Run 1");
			assertThat(raw.requests().get(1).text()).contains("Run 2");
		}
	}

	@Test
	void aLambdaThatThrowsFailsTheSubscriptionOnly() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(raw.url()).build();
			Mono<ChatResponse> answer = model.chat((request) -> request.user("Hi").temperature(-1.0));
			StepVerifier.create(answer)
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalArgumentException.class)
					.hasMessageContaining("temperature"))
				.verify(LIMIT);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> model.call((request) -> request.user("Hi").temperature(-1.0)));
			assertThat(raw.requests()).isEmpty();
		}
	}

	@Test
	void refusesANullRequestBeforeAnythingIsSent() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(raw.url()).build();
			assertThatIllegalArgumentException().isThrownBy(() -> model.call((ChatRequest) null))
				.withMessageContaining("request");
			assertThatIllegalArgumentException().isThrownBy(() -> model.chat((ChatRequest) null))
				.withMessageContaining("request");
			assertThatIllegalArgumentException().isThrownBy(() -> model.stream((ChatRequest) null))
				.withMessageContaining("request");
			assertThat(raw.requests()).isEmpty();
		}
	}

	@Test
	void mergesTheDefaultsUnderTheRequest() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			Connector.REACTOR.model(raw.url())
				.defaultOptions((options) -> options.temperature(0.1).maxTokens(10))
				.build()
				.call((request) -> request.user("Hi").temperature(0.9));
			assertThat(raw.request().text()).startsWith("{\"model\":\"test/model\",")
				.contains("\"temperature\":0.9")
				.contains("\"max_tokens\":10");
		}
	}

	@Test
	void aRequestMayNameAnotherModel() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			Connector.REACTOR.model(raw.url()).build().call((request) -> request.model("other/model").user("Hi"));
			assertThat(raw.request().text()).startsWith("{\"model\":\"other/model\",");
		}
	}

	@Test
	void aServerOfOneModelNeedsNoName() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(raw.url()).build().call("Hi");
			assertThat(raw.request().text()).startsWith("{\"messages\":").doesNotContain("null");
		}
	}

	@Test
	void doesNotChangeTheRequestOfTheCaller() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			ChatRequest request = ChatRequest.of("Hi");
			Connector.REACTOR.model(raw.url())
				.customizer((given) -> given.mutate().system("Added").temperature(0.5).build())
				.build()
				.call(request);
			assertThat(raw.request().text()).contains("Added");
			assertThat(request).isEqualTo(new ChatRequest(List.of(ChatMessage.user("Hi")), ChatOptions.none()));
		}
	}

	@Test
	void isSentPerSubscriptionAndNotBefore() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			Mono<ChatResponse> answer = Connector.REACTOR.model(raw.url()).build().chat("Hi");
			assertThat(raw.connectionCount()).isZero();
			answer.block(LIMIT);
			answer.block(LIMIT);
			assertThat(raw.requests()).hasSize(2);
		}
	}

	@ParameterizedTest
	@EnumSource
	void callsReuseTheConnection(Connector connector) {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.model(connector.oneConnection(), raw.url()).build();
			// The JDK client frees its connection a moment after the end of the body
			Awaitility.await().atMost(LIMIT).until(() -> {
				model.call("Hi");
				return raw.requests().size() > raw.connectionCount();
			});
			if (connector == Connector.REACTOR) {
				assertThat(raw.connectionCount()).isOne();
			}
		}
	}

	@Test
	void refusesToBlockAThreadThatMustNot() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(raw.url()).build();
			Mono<ChatResponse> answer = Mono.fromCallable(() -> model.call("Hi")).subscribeOn(Schedulers.parallel());
			assertThatIllegalStateException().isThrownBy(() -> answer.block(LIMIT))
				.withMessageContaining("call() would block the thread 'parallel-")
				.withMessageContaining("chat() or stream()");
			assertThat(raw.requests()).isEmpty();
		}
	}

	@Test
	void mayBlockAThreadThatIsMadeForIt() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(raw.url()).build();
			Mono<ChatResponse> answer = Mono.fromCallable(() -> model.call("Hi"))
				.subscribeOn(Schedulers.boundedElastic());
			assertThat(answer.block(LIMIT)).isNotNull();
		}
	}

	@ParameterizedTest
	@EnumSource
	void cancellingACallClosesTheConnection(Connector connector) {
		try (RawHttpServer raw = new RawHttpServer((exchange) -> {
		})) {
			Disposable call = connector.model(raw.url()).build().chat("Hi").subscribe();
			raw.awaitRequests(1);
			call.dispose();
			raw.awaitClosedByClient(0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aDeadlineOfTheCallerEndsTheCall(Connector connector) {
		try (RawHttpServer raw = new RawHttpServer((exchange) -> {
		})) {
			Mono<ChatResponse> answer = connector.model(raw.url()).build().chat("Hi").timeout(Duration.ofMillis(300));
			StepVerifier.create(answer).expectError(TimeoutException.class).verify(LIMIT);
			raw.awaitRequests(1);
			raw.awaitClosedByClient(0);
		}
	}

	@Test
	void keepsALongAnswerWhole() {
		String text = "0123456789abcdef".repeat(1024);
		server.stubFor(completions().willReturn(okJson(Answers.completion(text))));
		assertThat(builder().build().call("Hi").text()).hasSize(16384).isEqualTo(text);
	}

	@Test
	void doesNotTouchTheBuilderOfTheApplication() {
		try (RawHttpServer raw = new RawHttpServer(Answers::hello)) {
			AtomicInteger asked = new AtomicInteger();
			WebClient.Builder theirs = WebClient.builder().defaultHeader("X-Application", "yes");
			HuggingFaceChatModel model = HuggingFaceChatModel.builder(() -> {
				asked.incrementAndGet();
				return theirs;
			}).baseUrl(raw.url()).build();
			assertThat(asked).hasValue(0);
			model.call("Hi");
			model.call("Hi");
			assertThat(asked).hasValue(1);
			assertThat(raw.requests())
				.allSatisfy((request) -> assertThat(request.headers("X-Application")).isNotEmpty());
			theirs.build()
				.get()
				.uri("http://127.0.0.1:" + raw.port() + "/other")
				.exchangeToMono((response) -> response.releaseBody())
				.block(LIMIT);
			assertThat(raw.requests().get(2).headers("Authorization")).isEmpty();
		}
	}

}
