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

package io.github.hfspring.client;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How a request that failed is sent again. That happens for the statuses 408, 425, 429,
 * 502, 503 and 504, once for 500, for errors of the same meaning inside a response with
 * the status 200, when the connection fails, and once for a stream without an answer; and
 * only until the first chunk is there.
 * <p>
 * A server that says when to come back ({@code Retry-After}, or {@code RateLimit} with
 * nothing left) is asked again then, a model that says how long it needs to load after
 * that time. Otherwise the wait grows from one attempt to the next.
 * <p>
 * Components may be added in a minor release, so start from {@link #defaults()}.
 *
 * @param maxRetries the most attempts after the first one; 0 for none
 * @param initialInterval the longest wait before the first of them
 * @param multiplier what the wait grows by each time, 1 or more
 * @param maxInterval the longest wait that is not the server's wish
 * @param jitter how waits are spread
 * @param maxElapsedTime no further attempt begins later than this after the first one
 * @since 0.1.0
 */
public record RetrySettings(int maxRetries, Duration initialInterval, double multiplier, Duration maxInterval,
		Jitter jitter, Duration maxElapsedTime) {

	private static final RetrySettings DEFAULTS = new RetrySettings(3, Duration.ofMillis(500), 2,
			Duration.ofSeconds(30), Jitter.FULL, Duration.ofMinutes(2));

	/**
	 * Create settings.
	 * @throws IllegalArgumentException if a value makes no sense
	 */
	public RetrySettings {
		Assert.notNull(initialInterval, "'initialInterval' must not be null");
		Assert.notNull(maxInterval, "'maxInterval' must not be null");
		Assert.notNull(jitter, "'jitter' must not be null");
		Assert.notNull(maxElapsedTime, "'maxElapsedTime' must not be null");
		Assert.isTrue(maxRetries >= 0, "'maxRetries' must not be negative");
		Assert.isTrue(!initialInterval.isNegative() && !initialInterval.isZero(), "'initialInterval' must be above 0");
		Assert.isTrue(multiplier >= 1 && multiplier <= Integer.MAX_VALUE, "'multiplier' must be 1 or more");
		Assert.isTrue(maxInterval.compareTo(initialInterval) >= 0, "'maxInterval' must not be below 'initialInterval'");
		Assert.isTrue(!maxElapsedTime.isNegative(), "'maxElapsedTime' must not be negative");
		initialInterval = Patience.bounded(initialInterval);
		maxInterval = Patience.bounded(maxInterval);
		maxElapsedTime = Patience.bounded(maxElapsedTime);
	}

	/**
	 * Return these settings with another number of retries.
	 * @param maxRetries the number
	 * @return the settings
	 */
	public RetrySettings withMaxRetries(int maxRetries) {
		return new RetrySettings(maxRetries, this.initialInterval, this.multiplier, this.maxInterval, this.jitter,
				this.maxElapsedTime);
	}

	/**
	 * Return these settings with other waits.
	 * @param initialInterval the longest wait before the first retry
	 * @param multiplier what the wait grows by each time
	 * @param maxInterval the longest wait
	 * @return the settings
	 */
	public RetrySettings withIntervals(Duration initialInterval, double multiplier, Duration maxInterval) {
		return new RetrySettings(this.maxRetries, initialInterval, multiplier, maxInterval, this.jitter,
				this.maxElapsedTime);
	}

	/**
	 * Return these settings with other jitter.
	 * @param jitter how waits are spread
	 * @return the settings
	 */
	public RetrySettings withJitter(Jitter jitter) {
		return new RetrySettings(this.maxRetries, this.initialInterval, this.multiplier, this.maxInterval, jitter,
				this.maxElapsedTime);
	}

	/**
	 * Return these settings with another bound on the time.
	 * @param maxElapsedTime no further attempt begins later than this after the first one
	 * @return the settings
	 */
	public RetrySettings withMaxElapsedTime(Duration maxElapsedTime) {
		return new RetrySettings(this.maxRetries, this.initialInterval, this.multiplier, this.maxInterval, this.jitter,
				maxElapsedTime);
	}

	/**
	 * Return the settings by default: 3 retries after up to 500 ms, 1 s and 2 s.
	 * @return the settings
	 */
	public static RetrySettings defaults() {
		return DEFAULTS;
	}

	/**
	 * How waits are spread, so that clients that failed together do not come back
	 * together.
	 */
	public enum Jitter {

		/**
		 * Anything from nothing up to the whole wait.
		 */
		FULL,

		/**
		 * The whole wait.
		 */
		NONE

	}

}
