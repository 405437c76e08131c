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
import java.util.List;
import java.util.Map;

import io.github.hfspring.benchmarks.client.ClientKind;
import io.github.hfspring.benchmarks.shape.ModelName;
import io.github.hfspring.benchmarks.shape.Shape;

/**
 * Whole answers, one after the other.
 *
 * @param words how many words an answer has
 */
record CallWork(int words) implements Work {

	@Override
	public List<Metric> metrics() {
		return List.of(Metric.of("us", "CPU µs/call").compare(), Metric.of("bytes", "bytes/call").compare(),
				Metric.of("threads", "threads"));
	}

	@Override
	public Map<String, Double> run(Settings settings) throws InterruptedException {
		String model = ModelName.of(settings.shape(), this.words).toString();
		String text = Shape.answer(this.words);
		call(settings, model, text, settings.warmUp(), settings.warmUpRequests());
		Meter meter = new Meter();
		meter.start();
		int calls = call(settings, model, text, settings.window(), 1);
		Meter.Usage usage = meter.stop();
		return Map.of("us", usage.cpuNanos() / 1e3 / calls, "bytes", (double) usage.allocatedBytes() / calls, "threads",
				(double) usage.peakThreads());
	}

	private static int call(Settings settings, String model, String text, Duration time, int least) {
		long deadline = System.nanoTime() + time.toNanos();
		int calls = 0;
		while (calls < least || System.nanoTime() - deadline < 0) {
			String answer = settings.client().call(model);
			if (settings.kind() != ClientKind.FLOOR1 && !text.equals(answer)) {
				throw new IllegalStateException("The answer is not what the server has sent: " + answer);
			}
			calls++;
		}
		return calls;
	}

}
