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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatStreamResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream can be cancelled at any moment: its connection is closed or can be used again,
 * the end is told of once, and nothing is sent afterwards.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class CancellationTests {

	/** What is left out is told of, and so a sign that the body is read. */
	private static final String SKIPPED = Answers.event("{left out");

	private final List<ChatStreamResult> results = new CopyOnWriteArrayList<>();

	private final CountDownLatch reading = new CountDownLatch(1);

	private final CountDownLatch failed = new CountDownLatch(1);

	private final CountDownLatch waiting = new CountDownLatch(1);

	private final Reader reader = new Reader();

	private final List<AnyConnector.Client> clients = new ArrayList<>();

	@AfterEach
	void toBeCancelledIsNoError(CapturedOutput output) {
		assertThat(output).doesNotContain("onErrorDropped");
	}

	@AfterEach
	void close() throws Exception {
		for (AnyConnector.Client client : this.clients) {
			client.close();
		}
	}

	@ParameterizedTest
	@EnumSource
	void beforeTheHeaders(AnyConnector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
		})) {
			model(connector, server).build().stream("Hi").subscribe(this.reader);
			server.awaitRequests(1);
			this.reader.cancel();
			assertClosed(server, "");
		}
	}

	@ParameterizedTest
	@EnumSource
	void betweenTheHeadersAndTheFirstChunk(AnyConnector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(SKIPPED))) {
			model(connector, server).build().stream("Hi").subscribe(this.reader);
			RawHttpServer.await(this.reading, "the beginning of the body");
			this.reader.cancel();
			assertClosed(server, "");
		}
	}

	/**
	 * The body has nobody yet who could cancel it.
	 */
	@ParameterizedTest
	@EnumSource
	void inTheMomentOfTheHeaders(AnyConnector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream();
			while (true) {
				exchange.piece(Answers.event(Answers.chunk("a", null)));
			}
		})) {
			WebClient.Builder cancelling = webClientBuilder(connector)
				.filter((request, next) -> next.exchange(request).doOnNext((response) -> this.reader.cancel()));
			Connector.model(cancelling, server.url())
				.onStreamComplete((request, result) -> this.results.add(result))
				.build()
				.stream("Hi")
				.subscribe(this.reader);
			assertClosed(server, "");
		}
	}

	@ParameterizedTest
	@EnumSource
	void inTheMiddleOfAnEvent(AnyConnector connector) {
		String next = Answers.event(Answers.chunk("b", null));
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(Answers.event(Answers.chunk("a", null)) + next.substring(0, 30)))) {
			model(connector, server).build().stream("Hi").subscribe(this.reader);
			RawHttpServer.await(this.reader.first, "the first chunk");
			this.reader.cancel();
			assertClosed(server, "a");
		}
	}

	@ParameterizedTest
	@EnumSource
	void betweenTwoChunks(AnyConnector connector) {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(Answers.event(Answers.chunk("a", null))))) {
			model(connector, server).build().stream("Hi").subscribe(this.reader);
			RawHttpServer.await(this.reader.first, "the first chunk");
			this.reader.cancel();
			assertClosed(server, "a");
		}
	}

	@ParameterizedTest
	@EnumSource
	void fromWithinAChunkWhileTheServerGoesOn(AnyConnector connector) {
		this.reader.cancelling = true;
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream();
			while (true) {
				exchange.piece(Answers.event(Answers.chunk("a", null)));
			}
		})) {
			model(connector, server).build().stream("Hi").subscribe(this.reader);
			assertClosed(server, "a");
		}
	}

	/**
	 * Who cancels must not wait for the subscriber, who may be waiting for him.
	 */
	@ParameterizedTest
	@EnumSource
	void fromAnotherThreadWhileAChunkIsTaken(AnyConnector connector) {
		CountDownLatch cancelled = new CountDownLatch(1);
		this.reader.taking = cancelled;
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream();
			while (true) {
				exchange.piece(Answers.event(Answers.chunk("a", null)));
			}
		})) {
			model(connector, server).build().stream("Hi").subscribe(this.reader);
			RawHttpServer.await(this.reader.first, "the first chunk");
			this.reader.cancel();
			cancelled.countDown();
			assertClosed(server, "a");
		}
	}

	@ParameterizedTest
	@EnumSource
	void whileChunksWaitThatNobodyAskedFor(AnyConnector connector) {
		this.reader.asking = false;
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream()
			.piece(SKIPPED + Answers.event(Answers.chunk("a", null)).repeat(1000)))) {
			model(connector, server).bufferSize(2).build().stream("Hi").subscribe(this.reader);
			RawHttpServer.await(this.reading, "the beginning of the body");
			this.reader.cancel();
			assertClosed(server, "");
		}
	}

	@ParameterizedTest
	@EnumSource
	void whileItWaitsForTheNextAttempt(AnyConnector connector) {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.head(503, "Retry-After: 1", "Content-Length: 2").write("{}"), Answers::hello)) {
			HuggingFaceChatModel model = model(connector, server).retry(RetrySettings.defaults()).build();
			model.stream("Hi").subscribe(this.reader);
			RawHttpServer.await(this.failed, "the first attempt");
			this.reader.cancel();
			assertNothingIsSent(server);
			assertUsedAgain(connector, server, model);
		}
	}

	@ParameterizedTest
	@EnumSource
	void whileItWaitsForTheModel(AnyConnector connector) {
		String loading = "{\"error\":\"Model a/b is currently loading\",\"estimated_time\":1}";
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(503, "application/json", loading),
				Answers::hello)) {
			HuggingFaceChatModel model = model(connector, server).coldStartWait(Duration.ofMinutes(1)).build();
			model.stream("Hi").subscribe(this.reader);
			RawHttpServer.await(this.waiting, "the wait for the model");
			this.reader.cancel();
			assertNothingIsSent(server);
			assertUsedAgain(connector, server, model);
		}
	}

	private HuggingFaceChatModelBuilder model(AnyConnector connector, RawHttpServer server) {
		return Connector.model(webClientBuilder(connector), server.url())
			.malformedEvents(MalformedEventPolicy.SKIP)
			.onStreamComplete((request, result) -> this.results.add(result))
			.onProgress((request, progress) -> {
				if (progress instanceof ChatProgress.EventSkipped) {
					this.reading.countDown();
				}
				if (progress instanceof ChatProgress.AttemptFailed) {
					this.failed.countDown();
				}
				if (progress instanceof ChatProgress.WaitingForModel) {
					this.waiting.countDown();
				}
			});
	}

	private WebClient.Builder webClientBuilder(AnyConnector connector) {
		AnyConnector.Client client = connector.oneConnection();
		this.clients.add(client);
		return WebClient.builder().clientConnector(client.connector());
	}

	private void assertClosed(RawHttpServer server, String text) {
		Awaitility.await().atMost(RawHttpServer.LIMIT).until(() -> server.connectionCount() == 1);
		server.awaitClosedByClient(0);
		assertCancelled(text);
		assertThat(server.requests()).hasSize(1);
	}

	private void assertNothingIsSent(RawHttpServer server) {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.during(Duration.ofMillis(1300))
			.atMost(RawHttpServer.LIMIT)
			.until(() -> server.requests().size() == 1);
		assertCancelled("");
	}

	private void assertUsedAgain(AnyConnector connector, RawHttpServer server, HuggingFaceChatModel model) {
		assertThat(model.call("Hi").text()).isEqualTo("Hello");
		if (connector != AnyConnector.JDK) {
			assertThat(server.connectionCount()).isOne();
		}
	}

	private void assertCancelled(String text) {
		Awaitility.await().atMost(RawHttpServer.LIMIT).until(() -> !this.results.isEmpty());
		assertThat(this.results).singleElement().satisfies((result) -> {
			assertThat(result.outcome()).isEqualTo(ChatStreamResult.Outcome.CANCELLED);
			assertThat(result.response().text()).isEqualTo(text);
		});
		assertThat(this.reader.ends).hasValue(0);
		assertThat(String.join("", this.reader.texts)).isEqualTo(text);
	}

	/**
	 * Notes what it is told.
	 */
	private static final class Reader extends BaseSubscriber<ChatChunk> {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		private final CountDownLatch first = new CountDownLatch(1);

		private final AtomicInteger ends = new AtomicInteger();

		private volatile boolean asking = true;

		private volatile boolean cancelling;

		private volatile CountDownLatch taking;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			if (this.asking) {
				requestUnbounded();
			}
		}

		@Override
		protected void hookOnNext(ChatChunk chunk) {
			this.texts.add(chunk.text());
			if (this.cancelling) {
				cancel();
			}
			this.first.countDown();
			if (this.taking != null) {
				RawHttpServer.await(this.taking, "the cancellation");
			}
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.ends.incrementAndGet();
		}

		@Override
		protected void hookOnComplete() {
			this.ends.incrementAndGet();
		}

	}

}
