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
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.chat.ChatTimeouts;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two threads ask for chunks and cancel while a third sends them: none is lost or comes
 * twice, there is one end, and whoever cancels lets go of the server.
 */
class OpeningFuzzTests {

	private static final Duration LIMIT = Duration.ofSeconds(8);

	private static final Patience PATIENCE = new Patience(ChatTimeouts.none(), true, null, Duration.ZERO);

	private static final RetrySettings RETRY = RetrySettings.defaults()
		.withIntervals(Duration.ofMillis(1), 1, Duration.ofMillis(1));

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void chunksAreNeitherLostNorDoubledBehindTheFirstOne() throws InterruptedException {
		FuzzRounds.play(2000, (fuzz) -> {
			int count = fuzz.random().nextInt(6);
			FuzzUpstream upstream = upstream(fuzz, count, fuzz.chance(4) ? new IllegalStateException("end") : null);
			long timeout = fuzz.oneOf(Long.MAX_VALUE, Long.MAX_VALUE, 1L, 1000L, 20_000L, 200_000L);
			Attempt attempt = new Attempt(1, true, PATIENCE, null);
			Mono<Flux<ChatChunk>> opening = open(upstream, fuzz.oneOf(1, 2, 256), attempt);
			if (timeout != Long.MAX_VALUE) {
				opening = opening.timeout(Duration.ofNanos(timeout), Mono.error(() -> {
					attempt.giveUp();
					return new IllegalStateException("timeout");
				}));
			}
			Reader reader = new Reader();
			play(fuzz, opening.flatMapMany(Function.identity()), reader, List.of(upstream));
			reader.assertInOrder();
			if (!reader.cancelled && !"timeout".equals(reader.endMessage()) && reader.ends.get() > 0) {
				assertThat(reader.texts).hasSize(count);
			}
		});
	}

	@Test
	void streamsThatAreAttemptedSeveralTimesHaveOneEnd() throws InterruptedException {
		FuzzRounds.play(500, (fuzz) -> {
			int count = 1 + fuzz.random().nextInt(5);
			List<FuzzUpstream> upstreams = new ArrayList<>();
			int failures = fuzz.random().nextInt(3);
			for (int i = 0; i < failures; i++) {
				upstreams.add(upstream(fuzz, 0, error(fuzz)));
			}
			upstreams.add(upstream(fuzz, count, fuzz.chance(4) ? error(fuzz) : null));
			Duration firstChunk = fuzz.oneOf(Duration.ZERO, Duration.ofNanos(1), Duration.ofNanos(50_000));
			Duration total = fuzz.oneOf(Duration.ZERO, Duration.ZERO, Duration.ofMillis(2));
			ChatRequest request = ChatRequest.builder()
				.user("Hi")
				.timeouts(new ChatTimeouts(firstChunk, null, total))
				.build();
			List<ChatStreamResult> results = new CopyOnWriteArrayList<>();
			Reader reader = new Reader();
			play(fuzz, stream(request, upstreams, results), reader, upstreams);
			reader.assertInOrder();
			if (reader.cancelled || reader.ends.get() > 0) {
				await(() -> !results.isEmpty());
			}
			assertThat(results).hasSizeLessThanOrEqualTo(1);
			// The end is told of before it is delivered, and may be overtaken by cancel()
			await(() -> reader.ends.get() > 0
					|| results.stream().allMatch((result) -> result.outcome() == ChatStreamResult.Outcome.CANCELLED));
			results.forEach((result) -> assertThat(result.response().text()).isEqualTo(String.join("", reader.texts)));
			results.forEach((result) -> assertThat(result.outcome())
				.isIn((reader.cancelled && reader.ends.get() == 0) ? List.of(ChatStreamResult.Outcome.CANCELLED)
						: List.of(ChatStreamResult.Outcome.COMPLETED, ChatStreamResult.Outcome.FAILED)));
			if (reader.error != null) {
				assertThat(reader.error).isExactlyInstanceOf(HuggingFaceException.class);
			}
		});
	}

	private static Mono<Flux<ChatChunk>> open(FuzzUpstream upstream, int bufferSize, Attempt attempt) {
		StreamDecoder decoder = new StreamDecoder(new ResponseLimits(bufferSize, 1024, 1024, 8192),
				new ChunkDecoder(Json.MAPPER), new ErrorDecoder(Json.MAPPER, 8192), ResponseMetadata.none(), null,
				null);
		return ChunkStream.open(upstream, decoder, bufferSize, attempt);
	}

	private static FuzzUpstream upstream(FuzzRounds.Case fuzz, int count, Throwable error) {
		return new FuzzUpstream(count, error != null || !fuzz.chance(8), error, fuzz.oneOf(0, 0, 10, 200, 2000));
	}

	private static HuggingFaceException error(FuzzRounds.Case fuzz) {
		return HuggingFaceException.of(ErrorKind.SERVER_ERROR, "failed")
			.status(502)
			.retryAfter(fuzz.oneOf(null, Duration.ZERO))
			.build();
	}

	private static Flux<ChatChunk> stream(ChatRequest request, List<FuzzUpstream> upstreams,
			List<ChatStreamResult> results) {
		ChatCallbacks callbacks = new ChatCallbacks(List.of(), List.of(), List.of(),
				List.of((asked, result) -> results.add(result)), List.of());
		AttemptSettings settings = new AttemptSettings(new RetryRules(RETRY, false), Duration.ZERO, null,
				MalformedEventPolicy.FAIL);
		return new ChatStreamFlux(request, callbacks, 1000, new ReadTimeoutWarning(), (announcement) -> {
			Attempts attempts = new Attempts(request, true, settings, callbacks);
			announcement.announce(request, attempts);
			return attempts.make((attempt) -> open(upstreams.get(attempt.number() - 1), 2, attempt));
		});
	}

