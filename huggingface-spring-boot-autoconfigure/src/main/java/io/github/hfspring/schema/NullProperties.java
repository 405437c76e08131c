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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.Assert;

/**
 * Makes a property that is {@code null} one that is left out, as
 * {@link JsonSchemaValidator} sees it. To Jackson they differ: a field keeps its default
 * only if its property is left out, and an {@code int} takes no {@code null}.
 *
 * @since 0.1.0
 */
public final class NullProperties {

	private final Map<String, Object> root;

	private NullProperties(Map<String, Object> root) {
		this.root = root;
	}

	/**
	 * Remove the properties that are {@code null}, which the schema knows, does not
	 * require, and has no {@code null} for. If the mapper takes no object that lacks a
	 * property, all of them stay.
	 * @param schema the schema, not in the form for strict servers
	 * @param value the value, which is changed
	 * @param mapper what reads the value afterwards
	 */
	public static void remove(Map<String, Object> schema, JsonNode value, JsonMapper mapper) {
		Assert.notNull(schema, "'schema' must not be null");
		Assert.notNull(value, "'value' must not be null");
		Assert.notNull(mapper, "'mapper' must not be null");
		if (!mapper.isEnabled(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)) {
			new NullProperties(schema).remove(Stream.of(schema), value);
		}
	}

	private void remove(Stream<?> schemas, JsonNode node) {
		if (!node.isContainer()) {
			return;
		}
		Set<Map<?, ?>> parts = newSet();
		schemas.forEach((schema) -> collect(schema, node, parts));
		if (node instanceof ObjectNode object) {
			for (String name : List.copyOf(object.propertyNames())) {
				JsonNode property = object.path(name);
				if (property.isNull() && isLeftOut(parts, name)) {
					object.remove(name);
				}
				remove(parts.stream().map((part) -> property(part, name)), property);
			}
			return;
		}
		node.forEach((item) -> remove(parts.stream().map((part) -> part.get("items")), item));
	}

	private static @Nullable Object property(Map<?, ?> schema, String name) {
		Object property = (schema.get("properties") instanceof Map<?, ?> properties) ? properties.get(name) : null;
		return (property != null) ? property : schema.get("additionalProperties");
	}

	/**
	 * Collect all that a schema says of a value. Which choice it is need not be known,
	 * because what one of them requires is not removed.
	 * @return whether the value may be one of it
	 */
	private boolean collect(@Nullable Object schema, JsonNode node, Set<Map<?, ?>> parts) {
		if (!(schema instanceof Map<?, ?> fields) || !parts.add(fields)) {
			return true;
		}
		boolean mayBe = hasItsNames(fields, node) && collect(resolve(fields), node, parts);
		for (Object part : list(fields, "allOf")) {
			mayBe = collect(part, node, parts) && mayBe;
		}
		Stream.of("anyOf", "oneOf").flatMap((name) -> list(fields, name).stream()).forEach((choice) -> {
			Set<Map<?, ?>> more = newSet();
			more.addAll(parts);
			if (collect(choice, node, more)) {
				parts.addAll(more);
			}
		});
		return mayBe;
	}

	/**
	 * Subtypes are told apart by a property that has only one value.
	 */
	private static boolean hasItsNames(Map<?, ?> schema, JsonNode node) {
		return !(schema.get("properties") instanceof Map<?, ?> properties)
				|| properties.entrySet().stream().allMatch((property) -> {
					JsonNode value = node.path(String.valueOf(property.getKey()));
					return !value.isString() || !(property.getValue() instanceof Map<?, ?> fields)
							|| !(fields.get("const") instanceof String name) || name.equals(value.stringValue());
				});
	}

	/**
	 * Where several have properties, the names of those that are there may be what tells
	 * subtypes apart.
	 */
	private boolean isLeftOut(Set<Map<?, ?>> schemas, String name) {
		if (schemas.stream().filter((schema) -> schema.get("properties") instanceof Map<?, ?>).count() > 1) {
			return false;
		}
		boolean known = false;
		for (Map<?, ?> schema : schemas) {
			Object property = (schema.get("properties") instanceof Map<?, ?> properties) ? properties.get(name) : null;
			if (list(schema, "required").contains(name) || admitsNull(property, newSet())) {
				return false;
			}
			known = known || property != null;
		}
		return known;
	}

	private boolean admitsNull(@Nullable Object schema, Set<Map<?, ?>> seen) {
		if (!(schema instanceof Map<?, ?> fields) || !seen.add(fields)) {
			return false;
		}
		return fields.isEmpty() || "null".equals(fields.get("type")) || list(fields, "type").contains("null")
				|| list(fields, "enum").stream().anyMatch(Objects::isNull)
				|| (fields.containsKey("const") && fields.get("const") == null) || admitsNull(resolve(fields), seen)
				|| Stream.of("anyOf", "oneOf")
					.flatMap((name) -> list(fields, name).stream())
					.anyMatch((choice) -> admitsNull(choice, seen));
	}

	/**
	 * Follow a reference into the schema.
	 */
	private @Nullable Object resolve(Map<?, ?> schema) {
		if (!(schema.get("$ref") instanceof String reference) || !reference.startsWith("#")) {
			return null;
		}
		return JsonSchemas.find(this.root, reference);
	}

	private static List<?> list(Map<?, ?> schema, String name) {
		return (schema.get(name) instanceof List<?> list) ? list : List.of();
	}

	private static Set<Map<?, ?>> newSet() {
		return Collections.newSetFromMap(new IdentityHashMap<>());
	}

}
