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

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's model for servers that speak the API of OpenAI, with the HTTP client of
 * the JDK.
 */
final class LangChainClient implements BenchmarkClient {

	private final OpenAiStreamingChatModel streaming;

	private final OpenAiChatModel calling;

	LangChainClient(String baseUrl) {
		this.streaming = OpenAiStreamingChatModel.builder()
			.baseUrl(baseUrl)
			.apiKey(TOKEN)
			.modelName("tgi-1")
			.returnThinking(true)
			.build();
		this.calling = OpenAiChatModel.builder().baseUrl(baseUrl).apiKey(TOKEN).modelName("tgi-1").build();
	}

	@Override
	public void stream(String model, Receiver receiver) {
		this.streaming.chat(request(model), new StreamingChatResponseHandler() {

			@Override
			public void onPartialResponse(String text) {
				receiver.chunk(text.length());
			}

			@Override
			public void onPartialThinking(PartialThinking thinking) {
				receiver.chunk(thinking.text().length());
			}

			@Override
			public void onPartialToolCall(PartialToolCall call) {
				receiver.chunk(call.partialArguments().length());
			}

			@Override
			public void onCompleteResponse(ChatResponse response) {
				receiver.ended(null);
			}

			@Override
			public void onError(Throwable error) {
				receiver.ended(error);
			}

		});
	}

	@Override
	public @Nullable String call(String model) {
		return this.calling.chat(request(model)).aiMessage().text();
	}

	private static ChatRequest request(String model) {
		return ChatRequest.builder().modelName(model).messages(UserMessage.from(PROMPT)).build();
	}

}
