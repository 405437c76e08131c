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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.hfspring.benchmarks.client.Receiver;
import io.github.hfspring.benchmarks.shape.ModelName;

/**
 * Short streams, one after the other, on a connection that is open.
 *
 * @param chunks how many chunks a stream has
 */
record FirstTokenWork(int chunks) implements Work {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	@Override
	public List<Metric> metrics() {
		return List.of(Metric.of("p50", "p50 µs").compare(), Metric.of("p99", "p99 µs"),
				Metric.of("threads", "threads"));
	}

	@Override
	public Map<String, Double> run(Settings settings) throws InterruptedException {
		Expectation expectation = Expectation.of(ModelName.of(settings.shape(), this.chunks), settings.kind());
		long deadline = System.nanoTime() + settings.warmUp().toNanos();
		for (int i = 0; i < settings.warmUpRequests() || System.nanoTime() - deadline < 0; i++) {
			measure(settings, expectation);
		}
		Meter meter = new Meter();
		meter.start();
		long[] nanos = new long[settings.quick() ? 500 : 3000];
		for (int i = 0; i < nanos.length; i++) {
			nanos[i] = measure(settings, expectation);
		}
		Arrays.sort(nanos);
		return Map.of("p50", nanos[nanos.length / 2] / 1e3, "p99", nanos[nanos.length * 99 / 100] / 1e3, "threads",
				(double) meter.stop().peakThreads());
	}

	private static long measure(Settings settings, Expectation expectation) {
		Receiver receiver = new Receiver();
		long start = System.nanoTime();
		settings.client().stream(expectation.model(), receiver);
		receiver.end().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
		expectation.check(receiver);
		return receiver.firstNanos() - start;
	}

}
