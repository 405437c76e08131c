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

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The answer of a tool to one tool call of the model.
 *
 * @param toolCallId the {@link ToolCall#id() id of the call} that is answered
 * @param name the name of the tool, if the server wants it
 * @param text what the tool returned
 * @param additionalFields further JSON fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolMessage(String toolCallId, @Nullable String name, String text,
		Map<String, Object> additionalFields) implements ChatMessage {

	public ToolMessage(String toolCallId, @Nullable String name, String text,
			@Nullable Map<String, Object> additionalFields) {
		Assert.notNull(toolCallId, "'toolCallId' must not be null");
		Assert.notNull(text, "'text' must not be null");
		this.toolCallId = toolCallId;
		this.name = name;
		this.text = text;
		this.additionalFields = JsonFields.copyOf(additionalFields);
	}

	@Override
	public String role() {
		return "tool";
	}

}
