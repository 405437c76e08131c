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

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests under load. They take minutes and run only where they are asked for.
 */
@Tag("load")
class FullLoadTests {

	/**
	 * The goal for a stream, without its text. A {@code WebClient} whose body nobody
	 * decodes needs about as much, Reactor Netty alone 7 kB.
	 */
	private static final int MAX_HEAP = 14_000;

	@Test
	void holdsFiveThousandSlowStreamsForAMinute() throws InterruptedException {
		Load.holdStreams(5_000, Duration.ofMinutes(1), Duration.ofSeconds(1), MAX_HEAP);
	}

	@Test
	void doesNotGrowWithAHundredThousandCalls() {
		Load.makeCalls(10_000, 100_000, 4_000_000);
	}

}
