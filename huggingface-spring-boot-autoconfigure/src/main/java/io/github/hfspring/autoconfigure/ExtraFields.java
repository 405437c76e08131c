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

package io.github.hfspring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.StringUtils;

/**
 * The extra fields that properties describe, in the types they have as JSON.
 */
final class ExtraFields {

	private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {
	};

	private ExtraFields() {
	}

	/**
	 * Return the fields of {@code huggingface.extra-fields}.
	 * @param fields the value of the property
	 * @return the fields
	 */
	static Map<String, Object> of(Map<String, Object> fields) {
		Map<String, Object> result = new LinkedHashMap<>();
		fields.forEach((name, value) -> result.put(name, value(value)));
		return result;
	}

	/**
	 * Return the fields of {@code huggingface.extra-fields-json}.
	 * @param json the value of the property
	 * @return the fields
	 */
	static Map<String, Object> parse(@Nullable String json) {
		if (!StringUtils.hasText(json)) {
			return Map.of();
		}
		try {
			Map<String, Object> fields = JsonMapper.builder().build().readValue(json, MAP);
			if (fields != null) {
				return fields;
			}
		}
		catch (JacksonException ex) {
			// The text may hold a secret, and so may the message of the exception.
		}
		throw new InvalidHuggingFaceConfigurationException("huggingface.extra-fields-json",
				"The value is not a JSON object.", "Write one JSON object, such as {\"top_k\": 5}.");
	}

	/**
	 * Lists in a map of unknown type are bound as maps from positions to elements.
	 */
	private static Object value(Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		List<Object> elements = new ArrayList<>();
		for (int i = 0; i < map.size(); i++) {
			Object element = map.get(String.valueOf(i));
			if (element == null) {
				Map<String, Object> fields = new LinkedHashMap<>();
				map.forEach((name, field) -> fields.put(String.valueOf(name), value(field)));
				return fields;
			}
			elements.add(value(element));
		}
		return map.isEmpty() ? map : elements;
	}

}
