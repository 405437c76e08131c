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
import java.util.List;
import java.util.function.Supplier;

import io.github.hfspring.tool.AnnotatedTools;
import io.github.hfspring.tool.Tool;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * The tools that methods of beans are. They are looked for when somebody wants tools for
 * the first time, by the types of the beans, none of which is made for it; a bean is
 * asked for when one of its tools is called, so that it may itself inject the model.
 */
final class AnnotatedToolBeans {

	private final Supplier<List<Tool>> tools;

	AnnotatedToolBeans(ConfigurableListableBeanFactory beanFactory) {
		this.tools = SingletonSupplier.of(() -> find(beanFactory));
	}

	List<Tool> tools() {
		return this.tools.get();
	}

	private static List<Tool> find(ConfigurableListableBeanFactory beanFactory) {
		List<Tool> tools = new ArrayList<>();
		for (String name : beanFactory.getBeanDefinitionNames()) {
			if (ScopedProxyUtils.isScopedTarget(name)) {
				continue;
			}
			Class<?> type = type(beanFactory, name);
			if (type != null && !type.getName().startsWith("org.springframework.")) {
				tools.addAll(AnnotatedTools.of(type, () -> beanFactory.getBean(name)));
			}
		}
		return List.copyOf(tools);
	}

	private static @Nullable Class<?> type(ConfigurableListableBeanFactory beanFactory, String name) {
		Object behindProxy = beanFactory.getMergedBeanDefinition(name)
			.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
		return (behindProxy instanceof Class<?> type) ? type : beanFactory.getType(name, false);
	}

}
