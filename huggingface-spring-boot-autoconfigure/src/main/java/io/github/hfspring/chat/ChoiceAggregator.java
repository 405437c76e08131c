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

	private final StringBuilder content = new StringBuilder();

	private final StringBuilder reasoning = new StringBuilder();

	private final StringBuilder refusal = new StringBuilder();

	private @Nullable ToolCallAggregator toolCalls;

	private final List<TokenLogprob> contentLogprobs = new ArrayList<>(0);

	private final List<TokenLogprob> refusalLogprobs = new ArrayList<>(0);

	private final Map<String, Object> logprobsFields = new LinkedHashMap<>(0);

	private final List<ContentPart> rawParts = new ArrayList<>(0);

	private final Map<String, Object> messageFields = new LinkedHashMap<>(0);

	private final Map<String, Object> choiceFields = new LinkedHashMap<>(0);

	private @Nullable FinishReason finishReason;

	private boolean hasReasoning;

	private boolean hasLogprobs;

	ChoiceAggregator(int index) {
		this.index = index;
	}

	/**
	 * Add what is new.
	 * @param choice what is new
	 * @return how much more is held, in characters
	 */
	long add(ChunkChoice choice) {
		ChatDelta delta = choice.delta();
		long added = append(this.content, delta.content()) + append(this.refusal, delta.refusal())
				+ append(this.reasoning, delta.reasoning());
		this.hasReasoning = this.hasReasoning || delta.reasoning() != null;
		for (ToolCallDelta toolCall : delta.toolCalls()) {
			added += toolCalls().add(toolCall);
		}
		if (!delta.additionalFields().isEmpty()) {
			added += addFields(delta.additionalFields());
		}
		added += JsonFields.putAll(this.choiceFields, choice.additionalFields());
		this.finishReason = (choice.finishReason() != null) ? choice.finishReason() : this.finishReason;
		return added + ((choice.logprobs() != null) ? add(choice.logprobs()) : 0);
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
			return JsonFields.putAll(this.messageFields, fields);
		}
		Map<String, Object> others = new LinkedHashMap<>(fields);
		others.remove("content");
		long added = JsonFields.putAll(this.messageFields, others);
		for (Object part : parts) {
			if (part instanceof RawPart rawPart) {
				this.rawParts.add(rawPart);
				added += rawPart.toString().length();
			}
		}
		return added;
	}

	private long add(Logprobs logprobs) {
		this.hasLogprobs = true;
		this.contentLogprobs.addAll(logprobs.content());
		this.refusalLogprobs.addAll(logprobs.refusal());
		return size(logprobs.content()) + size(logprobs.refusal())
				+ JsonFields.putAll(this.logprobsFields, logprobs.additionalFields());
	}

	private static long size(List<TokenLogprob> tokens) {
		long size = 0;
		for (TokenLogprob token : tokens) {
			size += ChatChunkAggregator.PIECE_SIZE + token.token().length() + token.bytes().size()
					+ size(token.topLogprobs());
		}
		return size;
	}

	private static int append(StringBuilder text, @Nullable String piece) {
		if (piece == null) {
			return 0;
		}
		text.append(piece);
		return piece.length();
	}

	ChatChoice toChoice() {
		AssistantMessage message = AssistantMessage.builder()
			.content(content())
			.reasoning(this.hasReasoning ? this.reasoning.toString() : null)
			.refusal((!this.refusal.isEmpty()) ? this.refusal.toString() : null)
			.toolCalls((this.toolCalls != null) ? this.toolCalls.toToolCalls() : List.of())
			.build();
		Logprobs logprobs = this.hasLogprobs
				? new Logprobs(this.contentLogprobs, this.refusalLogprobs, this.logprobsFields) : null;
		return new ChatChoice(this.index, message, this.finishReason, logprobs, fields());
	}

	private List<ContentPart> content() {
		List<ContentPart> parts = new ArrayList<>(1);
		if (!this.content.isEmpty()) {
			parts.add(ContentPart.text(this.content.toString()));
		}
		parts.addAll(this.rawParts);
		return parts;
	}

	/**
	 * Unknown fields of the message stand apart from it, so that the message can be sent
	 * back as history to servers that refuse what they do not know.
	 */
	private Map<String, Object> fields() {
		if (this.messageFields.isEmpty()) {
			return this.choiceFields;
		}
		Map<String, Object> fields = new LinkedHashMap<>(this.choiceFields);
		fields.put("message", JsonFields.copyOf(this.messageFields));
		return fields;
	}

}
