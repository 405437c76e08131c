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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.hfspring.benchmarks.client.Receiver;
import io.github.hfspring.benchmarks.shape.ModelName;

/**
 * Many streams at the speed of a model: every chunk comes alone.
 *
 * @param streams how many
 * @param pace the chunks a second of each
 */
record PacedWork(int streams, int pace) implements Work {

	private static final Duration SETTLE = Duration.ofSeconds(1);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Override
	public List<Metric> metrics() {
		return StreamingWork.METRICS;
	}

	@Override
	public Map<String, Double> run(Settings settings) throws InterruptedException {
		new ClosedLoop(settings.client(), Expectation.of(ModelName.of(settings.shape(), 500), settings.kind()), 4)
			.run(settings.warmUp());
		int seconds = (int) (settings.window().toSeconds() + SETTLE.toSeconds() * 3);
		ModelName model = new ModelName(settings.shape(), this.pace * seconds, false, this.pace);
		Expectation expectation = Expectation.of(model, settings.kind());
		List<Receiver> receivers = new ArrayList<>(this.streams);
		for (int i = 0; i < this.streams; i++) {
			Receiver receiver = new Receiver();
			receivers.add(receiver);
			settings.client().stream(expectation.model(), receiver);
		}
		if (!Waiting.until(() -> receivers.stream().allMatch((receiver) -> receiver.firstNanos() != 0), PATIENCE)) {
			long begun = receivers.stream().filter((receiver) -> receiver.firstNanos() != 0).count();
			throw new IllegalStateException("Only " + begun + " of " + this.streams + " streams run");
		}
		Waiting.during(SETTLE);
		Meter meter = new Meter();
		meter.start();
		double before = chunks(receivers, expectation);
		Waiting.during(settings.window());
		double chunks = chunks(receivers, expectation) - before;
		Meter.Usage usage = meter.stop();
		for (Receiver receiver : receivers) {
			receiver.end().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
			expectation.check(receiver);
		}
		return StreamingWork.numbers(settings, expectation, usage, chunks);
	}

	private static double chunks(List<Receiver> receivers, Expectation expectation) {
		return receivers.stream().mapToDouble(expectation::chunksOf).sum();
	}

}
