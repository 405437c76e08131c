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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks whether everything is there and, on request, whether it is of the right type.
 * Numbers have to be whole in any case: Jackson cuts off what an {@code int} has no room
 * for.
 */
final class RequiredPropertiesValidator implements JsonSchemaValidator {

	private final Map<String, Object> schema;

	private final boolean types;

	RequiredPropertiesValidator(Map<String, Object> schema, boolean types) {
		this.schema = schema;
		this.types = types;
	}

	@Override
	public List<String> validate(JsonNode value) {
		List<String> wrong = new ArrayList<>();
		check(this.schema, value, "", wrong);
		return wrong;
	}

	private void check(@Nullable Object schema, @Nullable JsonNode node, String path, List<String> wrong) {
		if (!(resolve(schema) instanceof Map<?, ?> fields) || node == null) {
			return;
		}
		if (this.types) {
			checkValue(fields, node, path, wrong);
		}
		if (node.isObject()) {
			String prefix = path.isEmpty() ? "" : path + ".";
			if (fields.get("required") instanceof List<?> required) {
				required.forEach((name) -> {
					if (isMissing(fields.get("properties"), String.valueOf(name), node)) {
						wrong.add("'" + prefix + name + "' is missing");
					}
				});
			}
			if (fields.get("properties") instanceof Map<?, ?> properties) {
				properties
					.forEach((name, property) -> check(property, node.get(String.valueOf(name)), prefix + name, wrong));
			}
		}
		else if (node.isArray()) {
			node.forEach((item) -> check(fields.get("items"), item, path + "[]", wrong));
		}
		else if (!this.types && node.isNumber() && isWholeNumber(fields.get("type")) && !isOfType(node, "integer")) {
			wrong.add("'" + path + "' is not a whole number");
		}
	}

	private static boolean isWholeNumber(@Nullable Object type) {
		return (type instanceof List<?> types) ? types.contains("integer") && !types.contains("number")
				: "integer".equals(type);
	}

	/**
	 * Jackson makes one of another where it can: an integer of a fraction, or a value of
	 * an enum of its number.
	 */
	private static void checkValue(Map<?, ?> fields, JsonNode node, String path, List<String> wrong) {
		String name = path.isEmpty() ? "the value" : "'" + path + "'";
		Object type = fields.get("type");
		boolean leftOut = node.isNull() && !path.isEmpty() && !path.endsWith("[]");
		if (type != null && !leftOut) {
			List<?> types = (type instanceof List<?> list) ? list : List.of(type);
			if (types.stream().noneMatch((each) -> isOfType(node, each))) {
				wrong.add(name + " must be of the type " + type);
				return;
			}
		}
		if (fields.get("enum") instanceof List<?> values && !leftOut
				&& values.stream().noneMatch((value) -> JsonMapper.shared().valueToTree(value).equals(node))) {
			wrong.add(name + " must be one of " + values);
		}
	}

	private static boolean isOfType(JsonNode node, Object type) {
		return switch (String.valueOf(type)) {
			case "object" -> node.isObject();
			case "array" -> node.isArray();
			case "string" -> node.isString();
			case "boolean" -> node.isBoolean();
			case "number" -> node.isNumber();
			// Some models write 3.0, which is whole
			case "integer" ->
				node.isIntegralNumber() || (node.isNumber() && node.decimalValue().stripTrailingZeros().scale() <= 0);
			case "null" -> node.isNull();
			default -> true;
		};
	}

	private boolean isMissing(@Nullable Object properties, String name, JsonNode node) {
		JsonNode value = node.get(name);
		Object schema = (properties instanceof Map<?, ?> map) ? map.get(name) : null;
		return value == null || (value.isNull() && !admitsNull(schema));
	}

	/**
	 * Strict servers want every property, and {@code null} for one that is left out.
	 */
	private static boolean admitsNull(@Nullable Object schema) {
		if (!(schema instanceof Map<?, ?> fields)) {
			return false;
		}
		Object type = fields.get("type");
		return fields.isEmpty() || "null".equals(type) || (type instanceof List<?> types && types.contains("null"))
				|| Stream.of("anyOf", "oneOf")
					.anyMatch((name) -> fields.get(name) instanceof List<?> choices
							&& choices.stream().anyMatch(RequiredPropertiesValidator::admitsNull));
	}

	/**
	 * Follow a reference into the schema. There is one where a type contains itself.
	 */
	private @Nullable Object resolve(@Nullable Object schema) {
		if (!(schema instanceof Map<?, ?> fields) || !(fields.get("$ref") instanceof String reference)
				|| !reference.startsWith("#")) {
			return schema;
		}
		Object target = JsonSchemas.find(this.schema, reference);
		return (target != schema) ? target : null;
	}

}