	/**
	 * Let the threads go, wait until each is done, and see what is left behind.
	 */
	private void play(FuzzRounds.Case fuzz, Flux<ChatChunk> stream, Reader reader, List<FuzzUpstream> upstreams)
			throws Exception {
		boolean cancelling = fuzz.chance(2);
		long[] requests = fuzz.random().longs(6, 1, 3).toArray();
		int pause = fuzz.oneOf(0, 5, 100, 2000);
		int cancelPause = fuzz.random().nextInt(fuzz.oneOf(10, 500, 20_000));
		reader.moreFromWithin = fuzz.chance(2);
		reader.pause = fuzz.oneOf(0, 0, 1000, 10_000);
		reader.cancelAt = fuzz.chance(10) ? fuzz.random().nextInt(3) : Integer.MAX_VALUE;
		fuzz.note("cancelling", cancelling).note("cancel at", reader.cancelAt);
		CyclicBarrier start = new CyclicBarrier(3);
		List<Future<?>> work = new ArrayList<>();
		work.add(this.threads.submit(() -> {
			start.await();
			for (FuzzUpstream upstream : upstreams) {
				upstream.run();
			}
			return null;
		}));
		stream.subscribe(reader);
		work.add(this.threads.submit(() -> {
			start.await();
			for (int i = 0; i < 3; i++) {
				spin(pause);
				reader.request(requests[i]);
			}
			return null;
		}));
		work.add(this.threads.submit(() -> {
			start.await();
			spin(cancelPause);
			if (cancelling) {
				reader.cancel();
			}
			for (int i = 3; i < requests.length; i++) {
				reader.request(requests[i]);
			}
			return null;
		}));
		work.get(1).get(8, TimeUnit.SECONDS);
		work.get(2).get(8, TimeUnit.SECONDS);
		boolean endless = upstreams.stream().anyMatch((upstream) -> !upstream.isEnding());
		if (!endless && !reader.cancelled) {
			await(() -> reader.ends.get() > 0 || reader.cancelled);
		}
		if (reader.cancelled || reader.ends.get() > 0) {
			await(() -> upstreams.stream().allMatch((upstream) -> upstream.isReleased() || !upstream.isSubscribed()));
		}
		upstreams.forEach(FuzzUpstream::stop);
		work.get(0).get(8, TimeUnit.SECONDS);
		if (reader.broken != null) {
			throw reader.broken;
		}
	}

	/**
	 * Most of what is waited for is there already, or in a few microseconds.
	 */
	private static void await(BooleanSupplier condition) {
		long began = System.nanoTime();
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime() - began).isLessThan(LIMIT.toNanos());
			Thread.yield();
		}
	}

	private static void spin(int times) {
		for (int i = 0; i < times; i++) {
			Thread.onSpinWait();
		}
	}

	/**
	 * Notes what it is told, and whether that is allowed.
	 */
	private static final class Reader implements CoreSubscriber<ChatChunk> {

		private final List<String> texts = new CopyOnWriteArrayList<>();

		private final AtomicLong demand = new AtomicLong();

		private final AtomicInteger ends = new AtomicInteger();

		private final AtomicInteger inside = new AtomicInteger();

		private volatile Subscription subscription;

		private volatile Throwable error;

		private volatile boolean cancelled;

		private volatile boolean moreFromWithin;

		private volatile int pause;

		private volatile int cancelAt;

		private volatile AssertionError broken;

		@Override
		public void onSubscribe(Subscription subscription) {
			check(this.subscription == null, "two subscriptions");
			this.subscription = subscription;
		}

		void request(long n) {
			this.demand.addAndGet(n);
			this.subscription.request(n);
		}

		void cancel() {
			this.subscription.cancel();
			this.cancelled = true;
		}

		@Override
		public void onNext(ChatChunk chunk) {
			check(this.subscription != null, "a chunk before the subscription");
			check(this.inside.incrementAndGet() == 1, "two signals at once");
			check(this.ends.get() == 0, "a chunk after the end");
			check(this.demand.getAndDecrement() > 0, "a chunk that was not asked for");
			this.texts.add(chunk.text());
			spin(this.pause);
			if (this.texts.size() > this.cancelAt) {
				cancel();
			}
			else if (this.moreFromWithin) {
				request(1);
			}
			this.inside.decrementAndGet();
		}

		@Override
		public void onError(Throwable error) {
			this.error = error;
			onComplete();
		}

		@Override
		public void onComplete() {
			check(this.subscription != null, "an end before the subscription");
			check(this.inside.incrementAndGet() == 1, "two signals at once");
			check(this.ends.incrementAndGet() == 1, "two ends");
			this.inside.decrementAndGet();
		}

		private void check(boolean right, String wrong) {
			if (!right) {
				this.broken = new AssertionError(wrong);
			}
		}

		String endMessage() {
			return (this.error != null) ? this.error.getMessage() : null;
		}

		void assertInOrder() {
			for (int i = 0; i < this.texts.size(); i++) {
				assertThat(this.texts).element(i).isEqualTo(String.valueOf(i));
			}
		}

	}

}
