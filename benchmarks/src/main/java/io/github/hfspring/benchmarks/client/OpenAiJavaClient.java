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

import java.util.List;
import java.util.Optional;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.JsonValue;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.jspecify.annotations.Nullable;

/**
 * The official client of OpenAI, asynchronous, with OkHttp.
 */
final class OpenAiJavaClient implements BenchmarkClient {

	private final OpenAIClientAsync client;

	OpenAiJavaClient(String baseUrl) {
		this.client = OpenAIOkHttpClientAsync.builder().baseUrl(baseUrl).apiKey(TOKEN).build();
	}

	@Override
	public void stream(String model, Receiver receiver) {
		this.client.chat()
			.completions()
			.createStreaming(params(model))
			.subscribe(new AsyncStreamResponse.Handler<ChatCompletionChunk>() {

				@Override
				public void onNext(ChatCompletionChunk chunk) {
					receiver.chunk(characters(chunk));
				}

				@Override
				public void onComplete(Optional<Throwable> error) {
					receiver.ended(error.orElse(null));
				}

			});
	}

	private static int characters(ChatCompletionChunk chunk) {
		int characters = 0;
		for (ChatCompletionChunk.Choice choice : chunk.choices()) {
			ChatCompletionChunk.Choice.Delta delta = choice.delta();
			Optional<String> content = delta.content();
			characters += content.map(String::length).orElseGet(() -> reasoning(delta));
			for (ChatCompletionChunk.Choice.Delta.ToolCall call : delta.toolCalls().orElse(List.of())) {
				characters += call.function().flatMap((function) -> function.arguments()).orElse("").length();
			}
		}
		return characters;
	}

	private static int reasoning(ChatCompletionChunk.Choice.Delta delta) {
		JsonValue reasoning = delta._allProperties().get("reasoning_content");
		Optional<?> text = (reasoning != null) ? reasoning.asString() : Optional.empty();
		return text.map((value) -> value.toString().length()).orElse(0);
	}

	@Override
	public @Nullable String call(String model) {
		return this.client.chat()
			.completions()
			.create(params(model))
			.join()
			.choices()
			.get(0)
			.message()
			.content()
			.orElse(null);
	}

	private static ChatCompletionCreateParams params(String model) {
		return ChatCompletionCreateParams.builder().model(model).addUserMessage(PROMPT).build();
	}

}
