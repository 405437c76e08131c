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
import java.util.Map;

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link HuggingFaceEndpoint}.
 */
class HuggingFaceEndpointTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private static final RawHttpServer.Script OBJECT = json("{\"a\":1,\"b\":null,\"c\":[\"x\",{\"d\":true}]}");

	private static RawHttpServer.Script json(String body) {
		return (exchange) -> exchange.respond(200, "application/json", body);
	}

	private static RawHttpServer.Script redirect(int status, String location) {
		return (exchange) -> exchange.head(status, "Location: " + location, "Content-Length: 0");
	}

	private static Map<String, Object> get(HuggingFaceEndpoint endpoint) {
		Map<String, Object> answer = endpoint.get("/models").block(RawHttpServer.LIMIT);
		assertThat(answer).isNotNull();
		return answer;
	}

	private static HuggingFaceException failure(HuggingFaceEndpoint endpoint) {
		try {
			throw new AssertionError("There was the answer " + get(endpoint));
		}
		catch (HuggingFaceException ex) {
			return ex;
		}
	}

	@ParameterizedTest
	@EnumSource
	void asksWithTheHeadersOfAModel(AnyConnector connector) throws Exception {
		try (RawHttpServer server = new RawHttpServer(OBJECT); AnyConnector.Client client = connector.oneConnection()) {
			HuggingFaceEndpoint endpoint = client.model(server)
				.billTo("acme")
				.defaultOptions((options) -> options.extraHeader("X-Extra", "yes"))
				.buildEndpoint();
			assertThat(get(endpoint)).isEqualTo(get(endpoint))
				.containsEntry("a", 1)
				.doesNotContainKey("b")
				.containsKey("c");
			assertThat(server.requests()).hasSize(2).allSatisfy((request) -> {
				assertThat(request.line()).isEqualTo("GET /v1/models HTTP/1.1");
				assertThat(request.headers("Authorization")).containsExactly("Bearer " + Connector.TOKEN);
				assertThat(request.headers("X-HF-Bill-To")).containsExactly("acme");
				assertThat(request.headers("X-Extra")).containsExactly("yes");
				assertThat(request.headers("Accept")).containsExactly("application/json");
				assertThat(request.headers("Content-Type")).isEmpty();
				assertThat(request.headers("Transfer-Encoding")).isEmpty();
				assertThat(request.body()).isEmpty();
			});
			assertThat(server.connectionCount()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "/v1, /v1/models/a/b%20c%25:x, /info", "/tgi, /tgi/v1/models/a/b%20c%25:x, /tgi/info",
			"/v1?key=1, /v1/models/a/b%20c%25:x?key=1, /info?key=1",
			"/api/chat/completions, /api/models/a/b%20c%25:x, /api/info" })
	void knowsTheWay(String base, String models, String info) {
		try (RawHttpServer server = new RawHttpServer(OBJECT)) {
			HuggingFaceEndpoint endpoint = Connector.REACTOR.model("http://127.0.0.1:" + server.port() + base)
				.buildEndpoint();
			endpoint.get("/models/{model}", "a/b c%:x").block(RawHttpServer.LIMIT);
			endpoint.getBeside("/info").block(RawHttpServer.LIMIT);
			assertThat(server.requests()).extracting(RawHttpServer.Request::line)
				.containsExactly("GET " + models + " HTTP/1.1", "GET " + info + " HTTP/1.1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "../secret", "a/../b", "a//b", "/a", "a/", "." })
	void anIdLeadsNowhereElse(String id) {
		HuggingFaceEndpoint endpoint = Connector.REACTOR.model("http://localhost/").buildEndpoint();
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint.get("/models/{model}", id))
			.withMessageContaining("not a valid id");
	}

	@Test
	void thereIsAValueForEachName() {
		HuggingFaceEndpoint endpoint = Connector.REACTOR.model("http://localhost/").buildEndpoint();
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint.get("/{a}"));
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint.get("/a", "b"));
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint.get("a"));
	}

	@Test
	void nothingIsSentBeforeSomebodySubscribes() {
		try (RawHttpServer server = new RawHttpServer(OBJECT)) {
			Connector.REACTOR.model(server.url()).buildEndpoint().get("/models");
			assertThat(server.connectionCount()).isZero();
		}
	}

	@Test
	void theRouterAsAWholeTakesProviders() {
		assertThat(Connector.REACTOR.model("https://router.huggingface.co/v1").buildEndpoint().isRouter()).isTrue();
		assertThat(Connector.REACTOR.model("https://router.huggingface.co/groq/openai/v1").buildEndpoint().isRouter())
			.isFalse();
		assertThat(Connector.REACTOR.model("http://localhost:8080").buildEndpoint().isRouter()).isFalse();
	}

	@Test
	void needsNoToken() {
		HuggingFaceEndpoint endpoint = HuggingFaceChatModel.builder(WebClient.builder()).buildEndpoint();
		assertThat(endpoint.baseUrl()).isEqualTo("https://router.huggingface.co/v1");
	}

	@Test
	void errorsAreThoseOfAModel() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(401, "application/json",
						"{\"error\":\"Invalid token " + Connector.TOKEN + "\"}"),
				(exchange) -> exchange.respond(404, "text/html", "<html><title>Nothing</title></html>"), json("[1,2]"),
				json("oops " + Connector.TOKEN), json("{\"a\":"))) {
			HuggingFaceEndpoint endpoint = Connector.REACTOR.model(server.url()).buildEndpoint();
			HuggingFaceException error = failure(endpoint);
			assertThat(error.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
			assertThat(Causes.text(error)).contains("Invalid token").doesNotContain(Connector.TOKEN);
			error = failure(endpoint);
			assertThat(error.status()).isEqualTo(404);
			assertThat(error).hasMessageContaining(server.url() + "/models");
			for (int i = 0; i < 3; i++) {
				error = failure(endpoint);
				assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
				assertThat(Causes.text(error)).contains("/v1/models is not a JSON object")
					.doesNotContain(Connector.TOKEN);
			}
		}
	}

	/**
	 * What reads the answer throws its errors, so their stack tells where it was read.
	 */
	@ParameterizedTest
	@EnumSource
	void noThreadOfTheHttpClientReadsAnAnswer(AnyConnector connector) throws Exception {
		String tokens = "[" + "{\"id\":1,\"text\":\"a\"},".repeat(1000);
		try (RawHttpServer server = new RawHttpServer(OBJECT, json(tokens), json("{\"tokenize_response\":" + tokens));
				AnyConnector.Client client = connector.open()) {
			HuggingFaceEndpoint endpoint = client.model(server).buildEndpoint();
			assertThat(endpoint.get("/models").map((answer) -> Thread.currentThread().getName()).block(LIMIT))
				.startsWith("huggingface-http-");
			ChatRequest request = ChatRequest.builder().user("Hi").build();
			for (Mono<?> answer : List.of(endpoint.get("/models"), endpoint.countTokens(request, ServerKind.TGI))) {
				assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> answer.block(LIMIT))
					.satisfies((ex) -> assertThat(ex.getStackTrace())
						.anyMatch((frame) -> frame.getClassName().startsWith("reactor.core.scheduler."))
						.noneMatch((frame) -> frame.getClassName().startsWith("io.netty.")));
			}
		}
	}

	@Test
	void whatHelpsIsRepeated() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(503, "text/plain", "busy"),
				OBJECT)) {
			HuggingFaceEndpoint endpoint = Connector.REACTOR.model(server.url())
				.retry(RetrySettings.defaults()
					.withMaxRetries(1)
					.withIntervals(Duration.ofMillis(1), 1, Duration.ofMillis(1)))
				.buildEndpoint();
			assertThat(get(endpoint)).containsEntry("a", 1);
			assertThat(server.requests()).hasSize(2);
		}
	}

	@Test
	void nobodyWaitsForEver() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
		})) {
			HuggingFaceEndpoint endpoint = Connector.REACTOR.model(server.url())
				.defaultOptions((options) -> options.firstChunkTimeout(Duration.ofMillis(50)))
				.buildEndpoint();
			assertThat(failure(endpoint).kind()).isEqualTo(ErrorKind.TIMEOUT);
			server.awaitClosedByClient(0);
		}
	}

	@Test
	void anAnswerHasItsSize() {
		try (RawHttpServer server = new RawHttpServer(json("{\"a\":\"" + "x".repeat(2000) + "\"}"))) {
			HuggingFaceEndpoint endpoint = Connector.REACTOR.model(server.url())
				.maxResponseSize(DataSize.ofKilobytes(1))
				.buildEndpoint();
			assertThat(failure(endpoint).kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void redirectsAreFollowedOnlyIfAskedForAndTakeNoToken(int status) {
		try (RawHttpServer other = new RawHttpServer(OBJECT);
				RawHttpServer server = new RawHttpServer(
						redirect(status, "http://localhost:" + other.port() + "/elsewhere"))) {
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> get(Connector.REACTOR.model(server.url()).buildEndpoint()))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.REDIRECT));
			assertThat(other.connectionCount()).isZero();
			HuggingFaceEndpoint endpoint = Connector.REACTOR.model(server.url()).followRedirects(true).buildEndpoint();
			assertThat(get(endpoint)).containsEntry("a", 1);
			assertThat(other.request().line()).isEqualTo("GET /elsewhere HTTP/1.1");
			assertThat(other.request().headers("Authorization")).isEmpty();
		}
	}

}
