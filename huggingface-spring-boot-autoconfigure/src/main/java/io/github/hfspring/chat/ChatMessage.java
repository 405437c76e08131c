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

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One message of a conversation. Messages are immutable and may be shared freely.
 * <p>
 * The Jackson annotations are there for applications that store a conversation as JSON;
 * what goes over the wire is written by the client itself.
 *
 * @since 0.1.0
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "role")
@JsonSubTypes({ @JsonSubTypes.Type(value = SystemMessage.class, name = "system"),
		@JsonSubTypes.Type(value = UserMessage.class, name = "user"),
		@JsonSubTypes.Type(value = AssistantMessage.class, name = "assistant"),
		@JsonSubTypes.Type(value = ToolMessage.class, name = "tool") })
public sealed interface ChatMessage permits SystemMessage, UserMessage, AssistantMessage, ToolMessage {

	/**
	 * Return the role as it is named on the wire.
	 * @return {@code system}, {@code user}, {@code assistant} or {@code tool}
	 */
	String role();

	/**
	 * Return the text of the message; parts that are not text are left out.
	 * @return the text, empty if there is none
	 */
	String text();

	/**
	 * Return further JSON fields of the message. They are written after all others and
	 * replace those of the same name.
	 * @return the fields, never {@code null}
	 */
	Map<String, Object> additionalFields();

	/**
	 * Create a message that tells the model how to behave.
	 * @param text the text
	 * @return the message
	 */
	static SystemMessage system(String text) {
		return new SystemMessage(text, Map.of());
	}

	/**
	 * Create a message of the user.
	 * @param text the text
	 * @return the message
	 */
	static UserMessage user(String text) {
		return UserMessage.of(ContentPart.text(text));
	}

	/**
	 * Create a message of the user out of several parts; their order is kept.
	 * @param parts the parts
	 * @return the message
	 */
	static UserMessage user(ContentPart... parts) {
		return UserMessage.of(parts);
	}

	/**
	 * Create a message of the user that is text followed by other parts.
	 * @param text the text
	 * @param parts the parts, in order
	 * @return the message
	 */
	static UserMessage user(String text, ContentPart... parts) {
		return UserMessage.of(text, parts);
	}

	/**
	 * Create an earlier answer of the model, to be sent as history.
	 * @param text the text
	 * @return the message
	 */
	static AssistantMessage assistant(String text) {
		return AssistantMessage.builder().text(text).build();
	}

	/**
	 * Create the answer of a tool to one tool call of the model.
	 * @param toolCallId the {@link ToolCall#id() id of the call} that is answered
	 * @param text what the tool returned
	 * @return the message
	 */
	static ToolMessage tool(String toolCallId, String text) {
		return new ToolMessage(toolCallId, null, text, Map.of());
	}

}
