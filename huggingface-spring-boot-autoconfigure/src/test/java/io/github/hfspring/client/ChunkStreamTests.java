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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatTimeouts;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChunkStream}.
 */
class ChunkStreamTests {

	private static final Patience PATIENCE = new Patience(ChatTimeouts.none(), true, null, Duration.ZERO);

	private static final String A = chunk("a");

	private static final String B = chunk("b");

	private static final String C = chunk("c");

	private static final String STOP = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

	private static final String DONE = "data: [DONE]\n\n";

	private static final int ROUNDS = 10_000;

	private final Body body = new Body();

	private final Received received = new Received();

	@Test
	void isPulledAsFarAsTheBufferGoesAndNoFurther() {
		subscribe(2);
		assertThat(this.body.requested).hasValue(1);
		this.body.next(A);
		assertThat(this.body.requested).hasValue(2);
		this.body.next(B);
		assertThat(this.body.requested).hasValue(2);
		assertThat(this.received.texts).isEmpty();
		this.received.request(1);
		assertThat(this.received.texts).containsExactly("a");
		assertThat(this.body.requested).hasValue(3);
		this.body.next(C);
		assertThat(this.body.requested).hasValue(3);
	}

	@Test
	void onlyWhatIsAskedForIsDelivered() {
		subscribe(1);
		this.body.next(A + B + C + STOP + DONE);
		for (int i = 0; i < 4; i++) {
			assertThat(this.received.texts).hasSize(i);
			assertThat(this.received.ends).isZero();
			this.received.request(1);
		}
		assertThat(this.received.texts).containsExactly("a", "b", "c", "");
		assertThat(this.received.ends).isOne();
		assertThat(this.received.error).isNull();
	}

	@Test
	void theEndNeedsNoDemand() {
		subscribe(1);
		this.received.request(2);
		this.body.next(A + STOP);
		assertThat(this.received.ends).isZero();
		this.body.end();
		assertThat(this.received.ends).isOne();
		assertThat(this.received.error).isNull();
	}

	@Test
	void buffersAreReleasedWhenTheyAreRead() {
		subscribe(8);
		this.received.requestUnbounded();
		for (String text : List.of(A, "data: {", "\"choices\":[]}\n", "", "\n", STOP)) {
			this.body.next(text);
			this.body.assertReleased();
		}
		this.body.end();
		assertThat(this.received.texts).containsExactly("a", "", "");
		assertThat(this.received.ends).isOne();
	}

	@Test
	void cancellationReachesTheBodyAndNothingIsDeliveredAfterIt() {
		subscribe(8);
		this.body.next(A + B);
		this.received.cancel();
		this.received.request(5);
		assertThat(this.body.cancelled).isTrue();
		assertThat(this.received.texts).isEmpty();
		this.body.assertReleased();
	}

	@Test
	void lateBuffersAreReleasedAfterCancellation() {
		subscribe(8);
		this.received.requestUnbounded();
		this.body.next(A);
		this.received.cancel();
		this.body.next(B);
		this.body.next(DONE);
		this.body.end();
		this.body.assertReleased();
		assertThat(this.received.texts).containsExactly("a");
		assertThat(this.received.ends).isZero();
	}

	@Test
	void cancellationFromWithinAChunkIsTheEnd() {
		this.received.whenReceived = this.received::cancel;
		subscribe(8);
		this.received.requestUnbounded();
		this.body.next(A + B + STOP + DONE);
		assertThat(this.received.texts).containsExactly("a");
		assertThat(this.received.ends).isZero();
		assertThat(this.body.cancelled).isTrue();
		this.body.assertReleased();
	}

	@Test
	void requestsFromWithinAChunkDoNotNest() {
		int count = 20_000;
		AtomicInteger depth = new AtomicInteger();
		this.received.whenReceived = () -> {
			assertThat(depth.incrementAndGet()).isOne();
			this.received.request(1);
			depth.decrementAndGet();
		};
		subscribe(8);
		this.body.next(A.repeat(count) + STOP + DONE);
		this.received.request(1);
		assertThat(this.received.texts).hasSize(count + 1);
		assertThat(this.received.ends).isOne();
		assertThat(this.received.error).isNull();
	}

	@Test
	void thereIsOneEndThoughTheBodyGoesOnAfterIt() {
		subscribe(8);
		this.received.requestUnbounded();
		this.body.next(A + STOP + DONE);
		assertThat(this.received.ends).isOne();
		this.body.next(B);
		this.body.end();
		this.body.fail(new IOException("reset"));
		assertThat(this.received.ends).isOne();
		assertThat(this.received.error).isNull();
		assertThat(this.received.texts).containsExactly("a", "");
		this.body.assertReleased();
	}

