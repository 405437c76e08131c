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

package io.github.hfspring.autoconfigure;

import java.time.Duration;

import io.github.hfspring.client.RetrySettings;

/**
 * Properties of how requests that failed are sent again.
 *
 * @since 0.1.0
 */
public class HuggingFaceRetryProperties {

	/**
	 * Whether to send a request again that failed before its first chunk arrived: after
	 * the statuses 408, 425, 429, 502, 503 and 504, when the connection fails, and once
	 * after 500 and after a stream without an answer. A model that is being loaded is
	 * waited for all the same, see 'huggingface.cold-start.wait'.
	 */
	private boolean enabled = true;

	/**
	 * Maximum number of retries.
	 */
	private int maxRetries = 3;

	/**
	 * Longest wait before the first retry, unless the server says when to come back.
	 */
	private Duration initialInterval = Duration.ofMillis(500);

	/**
	 * Multiplier of the wait from one retry to the next.
	 */
	private double multiplier = 2;

	/**
	 * Longest wait before any retry, unless the server says when to come back.
	 */
	private Duration maxInterval = Duration.ofSeconds(30);

	/**
	 * How waits are spread: 'full' for anything between nothing and the whole wait, or
	 * 'none' for the whole wait.
	 */
	private RetrySettings.Jitter jitter = RetrySettings.Jitter.FULL;

	/**
	 * Time after the first attempt beyond which no retry begins.
	 */
	private Duration maxElapsedTime = Duration.ofMinutes(2);

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public int getMaxRetries() {
		return this.maxRetries;
	}

	public void setMaxRetries(int maxRetries) {
		this.maxRetries = maxRetries;
	}

	public Duration getInitialInterval() {
		return this.initialInterval;
	}

	public void setInitialInterval(Duration initialInterval) {
		this.initialInterval = initialInterval;
	}

	public double getMultiplier() {
		return this.multiplier;
	}

	public void setMultiplier(double multiplier) {
		this.multiplier = multiplier;
	}

	public Duration getMaxInterval() {
		return this.maxInterval;
	}

	public void setMaxInterval(Duration maxInterval) {
		this.maxInterval = maxInterval;
	}

	public RetrySettings.Jitter getJitter() {
		return this.jitter;
	}

	public void setJitter(RetrySettings.Jitter jitter) {
		this.jitter = jitter;
	}

	public Duration getMaxElapsedTime() {
		return this.maxElapsedTime;
	}

	public void setMaxElapsedTime(Duration maxElapsedTime) {
		this.maxElapsedTime = maxElapsedTime;
	}

	/**
	 * Return what the properties say.
	 */
	RetrySettings toSettings() {
		return RetrySettings.defaults()
			.withMaxRetries(this.enabled ? this.maxRetries : 0)
			.withIntervals(this.initialInterval, this.multiplier, this.maxInterval)
			.withJitter(this.jitter)
			.withMaxElapsedTime(this.maxElapsedTime);
	}

}
