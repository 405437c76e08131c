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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for how a model is made.
 */
class HuggingFaceChatModelBuilderTests {

	private static HuggingFaceChatModelBuilder builder() {
		return HuggingFaceChatModel.builder(WebClient.builder()).token(Connector.TOKEN);
	}

	@Test
	void refusesABlankModel() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder().defaultOptions((options) -> options.model(" ")).build())
			.withMessageContaining("model name cannot be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> ChatRequest.builder().model("").build())
			.withMessageContaining("model name cannot be empty");
	}

	@Test
	void theRouterNeedsAToken() {
		assertThatIllegalArgumentException().isThrownBy(() -> HuggingFaceChatModel.builder(WebClient.builder()).build())
			.withMessageContaining("API key is required");
	}

	@Test
	void otherEndpointsNeedNone() {
		assertThatNoException().isThrownBy(
				() -> HuggingFaceChatModel.builder(WebClient.builder()).baseUrl("http://127.0.0.1:8080").build());
	}

	@Test
	void needsAModelAndATokenAndNoMore() {
		HuggingFaceChatModel model = builder().defaultOptions((options) -> options.model("a/b")).build();
		assertThat(model.info().model()).isEqualTo("a/b");
		assertThat(model.info().baseUrl()).isEqualTo("https://router.huggingface.co/v1");
		assertThat(model.info().contextWindow()).isNull();
		assertThat(model).asString().contains("a/b").doesNotContain(Connector.TOKEN);
	}

	@Test
	void takesAnotherBaseUrl() {
		assertThat(builder().baseUrl("https://example.com/v1").build().info().baseUrl())
			.isEqualTo("https://example.com/v1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "example.com", "ftp://example.com", "https://", "https://user:pass@example.com",
			"https://example.com/#part", "https://exa mple.com" })
	void refusesABaseUrlThatIsNone(String baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().baseUrl(baseUrl).build())
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("pass@"));
	}

	@Test
	void knowsItsContextWindow() {
		assertThat(builder().contextWindow(204800).build().info().contextWindow()).isEqualTo(204800);
		assertThat(builder().contextWindow(0).build().info().contextWindow()).isNull();
		assertThat(builder().contextWindow(null).build().info().contextWindow()).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> builder().contextWindow(-1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 512, 1, 0, -10 })
	void takesAnyBufferSize(int bufferSize) {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url()).bufferSize(bufferSize).build();
			assertThat(model.stream("Hi").collectList().block(RawHttpServer.LIMIT)).hasSize(2);
		}
	}

	@Test
	void refusesSizesAndTimesThatMakeNoSense() {
		List<Supplier<HuggingFaceChatModelBuilder>> builders = List.of(
				() -> builder().maxEventSize(DataSize.ofBytes(0)),
				() -> builder().maxResponseSize(DataSize.ofBytes(-1)),
				() -> builder().maxErrorBody(DataSize.ofTerabytes(1)),
				() -> builder().maxMediaSize(DataSize.ofBytes(0)),
				() -> builder().maxMediaSize(DataSize.ofGigabytes(2)),
				() -> builder().scaleUpTimeout(Duration.ofSeconds(-1)));
		for (Supplier<HuggingFaceChatModelBuilder> builder : builders) {
			assertThatIllegalArgumentException().isThrownBy(() -> builder.get().build());
		}
	}

	@Test
	void refusesAModelThatCannotBeCombinedWithItsProvider() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> builder().defaultOptions((options) -> options.model("a/b:auto")).build())
			.withMessageContaining("auto");
		assertThatIllegalArgumentException().isThrownBy(
				() -> builder().defaultOptions((options) -> options.model("a/b:novita").provider("together")).build())
			.withMessageContaining("together");
	}

	@Test
	void laterDefaultsAreAddedToEarlierOnes() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			Connector.REACTOR.model(server.url())
				.defaultOptions((options) -> options.extraHeader("X-First", "1").temperature(0.1))
				.defaultOptions((options) -> options.extraHeader("X-Second", "2").temperature(0.2))
				.build()
				.call("Hi");
			assertThat(server.request().headers("X-First")).containsExactly("1");
			assertThat(server.request().headers("X-Second")).containsExactly("2");
			assertThat(server.request().text()).contains("\"temperature\":0.2");
		}
	}

	@Test
	void optionsReplaceAllEarlierOnes() {
		HuggingFaceChatModel model = builder().defaultOptions((options) -> options.model("a/b"))
			.defaultOptions(ChatOptions.builder().model("c/d").build())
			.build();
		assertThat(model.info().model()).isEqualTo("c/d");
	}

	@Test
	void usesTheClientThatItIsGiven() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			WebClient.Builder client = Connector.JDK.webClientBuilder().filter((request, next) -> {
				assertThat(request.url().getPath()).isEqualTo("/v1/chat/completions");
				return next.exchange(request);
			}).defaultHeader("X-Theirs", "yes");
			assertThat(Connector.model(client, server.url()).build().call("Hi").text()).isEqualTo("Hello");
			assertThat(server.request().headers("X-Theirs")).containsExactly("yes");
		}
	}

	@ParameterizedTest
	@EnumSource
	void headersOfTheClientGoWithOurs(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			WebClient.Builder client = connector.webClientBuilder()
				.defaultHeader("X-Theirs", "yes")
				.defaultHeader("Authorization", "Bearer of others")
				.defaultHeader("Accept", "text/html");
			assertThat(Connector.model(client, server.url()).token("ours").build().call("Hi").text())
				.isEqualTo("Hello");
			assertThat(server.request().headers("X-Theirs")).containsExactly("yes");
			assertThat(server.request().headers("Authorization")).containsExactly("Bearer ours");
			assertThat(server.request().headers("Accept")).containsExactly("application/json");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aFilterMayChangeAHeaderOfOurs(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			WebClient.Builder client = connector.webClientBuilder()
				.filter((request,
						next) -> next.exchange(ClientRequest.from(request)
							.headers((headers) -> headers.remove("X-Amzn-Trace-Id"))
							.header("X-Seen", request.headers().getFirst("Authorization"))
							.build()));
			assertThat(Connector.model(client, server.url()).token("ours").build().call("Hi").text())
				.isEqualTo("Hello");
			assertThat(server.request().headers("X-Seen")).containsExactly("Bearer ours");
			assertThat(server.request().headers("Authorization")).containsExactly("Bearer ours");
			assertThat(server.request().headers("X-Amzn-Trace-Id")).isEmpty();
		}
	}

	/**
	 * What is written straight into the request of the connector would be seen by none of
	 * them.
	 */
	@ParameterizedTest
	@EnumSource
	void whoeverLooksAtTheRequestSeesOurHeaders(Connector connector) {
		List<String> seen = new ArrayList<>();
		Consumer<ClientHttpRequest> looking = (request) -> seen.add(request.getHeaders().getFirst("Authorization"));
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			WebClient.Builder asked = connector.webClientBuilder()
				.defaultRequest((request) -> request.httpRequest((sent) -> {
					looking.accept(sent);
					sent.getHeaders().remove("X-Amzn-Trace-Id");
				}));
			assertThat(Connector.model(asked, server.url()).token("ours").build().call("Hi").text()).isEqualTo("Hello");
			ClientHttpConnector plain = connector.connector();
			ClientHttpConnector wrapping = (method, uri, callback) -> plain.connect(method, uri, (request) -> {
				ClientHttpRequestDecorator wrapped = new ClientHttpRequestDecorator(request);
				wrapped.beforeCommit(() -> Mono.fromRunnable(() -> looking.accept(wrapped)));
				return callback.apply(wrapped);
			});
			WebClient.Builder wrapped = WebClient.builder().clientConnector(wrapping);
			assertThat(Connector.model(wrapped, server.url()).token("ours").build().call("Hi").text())
				.isEqualTo("Hello");
			assertThat(server.requests().get(0).headers("X-Amzn-Trace-Id")).isEmpty();
			assertThat(server.requests())
				.allSatisfy((request) -> assertThat(request.headers("Authorization")).containsExactly("Bearer ours"));
		}
		assertThat(seen).containsExactly("Bearer ours", "Bearer ours");
	}

	@ParameterizedTest
	@EnumSource
	void aTraceIdOfTheApplicationIsKept(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			WebClient.Builder client = connector.webClientBuilder().defaultHeader("X-Amzn-Trace-Id", "Root=1-2-3");
			Connector.model(client, server.url()).build().call("Hi");
			assertThat(server.request().headers("X-Amzn-Trace-Id")).containsExactly("Root=1-2-3");
		}
	}

	/**
	 * As filters do that fetch another token: what was sent is still to be had from the
	 * response, whose body can be let go of.
	 */
	@ParameterizedTest
	@EnumSource
	void aFilterMaySeeWhatWasSentAndAskOnceMore(Connector connector) {
		List<String> seen = new ArrayList<>();
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(401, "application/json", "{\"error\":\"expired\"}"), Answers::hello)) {
			WebClient.Builder client = connector.webClientBuilder()
				.filter((request, next) -> next.exchange(request).flatMap((response) -> {
					HttpHeaders sent = response.request().getHeaders();
					seen.add(response.request().getURI().getPath() + " " + sent.getFirst("Authorization"));
					assertThat(server.requests().get(seen.size() - 1).headers("X-Amzn-Trace-Id"))
						.containsExactly(sent.getFirst("X-Amzn-Trace-Id"));
					return response.statusCode().is4xxClientError() ? response.releaseBody()
						.then(next.exchange(ClientRequest.from(request)
							.headers((headers) -> headers.setBearerAuth("second"))
							.build())) : Mono.just(response);
				}));
			HuggingFaceChatModel model = Connector.model(client, server.url()).token("first").build();
			assertThat(model.stream("Hi").map(ChatChunk::text).collectList().block(RawHttpServer.LIMIT))
				.containsExactly("Hel", "lo");
			assertThat(server.requests().get(1).headers("Authorization")).containsExactly("Bearer second");
		}
		assertThat(seen).containsExactly("/v1/chat/completions Bearer first");
	}

	@Test
	void aModelMayBeUsedByManyAtOnce() {
		CountDownLatch all = new CountDownLatch(16);
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			all.countDown();
			exchange.await(all);
			Answers.hello(exchange);
		})) {
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url()).build();
			List<String> answers = Flux.range(0, 16)
				.flatMap((number) -> Mono.from(model.chat("Hi")).map((response) -> response.text()), 16)
				.collectList()
				.block(RawHttpServer.LIMIT);
			assertThat(answers).hasSize(16).containsOnly("Hello");
		}
	}

}
