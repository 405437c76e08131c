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

package io.github.hfspring.docs.callbacks;

import io.github.hfspring.chat.ChatRequestCustomizer;
import io.github.hfspring.client.ChatRequestResolver;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

@Configuration(proxyBeanMethods = false)
class RequestRules {

	// tag::customizer[]
	@Bean
	@Order(1)
	ChatRequestCustomizer sizeLimit() {
		return (request) -> {
			int length = request.messages().stream().mapToInt((message) -> message.text().length()).sum();
			if (length > 10_000) {
				throw new IllegalArgumentException("The conversation is too long");
			}
			return request;
		};
	}

	@Bean
	@Order(2)
	ChatRequestCustomizer houseRules() {
		return (request) -> request.mutate().maxTokens(500).endUser("customer-4711").build();
	}
	// end::customizer[]

	// tag::resolver[]
	@Bean
	ChatRequestResolver modelOfTheDay(ModelRegistry registry) {
		return (request) -> registry.currentModel().map((model) -> request.mutate().model(model).build());
	}
	// end::resolver[]

	/**
	 * A service of the application.
	 */
	interface ModelRegistry {

		Mono<String> currentModel();

	}

}
