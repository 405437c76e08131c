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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.schema.JsonSchemaGenerator;
import io.github.hfspring.schema.NullProperties;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/**
 * A tool that is a method of an object.
 */
final class MethodTool implements Tool {

	private final ToolDefinition definition;

	private final Method method;

	private final List<MethodParameter> parameters;

	private final Supplier<?> object;

	private final JsonMapper mapper;

	private final boolean blocking;

	private final String nothing;

	private MethodTool(ToolDefinition definition, Method method, List<MethodParameter> parameters, Supplier<?> object,
			JsonMapper mapper) {
		this.definition = definition;
		this.method = method;
		this.parameters = parameters;
		this.object = object;
		this.mapper = mapper;
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(method.getReturnType());
		this.blocking = adapter == null;
		ResolvableType returned = ResolvableType.forMethodReturnType(method);
		Class<?> value = (adapter != null) ? returned.getGeneric(0).resolve() : returned.resolve();
		this.nothing = (value == void.class || value == Void.class) ? "done" : "null";
	}

	static MethodTool of(Class<?> type, Method method, HuggingFaceTool annotation, Supplier<?> object,
			Supplier<JsonSchemaGenerator> generator, JsonMapper mapper) {
		List<MethodParameter> parameters = new ArrayList<>();
		Map<String, Object> properties = new LinkedHashMap<>();
		List<String> required = new ArrayList<>();
		for (Parameter parameter : method.getParameters()) {
			MethodParameter description = MethodParameter.of(parameter, type, mapper);
			parameters.add(description);
			if (!description.isContext()) {
				properties.put(description.name(), description.schema(generator.get()));
				if (description.required()) {
					required.add(description.name());
				}
			}
		}
		String name = StringUtils.hasText(annotation.name()) ? annotation.name() : method.getName();
		String text = StringUtils.hasText(annotation.description()) ? annotation.description() : null;
		ToolDefinition definition = new ToolDefinition(name, text,
				properties.isEmpty() ? null : ToolParameters.object(properties, required), null);
		return new MethodTool(definition, method, parameters, object, mapper);
	}

	@Override
	public ToolDefinition definition() {
		return this.definition;
	}

	@Override
	public Mono<String> call(String arguments, ToolContext context) {
		return new ToolResults(this.mapper).of(() -> invoke(read(arguments, context)), this.nothing);
	}

	private @Nullable Object[] read(String arguments, ToolContext context) {
		JsonNode node = ToolArguments.parse(this.mapper, arguments);
		ToolArguments.check(this.definition.parameters(), node);
		NullProperties.remove(this.definition.parameters(), node, this.mapper);
		@Nullable Object[] values = new Object[this.parameters.size()];
		for (int i = 0; i < values.length; i++) {
			MethodParameter parameter = this.parameters.get(i);
			values[i] = parameter.isContext() ? context : parameter.read(this.mapper, node.get(parameter.name()));
		}
		return values;
	}

	private @Nullable Object invoke(@Nullable Object[] arguments) {
		Object target = this.object.get();
		Method invocable = AopUtils.selectInvocableMethod(this.method, target.getClass());
		ReflectionUtils.makeAccessible(invocable);
		try {
			return invocable.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw Exceptions.propagate(ex.getTargetException());
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("The method of the tool '" + this.definition.name() + "' cannot be called",
					ex);
		}
	}

	@Override
	public boolean isBlocking() {
		return this.blocking;
	}

	@Override
	public String toString() {
		return "Tool[" + this.definition.name() + ", " + this.method + "]";
	}

}
