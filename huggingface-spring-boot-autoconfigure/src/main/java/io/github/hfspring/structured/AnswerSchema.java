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

package io.github.hfspring.structured;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.hfspring.schema.JsonSchemas;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, which is always an object: not every server takes anything else at
 * the root, nor a choice.
 *
 * @param value the schema of the value
 * @param root the schema of what is sent back
 * @param wrapper the only property, where the value is not an object itself
 * @param strict whether it is sent as strict servers take it; either is read
 */
record AnswerSchema(Map<String, Object> value, Map<String, Object> root, @Nullable String wrapper, boolean strict) {

	static final String LIST_WRAPPER = "items";

	private static final String WRAPPER = "value";

	/** What says more than a type. */
	private static final List<String> CHOICES = List.of("$ref", "allOf", "anyOf", "oneOf", "enum", "const");

	static AnswerSchema of(Map<String, Object> original, boolean strict) {
		Map<String, Object> schema = JsonSchemas.embed(original, "#");
		if ("object".equals(schema.get("type")) && !schema.containsKey("anyOf") && !schema.containsKey("oneOf")) {
			return new AnswerSchema(schema, schema, null, strict);
		}
		return wrapped(schema, "array".equals(schema.get("type")) ? LIST_WRAPPER : WRAPPER, strict);
	}

	private static AnswerSchema wrapped(Map<String, Object> schema, String name, boolean strict) {
		Map<String, Object> value = new LinkedHashMap<>(schema);
		removeRoot(value);
		Map<String, Object> root = new LinkedHashMap<>();
		root.put("type", "object");
		root.put("properties", Map.of(name, JsonSchemas.embed(value, "#/properties/" + name)));
		root.put("required", List.of(name));
		root.put("additionalProperties", false);
		return new AnswerSchema(schema, root, name, strict);
	}

	/**
	 * Return the schema to send.
	 */
	Map<String, Object> sent() {
		return this.strict ? JsonSchemas.strict(this.root) : this.root;
	}

	/**
	 * Return the schema of a list of such values.
	 */
	AnswerSchema list() {
		Map<String, Object> items = new LinkedHashMap<>(this.value);
		removeRoot(items);
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("type", "array");
		schema.put("items", JsonSchemas.embed(items, "#/items"));
		return wrapped(schema, LIST_WRAPPER, this.strict);
	}

	/**
	 * What belongs to a root. References would lead from the id, and not from the root.
	 */
	private static void removeRoot(Map<String, Object> schema) {
		schema.remove("$schema");
		schema.remove("$id");
	}

	/**
	 * Return whether the value itself can have properties.
	 */
	boolean mayBeObject() {
		return !(this.value.get("type") instanceof String type) || "object".equals(type);
	}

	/**
	 * Return whether any object or list follows the schema.
	 */
	boolean isOpen() {
		return isOpen(this.value);
	}

	private static boolean isOpen(@Nullable Object schema) {
		if (!(schema instanceof Map<?, ?> fields)) {
			return !Boolean.FALSE.equals(schema);
		}
		if (CHOICES.stream().anyMatch(fields::containsKey)) {
			return false;
		}
		Object type = fields.get("type");
		if ("object".equals(type)) {
			return !(fields.get("properties") instanceof Map<?, ?> properties && !properties.isEmpty())
					&& isOpen(fields.get("additionalProperties"));
		}
		return type == null || ("array".equals(type) && isOpen(fields.get("items")));
	}

}
