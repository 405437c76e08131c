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

package io.github.hfspring.chat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Options while they are built: how they are merged.
 */
final class ChatOptionsValues {

	@Nullable String model;

	@Nullable String provider;

	@Nullable Double temperature;

	@Nullable Double topP;

	@Nullable Integer maxTokens;

	List<String> stop = List.of();

	@Nullable BigInteger seed;

	@Nullable Double frequencyPenalty;

	@Nullable Double presencePenalty;

	@Nullable Boolean logprobs;

	@Nullable Integer topLogprobs;

	@Nullable Integer n;

	@Nullable String user;

	@Nullable String reasoningEffort;

	@Nullable ReasoningReplay reasoningReplay;

	List<ToolDefinition> tools = List.of();

	@Nullable ToolChoice toolChoice;

	@Nullable Boolean parallelToolCalls;

	boolean toolsDisabled;

	@Nullable ResponseFormat responseFormat;

	@Nullable Boolean includeUsage;

	ChatTimeouts timeouts = ChatTimeouts.none();

	Map<String, Object> extraFields = Map.of();

	Map<String, String> extraHeaders = Map.of();

	void from(ChatOptions options) {
		this.model = options.model();
		this.provider = options.provider();
		this.temperature = options.temperature();
		this.topP = options.topP();
		this.maxTokens = options.maxTokens();
		this.stop = options.stop();
		this.seed = options.seed();
		this.frequencyPenalty = options.frequencyPenalty();
		this.presencePenalty = options.presencePenalty();
		this.logprobs = options.logprobs();
		this.topLogprobs = options.topLogprobs();
		this.n = options.n();
		this.user = options.user();
		this.reasoningEffort = options.reasoningEffort();
		this.reasoningReplay = options.reasoningReplay();
		this.tools = options.tools();
		this.toolChoice = options.toolChoice();
		this.parallelToolCalls = options.parallelToolCalls();
		this.toolsDisabled = options.toolsDisabled();
		this.responseFormat = options.responseFormat();
		this.includeUsage = options.includeUsage();
		this.timeouts = options.timeouts();
		this.extraFields = options.extraFields();
		this.extraHeaders = options.extraHeaders();
	}

	void defaults(ChatOptions defaults) {
		boolean choosesProvider = this.provider != null || (this.model != null && this.model.indexOf(':') >= 0);
		this.provider = choosesProvider ? this.provider : defaults.provider();
		this.model = (this.model != null) ? this.model : defaults.model();
		this.temperature = (this.temperature != null) ? this.temperature : defaults.temperature();
		this.topP = (this.topP != null) ? this.topP : defaults.topP();
		this.maxTokens = (this.maxTokens != null) ? this.maxTokens : defaults.maxTokens();
		this.stop = (!this.stop.isEmpty()) ? this.stop : defaults.stop();
		this.seed = (this.seed != null) ? this.seed : defaults.seed();
		this.frequencyPenalty = (this.frequencyPenalty != null) ? this.frequencyPenalty : defaults.frequencyPenalty();
		this.presencePenalty = (this.presencePenalty != null) ? this.presencePenalty : defaults.presencePenalty();
		this.logprobs = (this.logprobs != null) ? this.logprobs : defaults.logprobs();
		this.topLogprobs = (this.topLogprobs != null) ? this.topLogprobs : defaults.topLogprobs();
		this.n = (this.n != null) ? this.n : defaults.n();
		this.user = (this.user != null) ? this.user : defaults.user();
		this.reasoningEffort = (this.reasoningEffort != null) ? this.reasoningEffort : defaults.reasoningEffort();
		this.reasoningReplay = (this.reasoningReplay != null) ? this.reasoningReplay : defaults.reasoningReplay();
		this.tools = (!this.tools.isEmpty()) ? this.tools : defaults.tools();
		this.toolChoice = (this.toolChoice != null) ? this.toolChoice : defaults.toolChoice();
		this.parallelToolCalls = (this.parallelToolCalls != null) ? this.parallelToolCalls
				: defaults.parallelToolCalls();
		this.toolsDisabled = this.toolsDisabled || defaults.toolsDisabled();
		this.responseFormat = (this.responseFormat != null) ? this.responseFormat : defaults.responseFormat();
		this.includeUsage = (this.includeUsage != null) ? this.includeUsage : defaults.includeUsage();
		this.timeouts = this.timeouts.withDefaults(defaults.timeouts());
		this.extraFields = JsonFields.merge(defaults.extraFields(), this.extraFields);
		this.extraHeaders = merge(defaults.extraHeaders(), this.extraHeaders);
	}

	ChatOptions toOptions() {
		Boolean logprobs = (this.logprobs == null && this.topLogprobs != null) ? Boolean.TRUE : this.logprobs;
		return new ChatOptions(this.model, this.provider, this.temperature, this.topP, this.maxTokens, this.stop,
				this.seed, this.frequencyPenalty, this.presencePenalty, logprobs, this.topLogprobs, this.n, this.user,
				this.reasoningEffort, this.reasoningReplay, this.tools, this.toolChoice, this.parallelToolCalls,
				this.toolsDisabled, this.responseFormat, this.includeUsage, this.timeouts, this.extraFields,
				this.extraHeaders);
	}

	static Map<String, String> merge(Map<String, String> headers, Map<String, String> over) {
		if (over.isEmpty()) {
			return headers;
		}
		Map<String, String> merged = new LinkedCaseInsensitiveMap<>();
		merged.putAll(headers);
		merged.putAll(over);
		return merged;
	}

}
