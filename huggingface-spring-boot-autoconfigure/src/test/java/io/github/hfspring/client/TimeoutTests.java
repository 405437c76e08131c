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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.eclipse.jetty.client.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.JettyClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Timeouts are measured above the connector, so they hold on every one.
 */
class TimeoutTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	/** What a test waits for. */
	private static final Duration SHORT = Duration.ofMillis(300);

	/** What ends no test in time. */
	private static final Duration LONG = Duration.ofMinutes(1);

	/** How slowly a server drips. */
	private static final Duration DRIP = Duration.ofMillis(50);

	private static void silence(RawHttpServer.Exchange exchange) {
	}

	private static void drippedHeaders(RawHttpServer.Exchange exchange) throws IOException {
		exchange.write("HTTP/1.1 200 OK\r\n");
		drip(exchange, "X-Drip: 1\r\n");
	}

	private static void silenceAfterHeaders(RawHttpServer.Exchange exchange) throws IOException {
		exchange.stream();
	}

	private static void commentsOnly(RawHttpServer.Exchange exchange) throws IOException {
		exchange.stream();
		drip(exchange, "b\r\n: waiting\n\n\r\n");
	}

	private static void drippedCompletion(RawHttpServer.Exchange exchange) throws IOException {
		exchange.head(200, "Content-Type: application/json", "Content-Length: 100000");
		drip(exchange, " ");
	}

	/**
	 * Write the same until the client is gone.
	 */
	private static void drip(RawHttpServer.Exchange exchange, String text) throws IOException {
		while (true) {
			pause(DRIP);
			exchange.write(text);
		}
	}

	private static void pause(Duration time) {
		LockSupport.parkNanos(time.toNanos());
	}

	private static String event(String text) {
		return Answers.event(Answers.chunk(text, null));
	}

	private static HuggingFaceException timeout(Publisher<?> answer, String property) {
		List<Throwable> errors = new ArrayList<>();
		long began = System.nanoTime();
		StepVerifier.create(answer).thenConsumeWhile((next) -> true).expectErrorSatisfies(errors::add).verify(LIMIT);
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(SHORT.dividedBy(2), LIMIT.dividedBy(2));
		assertThat(errors).singleElement().isExactlyInstanceOf(HuggingFaceException.class);
		HuggingFaceException error = (HuggingFaceException) errors.get(0);
		assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
		assertThat(error).hasMessageContaining("'" + property + "'");
		return error;
	}

	@ParameterizedTest
	@EnumSource
	void aStreamWaitsForItsFirstChunkOnly(AnyConnector connector) throws Exception {
		for (RawHttpServer.Script script : List.<RawHttpServer.Script>of(TimeoutTests::silence,
				TimeoutTests::drippedHeaders, TimeoutTests::silenceAfterHeaders, TimeoutTests::commentsOnly)) {
			try (AnyConnector.Client client = connector.open().warm();
					RawHttpServer server = new RawHttpServer(script)) {
				HuggingFaceChatModel model = client.model(server)
					.defaultOptions((options) -> options.firstChunkTimeout(SHORT).idleTimeout(LONG))
					.build();
				timeout(model.stream("Hi"), "huggingface.timeout.first-chunk");
				server.awaitClosedByClient(0);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void aCallWaitsForTheWholeAnswer(AnyConnector connector) throws Exception {
		for (RawHttpServer.Script script : List.<RawHttpServer.Script>of(TimeoutTests::silence,
				TimeoutTests::drippedHeaders, TimeoutTests::drippedCompletion, TimeoutTests::commentsOnly)) {
			try (AnyConnector.Client client = connector.open().warm();
					RawHttpServer server = new RawHttpServer(script)) {
				HuggingFaceChatModel model = client.model(server)
					.defaultOptions((options) -> options.firstChunkTimeout(SHORT).idleTimeout(LONG))
					.build();
				timeout(model.chat("Hi"), "huggingface.timeout.first-chunk");
				server.awaitClosedByClient(0);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void aStreamThatStandsStillIsGivenUp(AnyConnector connector) throws Exception {
		try (AnyConnector.Client client = connector.open().warm();
				RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(event("Once")))) {
			HuggingFaceChatModel model = client.model(server)
				.defaultOptions((options) -> options.firstChunkTimeout(LONG).idleTimeout(SHORT))
				.build();
			HuggingFaceException error = timeout(model.stream("Hi"), "huggingface.timeout.idle");
			assertThat(error.partialResponse()).isNotNull();
			assertThat(error.partialResponse().text()).isEqualTo("Once");
			server.awaitClosedByClient(0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void commentsKeepAStreamAlive(AnyConnector connector) throws Exception {
		try (AnyConnector.Client client = connector.open().warm();
				RawHttpServer server = new RawHttpServer((exchange) -> {
					exchange.stream().piece(event("Once"));
					for (int i = 0; i < 25; i++) {
						pause(DRIP);
						exchange.piece(": waiting\n\n");
					}
					exchange.piece(Answers.event(Answers.chunk(" upon", "stop")) + Answers.DONE).end();
				})) {
			HuggingFaceChatModel model = client.model(server)
				.defaultOptions((options) -> options.idleTimeout(Duration.ofSeconds(1)))
				.build();
			StepVerifier.create(model.stream("Hi").map(ChatChunk::text))
				.expectNext("Once", " upon")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aStreamWithoutEndIsGivenUp(AnyConnector connector) throws Exception {
		try (AnyConnector.Client client = connector.open().warm();
				RawHttpServer server = new RawHttpServer((exchange) -> {
					exchange.stream();
					while (true) {
						exchange.piece(event("more"));
						pause(DRIP);
					}
				})) {
			HuggingFaceChatModel model = client.model(server)
				.defaultOptions((options) -> options.totalTimeout(SHORT))
				.build();
			timeout(model.stream("Hi"), "huggingface.timeout.total");
			server.awaitClosedByClient(0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void theTotalGoesOverAllAttempts(AnyConnector connector) throws Exception {
		Duration total = Duration.ofSeconds(1);
		RetrySettings retry = RetrySettings.defaults()
			.withIntervals(Duration.ofMillis(100), 1, Duration.ofMillis(100))
			.withJitter(RetrySettings.Jitter.NONE)
			.withMaxRetries(1000);
		try (AnyConnector.Client client = connector.open().warm();
				RawHttpServer silent = new RawHttpServer(
						(exchange) -> exchange.respond(502, "application/json", "{\"error\":\"Oops\"}"),
						TimeoutTests::silence);
				RawHttpServer failing = new RawHttpServer(
						(exchange) -> exchange.respond(502, "application/json", "{\"error\":\"Oops\"}"))) {
			HuggingFaceChatModel model = client.model(silent)
				.retry(retry)
				.defaultOptions((options) -> options.totalTimeout(total))
				.build();
			timeout(model.stream("Hi"), "huggingface.timeout.total");
			assertThat(silent.requests()).hasSize(2);
			HuggingFaceChatModel unlucky = client.model(failing)
				.retry(retry)
				.defaultOptions((options) -> options.totalTimeout(total))
				.build();
			for (Publisher<?> answer : List.of(unlucky.chat("Hi"), unlucky.stream("Hi"))) {
				StepVerifier.create(answer)
					.expectErrorSatisfies((error) -> assertThat(((HuggingFaceException) error).kind())
						.isIn(ErrorKind.SERVER_ERROR, ErrorKind.TIMEOUT))
					.verify(LIMIT.dividedBy(2));
			}
			assertThat(failing.requests()).hasSizeBetween(2, 20);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRequestCanBeLessPatient(AnyConnector connector) throws Exception {
		try (AnyConnector.Client client = connector.open().warm();
				RawHttpServer silent = new RawHttpServer(TimeoutTests::silenceAfterHeaders);
				RawHttpServer stalling = new RawHttpServer((exchange) -> exchange.stream().piece(event("Once")))) {
			HuggingFaceChatModel first = client.model(silent)
				.defaultOptions((options) -> options.firstChunkTimeout(LONG).totalTimeout(LONG))
				.build();
			HuggingFaceChatModel next = client.model(stalling)
				.defaultOptions((options) -> options.idleTimeout(LONG).totalTimeout(LONG))
				.build();
			timeout(first.stream((request) -> request.user("Hi").firstChunkTimeout(SHORT)),
					"huggingface.timeout.first-chunk");
			timeout(first.chat((request) -> request.user("Hi").totalTimeout(SHORT)), "huggingface.timeout.total");
			timeout(next.stream((request) -> request.user("Hi").idleTimeout(SHORT)), "huggingface.timeout.idle");
			timeout(next.stream((request) -> request.user("Hi").totalTimeout(SHORT)), "huggingface.timeout.total");
		}
	}

	@ParameterizedTest
	@EnumSource
	void aRequestCanBeMorePatient(AnyConnector connector) throws Exception {
		Duration tooShort = Duration.ofMillis(50);
		ChatRequest request = ChatRequest.builder()
			.user("Hi")
			.firstChunkTimeout(LIMIT)
			.idleTimeout(LIMIT)
			.totalTimeout(Duration.ZERO)
			.build();
		try (AnyConnector.Client client = connector.open().warm();
				RawHttpServer server = new RawHttpServer((exchange) -> {
					pause(SHORT);
					exchange.stream().piece(event("Hel"));
					pause(SHORT);
					exchange.piece(Answers.event(Answers.chunk("lo", "stop")) + Answers.DONE).end();
				})) {
			HuggingFaceChatModel model = client.model(server)
				.defaultOptions(
						(options) -> options.firstChunkTimeout(tooShort).idleTimeout(tooShort).totalTimeout(tooShort))
				.build();
			assertThat(model.call(request).text()).isEqualTo("Hello");
			StepVerifier.create(model.stream(request).map(ChatChunk::text))
				.expectNext("Hel", "lo")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void theReadTimeoutIsForCallsOnly(AnyConnector connector) throws Exception {
		try (AnyConnector.Client client = connector.open().warm();
				RawHttpServer server = new RawHttpServer((exchange) -> {
					if (exchange.request().text().contains("\"stream\":true")) {
						pause(SHORT.multipliedBy(2));
						exchange.stream().piece(event("Hel"));
						pause(SHORT.multipliedBy(2));
						exchange.piece(Answers.event(Answers.chunk("lo", "stop")) + Answers.DONE).end();
					}
					else {
						exchange.head(200, "Content-Type: application/json", "Content-Length: 100").write("{");
					}
				})) {
			HuggingFaceChatModel model = client.model(server).readTimeout(SHORT).build();
			timeout(model.chat("Hi"), "huggingface.read-timeout");
			StepVerifier.create(model.stream("Hi").map(ChatChunk::text))
				.expectNext("Hel", "lo")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	/**
	 * The server offers 8 MB, which is more than the connectors and sockets hold, so that
	 * most of it is sent after the pause.
	 */
	@ParameterizedTest
	@EnumSource
	void aSubscriberMayPauseForLongerThanAllOfThem(AnyConnector connector) throws Exception {
		int chunks = 2000;
		String padding = " ".repeat(4000);
		try (AnyConnector.Client client = connector.open().warm();
				RawHttpServer server = new RawHttpServer((exchange) -> {
					exchange.stream();
					for (int i = 0; i < chunks; i++) {
						exchange.piece(Answers.event(Answers.chunk(String.valueOf(i), null) + padding));
					}
					exchange.piece(Answers.event(Answers.chunk("", "stop")) + Answers.DONE).end();
				})) {
			HuggingFaceChatModel model = client.model(server)
				.bufferSize(4)
				.readTimeout(SHORT)
				.defaultOptions((options) -> options.firstChunkTimeout(SHORT).idleTimeout(SHORT).totalTimeout(LIMIT))
				.build();
			Flux<Long> numbers = model.stream("Hi")
				.map(ChatChunk::text)
				.filter((text) -> !text.isEmpty())
				.map(Long::valueOf);
			List<Long> received = new ArrayList<>();
			StepVerifier.create(numbers, 1)
				.expectNext(0L)
				.expectNoEvent(Duration.ofSeconds(1))
				.thenRequest(1)
				.expectNext(1L)
				.expectNoEvent(Duration.ofSeconds(1))
				.thenRequest(Long.MAX_VALUE)
				.recordWith(() -> received)
				.thenConsumeWhile((number) -> true)
				.expectComplete()
				.verify(LIMIT);
			assertThat(received).hasSize(chunks - 2).isSorted();
		}
	}

	/**
	 * It is 30 seconds by default.
	 */
	@Test
	void theIdleTimeoutOfJettyDoesNotHold() throws Exception {
		HttpClient jetty = new HttpClient();
		try (AnyConnector.Client client = new AnyConnector.Client(new JettyClientHttpConnector(jetty), jetty::stop)
			.warm(); RawHttpServer server = new RawHttpServer((exchange) -> {
				pause(SHORT.multipliedBy(3));
				exchange.stream().piece(event("Hel"));
				pause(SHORT.multipliedBy(3));
				exchange.piece(Answers.event(Answers.chunk("lo", "stop")) + Answers.DONE).end();
			})) {
			jetty.setIdleTimeout(SHORT.toMillis());
			HuggingFaceChatModel model = client.model(server).build();
			assertThat(model.call("Hi").text()).isEqualTo("Hello");
			StepVerifier.create(model.stream("Hi").map(ChatChunk::text))
				.expectNext("Hel", "lo")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	/**
	 * HttpComponents would repeat a request by itself.
	 */
	@ParameterizedTest
	@EnumSource
	void noConnectorRepeatsARequestByItself(AnyConnector connector) throws Exception {
		for (RawHttpServer.Script script : List.<RawHttpServer.Script>of(
				(exchange) -> exchange.respond(503, "application/json", "{\"error\":\"Oops\"}"),
				(exchange) -> exchange.respond(429, "application/json", "{\"error\":\"Oops\"}"),
				RawHttpServer.Exchange::reset, RawHttpServer.Exchange::halfClose)) {
			try (AnyConnector.Client client = connector.open().warm();
					RawHttpServer server = new RawHttpServer(script)) {
				HuggingFaceChatModel model = client.model(server).build();
				StepVerifier.create(model.chat("Hi")).expectError(HuggingFaceException.class).verify(LIMIT);
				StepVerifier.create(model.stream("Hi")).expectError(HuggingFaceException.class).verify(LIMIT);
				assertThat(server.requests()).hasSize(2);
			}
		}
	}

}
