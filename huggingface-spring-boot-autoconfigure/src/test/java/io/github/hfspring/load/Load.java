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

package io.github.hfspring.load;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.client.HuggingFaceChatModel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a model is put under, and what must come of it.
 */
final class Load {

	private static final Log logger = LogFactory.getLog(Load.class);

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** What a process opens beside its connections. */
	private static final int OTHER_FILES = 500;

	private static final int CALLS_AT_ONCE = 16;

	/** Reactor Netty and Reactor have one per processor each, the former at least 4. */
	private static final int MAX_THREADS = Math.max(10, 2 * Runtime.getRuntime().availableProcessors() + 2);

	private Load() {
	}

	/**
	 * Hold slow streams: all run at once, none loses anything, and each needs little.
	 * @param count how many streams
	 * @param time for how long
	 * @param interval the time between two chunks of a stream
	 * @param maxHeap the most bytes that a stream may need on the heap
	 */
	static void holdStreams(int count, Duration time, Duration interval, long maxHeap) throws InterruptedException {
		long began = System.nanoTime();
		try (LoadServerProcess server = new LoadServerProcess(interval)) {
			skipWithoutFiles(count, server);
			Set<Thread> others = Footprint.liveThreads();
			holdStreams(server, Math.min(count / 2, 100), Duration.ofMillis(1), others);
			Footprint before = Footprint.now(others);
			Held held = holdStreams(server, count, time, others);
			Footprint after = Footprint.now(others);
			long heap = (Math.max(held.first().heap(), held.last().heap()) - before.heap()) / count;
			logger.info(count + " streams held for " + time.toSeconds() + " s: " + held.last().threads().size()
					+ " threads, " + (held.first().heap() - before.heap()) / count
					+ " bytes of heap a stream at first, " + (held.last().heap() - before.heap()) / count + " at last, "
					+ (held.last().direct() - before.direct()) / count + " of direct memory, " + held.chunks()
					+ " chunks each; afterwards " + (after.heap() - before.heap()) / 1024 + " kB of heap more; "
					+ Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s in all");
			assertThat(held.last().threads()).hasSizeLessThanOrEqualTo(MAX_THREADS);
			assertThat(heap).isLessThanOrEqualTo(maxHeap);
			assertThat((after.heap() - before.heap()) / count).isLessThan(maxHeap / 4);
			assertThat(held.chunks()).isGreaterThan((int) (time.dividedBy(interval) / 2));
		}
	}

	private static Held holdStreams(LoadServerProcess server, int count, Duration time, Set<Thread> others)
			throws InterruptedException {
		NumberedStreams streams = new NumberedStreams(count);
		try (LoadClient client = new LoadClient(server.url(), count)) {
			streams.open(client.model());
			Awaitility.await().atMost(LIMIT).until(() -> streams.running() == count || !streams.failures().isEmpty());
			assertThat(streams.failures()).isEmpty();
			Footprint first = Footprint.now(others);
			Awaitility.await()
				.pollInSameThread()
				.during(time)
				.atMost(time.plus(LIMIT))
				.until(() -> server.state().streams() == count && streams.running() == count);
			Footprint last = Footprint.now(others);
			int chunks = streams.chunks();
			server.endStreams();
			Awaitility.await().atMost(LIMIT).until(() -> streams.running() == 0);
			assertThat(streams.failures()).isEmpty();
			assertThat(streams.whole()).isEqualTo(count);
			assertThat(server.state().streams()).isZero();
			return new Held(first, last, chunks);
		}
	}

	/**
	 * Make short calls, every other one of them a stream: nothing grows with their
	 * number.
	 * @param warmUp how many to make before
	 * @param count how many
	 * @param maxHeap how many bytes the heap may differ
	 */
	static void makeCalls(int warmUp, int count, long maxHeap) {
		try (LoadServerProcess server = new LoadServerProcess(Duration.ofSeconds(1))) {
			skipWithoutFiles(CALLS_AT_ONCE, server);
			Set<Thread> others = Footprint.liveThreads();
			try (LoadClient client = new LoadClient(server.url(), CALLS_AT_ONCE)) {
				makeCalls(client.model(), warmUp);
				long files = OpenFiles.available();
				Footprint before = Footprint.now(others);
				long began = System.nanoTime();
				makeCalls(client.model(), count);
				Duration took = Duration.ofNanos(System.nanoTime() - began);
				Footprint after = Footprint.now(others);
				LoadServerProcess.State state = server.state();
				logger.info(
						count + " calls in " + took.toMillis() + " ms: " + before.heap() / 1024 + " kB of heap before, "
								+ after.heap() / 1024 + " kB after, direct memory " + before.direct() / 1024
								+ " kB and " + after.direct() / 1024 + " kB, threads " + before.threads().size()
								+ " and " + after.threads().size() + ", " + state.connections() + " connections");
				assertThat(state.requests()).isEqualTo(warmUp + count);
				assertThat(state.connections()).isLessThanOrEqualTo(CALLS_AT_ONCE);
				assertThat(after.heap() - before.heap()).isLessThan(maxHeap);
				assertThat(after.direct() - before.direct()).isLessThan(maxHeap);
				assertThat(after.threads()).hasSizeLessThanOrEqualTo(before.threads().size());
				assertThat(OpenFiles.available()).isGreaterThanOrEqualTo(files);
			}
		}
	}

	private static void makeCalls(HuggingFaceChatModel model, int count) {
		Long answered = Flux.range(0, count)
			.flatMap((i) -> ask(model, "Call " + i, i % 2 == 0).filter(("Call " + i)::equals), CALLS_AT_ONCE)
			.count()
			.block(Duration.ofMinutes(3));
		assertThat(answered).isEqualTo(count);
	}

	private static Mono<String> ask(HuggingFaceChatModel model, String message, boolean stream) {
		return stream ? model.stream(message).map(ChatChunk::text).collect(Collectors.joining())
				: model.chat(message).map(ChatResponse::text);
	}

	private static void skipWithoutFiles(int connections, LoadServerProcess server) {
		long available = Math.min(OpenFiles.available(), server.openFiles());
		if (available < connections + OTHER_FILES) {
			String message = "Skipped: only " + available + " more files can be opened, too few for " + connections
					+ " connections; see 'ulimit -n'";
			logger.warn(message);
			Assumptions.abort(message);
		}
	}

	/**
	 * What was needed while streams were held.
	 *
	 * @param first at the beginning
	 * @param last at the end
	 * @param chunks how many chunks the shortest stream had
	 */
	private record Held(Footprint first, Footprint last, int chunks) {

	}

}
