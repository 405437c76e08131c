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

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.github.hfspring.schema.JsonSchemaGenerator;
import io.github.hfspring.schema.JsonSchemas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.Nullness;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * One parameter of a method that is a tool.
 *
 * @param name what the model calls it
 * @param type its type; that of what is in it, if it is an {@code Optional}
 * @param javaType the same for Jackson
 * @param description what it means
 * @param required whether the model has to give it
 * @param isOptional whether it is an {@code Optional}
 * @param isContext whether it is the context, which the model does not know of
 * @param annotated has the annotations of the parameter
 */
record MethodParameter(String name, Type type, JavaType javaType, @Nullable String description, boolean required,
		boolean isOptional, boolean isContext, AnnotatedElement annotated) {

	static MethodParameter of(Parameter parameter, Class<?> owner, JsonMapper mapper) {
		Type type = GenericTypeResolver.resolveType(parameter.getParameterizedType(), owner);
		boolean isContext = parameter.getType() == ToolContext.class;
		boolean isOptional = parameter.getType() == Optional.class;
		if (isOptional) {
			type = ResolvableType.forType(type).getGeneric(0).getType();
		}
		ToolParameter annotation = AnnotatedElementUtils.findMergedAnnotation(parameter, ToolParameter.class);
		boolean required = !isContext && !isOptional && (annotation == null || annotation.required())
				&& Nullness.forParameter(parameter) != Nullness.NULLABLE;
		Assert.state(required || isContext || !parameter.getType().isPrimitive(), () -> parameter + " of "
				+ parameter.getDeclaringExecutable() + " cannot be left out: a primitive type has no null");
		String description = (annotation != null && StringUtils.hasText(annotation.description()))
				? annotation.description() : null;
		return new MethodParameter(isContext ? "" : name(parameter, annotation), type,
				mapper.getTypeFactory().constructType(type), description, required, isOptional, isContext, parameter);
	}

	private static String name(Parameter parameter, @Nullable ToolParameter annotation) {
		if (annotation != null && StringUtils.hasText(annotation.name())) {
			return annotation.name();
		}
		Assert.state(parameter.isNamePresent(),
				() -> "The name of " + parameter + " of " + parameter.getDeclaringExecutable() + " is not known: "
						+ "compile with '-parameters', or name it with @ToolParameter");
		return parameter.getName();
	}

	Map<String, Object> schema(JsonSchemaGenerator generator) {
		Map<String, Object> schema = ToolParameters
			.embed(JsonSchemas.limit(generator.generate(this.type), this.annotated), this.name);
		if (this.description == null) {
			return schema;
		}
		Map<String, Object> described = new LinkedHashMap<>(schema);
		described.put("description", this.description);
		return described;
	}

	@Nullable Object read(JsonMapper mapper, @Nullable JsonNode node) {
		Object value = (node == null || node.isNull()) ? null
				: ToolArguments.convert(mapper, node, this.javaType, this.name);
		return this.isOptional ? Optional.ofNullable(value) : value;
	}

}
