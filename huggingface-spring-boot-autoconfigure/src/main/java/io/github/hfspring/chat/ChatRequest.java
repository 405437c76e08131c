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
import java.util.List;

import org.springframework.util.Assert;

/**
 * What is asked of a model: a conversation and how to go on with it. Requests are
 * immutable; a changed one is made with {@link #mutate()}.
 *
 * @param messages the conversation, oldest message first
 * @param options everything else
 * @since 0.1.0
 */
public record ChatRequest(List<ChatMessage> messages, ChatOptions options) {

	public ChatRequest {
		Assert.notNull(messages, "'messages' must not be null");
		Assert.notNull(options, "'options' must not be null");
		messages = List.copyOf(messages);
	}

	/**
	 * Return this request with other options.
	 * @param options the options
	 * @return the request
	 */
	public ChatRequest withOptions(ChatOptions options) {
		return (options == this.options) ? this : new ChatRequest(this.messages, options);
	}

	/**
	 * Return a builder that starts from this request.
	 * @return the builder
	 */
	public Builder mutate() {
		return new Builder().messages(this.messages).from(this.options);
	}

	/**
	 * Create a request that is one message of the user.
	 * @param text the text of the message
	 * @return the request
	 */
	public static ChatRequest of(String text) {
		return new ChatRequest(List.of(ChatMessage.user(text)), ChatOptions.none());
	}

	/**
	 * Return a new builder.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Builder of a {@link ChatRequest}.
	 */
	public static final class Builder extends ChatOptionsBuilder<Builder> {

		private final List<ChatMessage> messages = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Add a message that tells the model how to behave.
		 * @param text the text
		 * @return this builder
		 */
		public Builder system(String text) {
			return message(ChatMessage.system(text));
		}

		/**
		 * Add a message of the user.
		 * @param text the text
		 * @return this builder
		 */
		public Builder user(String text) {
			return message(ChatMessage.user(text));
		}

		/**
		 * Add a message of the user out of several parts.
		 * @param parts the parts, in order
		 * @return this builder
		 */
		public Builder user(ContentPart... parts) {
			return message(ChatMessage.user(parts));
		}

		/**
		 * Add a message of the user that is text followed by other parts.
		 * @param text the text
		 * @param parts the parts, in order
		 * @return this builder
		 */
		public Builder user(String text, ContentPart... parts) {
			return message(ChatMessage.user(text, parts));
		}

		/**
		 * Add an earlier answer of the model.
		 * @param text the text
		 * @return this builder
		 */
		public Builder assistant(String text) {
			return message(ChatMessage.assistant(text));
		}

		/**
		 * Add the answer of a tool.
		 * @param toolCallId the id of the call that is answered
		 * @param text what the tool returned
		 * @return this builder
		 */
		public Builder tool(String toolCallId, String text) {
			return message(ChatMessage.tool(toolCallId, text));
		}

		/**
		 * Add a message.
		 * @param message the message
		 * @return this builder
		 */
		public Builder message(ChatMessage message) {
			Assert.notNull(message, "'message' must not be null");
			this.messages.add(message);
			return this;
		}

		/**
		 * Replace all messages.
		 * @param messages the messages
		 * @return this builder
		 */
		public Builder messages(List<? extends ChatMessage> messages) {
			List<ChatMessage> copy = List.copyOf(messages);
			this.messages.clear();
			this.messages.addAll(copy);
			return this;
		}

		/**
		 * Replace everything but the messages.
		 * @param options the options
		 * @return this builder
		 */
		public Builder options(ChatOptions options) {
			return from(options);
		}

		/**
		 * Build the request.
		 * @return the request
		 * @throws IllegalArgumentException if a value makes no sense
		 */
		public ChatRequest build() {
			return new ChatRequest(this.messages, buildOptions());
		}

	}

}
