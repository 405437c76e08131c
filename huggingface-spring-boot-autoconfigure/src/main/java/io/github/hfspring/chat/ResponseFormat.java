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

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The form the answer must have.
 *
 * @param type {@code text}, {@code json_object} or {@code json_schema}
 * @param name the name of the schema
 * @param description what the schema describes
 * @param schema the JSON schema
 * @param strict whether the server should hold the model to the schema
 * @since 0.1.0
 */
public record ResponseFormat(String type, @Nullable String name, @Nullable String description,
		@Nullable Map<String, Object> schema, @Nullable Boolean strict) {

	/**
	 * Plain text.
	 */
	public static final ResponseFormat TEXT = new ResponseFormat("text", null, null, null, null);

	/**
	 * Any JSON object.
	 */
	public static final ResponseFormat JSON_OBJECT = new ResponseFormat("json_object", null, null, null, null);

	public ResponseFormat {
		Assert.hasText(type, "'type' must not be empty");
		Assert.isTrue("json_schema".equals(type) == (schema != null),
				"'schema' must be given for the type 'json_schema' and for no other");
		Assert.isTrue(schema == null || (name != null && !name.isBlank()), "'name' must not be empty");
		schema = (schema != null) ? JsonFields.copyOf(schema) : null;
	}

	/**
	 * JSON that follows a schema.
	 * @param name the name of the schema
	 * @param schema the JSON schema
	 * @return the format
	 */
	public static ResponseFormat jsonSchema(String name, Map<String, Object> schema) {
		return new ResponseFormat("json_schema", name, null, schema, null);
	}

	/**
	 * Return this format with the server told to hold the model to the schema, or not.
	 * @param strict whether to be strict
	 * @return the format
	 */
	public ResponseFormat withStrict(boolean strict) {
		return new ResponseFormat(this.type, this.name, this.description, this.schema, strict);
	}

	/**
	 * Return this format with a description of the schema for the model to read.
	 * @param description the description
	 * @return the format
	 */
	public ResponseFormat withDescription(String description) {
		return new ResponseFormat(this.type, this.name, description, this.schema, this.strict);
	}

}
