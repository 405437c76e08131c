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

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Checks JSON against a schema. A property that is {@code null} counts as one that is
 * left out, unless the schema has {@code null} for it: many models write what they have
 * nothing for. Safe for use by several threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface JsonSchemaValidator {

	/**
	 * Check a value.
	 * @param value the value
	 * @return what is wrong with it, for people and models to read; empty if nothing is
	 */
	List<String> validate(JsonNode value);

	/**
	 * Return a validator of a schema: one that knows all of JSON schema (draft 2020-12)
	 * if {@code com.networknt:json-schema-validator} is there, and else
	 * {@link #ofRequired(Map)}.
	 * @param schema the schema; what it refers to must be inside it
	 * @return the validator
	 * @throws IllegalArgumentException if it is no schema
	 */
	static JsonSchemaValidator of(Map<String, Object> schema) {
		Assert.notNull(schema, "'schema' must not be null");
		return JsonSchemaLibrary.validator(schema, JsonSchemaValidator.class.getClassLoader());
	}

	/**
	 * Return a validator that only looks whether the properties are there that a schema
	 * requires, and whether numbers are whole where it says so. Whoever reads the value
	 * afterwards sees the rest.
	 * @param schema the schema
	 * @return the validator
	 */
	static JsonSchemaValidator ofRequired(Map<String, Object> schema) {
		Assert.notNull(schema, "'schema' must not be null");
		return new RequiredPropertiesValidator(schema);
	}

}
