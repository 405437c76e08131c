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

package io.github.hfspring.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.Logprobs;
import io.github.hfspring.chat.TokenLogprob;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@link Logprobs} of what servers send for them.
 */
final class LogprobsReader {

	private LogprobsReader() {
	}

	static @Nullable Logprobs read(@Nullable Object value) {
		if (!(value instanceof Map<?, ?> fields)) {
			return null;
		}
		Map<String, Object> others = JsonValues.withoutNulls(fields);
		List<TokenLogprob> content = take(others, "content");
		List<TokenLogprob> refusal = take(others, "refusal");
		return new Logprobs(content, refusal, others);
	}

	private static List<TokenLogprob> take(Map<String, Object> fields, String name) {
		List<TokenLogprob> tokens = tokens(fields.get(name));
		if (!tokens.isEmpty() || fields.get(name) instanceof List<?> list && list.isEmpty()) {
			fields.remove(name);
		}
		return tokens;
	}

	private static List<TokenLogprob> tokens(@Nullable Object value) {
		List<TokenLogprob> tokens = new ArrayList<>(0);
		if (value instanceof List<?> list) {
			for (Object element : list) {
				if (element instanceof Map<?, ?> fields && fields.get("token") != null) {
					tokens.add(token(fields));
				}
			}
		}
		return tokens;
	}

	private static TokenLogprob token(Map<?, ?> fields) {
		Double logprob = JsonValues.number(fields.get("logprob"));
		return new TokenLogprob(String.valueOf(fields.get("token")), (logprob != null) ? logprob : Double.NaN,
				bytes(fields.get("bytes")), tokens(fields.get("top_logprobs")));
	}

	private static List<Integer> bytes(@Nullable Object value) {
		List<Integer> bytes = new ArrayList<>(0);
		if (value instanceof List<?> list) {
			for (Object element : list) {
				if (element instanceof Number number) {
					bytes.add(number.intValue());
				}
			}
		}
		return bytes;
	}

}
