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
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What one writes with a {@link WebClient} in an afternoon: server-sent events of text,
 * each read into records.
 */
final class WebClientByHand extends ReactiveClient<WebClientByHand.Chunk> {

	private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENT = new ParameterizedTypeReference<>() {
	};

	private static final String DONE = "[DONE]";

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final WebClient client;

	WebClientByHand(String baseUrl) {
		this.client = WebClient.builder()
			.baseUrl(baseUrl)
			.defaultHeaders((headers) -> headers.setBearerAuth(TOKEN))
			.build();
	}

	@Override
	Flux<Chunk> flux(String model) {
		return post(model, true).accept(MediaType.TEXT_EVENT_STREAM)
			.retrieve()
			.bodyToFlux(EVENT)
			.map((event) -> Objects.requireNonNullElse(event.data(), DONE))
			.filter((data) -> !data.equals(DONE))
			.map((data) -> this.mapper.readValue(data, Chunk.class));
	}

	@Override
	int characters(Chunk chunk) {
		return chunk.characters();
	}

	@Override
	public @Nullable String call(String model) {
		Chunk completion = post(model, false).retrieve().bodyToMono(Chunk.class).block();
		Message message = (completion != null) ? completion.choices().get(0).message() : null;
		return (message != null) ? message.content() : null;
	}

	private WebClient.RequestHeadersSpec<?> post(String model, boolean stream) {
		Request request = new Request(model, List.of(new Message("user", PROMPT, null, null)), stream);
		return this.client.post().uri("/chat/completions").contentType(MediaType.APPLICATION_JSON).bodyValue(request);
	}

	record Request(String model, List<Message> messages, boolean stream) {

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Chunk(@Nullable String id, @Nullable String model, long created, List<Choice> choices) {

		int characters() {
			int characters = 0;
			for (Choice choice : this.choices) {
				Message delta = choice.delta();
				characters += (delta != null) ? delta.characters() : 0;
			}
			return characters;
		}

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Choice(int index, @Nullable Message delta, @Nullable Message message,
			@JsonProperty("finish_reason") @Nullable String finishReason) {

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Message(@Nullable String role, @Nullable String content,
			@JsonProperty("reasoning_content") @Nullable String reasoning,
			@JsonProperty("tool_calls") @Nullable List<ToolCall> toolCalls) {

		int characters() {
			int characters = length(this.content) + length(this.reasoning);
			for (ToolCall call : (this.toolCalls != null) ? this.toolCalls : List.<ToolCall>of()) {
				characters += length(call.function().arguments());
			}
			return characters;
		}

		private static int length(@Nullable String text) {
			return (text != null) ? text.length() : 0;
		}

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record ToolCall(int index, @Nullable String id, Function function) {

	}

	@JsonIgnoreProperties(ignoreUnknown = true)
	record Function(@Nullable String name, @Nullable String arguments) {

	}

}
