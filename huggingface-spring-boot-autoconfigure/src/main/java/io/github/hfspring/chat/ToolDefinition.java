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

package io.github.hfspring.chat;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A function the model may ask to be called.
 *
 * @param name the name
 * @param description what it is good for, for the model to read
 * @param parameters the JSON schema of its arguments; never empty, because TGI refuses a
 * function without it
 * @param strict whether the server should hold the model to the schema
 * @since 0.1.0
 */
public record ToolDefinition(String name, @Nullable String description, Map<String, Object> parameters,
		@Nullable Boolean strict) {

	private static final Map<String, Object> NO_PARAMETERS = noParameters();

	public ToolDefinition(String name, @Nullable String description, @Nullable Map<String, Object> parameters,
			@Nullable Boolean strict) {
		Assert.hasText(name, "'name' must not be empty");
		this.name = name;
		this.description = description;
		this.parameters = (parameters == null || parameters.isEmpty()) ? NO_PARAMETERS : JsonFields.copyOf(parameters);
		this.strict = strict;
	}

	private static Map<String, Object> noParameters() {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("type", "object");
		schema.put("properties", Map.of());
		return JsonFields.copyOf(schema);
	}

	/**
	 * Create the definition of a function.
	 * @param name the name
	 * @param description what it is good for
	 * @param parameters the JSON schema of its arguments; empty for none
	 * @return the definition
	 */
	public static ToolDefinition of(String name, String description, Map<String, Object> parameters) {
		return new ToolDefinition(name, description, parameters, null);
	}

}
