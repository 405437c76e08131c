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

import java.util.Map;
import java.util.Objects;

import io.github.hfspring.chat.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Makes a {@link Usage} of what servers send for one.
 */
final class UsageReader {

	private UsageReader() {
	}

	/**
	 * Read the current value.
	 * @param parser the parser, at the first token of the value
	 * @return the usage, or {@code null} if the value is none
	 */
	static @Nullable Usage read(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return null;
		}
		Map<String, Object> fields = JsonValues.object(parser);
		if (fields.isEmpty()) {
			return null;
		}
		fields.values().removeIf(Objects::isNull);
		return usage(fields);
	}

	/**
	 * Read a value that others see, too.
	 */
	static @Nullable Usage read(@Nullable Object value) {
		return (value instanceof Map<?, ?> fields && !fields.isEmpty()) ? usage(JsonValues.withoutNulls(fields)) : null;
	}

	private static Usage usage(Map<String, Object> others) {
		Long prompt = take(others, "prompt_tokens", "input_tokens");
		Long completion = take(others, "completion_tokens", "output_tokens");
		Long total = take(others, "total_tokens");
		long promptTokens = (prompt != null) ? prompt : 0;
		long completionTokens = (completion != null) ? completion : 0;
		return new Usage(promptTokens, completionTokens, (total != null) ? total : promptTokens + completionTokens,
				cachedTokens(others), detail(others, "completion_tokens_details", "reasoning_tokens"), others);
	}

	/**
	 * OpenAI's dialect has the number among the details, Together beside the others,
	 * DeepSeek under a name of its own.
	 */
	private static @Nullable Long cachedTokens(Map<String, Object> fields) {
		Long tokens = detail(fields, "prompt_tokens_details", "cached_tokens");
		tokens = (tokens != null) ? tokens : JsonValues.wholeNumber(fields.get("cached_tokens"));
		return (tokens != null) ? tokens : JsonValues.wholeNumber(fields.get("prompt_cache_hit_tokens"));
	}

	private static @Nullable Long detail(Map<String, Object> fields, String name, String detail) {
		return (fields.get(name) instanceof Map<?, ?> details) ? JsonValues.wholeNumber(details.get(detail)) : null;
	}

	private static @Nullable Long take(Map<String, Object> fields, String... names) {
		for (String name : names) {
			Long number = JsonValues.wholeNumber(fields.get(name));
			if (number != null) {
				fields.remove(name);
				return number;
			}
		}
		return null;
	}

}
