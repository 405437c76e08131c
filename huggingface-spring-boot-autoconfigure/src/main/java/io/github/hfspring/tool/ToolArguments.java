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
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.hfspring.schema.JsonSchemaValidator;
import io.github.hfspring.schema.NullProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the arguments that the model has written.
 *
 * @param <T> the type of the argument
 */
final class ToolArguments<T> {

	/** How to set up Jackson, which is not for the model. */
	private static final Pattern HINT = Pattern.compile(" \\([^()]*(?:Feature|CoercionConfig)[^()]*\\)");

	private final JsonMapper mapper;

	private final JavaType type;

	private final ToolParameters parameters;

	private final boolean plainText;

	ToolArguments(JsonMapper mapper, Type type, ToolParameters parameters) {
		this.mapper = mapper;
		this.type = mapper.getTypeFactory().constructType(type);
		this.parameters = parameters;
		this.plainText = type == String.class && parameters.wrapper() == null;
	}

	/**
	 * Return the only property, where the argument is not an object itself.
	 */
	@Nullable String wrapper() {
		return this.parameters.wrapper();
	}

	/**
	 * Read the argument.
	 * @param json what the model wrote
	 * @throws InvalidToolArgumentsException if it cannot be understood
	 */
	T read(String json) {
		JsonNode node = parse(this.mapper, json);
		String wrapper = this.parameters.wrapper();
		if (wrapper != null && !node.isObject()) {
			// Some models leave out an object of one property
			node = this.mapper.createObjectNode().set(wrapper, node);
		}
		check(this.parameters.schema(), node);
		if (this.plainText) {
			return convert(this.mapper, this.mapper.getNodeFactory().stringNode(node.toString()), this.type, "");
		}
		NullProperties.remove(this.parameters.schema(), node, this.mapper);
		return (wrapper != null) ? convert(this.mapper, node.get(wrapper), this.type, wrapper)
				: convert(this.mapper, node, this.type, "");
	}

	/**
	 * Parse arguments. Nothing at all means that there are none, and a text is looked
	 * into: some models write JSON as a text in JSON.
	 */
	static JsonNode parse(JsonMapper mapper, String json) {
		try {
			JsonNode node = json.isBlank() ? mapper.createObjectNode() : mapper.readTree(json);
			if (node.isString() && node.stringValue().strip().startsWith("{")) {
				node = mapper.readTree(node.stringValue());
			}
			return (node.isNull() || node.isMissingNode()) ? mapper.createObjectNode() : node;
		}
		catch (MismatchedInputException ex) {
			throw new InvalidToolArgumentsException("there is more than one JSON value", ex);
		}
		catch (JacksonException ex) {
			throw new InvalidToolArgumentsException("they are not JSON: " + message(ex), ex);
		}
	}

	/**
	 * Return whether there are arguments, and all of them.
	 */
	static boolean areWhole(String json) {
		try {
			return !json.isBlank() && JsonMapper.shared().readTree(json) != null;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	/**
	 * Check that everything is there, and that numbers are whole. The rest is left to
	 * Jackson, which knows more than one way to write a number.
	 */
	static void check(Map<String, Object> schema, JsonNode node) {
		if (!node.isObject()) {
			throw new InvalidToolArgumentsException("they are not a JSON object", null);
		}
		List<String> missing = JsonSchemaValidator.ofRequired(schema).validate(node);
		if (!missing.isEmpty()) {
			throw new InvalidToolArgumentsException(String.join(", ", missing), null);
		}
	}

	static <T> T convert(JsonMapper mapper, JsonNode node, JavaType type, String name) {
		try {
			return mapper.treeToValue(node, type);
		}
		catch (JacksonException ex) {
			throw new InvalidToolArgumentsException(path(ex, name) + message(ex), ex);
		}
	}

	/**
	 * To Jackson, an empty text is {@code null}.
	 */
	private static String message(JacksonException ex) {
		return HINT.matcher(ex.getOriginalMessage()).replaceAll("").replace("`null`", "an empty value");
	}

	private static String path(JacksonException ex, String name) {
		StringBuilder path = new StringBuilder(name);
		for (JacksonException.Reference reference : ex.getPath()) {
			if (reference.getPropertyName() != null) {
				path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
			}
		}
		return path.isEmpty() ? "" : "'" + path + "': ";
	}

}
