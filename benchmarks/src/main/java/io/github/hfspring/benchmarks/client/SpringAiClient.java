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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/**
 * Spring AI's model for servers that speak the API of OpenAI. It joins all fragments of a
 * tool call, so that shape cannot be counted.
 */
final class SpringAiClient extends ReactiveClient<ChatResponse> {

	private final OpenAiChatModel model;

	private final String baseUrl;

	SpringAiClient(String baseUrl) {
		this.baseUrl = baseUrl;
		this.model = OpenAiChatModel.builder().options(options("tgi-1")).build();
	}

	@Override
	Flux<ChatResponse> flux(String model) {
		return this.model.stream(new Prompt(PROMPT, options(model)));
	}

	@Override
	int characters(ChatResponse chunk) {
		Generation generation = chunk.getResult();
		String text = (generation != null) ? generation.getOutput().getText() : null;
		return (text != null) ? text.length() : 0;
	}

	@Override
	public @Nullable String call(String model) {
		Generation generation = this.model.call(new Prompt(PROMPT, options(model))).getResult();
		return (generation != null) ? generation.getOutput().getText() : null;
	}

	private OpenAiChatOptions options(String model) {
		return OpenAiChatOptions.builder().baseUrl(this.baseUrl).apiKey(TOKEN).model(model).build();
	}

}
