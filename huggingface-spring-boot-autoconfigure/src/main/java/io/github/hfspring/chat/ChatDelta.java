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
 * What a chunk adds to an answer.
 *
 * @param role the role, where the server repeats it
 * @param content text of the answer
 * @param reasoning text of the reasoning, whichever field or part it came in
 * @param reasoningPlace where the reasoning stood
 * @param toolCalls pieces of tool calls
 * @param refusal text of a refusal
 * @param additionalFields further JSON fields; content parts that are neither text nor
 * reasoning stand under {@code content}
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChatDelta(@Nullable String role, @Nullable String content, @Nullable String reasoning,
		@Nullable ReasoningPlace reasoningPlace, List<ToolCallDelta> toolCalls, @Nullable String refusal,
		Map<String, Object> additionalFields) {

	public ChatDelta {
		toolCalls = List.copyOf(toolCalls);
		additionalFields = JsonFields.copyOf(additionalFields);
	}

	/**
	 * Create a delta whose reasoning, if it has one, stood in no known place.
	 * @param role the role
	 * @param content text of the answer
	 * @param reasoning text of the reasoning
	 * @param toolCalls pieces of tool calls
	 * @param refusal text of a refusal
	 * @param additionalFields further JSON fields
	 */
	public ChatDelta(@Nullable String role, @Nullable String content, @Nullable String reasoning,
			List<ToolCallDelta> toolCalls, @Nullable String refusal, Map<String, Object> additionalFields) {
		this(role, content, reasoning, null, toolCalls, refusal, additionalFields);
	}

}
