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

package io.github.hfspring.sample.standin;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Speaks the protocol of a chat endpoint, over HTTP, as TGI and vLLM do. It has no model:
 * {@link StandInAnswer} makes the answers up out of the conversation.
 */
class StandInEndpoint {

	private static final String FINGERPRINT = "stand-in";

	private final JsonMapper mapper;

	private final Duration delay;

	/**
	 * Create the endpoint.
	 * @param mapper reads and writes JSON
	 * @param delay the time between two words of a stream
	 */
	StandInEndpoint(JsonMapper mapper, Duration delay) {
		this.mapper = mapper;
		this.delay = delay;
	}

	RouterFunction<ServerResponse> routes() {
		return RouterFunctions.route()
			.path(StandIn.PATH,
					(builder) -> builder.GET("/models", (request) -> models())
						.POST("/chat/completions", this::complete)
						.onError(StandInError.class, (ex, request) -> refuse((StandInError) ex)))
			.build();
	}

	private Mono<ServerResponse> models() {
		ObjectNode models = this.mapper.createObjectNode().put("object", "list");
		models.putArray("data")
			.addObject()
			.put("id", StandIn.MODEL)
			.put("object", "model")
			.put("created", 0)
			.put("owned_by", FINGERPRINT)
			.put("max_model_len", StandInAnswer.CONTEXT_LENGTH);
		return json(ServerResponse.ok(), models);
	}

	private Mono<ServerResponse> complete(ServerRequest request) {
		return request.bodyToMono(String.class).defaultIfEmpty("").flatMap((body) -> {
			StandInRequest parsed = StandInRequest.parse(body, this.mapper);
			StandInAnswer answer = StandInAnswer.to(parsed);
			return parsed.stream() ? stream(answer, parsed.includeUsage())
					: json(headers(ServerResponse.ok()), completion(answer));
		});
	}

	private ObjectNode completion(StandInAnswer answer) {
		ObjectNode completion = envelope("chat.completion");
		ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
		ObjectNode message = choice.putObject("message").put("role", "assistant");
		if (answer.tool() != null) {
			message.putNull("content").set("tool_calls", calls(answer.tool()));
		}
		else {
			message.put("content", answer.text());
		}
		choice.putNull("logprobs").put("finish_reason", answer.finishReason());
		completion.set("usage", usage(answer));
		return completion;
	}

	/**
	 * The role, the words, why it ended, what it cost, and the mark of the end.
	 */
	private Mono<ServerResponse> stream(StandInAnswer answer, boolean includeUsage) {
		ObjectNode envelope = envelope("chat.completion.chunk");
		ObjectNode role = this.mapper.createObjectNode().put("role", "assistant").put("content", "");
		Flux<String> words = Flux.fromIterable(answer.tokens())
			.delayElements(this.delay)
			.map((word) -> chunk(envelope, this.mapper.createObjectNode().put("content", word), null));
		if (answer.tool() != null) {
			ObjectNode calls = this.mapper.createObjectNode();
			calls.set("tool_calls", calls(answer.tool()));
			words = Flux.just(chunk(envelope, calls, null));
		}
		Flux<String> end = Flux.just(chunk(envelope, this.mapper.createObjectNode(), answer.finishReason()));
		if (includeUsage) {
			ObjectNode usage = envelope.deepCopy();
			usage.putArray("choices");
			usage.set("usage", usage(answer));
			end = end.concatWithValues(usage.toString());
		}
		Flux<String> events = Flux.concat(Mono.just(chunk(envelope, role, null)), words, end, Mono.just("[DONE]"));
		return headers(ServerResponse.ok()).contentType(MediaType.TEXT_EVENT_STREAM)
			.header("Cache-Control", "no-cache")
			.header("X-Accel-Buffering", "no")
			.body(flushed(events));
	}

	/**
	 * The stand-in knows no arguments, so it can only call tools that do without.
	 */
	private ArrayNode calls(String tool) {
		ArrayNode calls = this.mapper.createArrayNode();
		calls.addObject()
			.put("index", 0)
			.put("id", "call-" + UUID.randomUUID())
			.put("type", "function")
			.putObject("function")
			.put("name", tool)
			.put("arguments", "{}");
		return calls;
	}

	private String chunk(ObjectNode envelope, ObjectNode delta, @Nullable String finishReason) {
		ObjectNode chunk = envelope.deepCopy();
		ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
		choice.set("delta", delta);
		choice.putNull("logprobs").put("finish_reason", finishReason);
		return chunk.toString();
	}

	private ObjectNode envelope(String object) {
		return this.mapper.createObjectNode()
			.put("id", "chatcmpl-" + UUID.randomUUID())
			.put("object", object)
			.put("created", Instant.now().getEpochSecond())
			.put("model", StandIn.MODEL)
			.put("system_fingerprint", FINGERPRINT);
	}

	private ObjectNode usage(StandInAnswer answer) {
		int completionTokens = answer.tokens().size();
		return this.mapper.createObjectNode()
			.put("prompt_tokens", answer.promptTokens())
			.put("completion_tokens", completionTokens)
			.put("total_tokens", answer.promptTokens() + completionTokens);
	}

	private static Mono<ServerResponse> refuse(StandInError error) {
		return headers(ServerResponse.status(error.status())).contentType(error.contentType()).bodyValue(error.body());
	}

	private static Mono<ServerResponse> json(ServerResponse.BodyBuilder response, JsonNode body) {
		return response.contentType(MediaType.APPLICATION_JSON).bodyValue(body);
	}

	private static ServerResponse.BodyBuilder headers(ServerResponse.BodyBuilder response) {
		return response.header("X-Request-Id", "stand-in-" + UUID.randomUUID());
	}

	/**
	 * Written by hand and not as {@code ServerSentEvent}s, to have the bytes that real
	 * servers send: a blank after the colon, and no more than the data.
	 */
	private static BodyInserter<Flux<String>, ServerHttpResponse> flushed(Flux<String> events) {
		return (response, context) -> {
			DataBufferFactory buffers = response.bufferFactory();
			return response.writeAndFlushWith(events.map((event) -> {
				DataBuffer buffer = buffers.wrap(("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8));
				return Mono.just(buffer);
			}));
		};
	}

}
