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

import io.github.hfspring.tailoring.OverflowPolicy;
import io.github.hfspring.tailoring.TailoringStrategy;
import io.github.hfspring.tailoring.TokenBudget;
import org.jspecify.annotations.Nullable;

/**
 * Properties of long conversations.
 *
 * @since 0.1.0
 */
public class HuggingFaceTailoringProperties {

	/**
	 * Whether to leave out parts of conversations that are too long for the model.
	 */
	private boolean enabled;

	/**
	 * Whether to ask the endpoint how many tokens a conversation and its answer may have.
	 */
	private boolean askEndpoint = true;

	/**
	 * Number of tokens that a conversation and its answer may have, where the endpoint
	 * does not tell. Zero means that it is not known.
	 */
	private int contextWindow;

	/**
	 * Tokenizer of the model: the location of its file 'tokenizer.json', such as
	 * 'classpath:/tokenizer.json', or the id of the model on the Hub, where the file is
	 * then fetched. Without it, tokens are estimated.
	 */
	private @Nullable String tokenizer;

	/**
	 * Whether the endpoint counts the tokens of long requests, where it can: vLLM,
	 * SGLang, TGI and llama.cpp. Each of these requests is sent there once or twice more.
	 */
	private boolean countAtEndpoint;

	/**
	 * URL of the Hub.
	 */
	private String hubUrl = "https://huggingface.co";

	/**
	 * Number of tokens that a conversation may have. By default it follows from the
	 * context window.
	 */
	private @Nullable Integer maxInputTokens;

	/**
	 * Which rounds of a conversation to leave out first.
	 */
	private TailoringStrategy strategy = TailoringStrategy.MIDDLE_OUT;

	/**
	 * Whether results of tools and earlier steps may be left out of the last round if
	 * nothing else is left.
	 */
	private boolean trimLastRound = true;

	/**
	 * What to do about a conversation that cannot be made short enough.
	 */
	private OverflowPolicy onOverflow = OverflowPolicy.FAIL;

	/**
	 * Number of tokens to leave for the answer to a request that does not limit it.
	 */
	private int reservedOutputTokens = 2048;

	/**
	 * Number of tokens that the server adds around messages.
	 */
	private int protocolOverhead = 512;

	/**
	 * Part of the context window to leave free because counting is not exact.
	 */
	private double safetyMargin = 0.1;

	/**
	 * Part of the context window that a conversation may take at most.
	 */
	private double maxInputRatio = 0.8;

	/**
	 * Number of tokens that a conversation may have in any case, within the ratio.
	 */
	private int minInputTokens = 1024;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isAskEndpoint() {
		return this.askEndpoint;
	}

	public void setAskEndpoint(boolean askEndpoint) {
		this.askEndpoint = askEndpoint;
	}

	public int getContextWindow() {
		return this.contextWindow;
	}

	public void setContextWindow(int contextWindow) {
		this.contextWindow = contextWindow;
	}

	public @Nullable String getTokenizer() {
		return this.tokenizer;
	}

	public void setTokenizer(@Nullable String tokenizer) {
		this.tokenizer = tokenizer;
	}

	public boolean isCountAtEndpoint() {
		return this.countAtEndpoint;
	}

	public void setCountAtEndpoint(boolean countAtEndpoint) {
		this.countAtEndpoint = countAtEndpoint;
	}

	public String getHubUrl() {
		return this.hubUrl;
	}

	public void setHubUrl(String hubUrl) {
		this.hubUrl = hubUrl;
	}

	public @Nullable Integer getMaxInputTokens() {
		return this.maxInputTokens;
	}

	public void setMaxInputTokens(@Nullable Integer maxInputTokens) {
		this.maxInputTokens = maxInputTokens;
	}

	public TailoringStrategy getStrategy() {
		return this.strategy;
	}

	public void setStrategy(TailoringStrategy strategy) {
		this.strategy = strategy;
	}

	public boolean isTrimLastRound() {
		return this.trimLastRound;
	}

	public void setTrimLastRound(boolean trimLastRound) {
		this.trimLastRound = trimLastRound;
	}

	public OverflowPolicy getOnOverflow() {
		return this.onOverflow;
	}

	public void setOnOverflow(OverflowPolicy onOverflow) {
		this.onOverflow = onOverflow;
	}

	public int getReservedOutputTokens() {
		return this.reservedOutputTokens;
	}

	public void setReservedOutputTokens(int reservedOutputTokens) {
		this.reservedOutputTokens = reservedOutputTokens;
	}

	public int getProtocolOverhead() {
		return this.protocolOverhead;
	}

	public void setProtocolOverhead(int protocolOverhead) {
		this.protocolOverhead = protocolOverhead;
	}

	public double getSafetyMargin() {
		return this.safetyMargin;
	}

	public void setSafetyMargin(double safetyMargin) {
		this.safetyMargin = safetyMargin;
	}

	public double getMaxInputRatio() {
		return this.maxInputRatio;
	}

	public void setMaxInputRatio(double maxInputRatio) {
		this.maxInputRatio = maxInputRatio;
	}

	public int getMinInputTokens() {
		return this.minInputTokens;
	}

	public void setMinInputTokens(int minInputTokens) {
		this.minInputTokens = minInputTokens;
	}

	/**
	 * Return what the properties say.
	 */
	TokenBudget toBudget() {
		return new TokenBudget(this.maxInputTokens, this.reservedOutputTokens, this.protocolOverhead, this.safetyMargin,
				this.maxInputRatio, this.minInputTokens);
	}

}
