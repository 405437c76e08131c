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

package io.github.hfspring.benchmarks.client;

import java.util.Map;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.client.HuggingFaceChatModel;
import reactor.core.publisher.Flux;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * The starter in an application that sets where the model is, and nothing else.
 */
final class StarterClient extends ReactiveClient<ChatChunk> {

	private final HuggingFaceChatModel model;

	StarterClient(String baseUrl) {
		Map<String, Object> properties = Map.of("huggingface.base-url", baseUrl, "huggingface.api-key", TOKEN,
				"huggingface.chat.model", "tgi-1");
		this.model = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run()
			.getBean(HuggingFaceChatModel.class);
	}

	@Override
	Flux<ChatChunk> flux(String model) {
		return this.model.stream(request(model));
	}

	@Override
	int characters(ChatChunk chunk) {
		return ChatChunks.characters(chunk);
	}

	@Override
	public String call(String model) {
		return this.model.call(request(model)).text();
	}

	private static ChatRequest request(String model) {
		return ChatRequest.builder().model(model).user(PROMPT).build();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
