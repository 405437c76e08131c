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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The setters that the builders of {@link ChatOptions} and {@link ChatRequest} share.
 *
 * @param <B> the type of the builder
 * @since 0.1.0
 */
public abstract sealed class ChatOptionsBuilder<B extends ChatOptionsBuilder<B>>
		permits ChatOptions.Builder, ChatRequest.Builder {

	private final ChatOptionsValues values = new ChatOptionsValues();

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
		this.values.model = model;
		return self();
	}

	/**
	 * Set who serves the model when it is asked for through the router.
	 * @param provider {@code fastest}, {@code cheapest}, {@code preferred}, the name of a
	 * provider, or, with Spring Boot, what the provider must be able to do, such as
	 * {@code cheapest, tools}
	 * @return this builder
	 */
	public B provider(@Nullable String provider) {
		this.values.provider = provider;
		return self();
	}

	/**
	 * Set how freely tokens are chosen.
	 * @param temperature 0 or more
	 * @return this builder
	 */
	public B temperature(@Nullable Double temperature) {
		this.values.temperature = temperature;
		return self();
	}

	/**
	 * Set the share of probability to choose tokens from.
	 * @param topP above 0 and up to 1
	 * @return this builder
	 */
	public B topP(@Nullable Double topP) {
		this.values.topP = topP;
		return self();
	}

	/**
	 * Set the most tokens the answer may have.
	 * @param maxTokens 1 or more
	 * @return this builder
	 */
	public B maxTokens(@Nullable Integer maxTokens) {
		this.values.maxTokens = maxTokens;
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
		this.values.stop = stop;
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
		this.values.seed = seed;
		return self();
	}

	/**
	 * Set how much a token is disfavoured the more often it was used.
	 * @param frequencyPenalty -2 to 2
	 * @return this builder
	 */
	public B frequencyPenalty(@Nullable Double frequencyPenalty) {
		this.values.frequencyPenalty = frequencyPenalty;
		return self();
	}

	/**
	 * Set how much a token is disfavoured once it was used.
	 * @param presencePenalty -2 to 2
	 * @return this builder
	 */
	public B presencePenalty(@Nullable Double presencePenalty) {
		this.values.presencePenalty = presencePenalty;
		return self();
	}

	/**
	 * Set whether to tell how likely the tokens were.
	 * @param logprobs whether to tell
	 * @return this builder
	 */
	public B logprobs(@Nullable Boolean logprobs) {
		this.values.logprobs = logprobs;
		return self();
	}

	/**
	 * Set how many likely tokens to tell at each place. This asks for
	 * {@link #logprobs(Boolean) logprobs} as well, unless they were set.
	 * @param topLogprobs 0 to 20
	 * @return this builder
	 */
	public B topLogprobs(@Nullable Integer topLogprobs) {
		this.values.topLogprobs = topLogprobs;
		return self();
	}

	/**
	 * Set how many answers to give.
	 * @param n 1 or more
	 * @return this builder
	 */
	public B n(@Nullable Integer n) {
		this.values.n = n;
		return self();
	}

	/**
	 * Set an id of the end user, for the provider's abuse checks.
	 * @param user the id
	 * @return this builder
	 */
	public B endUser(@Nullable String user) {
		this.values.user = user;
		return self();
	}

	/**
	 * Set how much the model thinks before it answers.
	 * @param reasoningEffort {@code none}, {@code minimal}, {@code low}, {@code medium},
	 * {@code high} or {@code xhigh}
	 * @return this builder
	 */
	public B reasoningEffort(@Nullable String reasoningEffort) {
		this.values.reasoningEffort = reasoningEffort;
		return self();
	}

	/**
	 * Set whether reasoning in the messages is sent back.
	 * @param reasoningReplay which reasoning is
	 * @return this builder
	 */
	public B reasoningReplay(@Nullable ReasoningReplay reasoningReplay) {
		this.values.reasoningReplay = reasoningReplay;
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
		this.values.tools = tools;
		return self();
	}

	/**
	 * Set whether the model may, must or must not call tools.
	 * @param toolChoice the choice
	 * @return this builder
	 */
	public B toolChoice(@Nullable ToolChoice toolChoice) {
		this.values.toolChoice = toolChoice;
		return self();
	}

	/**
	 * Set whether several tools may be called at once.
	 * @param parallelToolCalls whether they may
	 * @return this builder
	 */
	public B parallelToolCalls(@Nullable Boolean parallelToolCalls) {
		this.values.parallelToolCalls = parallelToolCalls;
		return self();
	}

	/**
	 * Set whether to leave out tools and every field that controls them, even those of
	 * the defaults and the extra fields.
	 * @param toolsDisabled whether to leave them out
	 * @return this builder
	 */
	public B toolsDisabled(boolean toolsDisabled) {
		this.values.toolsDisabled = toolsDisabled;
		return self();
	}

	/**
	 * Set the form the answer must have.
	 * @param responseFormat the form
	 * @return this builder
	 */
	public B responseFormat(@Nullable ResponseFormat responseFormat) {
		this.values.responseFormat = responseFormat;
		return self();
	}

	/**
	 * Set whether a stream is asked to end with its usage.
	 * @param includeUsage whether it is asked
	 * @return this builder
	 */
	public B includeUsage(@Nullable Boolean includeUsage) {
		this.values.includeUsage = includeUsage;
		return self();
	}

	/**
	 * Set how long to wait for the server.
	 * @param timeouts the timeouts
	 * @return this builder
	 */
	public B timeouts(ChatTimeouts timeouts) {
		this.values.timeouts = timeouts;
		return self();
	}

	/**
	 * Set how long to wait for the first chunk of a stream, or for the whole answer to a
	 * call, in each attempt.
	 * @param timeout the time; zero to wait for ever
	 * @return this builder
	 */
	public B firstChunkTimeout(@Nullable Duration timeout) {
		return timeouts(this.values.timeouts.withFirstChunk(timeout));
	}

	/**
	 * Set how long to wait between two events of a stream.
	 * @param timeout the time; zero to wait for ever
	 * @return this builder
	 */
	public B idleTimeout(@Nullable Duration timeout) {
		return timeouts(this.values.timeouts.withIdle(timeout));
	}

	/**
	 * Set how long to wait for everything, attempts and the waits between them together.
	 * @param timeout the time; zero to wait for ever
	 * @return this builder
	 */
	public B totalTimeout(@Nullable Duration timeout) {
		return timeouts(this.values.timeouts.withTotal(timeout));
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
		this.values.extraFields = JsonFields.merge(this.values.extraFields, extraFields);
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
		this.values.extraHeaders = ChatOptionsValues.merge(this.values.extraHeaders, extraHeaders);
		return self();
	}

	/**
	 * Replace everything by these options.
	 * @param options the options
	 * @return this builder
	 */
	B from(ChatOptions options) {
		this.values.from(options);
		return self();
	}

	/**
	 * Set what is not set yet.
	 * @param defaults where to take it from
	 * @return this builder
	 */
	B defaults(ChatOptions defaults) {
		this.values.defaults(defaults);
		return self();
	}

	ChatOptions buildOptions() {
		return this.values.toOptions();
	}

}
