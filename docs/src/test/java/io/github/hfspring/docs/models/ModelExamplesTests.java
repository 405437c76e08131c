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

import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ModelExamples}. A server on this machine stands in for the router.
 */
class ModelExamplesTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String MODEL = """
			{"id":"Qwen/Qwen3-32B","architecture":{"input_modalities":["text","image"]},"providers":[
			{"provider":"small","status":"live","context_length":8192,"pricing":{"output":0.1}},
			{"provider":"large","status":"live","context_length":131072,"pricing":{"output":0.9}}]}""";

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"red"},"finish_reason":"stop"}]}""";

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	private ApplicationContextRunner runner() {
		this.server.handler((exchange) -> {
			String path = exchange.getRequestURI().getPath();
			String list = path.endsWith("/models") ? "{\"data\":[" + MODEL + "]}" : MODEL;
			ChatServer.send(exchange, 200, "application/json", path.contains("/models") ? list : ANSWER);
		});
		return Contexts.empty()
			.withPropertyValues("huggingface.base-url=https://router.huggingface.co/v1", "huggingface.api-key=hf_test")
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.filter(toServer()));
	}

	private ExchangeFilterFunction toServer() {
		int port = UriComponentsBuilder.fromUriString(this.server.baseUrl()).build().getPort();
		return (request,
				next) -> next.exchange(ClientRequest.from(request)
					.url(UriComponentsBuilder.fromUri(request.url())
						.scheme("http")
						.host("127.0.0.1")
						.port(port)
						.build(true)
						.toUri())
					.build());
	}

	@Test
	void findsTheProviderOfARequest() {
		runner().run((context) -> {
			assertThat(new ModelExamples(context.getBean(HuggingFaceChatModel.class)).request().text())
				.isEqualTo("red");
			assertThat(this.server.request().json()).containsEntry("model", "Qwen/Qwen3-32B:large");
		});
	}

	@Test
	void readsTheCatalogue() {
		runner().run((context) -> {
			ModelExamples.Shop shop = new ModelExamples.Shop(context.getBean(ModelCatalog.class));
			assertThat(shop.modelsThatSee().collectList().block(LIMIT)).containsExactly("Qwen/Qwen3-32B");
			assertThat(shop.priceAt("Qwen/Qwen3-32B", "large").block(LIMIT)).isEqualTo(0.9);
			assertThat(shop.priceAt("Qwen/Qwen3-32B", "nobody").blockOptional(LIMIT)).isEmpty();
		});
	}

	@Test
	void asksForTheContextWindow() {
		runner().withUserConfiguration(ModelExamples.Limits.class)
			.withPropertyValues("huggingface.tailoring.enabled=true")
			.run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				ModelInfoSource source = context.getBean(ModelInfoSource.class);
				assertThat(new ModelExamples(model).contextWindow(source).block(LIMIT)).isEqualTo(8192);
				new ModelExamples(model).request();
				assertThat(this.server.requests()).hasSize(2);
			});
	}

}
