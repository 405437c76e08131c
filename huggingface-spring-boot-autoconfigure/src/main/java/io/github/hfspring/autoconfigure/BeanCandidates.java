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

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/**
 * Finds the bean that would be injected for a type. The bean itself is not made before it
 * is needed.
 */
final class BeanCandidates {

	private final ConfigurableListableBeanFactory beanFactory;

	BeanCandidates(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Find a bean.
	 * @param type the type
	 * @return the name of the bean, or {@code null} if there is none
	 * @throws InvalidHuggingFaceConfigurationException if there are several
	 */
	@Nullable String find(Class<?> type) {
		List<String> names = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory, type, true, false)) {
			if (isCandidate(name)) {
				names.add(name);
			}
		}
		if (!names.stream().allMatch(this::isFallback)) {
			names.removeIf(this::isFallback);
		}
		List<String> primary = names.stream().filter(this::isPrimary).toList();
		if (names.size() <= 1 || primary.size() == 1) {
			return names.isEmpty() ? null : (primary.size() == 1) ? primary.get(0) : names.get(0);
		}
		throw new InvalidHuggingFaceConfigurationException(null,
				"There are several beans of the type " + type.getSimpleName() + ": " + String.join(", ", names) + ".",
				"Mark the one that the chat model is to use as @Primary, or the others with "
						+ "@Bean(defaultCandidate = false).");
	}

	boolean isCandidate(String name) {
		BeanDefinition definition = definition(name);
		return definition == null || (definition.isAutowireCandidate()
				&& !(definition instanceof AbstractBeanDefinition known && !known.isDefaultCandidate()));
	}

	boolean isPrimary(String name) {
		BeanDefinition definition = definition(name);
		return definition != null && definition.isPrimary();
	}

	private boolean isFallback(String name) {
		BeanDefinition definition = definition(name);
		return definition != null && definition.isFallback();
	}

	/**
	 * Return the definition of a bean.
	 * @param name its name
	 * @return the definition; {@code null} for a singleton that was registered by hand
	 */
	@Nullable BeanDefinition definition(String name) {
		try {
			return this.beanFactory.getMergedBeanDefinition(name);
		}
		catch (NoSuchBeanDefinitionException ex) {
			return null;
		}
	}

}
