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

import org.jspecify.annotations.Nullable;

/**
 * What an endpoint tells about a model: its limits, and what serves it. What it does not
 * tell is {@code null}.
 *
 * @param contextWindow how many tokens a conversation and its answer may have
 * @param maxInputTokens how many tokens a conversation may have, where that is less than
 * fits into the context window
 * @param server what kind of server serves it; the router does not tell
 * @since 0.1.0
 */
public record ModelInfo(@Nullable Integer contextWindow, @Nullable Integer maxInputTokens,
		@Nullable ServerKind server) {

	private static final ModelInfo UNKNOWN = new ModelInfo(null, null);

	/**
	 * Create an info that tells the limits alone.
	 * @param contextWindow how many tokens a conversation and its answer may have
	 * @param maxInputTokens how many tokens a conversation may have
	 */
	public ModelInfo(@Nullable Integer contextWindow, @Nullable Integer maxInputTokens) {
		this(contextWindow, maxInputTokens, null);
	}

	/**
	 * Return what is known of a model of which nothing is told.
	 * @return the info
	 */
	public static ModelInfo unknown() {
		return UNKNOWN;
	}

}
