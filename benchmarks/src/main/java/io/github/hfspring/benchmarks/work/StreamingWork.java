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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.hfspring.benchmarks.client.ClientKind;
import io.github.hfspring.benchmarks.shape.ModelName;

/**
 * A few streams at a time, each as fast as the client takes it.
 *
 * @param chunks how many chunks a stream has
 * @param concurrency how many streams at a time
 */
record StreamingWork(int chunks, int concurrency) implements Work {

	static final List<Metric> METRICS = List.of(Metric.of("ns", "CPU ns/chunk").compare(),
			Metric.of("bytes", "bytes/chunk"), Metric.of("text", "of which text kept"), Metric.of("threads", "threads"),
			Metric.of("rate", "chunks/s"));

	@Override
	public List<Metric> metrics() {
		return METRICS;
	}

	@Override
	public Map<String, Double> run(Settings settings) throws InterruptedException {
		Expectation expectation = Expectation.of(ModelName.of(settings.shape(), this.chunks), settings.kind());
		ClosedLoop loop = new ClosedLoop(settings.client(), expectation, this.concurrency);
		loop.run(settings.warmUp());
		Meter meter = new Meter();
		meter.start();
		double chunks = (double) loop.run(settings.window()) * this.chunks;
		return numbers(settings, expectation, meter.stop(), chunks);
	}

	static Map<String, Double> numbers(Settings settings, Expectation expectation, Meter.Usage usage, double chunks) {
		Map<String, Double> numbers = new LinkedHashMap<>();
		numbers.put("ns", usage.cpuNanos() / chunks);
		numbers.put("bytes", usage.allocatedBytes() / chunks);
		if (settings.kind() == ClientKind.OURS) {
			numbers.put("text", expectation.textBytesPerChunk());
		}
		numbers.put("threads", (double) usage.peakThreads());
		numbers.put("rate", chunks / usage.wallNanos() * 1e9);
		return numbers;
	}

}
