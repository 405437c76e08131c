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

import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.schema.JsonSchemaGenerator;
import io.github.hfspring.schema.JsonSchemas;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * Builds a {@link Tool} out of a function.
 *
 * @param <T> the type of the argument
 * @since 0.1.0
 * @see Tool#builder(String, Class)
 */
public final class ToolBuilder<T> {

	static final Type ANY_ARGUMENTS = new ParameterizedTypeReference<Map<String, Object>>() {
	}.getType();

	private final String name;

	private final Type type;

	private @Nullable String description;

	private @Nullable Map<String, Object> parameters;

	private @Nullable Boolean strict;

	private @Nullable JsonSchemaGenerator schemaGenerator;

	private JsonMapper jsonMapper = JsonMapper.builder().build();

	private @Nullable BiFunction<? super T, ? super ToolContext, ?> function;

	private boolean blocking = true;

	ToolBuilder(String name, Type type) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(type, "'type' must not be null");
		this.name = name;
		this.type = type;
	}

	/**
	 * Set what the tool is good for.
	 * @param description the description, for the model to read; by default that of the
	 * argument's class, if it has one
	 * @return this builder
	 */
	public ToolBuilder<T> description(String description) {
		this.description = description;
		return this;
	}

	/**
	 * Set the JSON schema of the arguments, which is else made of the type. A tool whose
	 * argument is a {@code String} then gets the arguments as JSON text.
	 * @param parameters the schema of an object
	 * @return this builder
	 */
	public ToolBuilder<T> parameters(Map<String, Object> parameters) {
		Assert.notNull(parameters, "'parameters' must not be null");
		this.parameters = parameters;
		return this;
	}

	/**
	 * Set the JSON schema of the arguments as JSON text.
	 * @param json the schema of an object
	 * @return this builder
	 * @throws IllegalArgumentException if it is not a JSON object
	 * @see #parameters(Map)
	 */
	public ToolBuilder<T> parameters(String json) {
		try {
			return parameters(JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {
			}));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("The schema of the tool '" + this.name + "' is not a JSON object", ex);
		}
	}

	/**
	 * Set whether the server should hold the model to the schema, where it can. Most
	 * servers that are strict want all properties required, and so those that are
	 * {@code Optional} or {@code @Nullable} are, but may be {@code null}. A schema that
	 * was given by hand is sent as it is.
	 * @param strict whether it should
	 * @return this builder
	 */
	public ToolBuilder<T> strict(boolean strict) {
		this.strict = strict;
		return this;
	}

	/**
	 * Set what makes the schema of the type.
	 * @param schemaGenerator the generator; by default
	 * {@link JsonSchemaGenerator#create(JsonMapper)}
	 * @return this builder
	 */
	public ToolBuilder<T> schemaGenerator(JsonSchemaGenerator schemaGenerator) {
		this.schemaGenerator = schemaGenerator;
		return this;
	}

	/**
	 * Set what reads the arguments and writes the result.
	 * @param jsonMapper the mapper; by default one with Jackson's defaults
	 * @return this builder
	 */
	public ToolBuilder<T> jsonMapper(JsonMapper jsonMapper) {
		Assert.notNull(jsonMapper, "'jsonMapper' must not be null");
		this.jsonMapper = jsonMapper;
		return this;
	}

	/**
	 * Set the function. It may block, and may return a {@code Publisher} or a
	 * {@code CompletionStage}.
	 * @param function the function
	 * @return this builder
	 */
	public ToolBuilder<T> function(Function<? super T, ?> function) {
		Assert.notNull(function, "'function' must not be null");
		return function((argument, context) -> function.apply(argument));
	}

	/**
	 * Set the function. It may block, and may return a {@code Publisher} or a
	 * {@code CompletionStage}.
	 * @param function the function
	 * @return this builder
	 */
	public ToolBuilder<T> function(BiFunction<? super T, ? super ToolContext, ?> function) {
		Assert.notNull(function, "'function' must not be null");
		this.function = function;
		this.blocking = true;
		return this;
	}

	/**
	 * Set the function, which must not block: it is called on a thread of the HTTP
	 * client. When the call is cancelled, so is what it returns.
	 * @param function the function
	 * @return this builder
	 */
	public ToolBuilder<T> reactiveFunction(Function<? super T, ? extends Publisher<?>> function) {
		Assert.notNull(function, "'function' must not be null");
		return reactiveFunction((argument, context) -> function.apply(argument));
	}

	/**
	 * Set the function, which must not block: it is called on a thread of the HTTP
	 * client. When the call is cancelled, so is what it returns.
	 * @param function the function
	 * @return this builder
	 */
	public ToolBuilder<T> reactiveFunction(
			BiFunction<? super T, ? super ToolContext, ? extends Publisher<?>> function) {
		Assert.notNull(function, "'function' must not be null");
		this.function = function;
		this.blocking = false;
		return this;
	}

	/**
	 * Build the tool.
	 * @return the tool
	 * @throws IllegalStateException if there is no function, or the library that makes
	 * the schema is missing
	 * @throws IllegalArgumentException if the type can never be read
	 */
	public Tool build() {
		Assert.state(this.function != null, () -> "The tool '" + this.name + "' has no function");
		ToolParameters parameters = toolParameters();
		ToolDefinition definition = new ToolDefinition(this.name,
				(this.description != null) ? this.description : parameters.description(),
				(this.parameters == null && Boolean.TRUE.equals(this.strict)) ? JsonSchemas.strict(parameters.schema())
						: parameters.schema(),
				this.strict);
		ToolArguments<T> arguments = new ToolArguments<>(this.jsonMapper, this.type, parameters);
		return new FunctionTool<>(definition, arguments, this.function, new ToolResults(this.jsonMapper),
				this.blocking);
	}

	private ToolParameters toolParameters() {
		if (this.parameters != null) {
			return ToolParameters.given(this.parameters);
		}
		if (this.type.equals(ANY_ARGUMENTS)) {
			return ToolParameters.none();
		}
		JsonSchemaGenerator generator = (this.schemaGenerator != null) ? this.schemaGenerator
				: JsonSchemaGenerator.create(this.jsonMapper);
		return ToolParameters.of(generator.generate(this.type));
	}

}
