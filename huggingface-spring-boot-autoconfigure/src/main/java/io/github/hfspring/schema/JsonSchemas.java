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

import java.lang.reflect.AnnotatedElement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Makes larger schemas out of smaller ones.
 *
 * @since 0.1.0
 */
public final class JsonSchemas {

	private JsonSchemas() {
	}

	/**
	 * Make a schema a part of another one. References of a type that contains itself
	 * point to the root, which is then somewhere else.
	 * @param schema the schema
	 * @param pointer where it will be, such as {@code #/properties/name}
	 * @return the schema as it has to be there, a copy that cannot be changed
	 */
	public static Map<String, Object> embed(Map<String, Object> schema, String pointer) {
		Map<String, Object> copy = new LinkedHashMap<>();
		schema.forEach((name, value) -> copy.put(name, moved(name, value, pointer)));
		return Collections.unmodifiableMap(copy);
	}

	/**
	 * Make a schema one that a strict server takes, such as OpenAI: all properties of an
	 * object are required, and those that may be left out can be {@code null} instead.
	 * Nothing stands beside a reference, and definitions are at the root. What is no
	 * object of known properties stays as it is: OpenAI itself takes neither a map, nor
	 * any JSON such as that of a {@code JsonNode}.
	 * @param schema the schema
	 * @return the schema as a strict server takes it, a copy that cannot be changed
	 */
	public static Map<String, Object> strict(Map<String, Object> schema) {
		return StrictSchema.of(schema);
	}

	/**
	 * Add the limits that annotations of Jakarta Validation set to a value.
	 * @param schema the schema of its type
	 * @param element what is annotated, such as the parameter of a method
	 * @return the schema with its limits, a copy that cannot be changed
	 */
	public static Map<String, Object> limit(Map<String, Object> schema, AnnotatedElement element) {
		return ParameterLimits.add(schema, element);
	}

	/**
	 * Follow a reference into a schema.
	 * @param root the schema
	 * @param reference the reference, which begins with {@code #}
	 * @return what it points to, or {@code null} if there is nothing
	 */
	static @Nullable Object find(Map<String, Object> root, String reference) {
		Object target = root;
		for (String step : reference.substring(1).split("/")) {
			String name = step.replace("~1", "/").replace("~0", "~");
			if (!step.isEmpty()) {
				target = (target instanceof Map<?, ?> map) ? map.get(name) : null;
			}
		}
		return target;
	}

	private static Object moved(String name, Object value, String pointer) {
		if ("$ref".equals(name) && value instanceof String reference && reference.startsWith("#")) {
			return pointer + reference.substring(1);
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, Object> copy = new LinkedHashMap<>();
			map.forEach((key, nested) -> copy.put(String.valueOf(key), moved(String.valueOf(key), nested, pointer)));
			return Collections.unmodifiableMap(copy);
		}
		if (value instanceof List<?> list) {
			List<Object> copy = new ArrayList<>();
			list.forEach((nested) -> copy.add(moved("", nested, pointer)));
			return Collections.unmodifiableList(copy);
		}
		return value;
	}

}
