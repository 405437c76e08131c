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

import org.junit.jupiter.api.Test;

/**
 * Tests under a little load; {@link FullLoadTests} has more.
 */
class LoadTests {

	/**
	 * Above the goal, since coverage is measured here; below what a stream takes that
	 * keeps the way to it.
	 */
	private static final int MAX_HEAP = 16_000;

	@Test
	void holdsManySlowStreamsOnFewThreads() throws InterruptedException {
		Load.holdStreams(200, Duration.ofSeconds(2), Duration.ofMillis(100), MAX_HEAP);
	}

	@Test
	void doesNotGrowWithTheNumberOfCalls() {
		Load.makeCalls(500, 2_000, 4_000_000);
	}

}
