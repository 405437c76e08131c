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

package io.github.hfspring.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.hfspring.schema.JsonSchemas;
import org.jspecify.annotations.Nullable;

/**
 * The schema of the parameters of a tool, which is always one of an object.
 *
 * @param schema the schema
 * @param wrapper the only property, where the argument is not an object itself
 */
record ToolParameters(Map<String, Object> schema, @Nullable String wrapper) {

	private static final String WRAPPER = "input";

	static ToolParameters none() {
		return new ToolParameters(Map.of(), null);
	}

	/**
	 * A schema that was given by hand is taken as it is.
	 */
	static ToolParameters given(Map<String, Object> schema) {
		return new ToolParameters(schema, null);
	}

	/**
	 * Make an object of what is none.
	 * @param schema the schema of the argument
	 */
	static ToolParameters of(Map<String, Object> schema) {
		if ("object".equals(schema.get("type"))) {
			Map<String, Object> copy = new LinkedHashMap<>(schema);
			copy.putIfAbsent("properties", Map.of());
			return new ToolParameters(copy, null);
		}
		return new ToolParameters(object(Map.of(WRAPPER, embed(schema, WRAPPER)), List.of(WRAPPER)), WRAPPER);
	}

	static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("type", "object");
		schema.put("properties", properties);
		if (!required.isEmpty()) {
			schema.put("required", required);
		}
		schema.put("additionalProperties", false);
		return schema;
	}

	static Map<String, Object> embed(Map<String, Object> schema, String property) {
		return JsonSchemas.embed(schema, "#/properties/" + property.replace("~", "~0").replace("/", "~1"));
	}

	@Nullable String description() {
		return (this.schema.get("description") instanceof String text) ? text : null;
	}

}
