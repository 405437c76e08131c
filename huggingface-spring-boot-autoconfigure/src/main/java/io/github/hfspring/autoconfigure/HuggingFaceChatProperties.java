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

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

import io.github.hfspring.chat.ReasoningReplay;
import io.github.hfspring.client.ResponseFormatDialect;
import io.github.hfspring.client.ThinkTagPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Properties of chats: what requests take for what they do not set themselves.
 *
 * @since 0.1.0
 */
public class HuggingFaceChatProperties {

	/**
	 * Whether to auto-configure a chat model.
	 */
	private boolean enabled = true;

	/**
	 * Id of the model, such as 'meta-llama/Llama-3.1-8B-Instruct'. A server that serves
	 * one model only needs none.
	 */
	private @Nullable String model;

	/**
	 * Who serves the model when it is asked for through the router: 'fastest',
	 * 'cheapest', 'preferred', the name of a provider, or what the provider must be able
	 * to do, such as 'cheapest, tools'.
	 */
	private @Nullable String provider;

	/**
	 * How freely tokens are chosen, 0 or more.
	 */
	private @Nullable Double temperature;

	/**
	 * Share of probability to choose tokens from, above 0 and up to 1.
	 */
	private @Nullable Double topP;

	/**
	 * Maximum number of tokens of an answer.
	 */
	private @Nullable Integer maxTokens;

	/**
	 * Texts at which the model stops.
	 */
	private List<String> stop = new ArrayList<>();

	/**
	 * Number that makes the choice of tokens repeatable.
	 */
	private @Nullable BigInteger seed;

	/**
	 * How much a token is disfavoured the more often it was used, from -2 to 2.
	 */
	private @Nullable Double frequencyPenalty;

	/**
	 * How much a token is disfavoured once it was used, from -2 to 2.
	 */
	private @Nullable Double presencePenalty;

	/**
	 * How much the model thinks before it answers: 'none', 'minimal', 'low', 'medium',
	 * 'high' or 'xhigh'. Not every model knows all of them.
	 */
	private @Nullable String reasoningEffort;

	/**
	 * Which reasoning is sent back when the answer that it belongs to is sent as history:
	 * that of rounds with tools, of all answers, or none.
	 */
	private ReasoningReplay reasoningReplay = ReasoningReplay.TOOL_ROUNDS;

	/**
	 * What to do about reasoning that a server leaves in the text of the answer, between
	 * think tags.
	 */
	private ThinkTagPolicy thinkTags = ThinkTagPolicy.KEEP;

	/**
	 * How the server wants to be told the form of the answer. By default the endpoint is
	 * asked what it is, if a request needs it.
	 */
	private ResponseFormatDialect responseFormatDialect = ResponseFormatDialect.AUTO;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getModel() {
		return this.model;
	}

	public void setModel(@Nullable String model) {
		this.model = model;
	}

	public @Nullable String getProvider() {
		return this.provider;
	}

	public void setProvider(@Nullable String provider) {
		this.provider = provider;
	}

	public @Nullable Double getTemperature() {
		return this.temperature;
	}

	public void setTemperature(@Nullable Double temperature) {
		this.temperature = temperature;
	}

	public @Nullable Double getTopP() {
		return this.topP;
	}

	public void setTopP(@Nullable Double topP) {
		this.topP = topP;
	}

	public @Nullable Integer getMaxTokens() {
		return this.maxTokens;
	}

	public void setMaxTokens(@Nullable Integer maxTokens) {
		this.maxTokens = maxTokens;
	}

	public List<String> getStop() {
		return this.stop;
	}

	public void setStop(List<String> stop) {
		this.stop = stop;
	}

	public @Nullable BigInteger getSeed() {
		return this.seed;
	}

	public void setSeed(@Nullable BigInteger seed) {
		this.seed = seed;
	}

	public @Nullable Double getFrequencyPenalty() {
		return this.frequencyPenalty;
	}

	public void setFrequencyPenalty(@Nullable Double frequencyPenalty) {
		this.frequencyPenalty = frequencyPenalty;
	}

	public @Nullable Double getPresencePenalty() {
		return this.presencePenalty;
	}

	public void setPresencePenalty(@Nullable Double presencePenalty) {
		this.presencePenalty = presencePenalty;
	}

	public @Nullable String getReasoningEffort() {
		return this.reasoningEffort;
	}

	public void setReasoningEffort(@Nullable String reasoningEffort) {
		this.reasoningEffort = reasoningEffort;
	}

	public ReasoningReplay getReasoningReplay() {
		return this.reasoningReplay;
	}

	public void setReasoningReplay(ReasoningReplay reasoningReplay) {
		this.reasoningReplay = reasoningReplay;
	}

	public ThinkTagPolicy getThinkTags() {
		return this.thinkTags;
	}

	public void setThinkTags(ThinkTagPolicy thinkTags) {
		this.thinkTags = thinkTags;
	}

	public ResponseFormatDialect getResponseFormatDialect() {
		return this.responseFormatDialect;
	}

	public void setResponseFormatDialect(ResponseFormatDialect responseFormatDialect) {
		this.responseFormatDialect = responseFormatDialect;
	}

}
