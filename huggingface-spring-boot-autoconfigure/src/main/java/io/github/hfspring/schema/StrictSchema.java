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

package io.github.hfspring.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has {@code null} stand for what is left out, which strict servers do not allow.
 */
final class StrictSchema {

	private StrictSchema() {
	}

	static Map<String, Object> of(Map<?, ?> schema) {
		Map<String, Object> copy = new LinkedHashMap<>();
		schema.forEach((name, value) -> copy.put(String.valueOf(name), part(String.valueOf(name), value)));
		if (schema.get("properties") instanceof Map<?, ?> properties && !properties.isEmpty()) {
			List<?> required = (schema.get("required") instanceof List<?> list) ? list : List.of();
			Map<String, Object> all = new LinkedHashMap<>();
			properties.forEach((name, value) -> {
				Object property = (value instanceof Map<?, ?> map) ? of(map) : value;
				all.put(String.valueOf(name),
						(required.contains(name) || !(property instanceof Map<?, ?> map)) ? property : nullable(map));
			});
			copy.put("properties", Collections.unmodifiableMap(all));
			copy.put("required", List.copyOf(all.keySet()));
		}
		return Collections.unmodifiableMap(copy);
	}

	private static Object part(String keyword, Object value) {
		return switch (keyword) {
			case "items", "additionalProperties" -> (value instanceof Map<?, ?> map) ? of(map) : value;
			case "anyOf", "oneOf", "allOf" -> (value instanceof List<?> list)
					? list.stream().map((each) -> (each instanceof Map<?, ?> map) ? of(map) : each).toList() : value;
			case "$defs" -> (value instanceof Map<?, ?> map) ? definitions(map) : value;
			default -> value;
		};
	}

	private static Map<String, Object> definitions(Map<?, ?> definitions) {
		Map<String, Object> copy = new LinkedHashMap<>();
		definitions.forEach(
				(name, value) -> copy.put(String.valueOf(name), (value instanceof Map<?, ?> map) ? of(map) : value));
		return Collections.unmodifiableMap(copy);
	}

	private static Map<?, ?> nullable(Map<?, ?> schema) {
		boolean isPlain = schema.get("type") instanceof String && !schema.containsKey("enum")
				&& !schema.containsKey("const");
		Map<String, Object> copy = new LinkedHashMap<>();
		if (isPlain) {
			schema.forEach((name, value) -> copy.put(String.valueOf(name), value));
			copy.put("type", List.of(String.valueOf(schema.get("type")), "null"));
			return Collections.unmodifiableMap(copy);
		}
		boolean isChoice = schema.get("anyOf") instanceof List<?>;
		if (!isChoice && !schema.containsKey("$ref") && !schema.containsKey("enum") && !schema.containsKey("const")) {
			// Anything, and so null as well
			return schema;
		}
		List<Object> choices = new ArrayList<>(isChoice ? (List<?>) schema.get("anyOf") : List.of(schema));
		choices.add(Map.of("type", "null"));
		if (isChoice) {
			schema.forEach((name, value) -> copy.put(String.valueOf(name), value));
		}
		else if (schema.get("description") instanceof String description) {
			copy.put("description", description);
		}
		copy.put("anyOf", Collections.unmodifiableList(choices));
		return Collections.unmodifiableMap(copy);
	}

}
