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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of one answer together.
 */
final class ChoiceAggregator {

	private final int index;

	private final TextAggregator content = new TextAggregator();

	// What many answers do not have is made when they do: a server application holds
	// thousands of these

	private @Nullable TextAggregator reasoning;

	private @Nullable ReasoningPlace reasoningPlace;

	private @Nullable TextAggregator refusal;

	private @Nullable ToolCallAggregator toolCalls;

	private @Nullable LogprobsAggregator logprobs;

	private final List<ContentPart> rawParts = new ArrayList<>(0);

	private final FieldsAggregator messageFields = new FieldsAggregator();

	private final FieldsAggregator choiceFields = new FieldsAggregator();

	private @Nullable FinishReason finishReason;

	ChoiceAggregator(int index) {
		this.index = index;
	}

	int index() {
		return this.index;
	}

	/**
	 * Add what is new.
	 * @param choice what is new
	 * @return how much more is held, in characters
	 */
	long add(ChunkChoice choice) {
		ChatDelta delta = choice.delta();
		long added = this.content.add(delta.content());
		if (delta.reasoning() != null) {
			added += addReasoning(delta.reasoning(), delta.reasoningPlace());
		}
		if (delta.refusal() != null) {
			this.refusal = (this.refusal != null) ? this.refusal : new TextAggregator();
			added += this.refusal.add(delta.refusal());
		}
		List<ToolCallDelta> toolCalls = delta.toolCalls();
		for (int i = 0; i < toolCalls.size(); i++) {
			added += toolCalls().add(toolCalls.get(i));
		}
		if (!delta.additionalFields().isEmpty()) {
			added += addFields(delta.additionalFields());
		}
		added += this.choiceFields.add(choice.additionalFields());
		this.finishReason = (choice.finishReason() != null) ? choice.finishReason() : this.finishReason;
		return added + ((choice.logprobs() != null) ? add(choice.logprobs()) : 0);
	}

	/**
	 * The place is that of the first text: some servers begin with an empty one
	 * elsewhere.
	 */
	private long addReasoning(String text, @Nullable ReasoningPlace place) {
		TextAggregator reasoning = this.reasoning;
		if (reasoning == null) {
			reasoning = new TextAggregator();
			this.reasoning = reasoning;
			this.reasoningPlace = place;
		}
		else if (!text.isEmpty() && reasoning.isEmpty()) {
			this.reasoningPlace = place;
		}
		return reasoning.add(text);
	}

	private ToolCallAggregator toolCalls() {
		ToolCallAggregator toolCalls = this.toolCalls;
		if (toolCalls == null) {
			toolCalls = new ToolCallAggregator();
			this.toolCalls = toolCalls;
		}
		return toolCalls;
	}

	private long addFields(Map<String, Object> fields) {
		if (!(fields.get("content") instanceof List<?> parts)) {
			return this.messageFields.add(fields);
		}
		Map<String, Object> others = new LinkedHashMap<>(fields);
		others.remove("content");
		long added = this.messageFields.add(others);
		for (Object part : parts) {
			if (part instanceof RawPart rawPart) {
				this.rawParts.add(rawPart);
				added += rawPart.toString().length();
			}
		}
		return added;
	}

	private long add(Logprobs logprobs) {
		LogprobsAggregator aggregator = this.logprobs;
		if (aggregator == null) {
			aggregator = new LogprobsAggregator();
			this.logprobs = aggregator;
		}
		return aggregator.add(logprobs);
	}

	ChatChoice toChoice() {
		AssistantMessage message = AssistantMessage.builder()
			.content(content())
			.reasoning((this.reasoning != null) ? this.reasoning.text() : null)
			.reasoningPlace(this.reasoningPlace)
			.refusal((this.refusal != null) ? this.refusal.nonEmptyText() : null)
			.toolCalls((this.toolCalls != null) ? this.toolCalls.toToolCalls() : List.of())
			.build();
		Logprobs logprobs = (this.logprobs != null) ? this.logprobs.toLogprobs() : null;
		return new ChatChoice(this.index, message, this.finishReason, logprobs, fields());
	}

	private List<ContentPart> content() {
		String text = this.content.nonEmptyText();
		if (this.rawParts.isEmpty()) {
			return (text != null) ? List.of(ContentPart.text(text)) : List.of();
		}
		List<ContentPart> parts = new ArrayList<>();
		if (text != null) {
			parts.add(ContentPart.text(text));
		}
		parts.addAll(this.rawParts);
		return parts;
	}

	/**
	 * Unknown fields of the message stand apart from it, so that the message can be sent
	 * back as history to servers that refuse what they do not know.
	 */
	private Map<String, Object> fields() {
		Map<String, Object> messageFields = this.messageFields.toMap();
		if (messageFields.isEmpty()) {
			return this.choiceFields.toMap();
		}
		Map<String, Object> fields = new LinkedHashMap<>(this.choiceFields.toMap());
		fields.put("message", JsonFields.copyOf(messageFields));
		return fields;
	}

	/**
	 * Puts the pieces of the log probabilities together.
	 */
	private static final class LogprobsAggregator {

		private final List<TokenLogprob> content = new ArrayList<>(0);

		private final List<TokenLogprob> refusal = new ArrayList<>(0);

		private final FieldsAggregator fields = new FieldsAggregator();

		long add(Logprobs logprobs) {
			this.content.addAll(logprobs.content());
			this.refusal.addAll(logprobs.refusal());
			return size(logprobs.content()) + size(logprobs.refusal()) + this.fields.add(logprobs.additionalFields());
		}

		private static long size(List<TokenLogprob> tokens) {
			long size = 0;
			for (TokenLogprob token : tokens) {
				size += ChatChunkAggregator.PIECE_SIZE + token.token().length() + token.bytes().size()
						+ size(token.topLogprobs());
			}
			return size;
		}

		Logprobs toLogprobs() {
			return new Logprobs(this.content, this.refusal, this.fields.toMap());
		}

	}

}
