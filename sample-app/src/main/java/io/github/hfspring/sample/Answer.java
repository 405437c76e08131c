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

import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * An answer, as the application tells it.
 */
record Answer(String text, @Nullable String model, @Nullable FinishReason finishReason, @Nullable Tokens usage) {

	static Answer of(ChatResponse response) {
		return new Answer(response.text(), response.model(), response.finishReason(), Tokens.of(response.usage()));
	}

	record Tokens(long promptTokens, long completionTokens, long totalTokens) {

		static @Nullable Tokens of(@Nullable Usage usage) {
			return (usage != null) ? new Tokens(usage.promptTokens(), usage.completionTokens(), usage.totalTokens())
					: null;
		}

	}

}
