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

import io.github.hfspring.catalog.EndpointModelInfoSource;
import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfoSource;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * What the endpoint tells about its models. Nobody is asked, and nothing made, before it
 * is needed.
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

	@Bean
	@ConditionalOnMissingBean(ModelInfoSource.class)
	EndpointModelInfoSource huggingFaceModelInfoSource(HuggingFaceEndpoint endpoint, ModelCatalog modelCatalog,
			HuggingFaceProperties properties) {
		HuggingFaceCatalogProperties catalog = properties.getCatalog();
		return new EndpointModelInfoSource(endpoint, modelCatalog, catalog.getMaxAge(), catalog.getTimeout());
	}

}
