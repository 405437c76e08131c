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
 * How likely the model found the tokens it chose.
 *
 * @param content the tokens of the answer, in order
 * @param refusal the tokens of a refusal, in order
 * @param additionalFields what else the server says; older servers have other forms,
 * which stand here as they came
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Logprobs(List<TokenLogprob> content, List<TokenLogprob> refusal, Map<String, Object> additionalFields) {

	public Logprobs(@Nullable List<TokenLogprob> content, @Nullable List<TokenLogprob> refusal,
			@Nullable Map<String, Object> additionalFields) {
		this.content = (content != null) ? List.copyOf(content) : List.of();
		this.refusal = (refusal != null) ? List.copyOf(refusal) : List.of();
		this.additionalFields = JsonFields.copyOf(additionalFields);
	}

}
