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

/**
 * One of the answers in a {@link ChatResponse}.
 *
 * @param index the position among the answers
 * @param message the answer
 * @param finishReason why it ended, if the server tells
 * @param logprobs how likely its tokens were, if that was asked for
 * @param additionalFields further JSON fields; those of the message stand under
 * {@code message}
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChatChoice(int index, AssistantMessage message, @Nullable FinishReason finishReason,
		@Nullable Logprobs logprobs, Map<String, Object> additionalFields) {

	public ChatChoice {
		additionalFields = JsonFields.copyOf(additionalFields);
	}

}
