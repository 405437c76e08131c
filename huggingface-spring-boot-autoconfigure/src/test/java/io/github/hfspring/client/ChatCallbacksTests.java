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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatRequestCallback;
import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.chat.ChatStreamResult.Outcome;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what callbacks are told, when, and what they cannot do.
 */
@ExtendWith(OutputCaptureExtension.class)
class ChatCallbacksTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final List<ChatStreamResult> results = new CopyOnWriteArrayList<>();

	private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

	@BeforeEach
	void logAsUsual() {
		setLogLevel(LogLevel.INFO);
	}

	@AfterEach
	void logAsBefore() {
		setLogLevel(null);
	}

	private static void setLogLevel(LogLevel level) {
		LoggingSystem.get(ChatCallbacksTests.class.getClassLoader()).setLogLevel(ChatCallbacks.class.getName(), level);
	}

	/**
	 * A model all callbacks of which leave a note.
	 */
	private HuggingFaceChatModelBuilder builder(RawHttpServer server) {
		return Connector.REACTOR.model(server.url()).onRequest((request) -> {
			this.requests.add(request);
			this.told.add("request");
		}).onResponse((request, response) -> {
			this.requests.add(request);
			this.told.add("response " + response.text());
		}).onChunk((request, chunk) -> {
			this.requests.add(request);
			this.told.add("chunk " + chunk.text());
		}).onProgress((request, progress) -> {
			this.requests.add(request);
			this.told.add("progress " + progress.getClass().getSimpleName());
		}).onStreamComplete((request, result) -> {
			this.requests.add(request);
			this.results.add(result);
			this.told.add("complete " + result.outcome());
		});
	}

	private void stream(HuggingFaceChatModel model) {
		model.stream("Hi")
			.doOnNext((chunk) -> this.told.add("next " + chunk.text()))
			.doOnError((error) -> this.told.add("error"))
			.doOnComplete(() -> this.told.add("end"))
			.onErrorComplete()
			.blockLast(LIMIT);
	}

	private RawHttpServer server(RawHttpServer.Script script) {
		return new RawHttpServer((exchange) -> {
			this.told.add("http");
			script.answer(exchange);
		});
	}

	@Test
	void aCallIsTold() {
		try (RawHttpServer server = server(Answers::hello)) {
			builder(server).build().chat("Hi").doOnNext((response) -> this.told.add("next")).block(LIMIT);
			assertThat(this.told).containsExactly("request", "http", "response Hello", "next");
			assertThat(this.requests).hasSize(2)
				.allSatisfy((request) -> assertThat(request.options().model()).isEqualTo("test/model"));
			assertThat(this.requests.get(0)).isSameAs(this.requests.get(1));
		}
	}

	@Test
	void aCallThatFailsHasNoResponse() {
		try (RawHttpServer server = server((exchange) -> exchange.respond(500, "text/plain", "Oops"))) {
			builder(server).build()
				.chat("Hi")
				.doOnError((error) -> this.told.add("error"))
				.onErrorComplete()
				.block(LIMIT);
			assertThat(this.told).containsExactly("request", "http", "progress AttemptFailed", "error");
		}
	}

	@Test
	void aStreamIsTold() {
		try (RawHttpServer server = server(Answers::hello)) {
			stream(builder(server).build());
			assertThat(this.told).containsExactly("request", "http", "chunk Hel", "next Hel", "chunk lo", "next lo",
					"complete COMPLETED", "end");
			assertThat(this.results.get(0).error()).isNull();
			assertThat(this.results.get(0).response().text()).isEqualTo("Hello");
			assertThat(this.requests).allSatisfy((request) -> assertThat(request).isSameAs(this.requests.get(0)));
		}
	}

	@Test
	void aStreamThatFailsBeforeItBeginsIsTold() {
		try (RawHttpServer server = server(
				(exchange) -> exchange.respond(401, "application/json", "{\"error\":\"Unauthorized\"}"))) {
			List<Throwable> errors = new ArrayList<>();
			StepVerifier.create(builder(server).build().stream("Hi").doOnError((error) -> this.told.add("error")))
				.expectErrorSatisfies(errors::add)
				.verify(LIMIT);
			assertThat(this.told).containsExactly("request", "http", "progress AttemptFailed", "complete FAILED",
					"error");
			assertThat(this.results.get(0).error()).isSameAs(errors.get(0)).hasMessageContaining("Unauthorized");
			assertThat(this.results.get(0).response().text()).isEmpty();
		}
	}

	@Test
	void aStreamThatIsCutIsTold() {
		try (RawHttpServer server = server(
				(exchange) -> exchange.stream().piece(Answers.event(Answers.chunk("Hel", null))).halfClose())) {
			List<Throwable> errors = new ArrayList<>();
			StepVerifier
				.create(builder(server).build()
					.stream("Hi")
					.doOnNext((chunk) -> this.told.add("next"))
					.doOnError((error) -> this.told.add("error")))
				.expectNextCount(1)
				.expectErrorSatisfies(errors::add)
				.verify(LIMIT);
			assertThat(this.told).containsExactly("request", "http", "chunk Hel", "next", "progress AttemptFailed",
					"complete FAILED", "error");
			ChatStreamResult result = this.results.get(0);
			assertThat(result.error()).isSameAs(errors.get(0));
			assertThat(((HuggingFaceException) errors.get(0)).kind()).isEqualTo(ErrorKind.STREAM_CUT);
			assertThat(errors.get(0).getCause()).isNotNull();
			assertThat(result.response().text()).isEqualTo("Hel");
		}
	}

	@Test
	void aStreamThatIsCancelledBeforeTheAnswerIsTold() {
		try (RawHttpServer server = server((exchange) -> {
		})) {
			Disposable stream = builder(server).build().stream("Hi").subscribe();
			server.awaitRequests(1);
			Awaitility.await().atMost(LIMIT).until(() -> this.told.contains("http"));
			stream.dispose();
			assertThat(this.told).containsExactly("request", "http", "complete CANCELLED");
			server.awaitClosedByClient(0);
			assertThat(this.told).hasSize(3);
		}
	}

	@Test
	void aStreamThatIsCancelledWhileItIsResolvedIsTold() {
		try (RawHttpServer server = server(Answers::hello)) {
			Disposable stream = builder(server).resolver((request) -> Mono.never()).build().stream("Hi").subscribe();
			stream.dispose();
			assertThat(this.told).containsExactly("complete CANCELLED");
			assertThat(this.requests.get(0)).isEqualTo(ChatRequest.of("Hi"));
			assertThat(server.connectionCount()).isZero();
		}
	}

	@Test
	void aStreamThatIsCancelledBetweenChunksIsTold() {
		try (RawHttpServer server = server(
				(exchange) -> exchange.stream().piece(Answers.event(Answers.chunk("Hel", null))))) {
			StepVerifier.create(builder(server).build().stream("Hi")).expectNextCount(1).thenCancel().verify(LIMIT);
			server.awaitClosedByClient(0);
			Awaitility.await().atMost(LIMIT).until(() -> !this.results.isEmpty());
			assertThat(this.told).containsExactly("request", "http", "chunk Hel", "complete CANCELLED");
			assertThat(this.results.get(0).response().text()).isEqualTo("Hel");
		}
	}

	@Test
	void aStreamThatIsCancelledFromWithinAChunkIsTold() {
		try (RawHttpServer server = server((exchange) -> exchange.stream().piece(Answers.STREAM).end())) {
			builder(server).build().stream("Hi").doOnNext((chunk) -> this.told.add("next")).take(1).blockLast(LIMIT);
			Awaitility.await().atMost(LIMIT).until(() -> !this.results.isEmpty());
			assertThat(this.told).containsExactly("request", "http", "chunk Hel", "next", "complete CANCELLED");
			assertThat(this.results.get(0).response().text()).isEqualTo("Hel");
		}
	}

	@Test
	void aStreamThatHasEndedCannotBeCancelled() {
		try (RawHttpServer server = server(Answers::hello)) {
			AtomicReference<Disposable> subscription = new AtomicReference<>();
			CountDownLatch ended = new CountDownLatch(1);
			subscription.set(builder(server).build().stream("Hi").doOnTerminate(ended::countDown).subscribe());
			RawHttpServer.await(ended, "the end");
			subscription.get().dispose();
			assertThat(this.results).singleElement()
				.satisfies((result) -> assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED));
		}
	}

	@Test
	void theEndIsToldBeforeTheSubscriberSeesIt() {
		try (RawHttpServer server = server(Answers::hello)) {
			List<Integer> before = new CopyOnWriteArrayList<>();
			builder(server).build().stream("Hi").doOnComplete(() -> before.add(this.results.size())).blockLast(LIMIT);
			assertThat(before).containsExactly(1);
		}
	}

	@Test
	void everySubscriptionIsTold() {
		try (RawHttpServer server = server(Answers::hello)) {
			HuggingFaceChatModel model = builder(server).build();
			stream(model);
			stream(model);
			assertThat(this.told.subList(0, 8)).isEqualTo(this.told.subList(8, 16));
		}
	}

	@Test
	void theRequestIsToldOnTheThreadThatSubscribesAndOnce() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			List<Thread> threads = new CopyOnWriteArrayList<>();
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url())
				.onRequest((request) -> threads.add(Thread.currentThread()))
				.build();
			CountDownLatch ended = new CountDownLatch(2);
			model.chat("Hi").doOnTerminate(ended::countDown).subscribe();
			assertThat(threads).containsExactly(Thread.currentThread());
			model.stream("Hi").doOnTerminate(ended::countDown).subscribe();
			assertThat(threads).containsExactly(Thread.currentThread(), Thread.currentThread());
			RawHttpServer.await(ended, "both answers");
			assertThat(threads).hasSize(2);
		}
	}

	@Test
	void severalCallbacksAreCalledInOrder() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModelBuilder builder = Connector.REACTOR.model(server.url());
			for (String name : List.of("a", "b", "c")) {
				builder.onRequest((request) -> this.told.add("request " + name))
					.onResponse((request, response) -> this.told.add("response " + name))
					.onChunk((request, chunk) -> this.told.add("chunk " + name))
					.onStreamComplete((request, result) -> this.told.add("complete " + name));
			}
			HuggingFaceChatModel model = builder.build();
			model.call("Hi");
			assertThat(this.told).containsExactly("request a", "request b", "request c", "response a", "response b",
					"response c");
			this.told.clear();
			model.stream("Hi").blockLast(LIMIT);
			assertThat(this.told).containsExactly("request a", "request b", "request c", "chunk a", "chunk b",
					"chunk c", "chunk a", "chunk b", "chunk c", "complete a", "complete b", "complete c");
		}
	}

	@Test
	void whatTheyThrowHarmsNeitherACallNorTheOthers(CapturedOutput output) {
		try (RawHttpServer server = server(Answers::hello)) {
			HuggingFaceChatModel model = throwing(server).build();
			assertThat(model.call("Hi").text()).isEqualTo("Hello");
			assertThat(this.told).containsExactly("request!", "request", "http", "response!", "response Hello");
			assertThat(output.toString().split("boom request", -1)).hasSize(2);
			assertThat(output.toString().split("boom response", -1)).hasSize(2);
			assertThat(output).contains("WARN").contains("IllegalStateException: boom request").contains("\tat ");
			model.call("Hi");
			assertThat(output.toString().split("boom request", -1)).hasSize(2);
			assertThat(output.toString().split("boom response", -1)).hasSize(2);
		}
	}

	@Test
	void whatTheyThrowHarmsNeitherAStreamNorTheOthers(CapturedOutput output) {
		try (RawHttpServer server = server(Answers::hello)) {
			HuggingFaceChatModel model = throwing(server).build();
			stream(model);
			assertThat(this.told).containsExactly("request!", "request", "http", "chunk!", "chunk Hel", "next Hel",
					"chunk!", "chunk lo", "next lo", "complete!", "complete COMPLETED", "end");
			assertThat(output.toString().split("boom chunk", -1)).hasSize(2);
			assertThat(output.toString().split("boom complete", -1)).hasSize(2);
			assertThat(output).contains("IllegalStateException: boom chunk").contains("\tat ");
		}
	}

	@Test
	void whatTheyThrowHarmsNeitherAFailureNorTheOthers(CapturedOutput output) {
		try (RawHttpServer server = server((exchange) -> exchange.respond(500, "text/plain", "Oops"))) {
			HuggingFaceChatModel model = throwing(server).build();
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call("Hi"))
				.withMessageContaining("Oops")
				.satisfies((ex) -> assertThat(Causes.text(ex)).doesNotContain("boom"));
			assertThat(this.told).containsExactly("request!", "request", "http", "progress!", "progress AttemptFailed");
			this.told.clear();
			stream(model);
			assertThat(this.told).containsExactly("request!", "request", "http", "progress!", "progress AttemptFailed",
					"complete!", "complete FAILED", "error");
			assertThat(output.toString().split("boom progress", -1)).hasSize(2);
		}
	}

	@Test
	void anErrorIsContainedAsWell() {
		try (RawHttpServer server = server(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url()).onChunk((request, chunk) -> {
				throw new AssertionError("boom");
			}).onStreamComplete((request, result) -> {
				throw new StackOverflowError("boom");
			}).build();
			StepVerifier.create(model.stream("Hi")).expectNextCount(2).expectComplete().verify(LIMIT);
		}
	}

	/**
	 * A model the first callback of each kind of which throws.
	 */
	private HuggingFaceChatModelBuilder throwing(RawHttpServer server) {
		HuggingFaceChatModelBuilder builder = Connector.REACTOR.model(server.url())
			.onRequest((request) -> fail("request"))
			.onResponse((request, response) -> fail("response"))
			.onChunk((request, chunk) -> fail("chunk"))
			.onProgress((request, progress) -> fail("progress"))
			.onStreamComplete((request, result) -> fail("complete"));
		return builder.onRequest((request) -> this.told.add("request"))
			.onResponse((request, response) -> this.told.add("response " + response.text()))
			.onChunk((request, chunk) -> this.told.add("chunk " + chunk.text()))
			.onProgress((request, progress) -> this.told.add("progress " + progress.getClass().getSimpleName()))
			.onStreamComplete((request, result) -> this.told.add("complete " + result.outcome()));
	}

	private void fail(String kind) {
		this.told.add(kind + "!");
		throw new IllegalStateException("boom " + kind);
	}

	@Test
	void callbacksThatAreEqualAreLoggedEach(CapturedOutput output) {
		ChatCallbacks callbacks = new ChatCallbacks(List.of(new EqualCallback("a"), new EqualCallback("b")), List.of(),
				List.of(), List.of(), List.of());
		for (int i = 0; i < 3; i++) {
			callbacks.onRequest(ChatRequest.of("Hi"));
		}
		assertThat(output.toString().split("boom a", -1)).hasSize(2);
		assertThat(output.toString().split("boom b", -1)).hasSize(2);
	}

	@Test
	void theFailedAttemptIsTheErrorOfTheCaller() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(500, "text/plain", "Oops"))) {
			List<ChatProgress> progress = new CopyOnWriteArrayList<>();
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url())
				.onProgress((request, next) -> progress.add(next))
				.build();
			StepVerifier.create(model.chat("Hi"))
				.expectErrorSatisfies((error) -> assertThat(progress).singleElement()
					.isEqualTo(new ChatProgress.AttemptFailed(1, error, null)))
				.verify(LIMIT);
		}
	}

	/**
	 * A callback that is equal to all others, and differs from itself a moment ago.
	 */
	private static final class EqualCallback implements ChatRequestCallback {

		private final String name;

		private int hash;

		EqualCallback(String name) {
			this.name = name;
		}

		@Override
		public void onRequest(ChatRequest request) {
			this.hash++;
			throw new IllegalStateException("boom " + this.name);
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof EqualCallback;
		}

		@Override
		public int hashCode() {
			return this.hash;
		}

	}

}
