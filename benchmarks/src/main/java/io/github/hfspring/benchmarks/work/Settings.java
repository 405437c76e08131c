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

import io.github.hfspring.benchmarks.client.BenchmarkClient;
import io.github.hfspring.benchmarks.client.ClientKind;
import io.github.hfspring.benchmarks.shape.Shape;

/**
 * What is measured, and for how long.
 *
 * @param kind who is measured
 * @param client who is measured
 * @param shape the form of the chunks
 * @param baseUrl where the server is
 * @param quick whether to hurry
 */
record Settings(ClientKind kind, BenchmarkClient client, Shape shape, String baseUrl, boolean quick) {

	/**
	 * Long enough for the compiler to be done with the code of a request, which takes
	 * more requests than one expects.
	 */
	Duration warmUp() {
		return this.quick ? Duration.ofMillis(1500) : Duration.ofSeconds(6);
	}

	/**
	 * At least as many requests come before the window where they go one after the other:
	 * a slow client would get fewer than a fast one in the same time, and be measured at
	 * a younger age.
	 */
	int warmUpRequests() {
		return this.quick ? 0 : 40_000;
	}

	Duration window() {
		return this.quick ? Duration.ofMillis(1000) : Duration.ofSeconds(3);
	}

}
