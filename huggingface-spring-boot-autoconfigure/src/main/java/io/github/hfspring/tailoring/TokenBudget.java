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

package io.github.hfspring.tailoring;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How many tokens a conversation may have.
 *
 * @param maxInputTokens the most tokens, whatever the context window; {@code null} to
 * find out from that
 * @param reservedOutputTokens what to leave for the answer where a request does not say
 * how long that may be
 * @param protocolOverhead what the server adds around messages
 * @param safetyMargin the part of the context window to leave free because counting is
 * not exact, from 0 to 1
 * @param maxInputRatio the most that a conversation takes of the context window, from 0
 * to 1
 * @param minInputTokens the least that is left to a conversation, though not more than
 * {@code maxInputRatio} says, nor than an answer leaves whose length a request sets
 * @since 0.1.0
 */
public record TokenBudget(@Nullable Integer maxInputTokens, int reservedOutputTokens, int protocolOverhead,
		double safetyMargin, double maxInputRatio, int minInputTokens) {

	private static final TokenBudget DEFAULTS = new TokenBudget(null, 2048, 512, 0.1, 0.8, 1024);

	/**
	 * Create a budget.
	 * @throws IllegalArgumentException if a value makes no sense
	 */
	public TokenBudget {
		Assert.isTrue(maxInputTokens == null || maxInputTokens > 0, "'maxInputTokens' must be above 0");
		Assert.isTrue(reservedOutputTokens >= 0, "'reservedOutputTokens' must not be negative");
		Assert.isTrue(protocolOverhead >= 0, "'protocolOverhead' must not be negative");
		Assert.isTrue(safetyMargin >= 0 && safetyMargin < 1, "'safetyMargin' must be at least 0 and below 1");
		Assert.isTrue(maxInputRatio > 0 && maxInputRatio <= 1, "'maxInputRatio' must be above 0 and at most 1");
		Assert.isTrue(minInputTokens >= 0, "'minInputTokens' must not be negative");
	}

	/**
	 * Return what holds where nothing else is said.
	 * @return the budget
	 */
	public static TokenBudget defaults() {
		return DEFAULTS;
	}

	/**
	 * Return this budget for tokens that were counted exactly, with all that the server
	 * adds.
	 */
	TokenBudget exact() {
		return new TokenBudget(this.maxInputTokens, this.reservedOutputTokens, 0, 0, this.maxInputRatio,
				this.minInputTokens);
	}

	/**
	 * Return how many tokens are left for the messages of a request.
	 * @param contextWindow how many tokens fit into the context window, or {@code null}
	 * if that is not known
	 * @param maxTokens how long the answer may be, or {@code null} if the request does
	 * not say
	 * @param toolTokens how many tokens the definitions of tools take
	 * @return the number of tokens, or {@code null} if there is no limit that is known
	 */
	public @Nullable Integer tokensFor(@Nullable Integer contextWindow, @Nullable Integer maxTokens, int toolTokens) {
		return tokensFor(contextWindow, null, maxTokens, toolTokens);
	}

	/**
	 * Return how many tokens are left for the messages of a request to a server that also
	 * limits what is sent to it.
	 * @param inputLimit how many tokens may be sent, or {@code null}
	 */
	@Nullable Integer tokensFor(@Nullable Integer contextWindow, @Nullable Integer inputLimit, @Nullable Integer maxTokens,
			int toolTokens) {
		if (contextWindow == null) {
			return (this.maxInputTokens != null) ? Math.max(0, this.maxInputTokens - toolTokens) : null;
		}
		int output = (maxTokens != null) ? maxTokens : this.reservedOutputTokens;
		long most = (long) (contextWindow * this.maxInputRatio);
		long least = Math.min(this.minInputTokens, most);
		if (maxTokens != null && maxTokens < contextWindow) {
			// An answer that may take all of it is for the server to judge
			least = Math.min(least, (long) contextWindow - maxTokens);
		}
		long budget = Math.max(Math.min(left(contextWindow, output), most), least);
		if (this.maxInputTokens != null) {
			budget = Math.min(this.maxInputTokens, Math.max(0, (long) contextWindow - output));
		}
		if (inputLimit != null) {
			// What is left to a conversation in any case is no more than fits
			long leastSent = Math.min(this.minInputTokens, (long) (inputLimit * this.maxInputRatio));
			budget = Math.min(budget, Math.max(left(inputLimit, 0), leastSent));
		}
		return (int) Math.max(0, budget - toolTokens);
	}

	private long left(int limit, int output) {
		long safety = (long) (limit * this.safetyMargin);
		return Math.max(0, (long) limit - output - this.protocolOverhead - safety);
	}

}
