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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * The setters that the builders of {@link ChatOptions} and {@link ChatRequest} share.
 *
 * @param <B> the type of the builder
 * @since 0.1.0
 */
public abstract sealed class ChatOptionsBuilder<B extends ChatOptionsBuilder<B>>
		permits ChatOptions.Builder, ChatRequest.Builder {

	private @Nullable String model;

	private @Nullable String provider;

	private @Nullable Double temperature;

	private @Nullable Double topP;

	private @Nullable Integer maxTokens;

	private List<String> stop = List.of();

	private @Nullable BigInteger seed;

	private @Nullable Double frequencyPenalty;

	private @Nullable Double presencePenalty;

	private @Nullable Boolean logprobs;

	private @Nullable Integer topLogprobs;

	private @Nullable Integer n;

	private @Nullable String user;

	private @Nullable String reasoningEffort;

	private List<ToolDefinition> tools = List.of();

	private @Nullable ToolChoice toolChoice;

	private @Nullable Boolean parallelToolCalls;

	private boolean toolsDisabled;

	private @Nullable ResponseFormat responseFormat;

	private @Nullable Boolean includeUsage;

	private Map<String, Object> extraFields = Map.of();

	private Map<String, String> extraHeaders = Map.of();

	ChatOptionsBuilder() {
	}

	@SuppressWarnings("unchecked")
	private B self() {
		return (B) this;
	}

	/**
	 * Set the id of the model.
	 * @param model the id, such as {@code meta-llama/Llama-3.1-8B-Instruct}
	 * @return this builder
	 */
	public B model(@Nullable String model) {
		this.model = model;
		return self();
	}

	/**
	 * Set who serves the model when it is asked for through the router.
	 * @param provider {@code fastest}, {@code cheapest}, {@code preferred} or the name of
	 * a provider
	 * @return this builder
	 */
	public B provider(@Nullable String provider) {
		this.provider = provider;
		return self();
	}

	/**
	 * Set how freely tokens are chosen.
	 * @param temperature 0 or more
	 * @return this builder
	 */
	public B temperature(@Nullable Double temperature) {
		this.temperature = temperature;
		return self();
	}

	/**
	 * Set the share of probability to choose tokens from.
	 * @param topP above 0 and up to 1
	 * @return this builder
	 */
	public B topP(@Nullable Double topP) {
		this.topP = topP;
		return self();
	}

	/**
	 * Set the most tokens the answer may have.
	 * @param maxTokens 1 or more
	 * @return this builder
	 */
	public B maxTokens(@Nullable Integer maxTokens) {
		this.maxTokens = maxTokens;
		return self();
	}

	/**
	 * Set the texts at which the model stops.
	 * @param stop the texts; most servers take up to four
	 * @return this builder
	 */
	public B stop(String... stop) {
		return stop(List.of(stop));
	}

	/**
	 * Set the texts at which the model stops.
	 * @param stop the texts; most servers take up to four
	 * @return this builder
	 */
	public B stop(List<String> stop) {
		this.stop = stop;
		return self();
	}

	/**
	 * Make the choice of tokens repeatable.
	 * @param seed any number
	 * @return this builder
	 */
	public B seed(long seed) {
		return seed(BigInteger.valueOf(seed));
	}

	/**
	 * Make the choice of tokens repeatable.
	 * @param seed any number; servers take up to 64 bits without a sign
	 * @return this builder
	 */
	public B seed(@Nullable BigInteger seed) {
		this.seed = seed;
		return self();
	}

	/**
	 * Set how much a token is disfavoured the more often it was used.
	 * @param frequencyPenalty -2 to 2
	 * @return this builder
	 */
	public B frequencyPenalty(@Nullable Double frequencyPenalty) {
		this.frequencyPenalty = frequencyPenalty;
		return self();
	}

	/**
	 * Set how much a token is disfavoured once it was used.
	 * @param presencePenalty -2 to 2
	 * @return this builder
	 */
	public B presencePenalty(@Nullable Double presencePenalty) {
		this.presencePenalty = presencePenalty;
		return self();
	}

	/**
	 * Set whether to tell how likely the tokens were.
	 * @param logprobs whether to tell
	 * @return this builder
	 */
	public B logprobs(@Nullable Boolean logprobs) {
		this.logprobs = logprobs;
		return self();
	}

	/**
	 * Set how many likely tokens to tell at each place. This asks for
	 * {@link #logprobs(Boolean) logprobs} as well, unless they were set.
	 * @param topLogprobs 0 to 20
	 * @return this builder
	 */
	public B topLogprobs(@Nullable Integer topLogprobs) {
		this.topLogprobs = topLogprobs;
		return self();
	}

	/**
	 * Set how many answers to give.
	 * @param n 1 or more
	 * @return this builder
	 */
	public B n(@Nullable Integer n) {
		this.n = n;
		return self();
	}

	/**
	 * Set an id of the end user, for the provider's abuse checks.
	 * @param user the id
	 * @return this builder
	 */
	public B endUser(@Nullable String user) {
		this.user = user;
		return self();
	}

	/**
	 * Set how much the model thinks before it answers.
	 * @param reasoningEffort {@code none}, {@code minimal}, {@code low}, {@code medium},
	 * {@code high} or {@code xhigh}
	 * @return this builder
	 */
	public B reasoningEffort(@Nullable String reasoningEffort) {
		this.reasoningEffort = reasoningEffort;
		return self();
	}

	/**
	 * Set the functions the model may ask for.
	 * @param tools the functions, sent in this order
	 * @return this builder
	 */
	public B tools(ToolDefinition... tools) {
		return tools(List.of(tools));
	}

	/**
	 * Set the functions the model may ask for.
	 * @param tools the functions, sent in this order
	 * @return this builder
	 */
	public B tools(List<ToolDefinition> tools) {
		this.tools = tools;
		return self();
	}

	/**
	 * Set whether the model may, must or must not call tools.
	 * @param toolChoice the choice
	 * @return this builder
	 */
	public B toolChoice(@Nullable ToolChoice toolChoice) {
		this.toolChoice = toolChoice;
		return self();
	}

	/**
	 * Set whether several tools may be called at once.
	 * @param parallelToolCalls whether they may
	 * @return this builder
	 */
	public B parallelToolCalls(@Nullable Boolean parallelToolCalls) {
		this.parallelToolCalls = parallelToolCalls;
		return self();
	}

	/**
	 * Set whether to leave out tools and every field that controls them, even those of
	 * the defaults and the extra fields.
	 * @param toolsDisabled whether to leave them out
	 * @return this builder
	 */
	public B toolsDisabled(boolean toolsDisabled) {
		this.toolsDisabled = toolsDisabled;
		return self();
	}

	/**
	 * Set the form the answer must have.
	 * @param responseFormat the form
	 * @return this builder
	 */
	public B responseFormat(@Nullable ResponseFormat responseFormat) {
		this.responseFormat = responseFormat;
		return self();
	}

	/**
	 * Set whether a stream is asked to end with its usage.
	 * @param includeUsage whether it is asked
	 * @return this builder
	 */
	public B includeUsage(@Nullable Boolean includeUsage) {
		this.includeUsage = includeUsage;
		return self();
	}

	/**
	 * Add a JSON field to the request. It replaces a field of the same name; {@code null}
	 * leaves that field out.
	 * @param name the name of the field
	 * @param value the value: text, number, boolean, map, collection or any object that
	 * Jackson can write
	 * @return this builder
	 */
	public B extraField(String name, @Nullable Object value) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put(name, value);
		return extraFields(fields);
	}

	/**
	 * Add JSON fields to the request.
	 * @param extraFields the fields
	 * @return this builder
	 * @see #extraField(String, Object)
	 */
	public B extraFields(Map<String, Object> extraFields) {
		this.extraFields = JsonFields.merge(this.extraFields, extraFields);
		return self();
	}

	/**
	 * Add an HTTP header to the request. It replaces a header of the same name, also one
	 * that the client sets itself.
	 * @param name the name
	 * @param value the value
	 * @return this builder
	 */
	public B extraHeader(String name, String value) {
		return extraHeaders(Map.of(name, value));
	}

	/**
	 * Add HTTP headers to the request.
	 * @param extraHeaders the headers
	 * @return this builder
	 * @see #extraHeader(String, String)
	 */
	public B extraHeaders(Map<String, String> extraHeaders) {
		this.extraHeaders = merge(this.extraHeaders, extraHeaders);
		return self();
	}

	private static Map<String, String> merge(Map<String, String> headers, Map<String, String> over) {
		if (over.isEmpty()) {
			return headers;
		}
		Map<String, String> merged = new LinkedCaseInsensitiveMap<>();
		merged.putAll(headers);
		merged.putAll(over);
		return merged;
	}

	/**
	 * Replace everything by these options.
	 * @param options the options
	 * @return this builder
	 */
	B from(ChatOptions options) {
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
		this.tools = options.tools();
		this.toolChoice = options.toolChoice();
		this.parallelToolCalls = options.parallelToolCalls();
		this.toolsDisabled = options.toolsDisabled();
		this.responseFormat = options.responseFormat();
		this.includeUsage = options.includeUsage();
		this.extraFields = options.extraFields();
		this.extraHeaders = options.extraHeaders();
		return self();
	}

	/**
	 * Set what is not set yet.
	 * @param defaults where to take it from
	 * @return this builder
	 */
	B defaults(ChatOptions defaults) {
		// The default suffix belongs to the default model: it is not for another one.
		this.provider = (this.provider != null || this.model != null) ? this.provider : defaults.provider();
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
		this.tools = (!this.tools.isEmpty()) ? this.tools : defaults.tools();
		this.toolChoice = (this.toolChoice != null) ? this.toolChoice : defaults.toolChoice();
		this.parallelToolCalls = (this.parallelToolCalls != null) ? this.parallelToolCalls
				: defaults.parallelToolCalls();
		this.toolsDisabled = this.toolsDisabled || defaults.toolsDisabled();
		this.responseFormat = (this.responseFormat != null) ? this.responseFormat : defaults.responseFormat();
		this.includeUsage = (this.includeUsage != null) ? this.includeUsage : defaults.includeUsage();
		this.extraFields = JsonFields.merge(defaults.extraFields(), this.extraFields);
		this.extraHeaders = merge(defaults.extraHeaders(), this.extraHeaders);
		return self();
	}

	ChatOptions buildOptions() {
		Assert.isTrue(this.model == null || !this.model.isBlank(), "model name cannot be empty");
		checkRange("temperature", this.temperature, 0, Double.MAX_VALUE);
		checkRange("topP", this.topP, Double.MIN_VALUE, 1);
		checkRange("maxTokens", this.maxTokens, 1, Integer.MAX_VALUE);
		checkRange("frequencyPenalty", this.frequencyPenalty, -2, 2);
		checkRange("presencePenalty", this.presencePenalty, -2, 2);
		checkRange("topLogprobs", this.topLogprobs, 0, 20);
		checkRange("n", this.n, 1, Integer.MAX_VALUE);
		Assert.isTrue(!this.extraFields.containsKey("stream"),
				"the extra field 'stream' is not allowed: call 'stream' or 'chat' instead");
		this.extraHeaders.forEach(HeaderSyntax::check);
		Boolean logprobs = (this.logprobs == null && this.topLogprobs != null) ? Boolean.TRUE : this.logprobs;
		return new ChatOptions(this.model, this.provider, this.temperature, this.topP, this.maxTokens, this.stop,
				this.seed, this.frequencyPenalty, this.presencePenalty, logprobs, this.topLogprobs, this.n, this.user,
				this.reasoningEffort, this.tools, this.toolChoice, this.parallelToolCalls, this.toolsDisabled,
				this.responseFormat, this.includeUsage, this.extraFields, this.extraHeaders);
	}

	private static void checkRange(String name, @Nullable Number value, double from, double to) {
		Assert.isTrue(value == null || (value.doubleValue() >= from && value.doubleValue() <= to),
				() -> "'" + name + "' must be " + range(from, to) + ", but is " + value);
	}

	private static String range(double from, double to) {
		String lower = (from == Double.MIN_VALUE) ? "above 0" : "at least " + number(from);
		return (to >= Integer.MAX_VALUE) ? lower : lower + " and at most " + number(to);
	}

	private static String number(double number) {
		return String.valueOf((long) number);
	}

}
