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

import java.util.List;

import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.tool.Tool;
import io.github.hfspring.tool.ToolCallingChatModel;
import io.github.hfspring.tool.ToolCallingChatModelBuilder;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a model that runs tools.
 * <p>
 * There is a builder for whoever wants one, and no model: a second bean of the type
 * {@link HuggingFaceChatModel} would be in the way of the first, and tools in the first
 * would be sent with each of its requests.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = HuggingFaceChatAutoConfiguration.class)
@ConditionalOnBean({ HuggingFaceChatModel.class, HuggingFaceProperties.class })
public final class HuggingFaceToolAutoConfiguration {

	HuggingFaceToolAutoConfiguration() {
	}

	@Bean
	AnnotatedToolBeans huggingFaceAnnotatedToolBeans(ConfigurableListableBeanFactory beanFactory) {
		return new AnnotatedToolBeans(beanFactory);
	}

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean
	ToolCallingChatModelBuilder toolCallingChatModelBuilder(ConfigurableListableBeanFactory beanFactory,
			HuggingFaceProperties properties, ObjectProvider<Tool> tools, AnnotatedToolBeans annotated,
			ObjectProvider<ChatProgressCallback> progress) {
		ToolCallingChatModelBuilder builder = ToolCallingChatModel.builder(model(beanFactory));
		HuggingFaceToolProperties settings = properties.getTools();
		PropertyChecks.refuse("huggingface.tools.max-rounds", PropertyChecks.NUMBER,
				() -> builder.maxRounds(settings.getMaxRounds()));
		PropertyChecks.refuse("huggingface.tools.max-calls", PropertyChecks.NUMBER,
				() -> builder.maxCalls(settings.getMaxCalls()));
		PropertyChecks.refuse("huggingface.tools.timeout", PropertyChecks.NUMBER,
				() -> builder.timeout(settings.getTimeout()));
		PropertyChecks.refuse("huggingface.tools.concurrency", PropertyChecks.NUMBER,
				() -> builder.concurrency(settings.getConcurrency()));
		builder.onError(settings.getOnError());
		tools.orderedStream().forEach(builder::tool);
		builder.tools(annotated::tools);
		progress.orderedStream().forEach(builder::onProgress);
		return builder;
	}

	/**
	 * A bean that an application makes with the builder is a model as well, but not the
	 * one to begin with.
	 */
	private static HuggingFaceChatModel model(ConfigurableListableBeanFactory beanFactory) {
		List<String> all = List
			.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, HuggingFaceChatModel.class));
		BeanCandidates candidates = new BeanCandidates(beanFactory);
		List<String> names = all.stream()
			.filter((name) -> !beanFactory.isTypeMatch(name, ToolCallingChatModel.class)
					&& !beanFactory.isCurrentlyInCreation(name) && candidates.isCandidate(name))
			.toList();
		if (names.isEmpty()) {
			throw new InvalidHuggingFaceConfigurationException(null,
					"There is no model that could be asked: " + String.join(", ", all) + " is made of one.",
					"Declare the bean with the type ToolCallingChatModel, so that the model of the starter stays.");
		}
		List<String> primary = names.stream().filter(candidates::isPrimary).toList();
		if (names.size() == 1 || primary.size() == 1) {
			return beanFactory.getBean((names.size() == 1) ? names.get(0) : primary.get(0), HuggingFaceChatModel.class);
		}
		throw new NoUniqueBeanDefinitionException(HuggingFaceChatModel.class, names);
	}

}
