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

package io.github.hfspring.sample;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer. It is sent as JSON, because the blanks at both ends of a text
 * would not survive in an event.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record AnswerPiece(String text, @Nullable String model, @Nullable FinishReason finishReason,
		Answer.@Nullable Tokens usage) {

	static final AnswerPiece NONE = new AnswerPiece("", null, null, null);

	static AnswerPiece of(ChatChunk chunk) {
		return new AnswerPiece(chunk.text(), chunk.model(), chunk.finishReason(), Answer.Tokens.of(chunk.usage()));
	}

}
