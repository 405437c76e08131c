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

package io.github.hfspring.autoconfigure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.hfspring.tool.AnnotatedTools;
import io.github.hfspring.tool.HuggingFaceTool;
import io.github.hfspring.tool.Tool;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * The tools that methods of beans are. They are looked for by the types of the beans,
 * none of which is made for it; a bean is asked for when one of its tools is called, so
 * that it may itself inject the model.
 * <p>
 * A bean that is declared by an interface has the type of that until it is made. So what
 * is found holds only once all singletons are there; whoever asks before is given what is
 * known by then, and has to ask again.
 */
final class AnnotatedToolBeans implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(AnnotatedToolBeans.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private volatile boolean asked;

	private volatile boolean singletonsInstantiated;

	private volatile @Nullable List<Tool> tools;

	AnnotatedToolBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	List<Tool> tools() {
		this.asked = true;
		List<Tool> tools = this.tools;
		if (tools == null) {
			boolean complete = this.singletonsInstantiated;
			List<Found> found = find();
			check(found, new HashMap<>());
			tools = found.stream().map(Found::tool).toList();
			this.tools = complete ? tools : null;
		}
		return tools;
	}

	/**
	 * A method that cannot be a tool stops the start, and so does one of the name of
	 * another, if there is a model that would run it.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.singletonsInstantiated = true;
		if (this.asked) {
			List<Found> found = find();
			this.tools = found.stream().map(Found::tool).toList();
			Map<String, String> origins = new HashMap<>();
			this.beanFactory.getBeansOfType(Tool.class, false, false).forEach((bean, tool) -> {
				if (isCandidate(bean)) {
					origins.put(tool.definition().name(), "the bean '" + bean + "'");
				}
			});
			check(found, origins);
		}
	}

	private boolean isCandidate(String bean) {
		return !this.beanFactory.containsBeanDefinition(bean)
				|| this.beanFactory.getMergedBeanDefinition(bean).isAutowireCandidate();
	}

	private static void check(List<Found> tools, Map<String, String> origins) {
		for (Found found : tools) {
			String name = found.tool().definition().name();
			String origin = found.tool() + " of the bean '" + found.bean() + "'";
			String other = origins.putIfAbsent(name, origin);
			if (other != null) {
				throw new InvalidHuggingFaceConfigurationException(null,
						"There are two tools named '" + name + "': " + other + ", and " + origin + ".",
						"Give one of them another name with @HuggingFaceTool(name = ...).");
			}
		}
	}

	private List<Found> find() {
		List<Found> tools = new ArrayList<>();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : type(name);
			if (type != null && hasTools(type)) {
				AnnotatedTools.of(type, () -> this.beanFactory.getBean(name))
					.forEach((tool) -> tools.add(new Found(name, tool)));
			}
		}
		return tools;
	}

	/**
	 * Return the type of a bean, behind its proxies. That a type cannot be told is the
	 * affair of who uses the bean, as it is for event listeners.
	 */
	private @Nullable Class<?> type(String name) {
		try {
			Class<?> type = targetType(name);
			String target = ScopedProxyUtils.getTargetBeanName(name);
			boolean scoped = type != null && ScopedObject.class.isAssignableFrom(type);
			return (scoped && this.beanFactory.containsBeanDefinition(target)) ? targetType(target) : type;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The type of the bean '" + name + "' cannot be told, so no tools are looked for in it", ex);
			return null;
		}
	}

	private @Nullable Class<?> targetType(String name) {
		Object behindProxy = this.beanFactory.getMergedBeanDefinition(name)
			.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
		return (behindProxy instanceof Class<?> type) ? type : this.beanFactory.getType(name, false);
	}

	/**
	 * A class may have methods of types that are not there, which then cannot be called
	 * either.
	 */
	private static boolean hasTools(Class<?> type) {
		if (type.getName().startsWith("org.springframework.")
				|| !AnnotationUtils.isCandidateClass(type, HuggingFaceTool.class)) {
			return false;
		}
		try {
			return !MethodIntrospector
				.selectMethods(type,
						(MethodIntrospector.MetadataLookup<HuggingFaceTool>) (method) -> AnnotatedElementUtils
							.findMergedAnnotation(method, HuggingFaceTool.class))
				.isEmpty();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("The methods of " + type.getName() + " cannot be read, so no tools are looked for in it", ex);
			return false;
		}
	}

	/**
	 * A tool that was found.
	 *
	 * @param bean the name of the bean
	 * @param tool the tool
	 */
	private record Found(String bean, Tool tool) {

	}

}
