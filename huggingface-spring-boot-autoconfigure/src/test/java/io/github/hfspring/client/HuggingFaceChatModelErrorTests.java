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

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;
import reactor.test.StepVerifier;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what goes wrong over HTTP. Whatever it is, calls and streams say the same.
 */
class HuggingFaceChatModelErrorTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private static HuggingFaceException error(Publisher<?> answer) {
		List<Throwable> errors = new ArrayList<>();
		StepVerifier.create(answer).thenConsumeWhile((next) -> true).expectErrorSatisfies(errors::add).verify(LIMIT);
		assertThat(errors).singleElement().isExactlyInstanceOf(HuggingFaceException.class);
		assertThat(Causes.text(errors.get(0))).doesNotContain(Connector.TOKEN);
		return (HuggingFaceException) errors.get(0);
	}

	/**
	 * Get the error in all three ways and see that they are the same.
	 */
	private static HuggingFaceException sameError(HuggingFaceChatModel model) {
		HuggingFaceException ofChat = error(model.chat("Hi"));
		HuggingFaceException ofStream = error(model.stream("Hi"));
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call("Hi")).satisfies((ofCall) -> {
			assertThat(ofCall).isExactlyInstanceOf(HuggingFaceException.class);
			for (HuggingFaceException other : List.of(ofChat, ofStream)) {
				assertThat(ofCall.kind()).isEqualTo(other.kind());
				assertThat(ofCall.status()).isEqualTo(other.status());
				assertThat(ofCall.requestId()).isEqualTo(other.requestId());
			}
			assertThat(Causes.text(ofCall)).doesNotContain(Connector.TOKEN);
		});
		return ofStream;
	}

	static Stream<Arguments> errorResponses() {
		return Stream.of(
				Arguments.of(400, "{\"error\":{\"message\":\"Bad request\",\"type\":\"invalid_request_error\"}}",
						ErrorKind.INVALID_REQUEST, "Bad request"),
				Arguments.of(400, """
						{"error":{"message":"The requested model 'a/b' does not exist.","type":"invalid_request_error",\
						"param":"model","code":"model_not_found"}}""", ErrorKind.MODEL_NOT_AVAILABLE, "a/b"),
				Arguments.of(400, """
						{"error":{"message":"The requested model 'a/b' is not supported by any provider you have \
						enabled.","type":"invalid_request_error","param":"model","code":"model_not_supported"}}""",
						ErrorKind.MODEL_NOT_AVAILABLE, "not supported"),
				Arguments.of(400, """
						{"error":{"message":"You passed 1015 input tokens and requested 10 output tokens. However, \
						the model's context length is only 1024 tokens.","type":"BadRequestError","code":400}}""",
						ErrorKind.CONTEXT_LENGTH_EXCEEDED, "1015 input tokens"),
				Arguments.of(401, "{\"error\":\"Invalid username or password.\"}", ErrorKind.AUTHENTICATION,
						"Invalid username or password."),
				Arguments.of(401, "", ErrorKind.AUTHENTICATION, "Unauthorized"),
				Arguments.of(402, "{\"error\":\"You have depleted your monthly included credits.\"}",
						ErrorKind.CREDITS_EXHAUSTED, "depleted"),
				Arguments.of(403, "{\"error\":\"This authentication method does not have sufficient permissions\"}",
						ErrorKind.PERMISSION, "sufficient permissions"),
				Arguments.of(404, "{\"error\":\"Model x does not exist\"}", ErrorKind.MODEL_NOT_AVAILABLE, "Model x"),
				Arguments.of(413, "Failed to buffer the request body: length limit exceeded",
						ErrorKind.PAYLOAD_TOO_LARGE, "length limit exceeded"),
				Arguments.of(422,
						"{\"error\":\"Template error: template not found\",\"error_type\":\"template_error\"}",
						ErrorKind.INVALID_REQUEST, "template not found"),
				Arguments.of(422,
						"{\"error\":\"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 1512.\","
								+ "\"error_type\":\"validation\"}",
						ErrorKind.CONTEXT_LENGTH_EXCEEDED, "must be <= 1512"),
				Arguments.of(422,
						"{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"messages\"],\"msg\":\"Field required\"}]}",
						ErrorKind.INVALID_REQUEST, "Field required"),
				Arguments.of(424, "{\"error\":\"Request failed during generation\",\"error_type\":\"generation\"}",
						ErrorKind.SERVER_ERROR, "failed during generation"),
				Arguments.of(429, "{\"error\":\"Rate limit reached.\"}", ErrorKind.RATE_LIMITED, "Rate limit"),
				Arguments.of(429, "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}",
						ErrorKind.OVERLOADED, "overloaded"),
				Arguments.of(500,
						"{\"error\":{\"code\":null,\"message\":\"Internal server error\",\"type\":\"server_error\"}}",
						ErrorKind.SERVER_ERROR, "Internal server error"),
				Arguments.of(500, "plain text", ErrorKind.SERVER_ERROR, "500"),
				Arguments.of(503, "{\"error\":\"Model a/b is currently loading\",\"estimated_time\":32.5}",
						ErrorKind.MODEL_LOADING, "currently loading"),
				Arguments.of(503, "{\"error\":\"overloaded\"}", ErrorKind.OVERLOADED, "overloaded"),
				Arguments.of(503,
						"{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}",
						ErrorKind.MODEL_LOADING, "Loading model"),
				Arguments.of(502, "<html><head><title>502 Bad Gateway</title></head></html>", ErrorKind.SERVER_ERROR,
						"502 Bad Gateway"),
				Arguments.of(504, "<html><head><title>504 Gateway Time-out</title></head></html>",
						ErrorKind.SERVER_ERROR, "504 Gateway Time-out"));
	}

	@ParameterizedTest
	@MethodSource("errorResponses")
	void givesEveryErrorResponseItsKind(int status, String body, ErrorKind kind, String message) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange
			.head(status, "Content-Type: application/json", "Content-Length: " + body.length(),
					"x-request-id: request-1", "x-inference-provider: together", "Retry-After: 7")
			.write(body))) {
			HuggingFaceException error = sameError(Connector.REACTOR.model(server.url()).build());
			assertThat(error.kind()).isEqualTo(kind);
			assertThat(error.status()).isEqualTo(status);
			assertThat(error).hasMessageContaining(message).hasMessageContaining("status " + status);
			assertThat(error.requestId()).isEqualTo("request-1");
			assertThat(error.provider()).isEqualTo("together");
			assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(7));
			assertThat(error.isRetryable()).isEqualTo(kind.isRetryable());
		}
	}

	@Test
	void tellsHowLongTheModelWillLoad() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(503, "application/json",
				"{\"error\":\"Model a/b is currently loading\",\"estimated_time\":32.5}"))) {
			HuggingFaceException error = sameError(Connector.REACTOR.model(server.url()).build());
			assertThat(error.estimatedTime()).isEqualTo(Duration.ofMillis(32500));
		}
	}

	@Test
	void anErrorResponseLeavesTheConnectionUsable() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(500, "application/json", "{\"error\":\"Oops\"}"), Answers::hello)) {
			HuggingFaceChatModel model = Connector.model(Connector.REACTOR.oneConnection(), server.url()).build();
			assertThat(error(model.stream("Hi")).kind()).isEqualTo(ErrorKind.SERVER_ERROR);
			assertThat(model.call("Hi").text()).isEqualTo("Hello");
			assertThat(server.connectionCount()).isOne();
		}
	}

	@ParameterizedTest
	@EnumSource
	void namesTheUrlThatCannotBeReached(Connector connector) throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			port = socket.getLocalPort();
		}
		HuggingFaceChatModel model = connector.model("http://127.0.0.1:" + port + "/v1?key=secretOfTheUrl").build();
		HuggingFaceException error = sameError(model);
		assertThat(error.kind()).isEqualTo(ErrorKind.CONNECTION);
		assertThat(error.isRetryable()).isTrue();
		assertThat(error.status()).isZero();
		assertThat(error).hasMessageContaining("http://127.0.0.1:" + port + "/v1/chat/completions")
			.hasCauseInstanceOf(Exception.class);
		assertThat(Causes.text(error)).doesNotContain("secretOfTheUrl");
	}

	@ParameterizedTest
	@EnumSource
	void aServerThatClosesWithoutAnAnswerIsAConnectionError(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(RawHttpServer.Exchange::halfClose)) {
			HuggingFaceException error = sameError(connector.model(server.url()).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.CONNECTION);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aResetBeforeTheAnswerIsAConnectionError(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(RawHttpServer.Exchange::reset)) {
			HuggingFaceException error = sameError(connector.model(server.url()).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.CONNECTION);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aCompletionThatBreaksOffIsAConnectionError(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.head(200, "Content-Type: application/json", "Content-Length: 1000")
					.write("{\"choices\":[")
					.halfClose())) {
			HuggingFaceException error = sameError(connector.model(server.url()).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.CONNECTION);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void doesNotFollowARedirect(int status) {
		try (RawHttpServer target = new RawHttpServer(Answers::hello);
				RawHttpServer server = new RawHttpServer((exchange) -> exchange.head(status,
						"Location: " + target.url().replace("127.0.0.1", "localhost") + "/chat/completions",
						"Content-Length: 0"))) {
			for (Connector connector : Connector.values()) {
				HuggingFaceException error = sameError(connector.model(server.url()).build());
				assertThat(error.kind()).isEqualTo(ErrorKind.REDIRECT);
				assertThat(error.status()).isEqualTo(status);
				assertThat(error).hasMessageContaining("'localhost'");
			}
			assertThat(target.connectionCount()).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource
	void findsAnErrorInAResponseThatSaysOk(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json",
				"{\"error\":{\"message\":\"Too many tokens\",\"http_status_code\":422}}"))) {
			HuggingFaceException error = sameError(connector.model(server.url()).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.CONTEXT_LENGTH_EXCEEDED);
			assertThat(error.status()).isEqualTo(422);
			assertThat(error).hasMessageContaining("Too many tokens");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: {\"error\":{\"message\":\"Broken\",\"http_status_code\":422}}\n\n",
			"data: {\"error\":\"Broken\",\"error_type\":\"validation\"}\n\n",
			"event: error\ndata: {\"error\":{\"message\":\"Broken\",\"status_code\":400}}\n\n",
			"error: {\"detail\":\"Broken\",\"error\":{\"message\":\"Broken\",\"code\":400}}\n\n",
			"data: {\"choices\":null,\"error_type\":\"BadRequestError\",\"error_message\":\"Broken\"}\n\n" })
	void findsAnErrorInAStreamThatSaysOk(String event) {
		for (String end : List.of("", Answers.DONE)) {
			try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
				.piece(Answers.event(Answers.chunk("Hel", null)) + event + end)
				.end())) {
				HuggingFaceChatModel model = Connector.REACTOR.model(server.url()).build();
				HuggingFaceException error = sameError(model);
				assertThat(error.kind()).isEqualTo(ErrorKind.INVALID_REQUEST);
				assertThat(error).hasMessageContaining("Broken");
				assertThat(error.partialResponse()).isNotNull();
				assertThat(error.partialResponse().text()).isEqualTo("Hel");
			}
		}
	}

	@Test
	void anErrorAfterTheFinishReasonWins() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(Answers.event(Answers.chunk("Hel", "length")))
			.piece(Answers.event("{\"error\":{\"message\":\"Broken\",\"code\":502}}") + Answers.DONE)
			.end())) {
			HuggingFaceException error = sameError(Connector.REACTOR.model(server.url()).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
		}
	}

	@ParameterizedTest
	@EnumSource
	void takesACompletionForAStreamOfOneChunk(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(200, "application/json; charset=utf-8", Answers.COMPLETION))) {
			StepVerifier.create(connector.model(server.url()).build().stream("Hi")).assertNext((chunk) -> {
				assertThat(chunk.text()).isEqualTo("Hello");
				assertThat(chunk.finishReason()).hasToString("stop");
				assertThat(chunk.usage()).isNotNull();
			}).expectComplete().verify(LIMIT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void putsAStreamTogetherForACall(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(Answers.STREAM).end())) {
			assertThat(connector.model(server.url()).build().call("Hi").text()).isEqualTo("Hello");
		}
	}

	@Test
	void aStreamForACallIsBoundedToo() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream();
			for (int i = 0; i < 100; i++) {
				exchange.piece(Answers.event(Answers.chunk("x".repeat(1000), null)));
			}
			exchange.piece(Answers.event(Answers.chunk("", "stop")) + Answers.DONE).end();
		})) {
			HuggingFaceException error = sameError(
					Connector.REACTOR.model(server.url()).maxResponseSize(DataSize.ofKilobytes(10)).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE);
			assertThat(error.status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesAContentTypeThatIsNoAnswer(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "text/html; charset=utf-8",
				"<html><title>Welcome</title></html>"))) {
			HuggingFaceException error = sameError(connector.model(server.url()).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
			assertThat(error).hasMessageContaining("text/html").hasMessageContaining("huggingface.base-url");
			assertThat(error.body()).contains("Welcome");
		}
	}

	@ParameterizedTest
	@EnumSource
	void reportsAPageThatNeverEnds(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.head(200, "Content-Type: text/html");
			while (true) {
				exchange.write("<p>more</p>".repeat(100));
			}
		})) {
			HuggingFaceException error = error(connector.model(server.url()).build().stream("Hi"));
			assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
			server.awaitClosedByClient(0);
		}
	}

	@Test
	void guessesWhereThereIsNoContentType() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			boolean stream = exchange.request().text().contains("\"stream\":true");
			String body = stream ? Answers.STREAM : Answers.COMPLETION;
			exchange.head(200, "Content-Length: " + body.length()).write(body);
		})) {
			for (Connector connector : Connector.values()) {
				HuggingFaceChatModel model = connector.model(server.url()).build();
				assertThat(model.call("Hi").text()).isEqualTo("Hello");
				StepVerifier.create(model.stream("Hi").map(ChatChunk::text))
					.expectNext("Hel", "lo")
					.expectComplete()
					.verify(LIMIT);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "text/event-stream", "text/event-stream;charset=utf-8", "Text/Event-Stream",
			"text/event-stream; charset=utf-8; charset=utf-8" })
	void knowsAStreamByAnyHeaderThatServersSend(String contentType) {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(200, contentType, Answers.STREAM))) {
			for (Connector connector : Connector.values()) {
				StepVerifier.create(connector.model(server.url()).build().stream("Hi").map(ChatChunk::text))
					.expectNext("Hel", "lo")
					.expectComplete()
					.verify(LIMIT);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesAnEncodingThatItCannotRead(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange
			.head(200, "Content-Type: text/event-stream", "Content-Encoding: br", "Content-Length: 4")
			.write(new byte[] { 1, 2, 3, 4 }))) {
			HuggingFaceException error = sameError(connector.model(server.url()).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
			assertThat(error).hasMessageContaining("'br'");
		}
	}

	@ParameterizedTest
	@EnumSource
	void anEncodingThatItCannotReadNeedNotEnd(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange
			.head(200, "Content-Type: text/event-stream", "Content-Encoding: br", "Content-Length: 1000")
			.write(new byte[] { 1, 2, 3, 4 }))) {
			HuggingFaceException error = error(connector.model(server.url()).build().stream("Hi"));
			assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
			server.awaitClosedByClient(0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "not JSON", "{\"choices\":[", "[]", "", "42", "null", "{\"choices\":[]}", "{\"id\":\"x\"}",
			"{\"choices\":null}" })
	void refusesWhatIsNoCompletion(String body) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json", body))) {
			HuggingFaceException error = sameError(Connector.REACTOR.model(server.url()).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
			assertThat(error.status()).isEqualTo(200);
			assertThat(error.body()).isEqualTo(body.isEmpty() ? null : body);
		}
	}

	@Test
	void keepsTheChunksBeforeAnEventThatIsNoJson() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(Answers.event(Answers.chunk("Hello", null)) + "data: {invalid}\n\n" + Answers.DONE)
			.end())) {
			StepVerifier.create(Connector.REACTOR.model(server.url()).build().stream("Hi"))
				.assertNext((chunk) -> assertThat(chunk.text()).isEqualTo("Hello"))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(HuggingFaceException.class, (exception) -> {
							assertThat(exception.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
							assertThat(exception.body()).isEqualTo("{invalid}");
							assertThat(exception).message().doesNotContain("{invalid}");
							assertThat(exception.partialResponse().text()).isEqualTo("Hello");
						}))
				.verify(LIMIT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesAResponseThatIsTooLarge(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange
			.head(200, "Content-Type: application/json", "Content-Length: 20000", "x-request-id: request-1")
			.write(" ".repeat(20000)))) {
			HuggingFaceException error = sameError(
					connector.model(server.url()).maxResponseSize(DataSize.ofBytes(10000)).build());
			assertThat(error.kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE);
			assertThat(error).hasMessageContaining("huggingface.max-response-size");
			assertThat(error.status()).isEqualTo(200);
			assertThat(error.requestId()).isEqualTo("request-1");
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesAStreamThatIsTooLarge(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream();
			while (true) {
				exchange.piece(Answers.event(Answers.chunk("x".repeat(1000), null)));
			}
		})) {
			HuggingFaceException error = error(
					connector.model(server.url()).maxResponseSize(DataSize.ofKilobytes(10)).build().stream("Hi"));
			assertThat(error.kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE);
			assertThat(error).hasMessageContaining("huggingface.max-response-size");
			assertThat(error.partialResponse().text()).hasSizeBetween(10000, 11000);
			server.awaitClosedByClient(0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesAnEventThatIsTooLarge(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream().piece(Answers.event(Answers.chunk("Hel", null)) + "data: ");
			while (true) {
				exchange.piece("x".repeat(1000));
			}
		})) {
			HuggingFaceException error = error(
					connector.model(server.url()).maxEventSize(DataSize.ofKilobytes(10)).build().stream("Hi"));
			assertThat(error.kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE);
			assertThat(error).hasMessageContaining("huggingface.max-event-size");
			assertThat(error.partialResponse().text()).isEqualTo("Hel");
			server.awaitClosedByClient(0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void keepsTheBeginningOfAnErrorBodyOnly(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.head(500, "Content-Type: text/plain");
			while (true) {
				exchange.write("too much ".repeat(100));
			}
		})) {
			HuggingFaceException error = error(
					connector.model(server.url()).maxErrorBody(DataSize.ofBytes(100)).build().stream("Hi"));
			assertThat(error.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
			assertThat(error.body()).hasSize(100);
			server.awaitClosedByClient(0);
		}
	}

	@Test
	void doesNotWaitForAnErrorBodyThatNeverEnds() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.head(503, "Content-Type: application/json", "Content-Length: 1000")
					.write("{\"error\":\"overloaded\"}"))) {
			List<Throwable> errors = Flux.fromArray(Connector.values())
				.map((connector) -> connector.model(server.url()).build())
				.flatMap((model) -> Flux.merge(model.stream("Hi").materialize(), model.chat("Hi").materialize()))
				.mapNotNull(Signal::getThrowable)
				.collectList()
				.block(LIMIT);
			assertThat(errors).hasSize(4).allSatisfy((error) -> {
				assertThat(error).isInstanceOf(HuggingFaceException.class).hasMessageContaining("overloaded");
				assertThat(((HuggingFaceException) error).kind()).isEqualTo(ErrorKind.OVERLOADED);
				assertThat(((HuggingFaceException) error).status()).isEqualTo(503);
			});
			Awaitility.await()
				.atMost(LIMIT)
				.until(() -> IntStream.range(0, 4).filter(server::isClosedByClient).count() >= 2);
		}
	}

	@Test
	void anErrorBodyThatBreaksOffStillTellsTheStatus() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.head(429, "Content-Type: application/json", "Content-Length: 1000")
					.write("{\"error\":")
					.reset())) {
			for (Connector connector : Connector.values()) {
				assertThat(sameError(connector.model(server.url()).build()).kind()).isEqualTo(ErrorKind.RATE_LIMITED);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void aStreamWithoutAnAnswerIsAnError(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(Answers.DONE).end())) {
			assertThat(sameError(connector.model(server.url()).build()).kind()).isEqualTo(ErrorKind.STREAM_EMPTY);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n%s", "\ufeff%s", "[%s]" })
	void aStreamThatIsAnErrorAndNoEventIsThatError(String format) {
		String body = format.formatted("{\"error\":{\"message\":\"Oops\",\"type\":\"overloaded\"}}");
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(body).end())) {
			HuggingFaceException error = error(Connector.REACTOR.model(server.url()).build().stream("Hi"));
			assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED);
			assertThat(error.serverMessage()).isEqualTo("Oops");
		}
	}

	@Test
	void aStreamThatIsAPageShowsIt() {
		String page = "<html><body>Oops</body></html>";
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(page).end())) {
			HuggingFaceException error = error(Connector.REACTOR.model(server.url()).build().stream("Hi"));
			assertThat(error.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
			assertThat(error.body()).isEqualTo(page);
		}
	}

	@Test
	void anAnswerThatFinishesWithAnErrorIsOne() {
		String completion = Answers.COMPLETION.replace("\"stop\"", "\"error\"");
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(200, "application/json", completion))) {
			HuggingFaceException error = error(Connector.REACTOR.model(server.url()).build().chat("Hi"));
			assertThat(error.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
			assertThat(error.status()).isEqualTo(200);
		}
	}

	@Test
	void aStreamThatFinishesWithAnErrorKeepsWhatWasDelivered() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(Answers.event(Answers.chunk("Hel", null)) + Answers.event(Answers.chunk("lo", "error"))
					+ Answers.DONE)
			.end())) {
			List<String> texts = new ArrayList<>();
			HuggingFaceException error = error(Connector.REACTOR.model(server.url())
				.build()
				.stream("Hi")
				.doOnNext((chunk) -> texts.add(chunk.text())));
			assertThat(texts).containsExactly("Hel", "lo");
			assertThat(error.kind()).isEqualTo(ErrorKind.SERVER_ERROR);
			assertThat(error.partialResponse()).isNotNull();
			assertThat(error.partialResponse().text()).isEqualTo("Hello");
		}
	}

	@Test
	void takesTheTokenOutOfWhatTheServerSays() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(401, "application/json",
				"{\"error\":\"The token " + Connector.TOKEN + " is not valid\"}"))) {
			HuggingFaceException error = sameError(Connector.REACTOR.model(server.url()).build());
			assertThat(error.body()).doesNotContain(Connector.TOKEN);
			assertThat(error.serverMessage()).startsWith("The token ").doesNotContain(Connector.TOKEN);
		}
	}

	@Test
	void errorsOfAStreamWaitForNoDemand() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(401, "application/json", "{\"error\":\"Unauthorized\"}"))) {
			StepVerifier.create(Connector.REACTOR.model(server.url()).build().stream("Hi"), 0)
				.expectError(HuggingFaceException.class)
				.verify(LIMIT);
		}
	}

}
