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

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.hfspring.schema.JsonSchemaGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds the methods that are a {@link HuggingFaceTool}.
 *
 * @since 0.1.0
 */
public final class AnnotatedTools {

	private AnnotatedTools() {
	}

	/**
	 * Return the tools that the methods of an object are.
	 * @param object the object
	 * @return the tools, ordered by name
	 * @throws IllegalStateException if there are none, or one cannot be a tool
	 */
	public static List<Tool> of(Object object) {
		Assert.notNull(object, "'object' must not be null");
		List<Tool> tools = of(ClassUtils.getUserClass(object), () -> object);
		Assert.state(!tools.isEmpty(),
				() -> object.getClass().getName() + " has no method annotated with @HuggingFaceTool");
		return tools;
	}

	/**
	 * Return the tools that the methods of a class are.
	 * @param type the class
	 * @param object asked for the object to call, each time one of its tools is called
	 * @return the tools, ordered by name; empty if there are none
	 * @throws IllegalStateException if a method cannot be a tool
	 */
	public static List<Tool> of(Class<?> type, Supplier<?> object) {
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(object, "'object' must not be null");
		if (!AnnotationUtils.isCandidateClass(type, HuggingFaceTool.class)) {
			return List.of();
		}
		Map<Method, HuggingFaceTool> methods = MethodIntrospector.selectMethods(type, AnnotatedTools::annotation);
		if (methods.isEmpty()) {
			return List.of();
		}
		// Methods without parameters need no library
		Supplier<JsonSchemaGenerator> generator = SingletonSupplier.of(JsonSchemaGenerator::create);
		JsonMapper mapper = JsonMapper.builder().build();
		List<Tool> tools = new ArrayList<>();
		methods.forEach(
				(method, annotation) -> tools.add(MethodTool.of(type, method, annotation, object, generator, mapper)));
		tools.sort(Comparator.comparing((tool) -> tool.definition().name()));
		return tools;
	}

	private static @Nullable HuggingFaceTool annotation(Method method) {
		return AnnotatedElementUtils.findMergedAnnotation(method, HuggingFaceTool.class);
	}

}
