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

import java.lang.reflect.Type;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Makes the JSON schema of a Java type.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface JsonSchemaGenerator {

	/**
	 * Return the schema of a type.
	 * @param type the type; of an {@code Optional}, what is in it
	 * @return the schema, whose fields are in a stable order
	 * @throws IllegalArgumentException if no schema describes the type, or Jackson can
	 * never read it
	 */
	Map<String, Object> generate(Type type);

	/**
	 * Return a generator that reads Jackson's annotations and, where
	 * {@code jsonschema-module-jakarta-validation} is there, those of Jakarta Validation:
	 * <ul>
	 * <li>{@code @JsonPropertyDescription} and {@code @JsonClassDescription} are the
	 * descriptions,</li>
	 * <li>a property is required unless it is {@code @Nullable} or an {@code Optional},
	 * or {@code @JsonProperty(isRequired)} says otherwise,</li>
	 * <li>an object has no other properties, except where it is a map,</li>
	 * <li>properties stand in the order of their declaration, or that of
	 * {@code @JsonPropertyOrder}.</li>
	 * </ul>
	 * Nested types are written where they are used, because some servers cannot follow
	 * references; only a type that contains itself needs them.
	 * @return the generator
	 * @throws IllegalStateException if {@code com.github.victools:jsonschema-generator}
	 * and {@code com.github.victools:jsonschema-module-jackson}, which it is made of, are
	 * missing
	 */
	static JsonSchemaGenerator create() {
		return create(JsonMapper.shared());
	}

	/**
	 * Return a generator that also calls properties what a mapper calls them, by its
	 * naming strategy for one.
	 * @param mapper the mapper that reads what the schema describes
	 * @return the generator
	 * @throws IllegalStateException if a library is missing
	 * @see #create()
	 */
	static JsonSchemaGenerator create(JsonMapper mapper) {
		Assert.notNull(mapper, "'mapper' must not be null");
		return JsonSchemaLibrary.generator(mapper, JsonSchemaGenerator.class.getClassLoader());
	}

}
