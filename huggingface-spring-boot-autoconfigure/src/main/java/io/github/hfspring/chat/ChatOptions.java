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
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * Everything about a request but its messages. What is not set is left to the defaults of
 * the model, and what these do not set to the server.
 * <p>
 * Components may be added in a minor release, so create options with {@link #builder()}.
 *
 * @param model the id of the model, such as {@code meta-llama/Llama-3.1-8B-Instruct}
 * @param provider who serves the model when asked through the router: {@code fastest},
 * {@code cheapest}, {@code preferred}, the name of a provider, or, with Spring Boot, what
 * the provider must be able to do, such as {@code cheapest, tools}
 * @param temperature how freely tokens are chosen, 0 or more
 * @param topP the share of probability to choose tokens from, above 0 and up to 1
 * @param maxTokens the most tokens the answer may have
 * @param stop texts at which the model stops
 * @param seed makes the choice of tokens repeatable; up to 64 bits without a sign
 * @param frequencyPenalty -2 to 2
 * @param presencePenalty -2 to 2
 * @param logprobs whether to tell how likely the tokens were
 * @param topLogprobs how many likely tokens to tell at each place, 0 to 20
 * @param n how many answers to give
 * @param user an id of the end user, for the provider's abuse checks
 * @param reasoningEffort how much to think: {@code none}, {@code minimal}, {@code low},
 * {@code medium}, {@code high}, {@code xhigh}; not every model knows all
 * @param reasoningReplay whether reasoning in the messages is sent back; by default that
 * of {@link ReasoningReplay#TOOL_ROUNDS tool rounds}
 * @param tools the functions the model may ask for, sent in this order
 * @param toolChoice whether the model may, must or must not call tools
 * @param parallelToolCalls whether several tools may be called at once
 * @param toolsDisabled whether tools, and every field that controls them, are left out of
 * the request, those of the defaults and the extra fields among them
 * @param responseFormat the form the answer must have
 * @param includeUsage whether a stream is asked to end with its {@link Usage}
 * @param timeouts how long to wait for the server
 * @param extraFields further JSON fields of the request; they replace fields of the same
 * name, and a value of {@code null} leaves the field out
 * @param extraHeaders further HTTP headers; they replace headers of the same name
 * @since 0.1.0
 */
public record ChatOptions(@Nullable String model, @Nullable String provider, @Nullable Double temperature,
		@Nullable Double topP, @Nullable Integer maxTokens, List<String> stop, @Nullable BigInteger seed,
		@Nullable Double frequencyPenalty, @Nullable Double presencePenalty, @Nullable Boolean logprobs,
		@Nullable Integer topLogprobs, @Nullable Integer n, @Nullable String user, @Nullable String reasoningEffort,
		@Nullable ReasoningReplay reasoningReplay, List<ToolDefinition> tools, @Nullable ToolChoice toolChoice,
		@Nullable Boolean parallelToolCalls, boolean toolsDisabled, @Nullable ResponseFormat responseFormat,
		@Nullable Boolean includeUsage, ChatTimeouts timeouts, Map<String, Object> extraFields,
		Map<String, String> extraHeaders) {

	private static final ChatOptions NONE = builder().build();

	/**
	 * Create options.
	 * @throws IllegalArgumentException if a value makes no sense
	 */
	public ChatOptions {
		Assert.isTrue(model == null || !model.isBlank(), "model name cannot be empty");
		Assert.isTrue(model == null || !OptionRules.hasControlCharacter(model),
				"the model name contains a control character");
		OptionRules.checkRange("temperature", temperature, 0, Double.MAX_VALUE);
		OptionRules.checkRange("topP", topP, Double.MIN_VALUE, 1);
		OptionRules.checkRange("maxTokens", maxTokens, 1, Integer.MAX_VALUE);
		OptionRules.checkRange("frequencyPenalty", frequencyPenalty, -2, 2);
		OptionRules.checkRange("presencePenalty", presencePenalty, -2, 2);
		OptionRules.checkRange("topLogprobs", topLogprobs, 0, 20);
		OptionRules.checkRange("n", n, 1, Integer.MAX_VALUE);
		Assert.isTrue(!extraFields.containsKey("stream"),
				"the extra field 'stream' is not allowed: call 'stream' or 'chat' instead");
		extraHeaders.forEach(OptionRules::checkHeader);
		stop = List.copyOf(stop);
		tools = List.copyOf(tools);
		extraFields = JsonFields.copyOf(extraFields);
		extraHeaders = copyOf(extraHeaders);
	}

	private static Map<String, String> copyOf(Map<String, String> headers) {
		if (headers.isEmpty()) {
			return Map.of();
		}
		Map<String, String> copy = new LinkedCaseInsensitiveMap<>();
		copy.putAll(headers);
		return Collections.unmodifiableMap(copy);
	}

	/**
	 * Return these options with what they do not set taken from others. Extra fields and
	 * headers are merged name by name; lists are not merged.
	 * @param defaults the others
	 * @return the options of both
	 */
	public ChatOptions withDefaults(ChatOptions defaults) {
		if (defaults == NONE || this == NONE) {
			return (this == NONE) ? defaults : this;
		}
		return mutate().defaults(defaults).build();
	}

	/**
	 * Return a builder that starts from these options.
	 * @return the builder
	 */
	public Builder mutate() {
		return new Builder().from(this);
	}

	/**
	 * Return the names of the extra headers, but not their values, which may be secret.
	 */
	@Override
	public String toString() {
		return "ChatOptions[model=" + this.model + ", provider=" + this.provider + ", temperature=" + this.temperature
				+ ", topP=" + this.topP + ", maxTokens=" + this.maxTokens + ", stop=" + this.stop + ", seed="
				+ this.seed + ", n=" + this.n + ", tools=" + this.tools.stream().map(ToolDefinition::name).toList()
				+ ", toolChoice=" + this.toolChoice + ", responseFormat=" + this.responseFormat + ", extraFields="
				+ this.extraFields.keySet() + ", extraHeaders=" + this.extraHeaders.keySet() + "]";
	}

	/**
	 * Return options that set nothing.
	 * @return the options
	 */
	public static ChatOptions none() {
		return NONE;
	}

	/**
	 * Return a new builder.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builder of {@link ChatOptions}.
	 */
	public static final class Builder extends ChatOptionsBuilder<Builder> {

		private Builder() {
		}

		/**
		 * Build the options.
		 * @return the options
		 * @throws IllegalArgumentException if a value makes no sense
		 */
		public ChatOptions build() {
			return buildOptions();
		}

	}

}
