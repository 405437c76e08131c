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
import java.util.stream.Stream;

/**
 * Has {@code null} stand for what is left out, which strict servers do not allow, and
 * nothing stand beside a reference. Definitions are where such servers look for them.
 */
final class StrictSchema {

	private static final Map<String, Object> NULL = Map.of("type", "null");

	private static final String DEFINITIONS = "$defs";

	private StrictSchema() {
	}

	static Map<String, Object> of(Map<?, ?> schema) {
		return Collections.unmodifiableMap(strict(lifted(schema)));
	}

	private static Map<String, Object> strict(Map<?, ?> schema) {
		Map<String, Object> copy = new LinkedHashMap<>();
		schema.forEach((name, value) -> copy.put(String.valueOf(name), part(String.valueOf(name), value)));
		if (copy.size() > 1 && copy.get("$ref") instanceof String reference && !copy.containsKey("anyOf")
				&& !copy.containsKey("properties")) {
			copy.remove("$ref");
			copy.put("anyOf", List.of(Map.of("$ref", reference)));
		}
		if (schema.get("properties") instanceof Map<?, ?> properties && !properties.isEmpty()) {
			List<?> required = (schema.get("required") instanceof List<?> list) ? list : List.of();
			Map<String, Object> all = new LinkedHashMap<>();
			properties.forEach((name, value) -> {
				Object property = (value instanceof Map<?, ?> map) ? strict(map) : value;
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
			case "items", "additionalProperties" -> (value instanceof Map<?, ?> map) ? strict(map) : value;
			case "anyOf", "oneOf", "allOf",
					"prefixItems" ->
				(value instanceof List<?> list)
						? list.stream().map((each) -> (each instanceof Map<?, ?> map) ? strict(map) : each).toList()
						: value;
			case DEFINITIONS -> (value instanceof Map<?, ?> map) ? definitions(map) : value;
			default -> value;
		};
	}

	private static Map<String, Object> definitions(Map<?, ?> definitions) {
		Map<String, Object> copy = new LinkedHashMap<>();
		definitions.forEach((name, value) -> copy.put(String.valueOf(name),
				(value instanceof Map<?, ?> map) ? strict(map) : value));
		return Collections.unmodifiableMap(copy);
	}

	private static Map<?, ?> nullable(Map<?, ?> schema) {
		Map<String, Object> copy = new LinkedHashMap<>();
		boolean isChoice = schema.get("anyOf") instanceof List<?>;
		if (!isChoice && Stream.of("$ref", "enum", "const", "oneOf", "allOf").noneMatch(schema::containsKey)) {
			List<Object> types = new ArrayList<>((schema.get("type") instanceof List<?> list) ? list
					: Stream.ofNullable(schema.get("type")).toList());
			if (types.isEmpty() || types.contains("null")) {
				// Anything, or null already
				return schema;
			}
			types.add("null");
			schema.forEach((name, value) -> copy.put(String.valueOf(name), value));
			copy.put("type", Collections.unmodifiableList(types));
			return Collections.unmodifiableMap(copy);
		}
		List<Object> choices = new ArrayList<>(isChoice ? (List<?>) schema.get("anyOf") : List.of(schema));
		if (!choices.contains(NULL)) {
			choices.add(NULL);
		}
		if (isChoice) {
			schema.forEach((name, value) -> copy.put(String.valueOf(name), value));
		}
		else if (schema.get("description") instanceof String description) {
			copy.put("description", description);
		}
		copy.put("anyOf", Collections.unmodifiableList(choices));
		return Collections.unmodifiableMap(copy);
	}

	/**
	 * Move the definitions of what a schema was made of to its root.
	 */
	private static Map<?, ?> lifted(Map<?, ?> schema) {
		Map<String, Object> definitions = new LinkedHashMap<>();
		if (schema.get(DEFINITIONS) instanceof Map<?, ?> own) {
			own.forEach((name, definition) -> definitions.put(String.valueOf(name), definition));
		}
		Map<String, String> moves = new LinkedHashMap<>();
		collect(schema, "#", definitions, moves);
		if (moves.isEmpty()) {
			return schema;
		}
		Map<Object, Object> root = new LinkedHashMap<>();
		root.put(DEFINITIONS, moved(definitions, "", moves));
		((Map<?, ?>) moved(schema, "#", moves)).forEach(root::putIfAbsent);
		return root;
	}

	private static void collect(Map<?, ?> schema, String place, Map<String, Object> definitions,
			Map<String, String> moves) {
		if (!"#".equals(place) && schema.get(DEFINITIONS) instanceof Map<?, ?> own
				&& own.keySet().stream().map(String::valueOf).noneMatch(definitions::containsKey)) {
			own.forEach((name, definition) -> definitions.put(String.valueOf(name), definition));
			moves.put(place + "/" + DEFINITIONS, "#/" + DEFINITIONS);
		}
		if (schema.get("items") instanceof Map<?, ?> items) {
			collect(items, place + "/items", definitions, moves);
		}
		if (schema.get("additionalProperties") instanceof Map<?, ?> values) {
			collect(values, place + "/additionalProperties", definitions, moves);
		}
		if (schema.get("properties") instanceof Map<?, ?> properties) {
			properties.forEach((name, property) -> {
				if (property instanceof Map<?, ?> map) {
					String step = String.valueOf(name).replace("~", "~0").replace("/", "~1");
					collect(map, place + "/properties/" + step, definitions, moves);
				}
			});
		}
	}

	private static Object moved(Object value, String place, Map<String, String> moves) {
		if (value instanceof List<?> list) {
			return list.stream().map((each) -> moved(each, "", moves)).toList();
		}
		if (!(value instanceof Map<?, ?> map)) {
			return value;
		}
		Map<Object, Object> copy = new LinkedHashMap<>();
		map.forEach((name, each) -> {
			String step = place.isEmpty() ? ""
					: place + "/" + String.valueOf(name).replace("~", "~0").replace("/", "~1");
			if ("$ref".equals(name) && each instanceof String reference) {
				copy.put(name, moved(reference, moves));
			}
			else if (!moves.containsKey(step)) {
				copy.put(name, moved(each, step, moves));
			}
		});
		return copy;
	}

	private static String moved(String reference, Map<String, String> moves) {
		for (Map.Entry<String, String> move : moves.entrySet()) {
			if (reference.startsWith(move.getKey() + "/")) {
				return move.getValue() + reference.substring(move.getKey().length());
			}
		}
		return reference;
	}

}
