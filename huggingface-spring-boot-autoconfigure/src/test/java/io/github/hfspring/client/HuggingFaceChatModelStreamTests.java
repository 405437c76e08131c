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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the life of a stream, from its request to its end.
 */
class HuggingFaceChatModelStreamTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private static Flux<String> texts(HuggingFaceChatModel model) {
		return model.stream("Hi").map(ChatChunk::text);
	}

	private static String event(String text) {
		return Answers.event(Answers.chunk(text, null));
	}

	@ParameterizedTest
	@EnumSource
	void sendsTheHeadersAndTheBodyOfAStream(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = connector.model(server.url())
				.billTo("acme")
				.scaleUpTimeout(Duration.ofSeconds(90))
				.build();
			StepVerifier.create(texts(model)).expectNext("Hel", "lo").expectComplete().verify(LIMIT);
			RawHttpServer.Request request = server.request();
			assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
			assertThat(request.headers("Accept")).containsExactly("text/event-stream");
			assertThat(request.headers("Content-Type")).containsExactly("application/json");
			assertThat(request.headers("Authorization")).containsExactly("Bearer " + Connector.TOKEN);
			assertThat(request.headers("X-HF-Bill-To")).containsExactly("acme");
			assertThat(request.headers("X-Scale-Up-Timeout")).containsExactly("90");
			assertThat(request.text()).isEqualTo("{\"model\":\"test/model\",\"messages\":["
					+ "{\"role\":\"user\",\"content\":\"Hi\"}],\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
			assertThat(request.headers("Content-Length")).containsExactly(String.valueOf(request.body().length));
			assertThat(request.headers("Transfer-Encoding")).isEmpty();
		}
	}

	@Test
	void doesNotAskForUsageWhereThatIsNotWanted() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			Connector.REACTOR.model(server.url())
				.build()
				.stream((request) -> request.user("Hi").includeUsage(false))
				.blockLast(LIMIT);
			assertThat(server.request().text()).doesNotContain("stream_options").contains("\"stream\":true");
		}
	}

	@Test
	void takesTheThreeFormsOfARequest() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url()).build();
			for (Flux<ChatChunk> answer : List.of(model.stream("Hi"), model.stream(ChatRequest.of("Hi")),
					model.stream((request) -> request.user("Hi")))) {
				assertThat(answer.map(ChatChunk::text).collectList().block(LIMIT)).containsExactly("Hel", "lo");
			}
			assertThat(server.requests()).extracting(RawHttpServer.Request::text)
				.hasSize(3)
				.containsOnly(server.requests().get(0).text());
		}
	}

	@Test
	void everySubscriptionIsARequestOfItsOwn() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			AtomicInteger runs = new AtomicInteger();
			AtomicInteger tokens = new AtomicInteger();
			Flux<ChatChunk> answer = Connector.REACTOR.model(server.url())
				.token(() -> "token" + tokens.incrementAndGet())
				.build()
				.stream((request) -> request.user("Run " + runs.incrementAndGet()));
			assertThat(server.connectionCount()).isZero();
			answer.blockLast(LIMIT);
			answer.blockLast(LIMIT);
			assertThat(server.requests()).hasSize(2);
			assertThat(server.requests().get(0).text()).contains("Run 1");
			assertThat(server.requests().get(1).text()).contains("Run 2");
			assertThat(server.requests()).extracting((request) -> request.headers("Authorization").get(0))
				.containsExactly("Bearer token1", "Bearer token2");
		}
	}

	@ParameterizedTest
	@EnumSource
	void deliversAChunkWhileTheServerStillThinks(Connector connector) {
		CountDownLatch goOn = new CountDownLatch(1);
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(event("Once"))
			.await(goOn)
			.piece(Answers.event(Answers.chunk(" upon", "stop")) + Answers.DONE)
			.end())) {
			StepVerifier.create(texts(connector.model(server.url()).build()))
				.expectNext("Once")
				.then(goOn::countDown)
				.expectNext(" upon")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void readsEventsHoweverTheyAreCut(Connector connector) {
		byte[] stream = (": comment\n\n" + event("Gr\u00fc\u00dfe") + "data:" + Answers.chunk(" \ud83d\ude00", "stop")
				+ "\r\n\r\n" + "data:[DONE]\n\n")
			.getBytes(StandardCharsets.UTF_8);
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.head(200, "Content-Type: text/event-stream", "Content-Length: " + stream.length);
			for (byte next : stream) {
				exchange.write(new byte[] { next });
			}
		})) {
			StepVerifier.create(texts(connector.model(server.url()).build()))
				.expectNext("Gr\u00fc\u00dfe", " \ud83d\ude00")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@Test
	void keepsTheRoleTheDeltasAndTheFinishReason() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(Answers.event(Answers.delta("{\"role\":\"assistant\",\"content\":\"Once\"}", null)))
			.piece(event(" upon") + event(" a time"))
			.piece(Answers.event(Answers.chunk("...", "stop")) + Answers.DONE)
			.end())) {
			List<ChatChunk> chunks = Connector.REACTOR.model(server.url())
				.build()
				.stream("Hi")
				.collectList()
				.block(LIMIT);
			assertThat(chunks).extracting(ChatChunk::text).containsExactly("Once", " upon", " a time", "...");
			assertThat(chunks.get(0).choices().get(0).delta().role()).isEqualTo("assistant");
			assertThat(chunks.subList(0, 3)).allSatisfy((chunk) -> assertThat(chunk.finishReason()).isNull());
			assertThat(chunks.get(3).finishReason()).hasToString("stop");
		}
	}

	@Test
	void toleratesChunksWithoutText() {
		String usage = "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3}}";
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(Answers.event(Answers.delta("{\"role\":\"assistant\"}", null)) + event("") + event("Hello"))
			.piece(Answers.event(Answers.delta("{}", "stop")) + Answers.event(usage) + Answers.DONE)
			.end())) {
			List<ChatChunk> chunks = Connector.REACTOR.model(server.url())
				.build()
				.stream("Hi")
				.collectList()
				.block(LIMIT);
			assertThat(chunks).extracting(ChatChunk::text).containsExactly("", "", "Hello", "", "");
			assertThat(chunks.get(3).finishReason()).hasToString("stop");
			assertThat(chunks.get(4).usage()).isNotNull();
			assertThat(chunks.get(4).usage().totalTokens()).isEqualTo(3);
		}
	}

	@Test
	void deliversTheLastChunkWithoutALineBreak() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(event("Hel") + "data: " + Answers.chunk("lo", "stop")).end())) {
			StepVerifier.create(texts(Connector.REACTOR.model(server.url()).build()))
				.expectNext("Hel", "lo")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aStreamWithoutItsEndIsCut(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(event("Once")).end())) {
			assertCut(connector, server);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aConnectionThatIsClosedTooEarlyCutsTheStream(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(event("Once")).halfClose())) {
			HuggingFaceException error = assertCut(connector, server);
			assertThat(error).hasCauseInstanceOf(Exception.class);
		}
	}

	@ParameterizedTest
	@EnumSource
	void aResetInTheMiddleCutsTheStream(Connector connector) {
		CountDownLatch received = new CountDownLatch(1);
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(event("Once")).await(received).reset())) {
			StepVerifier.create(texts(connector.model(server.url()).build()))
				.expectNext("Once")
				.then(received::countDown)
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(HuggingFaceException.class, (exception) -> {
							assertThat(exception.kind()).isEqualTo(ErrorKind.STREAM_CUT);
							assertThat(exception.partialResponse().text()).isEqualTo("Once");
							assertThat(exception).hasCauseInstanceOf(Exception.class);
						}))
				.verify(LIMIT);
		}
	}

	private static HuggingFaceException assertCut(Connector connector, RawHttpServer server) {
		List<Throwable> errors = new ArrayList<>();
		StepVerifier.create(texts(connector.model(server.url()).build()))
			.expectNext("Once")
			.expectErrorSatisfies(errors::add)
			.verify(LIMIT);
		assertThat(errors).singleElement().isExactlyInstanceOf(HuggingFaceException.class);
		HuggingFaceException error = (HuggingFaceException) errors.get(0);
		assertThat(error.kind()).isEqualTo(ErrorKind.STREAM_CUT);
		assertThat(error.isRetryable()).isTrue();
		assertThat(error.status()).isEqualTo(200);
		assertThat(error.partialResponse()).isNotNull();
		assertThat(error.partialResponse().text()).isEqualTo("Once");
		return error;
	}

	@ParameterizedTest
	@EnumSource
	void aResetAfterTheFinishReasonDoesNoHarm(Connector connector) {
		CountDownLatch received = new CountDownLatch(1);
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(Answers.event(Answers.chunk("Once", "stop")))
			.await(received)
			.reset())) {
			StepVerifier.create(texts(connector.model(server.url()).build()))
				.expectNext("Once")
				.then(received::countDown)
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@Test
	void isWholeOnlyWhenEveryChoiceHasFinished() {
		String second = "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"},\"finish_reason\":null}]}";
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(Answers.event(second) + Answers.event(Answers.chunk("a", "stop")))
			.end())) {
			StepVerifier.create(Connector.REACTOR.model(server.url()).build().stream("Hi"))
				.expectNextCount(2)
				.expectErrorSatisfies(
						(error) -> assertThat(((HuggingFaceException) error).kind()).isEqualTo(ErrorKind.STREAM_CUT))
				.verify(LIMIT);
		}
	}

	@ParameterizedTest
	@EnumSource
	void completesAtDoneThoughTheBodyGoesOn(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(Answers.STREAM).piece("data: {after the end}\n\n"))) {
			StepVerifier.create(texts(connector.model(server.url()).build()))
				.expectNext("Hel", "lo")
				.expectComplete()
				.verify(LIMIT);
			server.awaitClosedByClient(0);
		}
	}

	@Test
	void closesAConnectionThatIsLeftOpenWithinASecond() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(Answers.STREAM))) {
			texts(Connector.REACTOR.model(server.url()).build()).blockLast(LIMIT);
			server.awaitClosedByClient(0, Duration.ofSeconds(1));
		}
	}

	@Test
	void closesAConnectionOnWhichTooMuchFollowsDone() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream().piece(Answers.STREAM);
			while (true) {
				exchange.piece(": too much\n".repeat(1000));
			}
		})) {
			texts(Connector.REACTOR.model(server.url()).build()).blockLast(LIMIT);
			server.awaitClosedByClient(0, Duration.ofSeconds(1));
		}
	}

	@ParameterizedTest
	@EnumSource
	void streamsReuseTheConnection(Connector connector) {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.model(connector.oneConnection(), server.url()).build();
			// [DONE] comes before the end of the body, so the first one may be a moment
			// late
			Awaitility.await().atMost(LIMIT).until(() -> {
				assertThat(texts(model).collectList().block(LIMIT)).containsExactly("Hel", "lo");
				return server.requests().size() > server.connectionCount();
			});
			if (connector == Connector.REACTOR) {
				assertThat(server.connectionCount()).isOne();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void aBodyThatEndsALittleAfterDoneKeepsTheConnection(Connector connector) {
		CountDownLatch done = new CountDownLatch(1);
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(Answers.STREAM).await(done).piece(": late\n\n").end(),
				Answers::hello)) {
			HuggingFaceChatModel model = Connector.model(connector.oneConnection(), server.url()).build();
			texts(model).doOnComplete(done::countDown).blockLast(LIMIT);
			texts(model).blockLast(LIMIT);
			if (connector != Connector.JDK) {
				assertThat(server.connectionCount()).isOne();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void cancellingBeforeTheAnswerClosesTheConnection(Connector connector) {
		Ends ends = new Ends();
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
		})) {
			Disposable stream = connector.model(server.url())
				.onStreamComplete(ends::add)
				.build()
				.stream("Hi")
				.subscribe();
			server.awaitRequests(1);
			stream.dispose();
			server.awaitClosedByClient(0);
			ends.assertCancelled("");
		}
	}

	@ParameterizedTest
	@EnumSource
	void cancellingBetweenChunksClosesTheConnection(Connector connector) {
		Ends ends = new Ends();
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(event("Once") + event(" upon")))) {
			StepVerifier.create(texts(connector.model(server.url()).onStreamComplete(ends::add).build()))
				.expectNext("Once", " upon")
				.thenCancel()
				.verify(LIMIT);
			server.awaitClosedByClient(0);
			ends.assertCancelled("Once upon");
		}
	}

	@ParameterizedTest
	@EnumSource
	void cancellingFromWithinAChunkClosesTheConnection(Connector connector) {
		Ends ends = new Ends();
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream();
			while (true) {
				exchange.piece(event("more "));
			}
		})) {
			StepVerifier.create(texts(connector.model(server.url()).onStreamComplete(ends::add).build()).take(3))
				.expectNext("more ", "more ", "more ")
				.expectComplete()
				.verify(LIMIT);
			server.awaitClosedByClient(0);
			ends.assertCancelled("more more more ");
		}
	}

	@Test
	void cancellingTwiceIsOneEnd() {
		Ends ends = new Ends();
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(event("Once")))) {
			Flux<String> texts = texts(Connector.REACTOR.model(server.url()).onStreamComplete(ends::add).build());
			CountDownLatch received = new CountDownLatch(1);
			BaseSubscriber<String> subscriber = new BaseSubscriber<>() {

				@Override
				protected void hookOnNext(String value) {
					upstream().cancel();
					upstream().cancel();
					received.countDown();
				}

			};
			texts.subscribe(subscriber);
			RawHttpServer.await(received, "the chunk");
			subscriber.cancel();
			server.awaitClosedByClient(0);
			ends.assertCancelled("Once");
		}
	}

	@ParameterizedTest
	@EnumSource
	void deliversNoMoreThanIsAskedFor(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(event("a") + event("b") + Answers.event(Answers.chunk("c", "stop")) + Answers.DONE)
			.end())) {
			StepVerifier.create(texts(connector.model(server.url()).build()), 0)
				.expectSubscription()
				.then(() -> server.awaitRequests(1))
				.expectNoEvent(Duration.ofMillis(100))
				.thenRequest(1)
				.expectNext("a")
				.expectNoEvent(Duration.ofMillis(50))
				.thenRequest(1)
				.expectNext("b")
				.expectNoEvent(Duration.ofMillis(50))
				.thenRequest(1)
				.expectNext("c")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	/**
	 * The server offers 40 MB. What is below us, the sockets' buffers and the connector's
	 * own, takes some of it; we must not.
	 */
	@ParameterizedTest
	@EnumSource
	void holdsTheServerBackWhileNobodyAsksAndThenDeliversAll(Connector connector) {
		int chunks = 10_000;
		String padding = " ".repeat(4000);
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream();
			for (int i = 0; i < chunks; i++) {
				exchange.piece(Answers.event(Answers.chunk(String.valueOf(i), null) + padding));
			}
			exchange.piece(Answers.event(Answers.chunk("", "stop")) + Answers.DONE).end();
		})) {
			AtomicLong next = new AtomicLong();
			AtomicLong outOfOrder = new AtomicLong();
			CountDownLatch completed = new CountDownLatch(1);
			BaseSubscriber<String> subscriber = new BaseSubscriber<>() {

				@Override
				protected void hookOnSubscribe(Subscription subscription) {
				}

				@Override
				protected void hookOnNext(String text) {
					if (!text.isEmpty() && Long.parseLong(text) != next.getAndIncrement()) {
						outOfOrder.incrementAndGet();
					}
					request(1);
				}

				@Override
				protected void hookOnComplete() {
					completed.countDown();
				}

			};
			texts(connector.model(server.url()).bufferSize(4).build()).subscribe(subscriber);
			AtomicLong last = new AtomicLong(-1);
			Awaitility.await()
				.pollInterval(Duration.ofMillis(100))
				.during(Duration.ofMillis(500))
				.atMost(LIMIT)
				.until(() -> server.bytesWritten() > 0
						&& last.getAndSet(server.bytesWritten()) == server.bytesWritten());
			assertThat(server.bytesWritten()).isLessThan(20_000_000);
			assertThat(next).hasValue(0);
			subscriber.request(1);
			RawHttpServer.await(completed, "the whole stream");
			assertThat(server.bytesWritten()).isGreaterThan(40_000_000);
			assertThat(next).hasValue(chunks);
			assertThat(outOfOrder).hasValue(0);
		}
	}

	@Test
	void subscriptionsDoNotDisturbEachOther() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			String text = exchange.request().text().replaceAll(".*\"content\":\"(\\w+)\".*", "$1");
			exchange.stream();
			for (int i = 0; i < 50; i++) {
				exchange.piece(event(text + i));
			}
			exchange.piece(Answers.event(Answers.chunk("", "stop")) + Answers.DONE).end();
		})) {
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url()).build();
			List<String> answers = Flux.range(0, 20)
				.flatMap(
						(number) -> model.stream("n" + number + "x").map(ChatChunk::text).collectList().map((texts) -> {
							List<String> expected = new ArrayList<>();
							for (int i = 0; i < 50; i++) {
								expected.add("n" + number + "x" + i);
							}
							expected.add("");
							return texts.equals(expected) ? "right" : "wrong: " + texts;
						}), 20)
				.collectList()
				.block(LIMIT);
			assertThat(answers).hasSize(20).containsOnly("right");
		}
	}

	/**
	 * Takes note of the ends of streams.
	 */
	private static final class Ends {

		private final List<ChatStreamResult> results = new CopyOnWriteArrayList<>();

		void add(ChatRequest request, ChatStreamResult result) {
			this.results.add(result);
		}

		void assertCancelled(String text) {
			// Cancelled from within a chunk, the end is told when that has returned
			Awaitility.await().atMost(LIMIT).until(() -> !this.results.isEmpty());
			assertThat(this.results).singleElement().satisfies((result) -> {
				assertThat(result.outcome()).isEqualTo(ChatStreamResult.Outcome.CANCELLED);
				assertThat(result.error()).isNull();
				assertThat(result.response().text()).isEqualTo(text);
			});
		}

	}

}
