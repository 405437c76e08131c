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

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatProgress;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a server offers costs no memory as long as nobody asks for it.
 */
@Timeout(60)
class BackPressureTests {

	private static final int MEGABYTE = 1024 * 1024;

	private static final String PADDING = " ".repeat(8000);

	/**
	 * What the connector and the kernel hold is theirs, and does not grow with the offer.
	 * The heap is that of all tests before this one: a bound of a few per cent of what is
	 * offered more leaves room for what those let go of meanwhile.
	 */
	@ParameterizedTest
	@CsvSource({ "REACTOR, 0", "REACTOR, 5", "JDK, 0", "JDK, 5" })
	void memoryIsTheSameWhetherMuchIsOfferedOrTenTimesAsMuch(Connector connector, int taken) {
		stall(connector, taken, 40);
		Usage some = stall(connector, taken, 40);
		Usage more = stall(connector, taken, 400);
		String usages = "%s with 40 MB on offer, %s with 400".formatted(some, more);
		assertThat(more.written()).as(usages).isLessThan(36L * MEGABYTE);
		assertThat(more.heap() - some.heap()).as(usages).isLessThan(12L * MEGABYTE);
		assertThat(more.direct() - some.direct()).as(usages).isLessThan(12L * MEGABYTE);
		assertThat(more.pooled() - some.pooled()).as(usages).isLessThan(12L * MEGABYTE);
	}

	/**
	 * Events that are left out are told of when they are decoded.
	 */
	@ParameterizedTest
	@CsvSource({ "REACTOR, 1", "REACTOR, 20", "JDK, 1", "JDK, 20" })
	void noMoreIsDecodedThanTheBufferHolds(Connector connector, int bufferSize) {
		AtomicInteger decoded = new AtomicInteger();
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream();
			for (int i = 0; i < 100; i++) {
				exchange.piece(Answers.event(Answers.chunk("a", null)) + Answers.event("{left out"));
			}
		})) {
			Reader reader = new Reader(0);
			connector.model(server.url())
				.bufferSize(bufferSize)
				.malformedEvents(MalformedEventPolicy.SKIP)
				.onProgress((request, progress) -> {
					if (progress instanceof ChatProgress.EventSkipped) {
						decoded.incrementAndGet();
					}
				})
				.build()
				.stream("Hi")
				.subscribe(reader);
			for (int asked = 0; asked < 4; asked++) {
				// The event behind the last chunk is not looked at
				int ahead = bufferSize + asked - 1;
				Awaitility.await()
					.pollDelay(Duration.ZERO)
					.during(Duration.ofMillis(200))
					.atMost(RawHttpServer.LIMIT)
					.until(() -> decoded.get() == ahead);
				assertThat(reader.received).hasValue(asked);
				reader.request(1);
			}
			reader.cancel();
		}
	}

	private static Usage stall(Connector connector, int taken, int megabytes) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.stream();
			String piece = Answers.event(Answers.chunk("a", null)) + PADDING + "\n";
			for (int i = 0; i < megabytes * (MEGABYTE / PADDING.length()); i++) {
				exchange.piece(piece);
			}
		})) {
			Reader reader = new Reader(taken);
			connector.model(server.url()).bufferSize(4).build().stream("Hi").subscribe(reader);
			AtomicLong last = new AtomicLong(-1);
			Awaitility.await()
				.pollInterval(Duration.ofMillis(50))
				.during(Duration.ofMillis(300))
				.atMost(RawHttpServer.LIMIT)
				.until(() -> server.bytesWritten() > 0
						&& last.getAndSet(server.bytesWritten()) == server.bytesWritten());
			assertThat(reader.received).hasValue(taken);
			Usage usage = new Usage(server.bytesWritten(), heap(), direct(), pooled());
			reader.cancel();
			server.awaitClosedByClient(0);
			return usage;
		}
	}

	/**
	 * The least of several readings, since others allocate meanwhile.
	 */
	private static long heap() {
		return LongStream.generate(() -> {
			System.gc();
			return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		}).limit(4).min().orElseThrow();
	}

	private static long direct() {
		long pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return pools + Math.max(0, PlatformDependent.usedDirectMemory());
	}

	private static long pooled() {
		return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()
				+ PooledByteBufAllocator.DEFAULT.metric().usedHeapMemory();
	}

	/**
	 * What a stream costs that stands still.
	 *
	 * @param written the bytes that the server could write
	 * @param heap the bytes on the heap
	 * @param direct the bytes outside of it
	 * @param pooled the bytes of Netty's pool, which it takes in pieces of 4 MB
	 */
	private record Usage(long written, long heap, long direct, long pooled) {

	}

	/**
	 * Asks for some chunks and then for no more by itself.
	 */
	private static final class Reader extends BaseSubscriber<ChatChunk> {

		private final AtomicInteger received = new AtomicInteger();

		private final int wanted;

		Reader(int wanted) {
			this.wanted = wanted;
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			if (this.wanted > 0) {
				request(this.wanted);
			}
		}

		@Override
		protected void hookOnNext(ChatChunk chunk) {
			this.received.incrementAndGet();
		}

	}

}
