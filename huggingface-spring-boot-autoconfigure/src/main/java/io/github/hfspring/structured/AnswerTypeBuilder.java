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

import java.lang.reflect.Type;
import java.util.Map;

import io.github.hfspring.chat.ResponseFormat;
import io.github.hfspring.schema.JsonSchemaGenerator;
import io.github.hfspring.schema.JsonSchemaValidator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Builds an {@link AnswerType}.
 *
 * @param <T> the Java type
 * @since 0.1.0
 * @see AnswerType#builder(Class)
 */
public final class AnswerTypeBuilder<T> {

	/** No server takes a longer name. */
	private static final int MAX_NAME = 64;

	private final Type type;

	private @Nullable String name;

	private @Nullable String description;

	private @Nullable Map<String, Object> schema;

	private @Nullable Boolean strict;

	private @Nullable Integer maxRepairs;

	private JsonMapper jsonMapper = JsonMapper.builder().build();

	AnswerTypeBuilder(Type type) {
		this.type = type;
	}

	/**
	 * Set the name of the schema.
	 * @param name the name, out of letters, digits, {@code _} and {@code -}; by default
	 * that of the class
	 * @return this builder
	 */
	public AnswerTypeBuilder<T> name(String name) {
		Assert.isTrue(name.matches("[A-Za-z0-9_-]{1,64}"),
				"'name' must be 1 to 64 letters, digits, underscores and hyphens");
		this.name = name;
		return this;
	}

	/**
	 * Set what the schema describes.
	 * @param description the description, for the model to read where the server shows it
	 * @return this builder
	 */
	public AnswerTypeBuilder<T> description(@Nullable String description) {
		this.description = description;
		return this;
	}

	/**
	 * Set the JSON schema, which is else made of the type.
	 * @param schema the schema, of any kind of value
	 * @return this builder
	 */
	public AnswerTypeBuilder<T> schema(Map<String, Object> schema) {
		Assert.notNull(schema, "'schema' must not be null");
		this.schema = schema;
		return this;
	}

	/**
	 * Set the JSON schema as JSON text.
	 * @param json the schema, of any kind of value
	 * @return this builder
	 * @throws IllegalArgumentException if it is not a JSON object
	 * @see #schema(Map)
	 */
	public AnswerTypeBuilder<T> schema(String json) {
		try {
			return schema(JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {
			}));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The schema of the answer is not a JSON object", ex);
		}
	}

	/**
	 * Set whether the server should hold the model to the schema, where it can. Most
	 * servers that are strict want all properties required, and so those that are
	 * {@code Optional} or {@code @Nullable} are, but may be {@code null}. A schema that
	 * was given by hand is sent as it is.
	 * @param strict whether it should; by default the server is told nothing
	 * @return this builder
	 */
	public AnswerTypeBuilder<T> strict(@Nullable Boolean strict) {
		this.strict = strict;
		return this;
	}

	/**
	 * Set how many times the model may be asked to mend an answer that is not what was
	 * asked for. Each time costs another request.
	 * @param maxRepairs the number; by default what the model is set to
	 * @return this builder
	 */
	public AnswerTypeBuilder<T> maxRepairs(@Nullable Integer maxRepairs) {
		Assert.isTrue(maxRepairs == null || maxRepairs >= 0, "'maxRepairs' must not be negative");
		this.maxRepairs = maxRepairs;
		return this;
	}

	/**
	 * Set what makes the value of the JSON. Its naming strategy holds for the schema as
	 * well.
	 * @param jsonMapper the mapper; by default one with Jackson's defaults
	 * @return this builder
	 */
	public AnswerTypeBuilder<T> jsonMapper(JsonMapper jsonMapper) {
		Assert.notNull(jsonMapper, "'jsonMapper' must not be null");
		this.jsonMapper = jsonMapper;
		return this;
	}

	/**
	 * Build the type.
	 * @return the type
	 * @throws IllegalStateException if a library is missing that makes the schema
	 * @throws IllegalArgumentException if the type can never be read, or the schema
	 * cannot be used
	 */
	public AnswerType<T> build() {
		JavaType javaType = this.jsonMapper.constructType(this.type);
		AnswerSchema schema = (this.schema != null) ? AnswerSchema.of(this.schema, false) : AnswerSchema
			.of(JsonSchemaGenerator.create(this.jsonMapper).generate(this.type), Boolean.TRUE.equals(this.strict));
		String name = (this.name != null) ? this.name : nameOf(javaType.getRawClass().getSimpleName());
		ResponseFormat format = new ResponseFormat("json_schema", name, this.description, schema.sent(), this.strict);
		AnswerReader<T> reader = new AnswerReader<>(this.jsonMapper, javaType, schema,
				JsonSchemaValidator.of(schema.root()));
		return new AnswerType<>(schema, format, reader, this.maxRepairs);
	}

	/**
	 * Make a name that every server takes.
	 */
	static String nameOf(String text) {
		String name = text.replaceAll("[^A-Za-z0-9_-]", "");
		return name.isEmpty() ? "answer" : name.substring(0, Math.min(name.length(), MAX_NAME));
	}

}
