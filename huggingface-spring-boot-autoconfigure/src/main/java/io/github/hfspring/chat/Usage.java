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
 * What a call cost, in tokens.
 *
 * @param promptTokens tokens of the request
 * @param completionTokens tokens of the answer, those of the reasoning among them
 * @param totalTokens both together
 * @param cachedPromptTokens those of the request that the server had in its cache, if it
 * tells
 * @param reasoningTokens those of the answer that were reasoning, if the server tells
 * @param additionalFields what else the server says, such as times and prices
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Usage(long promptTokens, long completionTokens, long totalTokens, @Nullable Long cachedPromptTokens,
		@Nullable Long reasoningTokens, Map<String, Object> additionalFields) {

	public Usage(long promptTokens, long completionTokens, long totalTokens, @Nullable Long cachedPromptTokens,
			@Nullable Long reasoningTokens, @Nullable Map<String, Object> additionalFields) {
		this.promptTokens = promptTokens;
		this.completionTokens = completionTokens;
		this.totalTokens = totalTokens;
		this.cachedPromptTokens = cachedPromptTokens;
		this.reasoningTokens = reasoningTokens;
		this.additionalFields = JsonFields.copyOf(additionalFields);
	}

}