	@Test
	void thereIsOneErrorThoughTheBodyGoesOnAfterIt() {
		subscribe(8);
		this.received.requestUnbounded();
		this.body.next(A + "data: {oops\n\n" + B);
		assertThat(this.received.kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
		assertThat(this.body.cancelled).isTrue();
		this.body.next(B);
		this.body.end();
		this.body.fail(new IOException("reset"));
		assertThat(this.received.ends).isOne();
		assertThat(this.received.texts).containsExactly("a");
		this.body.assertReleased();
	}

	@Test
	void errorOfTheBodyIsTheCauseOfTheCut() {
		subscribe(8);
		this.received.requestUnbounded();
		this.body.next(A);
		IOException reset = new IOException("reset");
		this.body.fail(reset);
		assertThat(this.received.kind()).isEqualTo(ErrorKind.STREAM_CUT);
		assertThat(this.received.error).hasCause(reset);
		assertThat(this.received.ends).isOne();
	}

	@Test
	void whatFollowsTheEndIsThrownAwayUpToALimit() {
		subscribe(8);
		this.received.requestUnbounded();
		this.body.next(A + STOP + DONE);
		long before = this.body.requested.get();
		this.body.next(": more\n");
		assertThat(this.body.requested).hasValueGreaterThan(before);
		this.body.next(" ".repeat(64 * 1024));
		assertThat(this.body.cancelled).isTrue();
		this.body.assertReleased();
	}

	/**
	 * The last buffer and the end come while another thread, which asks for chunks, is
	 * looking whether there is a buffer. As many threads ask as there are processors, so
	 * that one has to pause, wherever it is, when a body goes on.
	 */
	@Test
	void theLastBufferIsNotLostWhenTheEndComesTogetherWithIt() throws Exception {
		int pairs = Runtime.getRuntime().availableProcessors();
		ExecutorService threads = Executors.newFixedThreadPool(2 * pairs);
		try {
			List<Future<?>> races = new ArrayList<>();
			for (int i = 0; i < pairs; i++) {
				races.add(threads.submit(() -> race(threads)));
			}
			for (Future<?> race : races) {
				race.get(60, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Void race(ExecutorService threads) throws Exception {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
		for (int round = 0; round < ROUNDS && System.nanoTime() < deadline; round++) {
			RacingBody body = new RacingBody();
			Received subscriber = new Received();
			open(body, 1).subscribe(subscriber);
			Future<?> emission = threads.submit(body::emit);
			while (!emission.isDone()) {
				for (int i = 0; i < 100; i++) {
					subscriber.request(1);
				}
			}
			emission.get(10, TimeUnit.SECONDS);
			subscriber.request(3);
			assertThat(subscriber.error).as("error of round %d", round).isNull();
			assertThat(subscriber.texts).as("texts of round %d", round).containsExactly("a", "b", "");
			assertThat(subscriber.ends).as("ends of round %d", round).isOne();
		}
		return null;
	}

	private void subscribe(int bufferSize) {
		open(this.body, bufferSize).subscribe(this.received);
	}

	private static Flux<ChatChunk> open(Flux<DataBuffer> body, int bufferSize) {
		Attempt attempt = new Attempt(1, true, PATIENCE, null);
		return ChunkStream.open(body, decoder(), bufferSize, attempt).flatMapMany(Function.identity());
	}

	private static StreamDecoder decoder() {
		return new StreamDecoder(new ResponseLimits(256, 1024 * 1024, 1024 * 1024, 8192), new ChunkDecoder(Json.MAPPER),
				new ErrorDecoder(Json.MAPPER, 8192), ResponseMetadata.none(), null, null);
	}

	private static String chunk(String text) {
		return "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
	}

	/**
	 * A body that says what it is told to, in buffers that know whether they are held.
	 */
	private static final class Body extends Flux<DataBuffer> implements Subscription {

		private final NettyDataBufferFactory buffers = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT);

		private final List<NettyDataBuffer> emitted = new ArrayList<>();

		private final AtomicLong requested = new AtomicLong();

		private boolean cancelled;

		private CoreSubscriber<? super DataBuffer> subscriber;

		@Override
		public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
			this.subscriber = actual;
			actual.onSubscribe(this);
		}

		@Override
		public void request(long n) {
			this.requested.addAndGet(n);
		}

		@Override
		public void cancel() {
			this.cancelled = true;
		}

		void next(String text) {
			NettyDataBuffer buffer = this.buffers.allocateBuffer(16);
			buffer.write(Json.utf8(text));
			this.emitted.add(buffer);
			this.subscriber.onNext(buffer);
		}

		void end() {
			this.subscriber.onComplete();
		}

		void fail(Throwable error) {
			this.subscriber.onError(error);
		}

		void assertReleased() {
			assertThat(this.emitted).isNotEmpty()
				.allSatisfy((buffer) -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
		}

	}

	/**
	 * A body of one buffer, behind which it ends at once.
	 */
	private static final class RacingBody extends Flux<DataBuffer> implements Subscription {

		private volatile CoreSubscriber<? super DataBuffer> subscriber;

		private volatile boolean requested;

		@Override
		public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
			this.subscriber = actual;
			actual.onSubscribe(this);
		}

		@Override
		public void request(long n) {
			this.requested = true;
		}

		@Override
		public void cancel() {
			// An error, which the test looks for, cancels
		}

		void emit() {
			assertThat(this.requested).isTrue();
			this.subscriber.onNext(DefaultDataBufferFactory.sharedInstance.wrap(Json.utf8(A + B + STOP)));
			this.subscriber.onComplete();
		}

	}

	/**
	 * Notes what is delivered, and asks for nothing by itself.
	 */
	private static final class Received extends BaseSubscriber<ChatChunk> {

		private final List<String> texts = new ArrayList<>();

		private volatile int ends;

		private volatile Throwable error;

		private Runnable whenReceived = () -> {
		};

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// Tests ask
		}

		@Override
		protected void hookOnNext(ChatChunk chunk) {
			this.texts.add(chunk.text());
			this.whenReceived.run();
		}

		@Override
		protected void hookOnComplete() {
			this.ends++;
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.error = error;
			this.ends++;
		}

		ErrorKind kind() {
			assertThat(this.error).isInstanceOf(HuggingFaceException.class);
			return ((HuggingFaceException) this.error).kind();
		}

	}

}
