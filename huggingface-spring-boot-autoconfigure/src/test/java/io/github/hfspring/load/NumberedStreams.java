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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.client.HuggingFaceChatModel;
import reactor.core.publisher.BaseSubscriber;

/**
 * Many readers of streams of numbered chunks, all at once.
 */
final class NumberedStreams {

	private static final int OPENING_AT_ONCE = 200;

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final Semaphore opening = new Semaphore(OPENING_AT_ONCE);

	private final AtomicInteger running = new AtomicInteger();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final Reader[] readers;

	/**
	 * Create the readers.
	 * @param count how many
	 */
	NumberedStreams(int count) {
		this.readers = IntStream.range(0, count).mapToObj((i) -> new Reader()).toArray(Reader[]::new);
	}

	/**
	 * Open the streams, so many at a time as a server can accept.
	 * @param model opens each
	 */
	void open(HuggingFaceChatModel model) throws InterruptedException {
		for (int i = 0; i < this.readers.length; i++) {
			if (!this.opening.tryAcquire(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
				this.failures.add("Only some of " + i + " streams have begun");
				return;
			}
			model.stream("Hold " + i).subscribe(this.readers[i]);
		}
	}

	/**
	 * Return how many have begun and not ended.
	 */
	int running() {
		return this.running.get();
	}

	/**
	 * Return what went wrong.
	 */
	Queue<String> failures() {
		return this.failures;
	}

	/**
	 * Return how many got every chunk, in order, and then their end.
	 */
	long whole() {
		return Stream.of(this.readers).filter((reader) -> reader.completed).count();
	}

	/**
	 * Return how many chunks the shortest stream had so far.
	 */
	int chunks() {
		return Stream.of(this.readers).mapToInt((reader) -> reader.chunks).min().orElse(0);
	}

	/**
	 * Reads one stream.
	 */
	private final class Reader extends BaseSubscriber<ChatChunk> {

		private volatile int chunks;

		private boolean ended;

		private volatile boolean completed;

		@Override
		protected void hookOnNext(ChatChunk chunk) {
			String text = chunk.text();
			if (text.equals("end " + this.chunks)) {
				this.ended = true;
			}
			else if (text.equals(String.valueOf(this.chunks))) {
				this.chunks++;
				if (this.chunks == 1) {
					NumberedStreams.this.running.incrementAndGet();
					NumberedStreams.this.opening.release();
				}
			}
			else {
				fail("'" + text + "' came after " + this.chunks + " chunks");
			}
		}

		@Override
		protected void hookOnComplete() {
			NumberedStreams.this.running.decrementAndGet();
			this.completed = this.ended;
			if (!this.ended) {
				fail("It ended after " + this.chunks + " chunks");
			}
		}

		@Override
		protected void hookOnError(Throwable error) {
			NumberedStreams.this.running.decrementAndGet();
			fail(error.toString());
		}

		private void fail(String failure) {
			NumberedStreams.this.failures.add(failure);
		}

	}

}
