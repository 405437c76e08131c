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

import java.util.function.BooleanSupplier;

import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.event.ChatChunkListeners;
import io.github.hfspring.event.ChatEventPublisher;
import io.github.hfspring.tailoring.ConversationTailor;
import io.github.hfspring.tailoring.RequestTokenCounter;
import io.github.hfspring.tailoring.TailoringRequestResolver;
import io.github.hfspring.tailoring.TokenCounter;
import io.github.hfspring.tool.ToolCallingChatModel;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a Hugging Face chat model.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebClientAutoConfiguration.class)
@ConditionalOnClass(WebClient.class)
@ConditionalOnBooleanProperty(name = "huggingface.chat.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HuggingFaceProperties.class)
@Import(HuggingFaceTokenizerConfiguration.class)
public final class HuggingFaceChatAutoConfiguration {

	HuggingFaceChatAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(HuggingFaceConnectionDetails.class)
	PropertiesHuggingFaceConnectionDetails huggingFaceConnectionDetails(HuggingFaceProperties properties,
			Environment environment, ObjectProvider<SslBundles> sslBundles) {
		return new PropertiesHuggingFaceConnectionDetails(properties, new TokenSource(environment),
				sslBundles.getIfAvailable());
	}

	@Bean
	HuggingFaceChatModelFactory huggingFaceChatModelFactory(ConfigurableListableBeanFactory beanFactory) {
		return new HuggingFaceChatModelFactory(beanFactory);
	}

	// A model with tools is made of this one
	@Bean
	@ConditionalOnMissingBean(value = HuggingFaceChatModel.class, ignored = ToolCallingChatModel.class)
	HuggingFaceChatModel huggingFaceChatModel(HuggingFaceChatModelFactory factory, HuggingFaceProperties properties,
			HuggingFaceConnectionDetails details) {
		return factory.create(properties, details);
	}

	/**
	 * Fits long conversations into the context window. Comes after the resolvers of the
	 * application.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "huggingface.tailoring.enabled")
	TailoringRequestResolver huggingFaceTailoringRequestResolver(HuggingFaceProperties properties,
			ObjectProvider<TokenCounter> tokenCounter, ObjectProvider<HuggingFaceEndpoint> endpoint,
			HuggingFaceChatModelFactory factory) {
		HuggingFaceTailoringProperties tailoring = properties.getTailoring();
		PropertyChecks.checkTailoring(tailoring);
		TokenCounter counter = tokenCounter.getIfAvailable(TokenCounter::estimate);
		ConversationTailor tailor = new ConversationTailor(counter, tailoring.getStrategy(),
				tailoring.isTrimLastRound());
		Integer contextWindow = (tailoring.getContextWindow() > 0) ? tailoring.getContextWindow() : null;
		ModelInfoSource source = tailoring.isAskEndpoint() ? factory.modelInfoSource(properties) : null;
		TailoringRequestResolver resolver = new TailoringRequestResolver(tailor, counter, tailoring.toBudget(),
				contextWindow, source, tailoring.getOnOverflow());
		return tailoring.isCountAtEndpoint() ? resolver.withRequestCounter(RequestTokenCounter.of(endpoint.getObject(),
				factory.modelInfoSource(properties), properties.getCatalog().getTimeout())) : resolver;
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	HuggingFaceEndpoint huggingFaceEndpoint(HuggingFaceChatModelFactory factory, HuggingFaceProperties properties,
			HuggingFaceConnectionDetails details) {
		return factory.createEndpoint(properties, details);
	}

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ModelCatalog huggingFaceModelCatalog(HuggingFaceEndpoint endpoint, HuggingFaceProperties properties) {
		HuggingFaceCatalogProperties catalog = properties.getCatalog();
		return ModelCatalog.of(endpoint, catalog.getMaxAge(), catalog.getTimeout());
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "huggingface.events.enabled", matchIfMissing = true)
	@ConditionalOnMissingBean({ ChatChunkListeners.class, ChatEventPublisher.class })
	@ConditionalOnProperty(name = "huggingface.events.chunk", havingValue = "auto", matchIfMissing = true)
	ChatChunkListeners huggingFaceChatChunkListeners(ApplicationContext context) {
		return new ChatChunkListeners(context);
	}

	/**
	 * Publishes the callbacks as events.
	 */
	@Bean
	@ConditionalOnBooleanProperty(name = "huggingface.events.enabled", matchIfMissing = true)
	@ConditionalOnMissingBean
	ChatEventPublisher huggingFaceChatEventPublisher(ApplicationEventPublisher publisher,
			HuggingFaceProperties properties, ObjectProvider<ChatChunkListeners> listeners) {
		boolean always = properties.getEvents().getChunk() == HuggingFaceProperties.ChunkEvents.ALWAYS;
		BooleanSupplier chunksWanted = listeners.getIfAvailable();
		return new ChatEventPublisher(publisher, (chunksWanted != null) ? chunksWanted : () -> always);
	}

}
