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

package io.github.hfspring.catalog;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Who serves a model through the router. What the router does not tell is {@code null}.
 *
 * @param name the name, such as {@code groq}
 * @param status {@code live} or {@code error}
 * @param contextLength how many tokens a conversation and its answer may have
 * @param inputPrice what a million tokens of a conversation cost, in US dollars
 * @param outputPrice what a million tokens of an answer cost, in US dollars
 * @param free whether it costs nothing
 * @param supportsTools whether it takes tools
 * @param supportsStructuredOutput whether it takes a schema for the answer
 * @param firstTokenLatency how long the first token took when that was last measured
 * @param throughput how many tokens came in a second when that was last measured
 * @param modelAuthor whether the model is its own
 * @param additionalFields further fields of the provider
 * @since 0.1.0
 */
public record CatalogProvider(String name, @Nullable String status, @Nullable Integer contextLength,
		@Nullable Double inputPrice, @Nullable Double outputPrice, @Nullable Boolean free,
		@Nullable Boolean supportsTools, @Nullable Boolean supportsStructuredOutput,
		@Nullable Duration firstTokenLatency, @Nullable Double throughput, @Nullable Boolean modelAuthor,
		Map<String, Object> additionalFields) {

	public CatalogProvider {
		additionalFields = Collections.unmodifiableMap(new LinkedHashMap<>(additionalFields));
	}

	/**
	 * Return whether it works. One whose status is not told does, as far as anybody
	 * knows.
	 * @return whether it works
	 */
	public boolean isLive() {
		return this.status == null || this.status.equals("live");
	}

}
