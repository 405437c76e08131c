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

/**
 * Properties of waiting for a model that is not there yet.
 *
 * @since 0.1.0
 */
public class HuggingFaceColdStartProperties {

	/**
	 * Whether to wait for a model that is being loaded, or an endpoint that is starting.
	 * If not, the rules for retries hold for it.
	 */
	private boolean wait = true;

	/**
	 * How long to wait for the model at most.
	 */
	private Duration maxWait = Duration.ofMinutes(5);

	public boolean isWait() {
		return this.wait;
	}

	public void setWait(boolean wait) {
		this.wait = wait;
	}

	public Duration getMaxWait() {
		return this.maxWait;
	}

	public void setMaxWait(Duration maxWait) {
		this.maxWait = maxWait;
	}

	/**
	 * Return what the properties say.
	 */
	Duration toDuration() {
		return this.wait ? this.maxWait : Duration.ZERO;
	}

}
