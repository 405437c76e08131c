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

package io.github.hfspring.docs.models;

import java.time.Duration;

import io.github.hfspring.catalog.CatalogModel;
import io.github.hfspring.catalog.CatalogProvider;
import io.github.hfspring.catalog.EndpointModelInfoSource;
import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfo;
import io.github.hfspring.client.ModelInfoSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;

/**
 * The examples of the page about models and providers.
 */
class ModelExamples {

	private final HuggingFaceChatModel model;

	ModelExamples(HuggingFaceChatModel model) {
		this.model = model;
	}

	Mono<Integer> contextWindow(ModelInfoSource source) {
		// tag::window[]
		Mono<Integer> contextWindow = source.info("Qwen/Qwen3-32B", "groq").mapNotNull(ModelInfo::contextWindow);
		// end::window[]
		return contextWindow;
	}

	ChatResponse request() {
		// tag::request[]
		ChatResponse response = this.model.call((request) -> request.user("Name three colours.")
			.model("Qwen/Qwen3-32B")
			.provider("cheapest, context >= 32000"));
		// end::request[]
		return response;
	}

	// tag::catalog[]
	@Service
	static class Shop {

		private final ModelCatalog catalog;

		Shop(ModelCatalog catalog) {
			this.catalog = catalog;
		}

		Flux<String> modelsThatSee() {
			return this.catalog.models()
				.flatMapIterable((models) -> models)
				.filter((model) -> model.inputModalities().contains("image"))
				.map(CatalogModel::id);
		}

		Mono<Double> priceAt(String model, String provider) {
			return this.catalog.model(model)
				.mapNotNull((found) -> found.provider(provider))
				.mapNotNull(CatalogProvider::outputPrice);
		}

	}
	// end::catalog[]

	// tag::limits[]
	@Configuration(proxyBeanMethods = false)
	static class Limits {

		@Bean
		ModelInfoSource modelInfoSource(HuggingFaceEndpoint endpoint, ModelCatalog catalog) {
			return new EndpointModelInfoSource(endpoint, catalog, Duration.ofMinutes(5), Duration.ofSeconds(10));
		}

	}
	// end::limits[]

}
