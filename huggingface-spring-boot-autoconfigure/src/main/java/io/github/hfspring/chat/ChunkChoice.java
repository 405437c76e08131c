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
 * What is new in one of the answers of a {@link ChatChunk}.
 *
 * @param index the position among the answers
 * @param delta what is new
 * @param finishReason why the answer ended, in its last chunk
 * @param logprobs how likely the new tokens were, if that was asked for
 * @param additionalFields further JSON fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChunkChoice(int index, ChatDelta delta, @Nullable FinishReason finishReason, @Nullable Logprobs logprobs,
		Map<String, Object> additionalFields) {

	public ChunkChoice {
		additionalFields = JsonFields.copyOf(additionalFields);
	}

}
