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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a model, whole, or as far as it came.
 * <p>
 * Components may be added in a minor release; where one is needed in a test, create it
 * from chunks with {@link ChatChunkAggregator}.
 *
 * @param id the id the server gave it
 * @param model the model that answered, in the words of who served it; often not the id
 * that was asked for
 * @param created when the server made it
 * @param choices the answers, ordered by index; one unless {@code n} asked for more
 * @param usage what it cost, if the server tells
 * @param systemFingerprint the server's configuration, if it tells
 * @param additionalFields further JSON fields
 * @param metadata what the HTTP response said beside its body
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChatResponse(@Nullable String id, @Nullable String model, @Nullable Instant created,
		List<ChatChoice> choices, @Nullable Usage usage, @Nullable String systemFingerprint,
		Map<String, Object> additionalFields, ResponseMetadata metadata) {

	public ChatResponse {
		choices = List.copyOf(choices);
		additionalFields = JsonFields.copyOf(additionalFields);
	}

	/**
	 * Return the message of the first choice, ready to be sent back as history.
	 * @return the message, an empty one if there is no choice
	 */
	public AssistantMessage message() {
		return this.choices.isEmpty() ? AssistantMessage.builder().build() : this.choices.get(0).message();
	}

	/**
	 * Return the text of the first choice.
	 * @return the text, empty if there is none
	 */
	public String text() {
		return message().text();
	}

	/**
	 * Return what the model thought before it gave the first choice.
	 * @return the reasoning, or {@code null} if the server told none
	 */
	public @Nullable String reasoning() {
		return message().reasoning();
	}

	/**
	 * Return the tools that the first choice wants called. Whether there are any decides
	 * that it is the tools' turn: not every server says so in the finish reason.
	 * @return the calls, in order
	 */
	public List<ToolCall> toolCalls() {
		return message().toolCalls();
	}

	/**
	 * Return why the first choice ended.
	 * @return the reason, or {@code null} if the server gave none
	 */
	public @Nullable FinishReason finishReason() {
		return this.choices.isEmpty() ? null : this.choices.get(0).finishReason();
	}

}
