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

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the model said: in a {@link ChatResponse}, or sent back as history.
 * <p>
 * Components may be added in a minor release, so create messages with {@link #builder()}.
 *
 * @param content the parts of the answer, in order; empty if it is tool calls alone
 * @param reasoning what the model thought before it answered, if the server tells; see
 * {@link ReasoningReplay} for when it is sent back
 * @param reasoningPlace where the reasoning stood; {@code null} if it is not known, and
 * then it is sent back as {@code reasoning_content}
 * @param toolCalls the tools the model wants called, in order
 * @param refusal why the model refused, if it did
 * @param additionalFields further JSON fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AssistantMessage(List<ContentPart> content, @Nullable String reasoning,
		@Nullable ReasoningPlace reasoningPlace, List<ToolCall> toolCalls, @Nullable String refusal,
		Map<String, Object> additionalFields) implements ChatMessage {

	public AssistantMessage(@Nullable List<ContentPart> content, @Nullable String reasoning,
			@Nullable ReasoningPlace reasoningPlace, @Nullable List<ToolCall> toolCalls, @Nullable String refusal,
			@Nullable Map<String, Object> additionalFields) {
		this.content = (content != null) ? List.copyOf(content) : List.of();
		this.reasoning = reasoning;
		this.reasoningPlace = reasoningPlace;
		this.toolCalls = (toolCalls != null) ? List.copyOf(toolCalls) : List.of();
		this.refusal = refusal;
		this.additionalFields = JsonFields.copyOf(additionalFields);
	}

	@Override
	public String role() {
		return "assistant";
	}

	@Override
	public String text() {
		return ContentPart.textOf(this.content);
	}

	/**
	 * Return a builder that starts from this message.
	 * @return the builder
	 */
	public Builder mutate() {
		Builder builder = new Builder();
		builder.content = this.content;
		builder.reasoning = this.reasoning;
		builder.reasoningPlace = this.reasoningPlace;
		builder.toolCalls = this.toolCalls;
		builder.refusal = this.refusal;
		builder.additionalFields = this.additionalFields;
		return builder;
	}

	/**
	 * Return a new builder.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builder of an {@link AssistantMessage}.
	 */
	public static final class Builder {

		private List<ContentPart> content = List.of();

		private @Nullable String reasoning;

		private @Nullable ReasoningPlace reasoningPlace;

		private List<ToolCall> toolCalls = List.of();

		private @Nullable String refusal;

		private Map<String, Object> additionalFields = Map.of();

		private Builder() {
		}

		/**
		 * Set the content to this text.
		 * @param text the text; an empty one means that there is no content
		 * @return this builder
		 */
		public Builder text(String text) {
			this.content = text.isEmpty() ? List.of() : List.of(ContentPart.text(text));
			return this;
		}

		/**
		 * Set the content to these parts.
		 * @param content the parts, in order
		 * @return this builder
		 */
		public Builder content(List<ContentPart> content) {
			this.content = content;
			return this;
		}

		/**
		 * Set what the model thought.
		 * @param reasoning the reasoning
		 * @return this builder
		 */
		public Builder reasoning(@Nullable String reasoning) {
			this.reasoning = reasoning;
			return this;
		}

		/**
		 * Set where the reasoning is written when the message is sent.
		 * @param reasoningPlace the place
		 * @return this builder
		 */
		public Builder reasoningPlace(@Nullable ReasoningPlace reasoningPlace) {
			this.reasoningPlace = reasoningPlace;
			return this;
		}

		/**
		 * Set the tools the model wants called.
		 * @param toolCalls the calls, in order
		 * @return this builder
		 */
		public Builder toolCalls(List<ToolCall> toolCalls) {
			this.toolCalls = toolCalls;
			return this;
		}

		/**
		 * Set why the model refused.
		 * @param refusal the refusal
		 * @return this builder
		 */
		public Builder refusal(@Nullable String refusal) {
			this.refusal = refusal;
			return this;
		}

		/**
		 * Set further JSON fields.
		 * @param additionalFields the fields
		 * @return this builder
		 */
		public Builder additionalFields(Map<String, Object> additionalFields) {
			this.additionalFields = additionalFields;
			return this;
		}

		/**
		 * Build the message.
		 * @return the message
		 */
		public AssistantMessage build() {
			return new AssistantMessage(this.content, this.reasoning, this.reasoningPlace, this.toolCalls, this.refusal,
					this.additionalFields);
		}

	}

}
