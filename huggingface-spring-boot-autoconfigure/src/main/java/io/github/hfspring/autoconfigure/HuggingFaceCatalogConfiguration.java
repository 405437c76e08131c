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

import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.catalog.ProviderPolicy;
import io.github.hfspring.catalog.ProviderRequestResolver;
import io.github.hfspring.client.HuggingFaceEndpoint;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * What the endpoint tells about its models. Nobody is asked before it is needed, and an
 * application with a model of its own has none of it made.
 */
@Lazy
@Configuration(proxyBeanMethods = false)
class HuggingFaceCatalogConfiguration {

	@Bean
	@ConditionalOnMissingBean
	HuggingFaceEndpoint huggingFaceEndpoint(HuggingFaceChatModelFactory factory, HuggingFaceProperties properties,
			HuggingFaceConnectionDetails details) {
		return factory.createEndpoint(properties, details);
	}

	@Bean
	@ConditionalOnMissingBean
	ModelCatalog huggingFaceModelCatalog(HuggingFaceEndpoint endpoint, HuggingFaceProperties properties) {
		HuggingFaceCatalogProperties catalog = properties.getCatalog();
		return ModelCatalog.of(endpoint, catalog.getMaxAge(), catalog.getTimeout());
	}

	/**
	 * Finds the provider of a request. Comes after the resolvers of the application.
	 */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnMissingBean
	ProviderRequestResolver huggingFaceProviderRequestResolver(HuggingFaceEndpoint endpoint, ModelCatalog modelCatalog,
			HuggingFaceProperties properties) {
		String provider = properties.getChat().getProvider();
		return new ProviderRequestResolver(endpoint, modelCatalog,
				ProviderPolicy.isPolicy(provider) ? ProviderPolicy.of(String.valueOf(provider)) : null);
	}

}
