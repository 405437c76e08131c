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

package io.github.hfspring.benchmarks.work;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.hfspring.benchmarks.client.ClientKind;
import io.github.hfspring.benchmarks.client.Receiver;
import io.github.hfspring.benchmarks.shape.ModelName;

/**
 * Very many streams that bring one chunk a second, all at the same time. A client that
 * cannot run as many is measured with those that do.
 *
 * @param streams how many
 */
record HeldStreamsWork(int streams) implements Work {

	/** How many may be on their way to the server at once. */
	private static final int OPENING = 256;

	/** Longer than this, and no more streams begin. */
	private static final Duration STUCK = Duration.ofSeconds(8);

	/** In which time a stream must bring a chunk to be one that runs. */
	private static final Duration WATCH = Duration.ofSeconds(3);

	private static final int CHUNKS = 600;

	@Override
	public List<Metric> metrics() {
		return List.of(Metric.of("asked", "asked"), Metric.of("running", "running"),
				Metric.of("heap", "heap kB/stream").decimals(1).compare(),
				Metric.of("text", "of which text kept").decimals(1), Metric.of("threads", "threads"));
	}

	@Override
	public Map<String, Double> run(Settings settings) throws InterruptedException {
		int streams = settings.quick() ? Math.min(this.streams, 500) : this.streams;
		Expectation warmUp = Expectation.of(ModelName.of(settings.shape(), 500), settings.kind());
		new ClosedLoop(settings.client(), warmUp, 4).run(Duration.ofSeconds(1));
		ModelName model = new ModelName(settings.shape(), CHUNKS, false, 1);
		double baseline = Meter.heapAfterCollection();
		AtomicInteger begun = new AtomicInteger();
		List<Receiver> receivers = Stream.generate(() -> new HeldReceiver(begun))
			.limit(streams)
			.map(Receiver.class::cast)
			.toList();
		// A client that opens a stream on the thread that asks must not keep this one
		CompletableFuture<Void> opening = CompletableFuture
			.runAsync(() -> open(settings, model.toString(), receivers, begun), HeldStreamsWork::daemon);
		awaitAll(begun, opening, streams);
		long[] before = receivers.stream().mapToLong(HeldStreamsWork::received).toArray();
		Waiting.during(WATCH);
		long running = 0;
		double characters = 0;
		for (int i = 0; i < streams; i++) {
			running += (received(receivers.get(i)) > before[i]) ? 1 : 0;
			characters += receivers.get(i).characters();
		}
		double heap = Meter.heapAfterCollection() - baseline;
		Map<String, Double> numbers = new LinkedHashMap<>();
		numbers.put("asked", (double) streams);
		numbers.put("running", (double) running);
		numbers.put("heap", heap / 1e3 / Math.max(1, running));
		if (settings.kind() == ClientKind.OURS) {
			numbers.put("text", 2 * characters / 1e3 / Math.max(1, running));
		}
		numbers.put("threads", (double) Meter.threads());
		return numbers;
	}

	private static void open(Settings settings, String model, List<Receiver> receivers, AtomicInteger begun) {
		int opened = 0;
		try {
			for (Receiver receiver : receivers) {
				settings.client().stream(model, receiver);
				opened++;
				int limit = opened - OPENING;
				if (begun.get() < limit && !Waiting.until(() -> begun.get() >= limit, STUCK)) {
					return;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "opening");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Wait until all streams have brought something, or none has begun for a while.
	 */
	private static void awaitAll(AtomicInteger begun, CompletableFuture<Void> opening, int streams)
			throws InterruptedException {
		int last = 0;
		while (last < streams && !opening.isCompletedExceptionally()) {
			int known = last;
			if (!Waiting.until(() -> begun.get() > known, STUCK)) {
				return;
			}
			last = begun.get();
		}
	}

	private static long received(Receiver receiver) {
		return receiver.chunks() + receiver.bytes();
	}

	private static final class HeldReceiver extends Receiver {

		private final AtomicInteger begun;

		HeldReceiver(AtomicInteger begun) {
			this.begun = begun;
		}

		@Override
		protected void begun() {
			this.begun.incrementAndGet();
		}

	}

}
