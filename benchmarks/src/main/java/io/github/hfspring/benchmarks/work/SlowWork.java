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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.hfspring.benchmarks.client.Receiver;
import io.github.hfspring.benchmarks.shape.ModelName;

/**
 * One stream whose consumer takes one chunk and no more, of a server that has much to
 * say.
 *
 * @param megabytes how much the server offers
 */
record SlowWork(int megabytes) implements Work {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	/** When the server has got rid of nothing for so long, the client takes no more. */
	private static final Duration STILL = Duration.ofSeconds(2);

	@Override
	public List<Metric> metrics() {
		return List.of(Metric.of("offered", "MB offered"), Metric.of("taken", "MB taken").decimals(1),
				Metric.of("heap", "heap growth MB").decimals(1));
	}

	@Override
	public Map<String, Double> run(Settings settings) throws InterruptedException {
		new ClosedLoop(settings.client(), Expectation.of(ModelName.of(settings.shape(), 500), settings.kind()), 1)
			.run(Duration.ofSeconds(1));
		HttpClient http = HttpClient.newHttpClient();
		taken(settings, http);
		double baseline = Meter.heapAfterCollection();
		Receiver receiver = new Receiver();
		settings.client().streamOne(new ModelName(settings.shape(), this.megabytes, true, 0).toString(), receiver);
		if (!Waiting.until(() -> receiver.firstNanos() != 0, PATIENCE)) {
			throw new IllegalStateException("No chunk has come");
		}
		long taken = -1;
		while (taken != taken(settings, http)) {
			taken = taken(settings, http);
			Waiting.during(STILL);
		}
		double heap = Meter.heapAfterCollection() - baseline;
		return Map.of("offered", (double) this.megabytes, "taken", taken / 1048576.0, "heap", heap / 1048576.0);
	}

	private static long taken(Settings settings, HttpClient http) throws InterruptedException {
		try {
			HttpRequest request = HttpRequest.newBuilder(URI.create(settings.baseUrl() + "/taken")).build();
			return Long.parseLong(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
		}
		catch (IOException ex) {
			throw new IllegalStateException("The server does not say what was taken", ex);
		}
	}

}
