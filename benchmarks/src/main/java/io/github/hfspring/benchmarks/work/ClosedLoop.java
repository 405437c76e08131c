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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.hfspring.benchmarks.client.BenchmarkClient;
import io.github.hfspring.benchmarks.client.Receiver;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of streams going: a new one begins when one ends.
 */
final class ClosedLoop {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final BenchmarkClient client;

	private final Expectation expectation;

	private final int concurrency;

	private final Semaphore free;

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	ClosedLoop(BenchmarkClient client, Expectation expectation, int concurrency) {
		this.client = client;
		this.expectation = expectation;
		this.concurrency = concurrency;
		this.free = new Semaphore(concurrency);
	}

	/**
	 * Begin streams for a time, and wait for the last ones to end.
	 * @param time for how long
	 * @return how many streams there were
	 */
	int run(Duration time) throws InterruptedException {
		long deadline = System.nanoTime() + time.toNanos();
		int streams = 0;
		while (System.nanoTime() - deadline < 0) {
			acquire(1);
			Receiver receiver = new Receiver();
			receiver.end().whenComplete((ignored, error) -> ended(receiver, error));
			this.client.stream(this.expectation.model(), receiver);
			streams++;
		}
		acquire(this.concurrency);
		this.free.release(this.concurrency);
		return streams;
	}

	private void acquire(int permits) throws InterruptedException {
		boolean acquired = this.free.tryAcquire(permits, PATIENCE.toSeconds(), TimeUnit.SECONDS);
		Throwable error = this.failure.get();
		if (error != null) {
			throw new IllegalStateException("A stream has failed: " + error, error);
		}
		if (!acquired) {
			throw new IllegalStateException("A stream has not ended after " + PATIENCE);
		}
	}

	private void ended(Receiver receiver, @Nullable Throwable error) {
		try {
			if (error != null) {
				this.failure.compareAndSet(null, error);
			}
			else {
				this.expectation.check(receiver);
			}
		}
		catch (IllegalStateException ex) {
			this.failure.compareAndSet(null, ex);
		}
		finally {
			this.free.release();
		}
	}

}
