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

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How likely the model found one token.
 *
 * @param token the token
 * @param logprob the natural logarithm of its probability
 * @param bytes the UTF-8 bytes of the token, as unsigned numbers, if the server tells
 * @param topLogprobs the likeliest tokens at this place, if they were asked for
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TokenLogprob(String token, double logprob,
		@JsonInclude(JsonInclude.Include.NON_EMPTY) List<Integer> bytes,
		@JsonInclude(JsonInclude.Include.NON_EMPTY) List<TokenLogprob> topLogprobs) {

	public TokenLogprob(String token, double logprob, @Nullable List<Integer> bytes,
			@Nullable List<TokenLogprob> topLogprobs) {
		Assert.notNull(token, "'token' must not be null");
		this.token = token;
		this.logprob = logprob;
		this.bytes = (bytes != null) ? List.copyOf(bytes) : List.of();
		this.topLogprobs = (topLogprobs != null) ? List.copyOf(topLogprobs) : List.of();
	}

}
