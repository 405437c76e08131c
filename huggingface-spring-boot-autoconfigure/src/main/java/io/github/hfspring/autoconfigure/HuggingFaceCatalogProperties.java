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
 * Properties of what the endpoint tells about its models.
 *
 * @since 0.1.0
 */
public class HuggingFaceCatalogProperties {

	/**
	 * How long to keep what the endpoint told of its models. An endpoint that does not
	 * tell is asked again in the background, with pauses that grow up to this. Zero means
	 * to ask, and wait, every time.
	 */
	private Duration maxAge = Duration.ofMinutes(5);

	/**
	 * How long to wait for what the endpoint tells of its models, if nothing is known of
	 * it yet.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	public Duration getMaxAge() {
		return this.maxAge;
	}

	public void setMaxAge(Duration maxAge) {
		this.maxAge = maxAge;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

}
