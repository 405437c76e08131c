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

package io.github.hfspring.client;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.HuggingFaceException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A chat model behind any of Hugging Face's endpoints: Inference Providers (the router),
 * dedicated Inference Endpoints, and self-hosted servers that speak the same API.
 * <p>
 * There are three ways to ask, each for a text, a {@link ChatRequest}, or a lambda that
 * builds one:
 * <ul>
 * <li>{@code call} blocks until the answer is there,</li>
 * <li>{@code chat} returns a {@link Mono} of the answer,</li>
 * <li>{@code stream} returns a {@link Flux} of its pieces.</li>
 * </ul>
 * Nothing is sent before somebody subscribes, and everything, the lambda included, runs
 * for each subscription anew. Errors of all three are {@link HuggingFaceException}s; a
 * request that cannot be sent is an {@link IllegalArgumentException}. To cancel a
 * subscription closes the connection.
 * <p>
 * Implementations are safe for use by several threads. To stub or decorate a model,
 * implement the three methods that are not {@code default}.
 *
 * @since 0.1.0
 */
public interface HuggingFaceChatModel {

	/**
	 * Send a request and return the answer.
	 * @param request the request
	 * @return the answer; errors are {@link HuggingFaceException}s, or what a customizer
	 * refused the request with
	 */
	Mono<ChatResponse> chat(ChatRequest request);

	/**
	 * Send a request and return the answer piece by piece. The flux honours demand and
	 * ends exactly once; an answer that breaks off is an error with the
	 * {@link HuggingFaceException#partialResponse() part} that was delivered.
	 * @param request the request
	 * @return the chunks, delivered on one of the client's own threads, or on the one
	 * that asks for more
	 */
	Flux<ChatChunk> stream(ChatRequest request);

	/**
	 * Return what is known of the model without asking the network.
	 * @return the info
	 */
	HuggingFaceModelInfo info();

	/**
	 * Send a request and wait for the answer. Fine on virtual threads.
	 * @param request the request
	 * @return the answer
	 * @throws HuggingFaceException if there is none
	 * @throws IllegalArgumentException if the request cannot be sent, because it names no
	 * model where one is needed or has a field that is no JSON
	 * @throws IllegalStateException on a thread that must not block
	 */
	default ChatResponse call(ChatRequest request) {
		Assert.notNull(request, "'request' must not be null");
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("call() would block the thread '" + Thread.currentThread().getName()
					+ "', which must not block: use chat() or stream() here, "
					+ "or move the call to Schedulers.boundedElastic()");
		}
		ChatResponse response = chat(request).block();
		Assert.state(response != null, "There is no response");
		return response;
	}

	/**
	 * Send one message of the user and wait for the answer.
	 * @param text the text of the message
	 * @return the answer
	 * @see #call(ChatRequest)
	 */
	default ChatResponse call(String text) {
		return call(ChatRequest.of(text));
	}

	/**
	 * Build a request, send it and wait for the answer.
	 * @param request builds the request
	 * @return the answer
	 * @see #call(ChatRequest)
	 */
	default ChatResponse call(Consumer<ChatRequest.Builder> request) {
		return call(build(request));
	}

	/**
	 * Send one message of the user and return the answer.
	 * @param text the text of the message
	 * @return the answer
	 * @see #chat(ChatRequest)
	 */
	default Mono<ChatResponse> chat(String text) {
		return chat(ChatRequest.of(text));
	}

	/**
	 * Build a request, send it and return the answer.
	 * @param request builds the request
	 * @return the answer
	 * @see #chat(ChatRequest)
	 */
	default Mono<ChatResponse> chat(Consumer<ChatRequest.Builder> request) {
		Assert.notNull(request, "'request' must not be null");
		return Mono.defer(() -> chat(build(request)));
	}

	/**
	 * Send one message of the user and return the answer piece by piece.
	 * @param text the text of the message
	 * @return the chunks
	 * @see #stream(ChatRequest)
	 */
	default Flux<ChatChunk> stream(String text) {
		return stream(ChatRequest.of(text));
	}

	/**
	 * Build a request, send it and return the answer piece by piece.
	 * @param request builds the request
	 * @return the chunks
	 * @see #stream(ChatRequest)
	 */
	default Flux<ChatChunk> stream(Consumer<ChatRequest.Builder> request) {
		Assert.notNull(request, "'request' must not be null");
		return Flux.defer(() -> stream(build(request)));
	}

	private static ChatRequest build(Consumer<ChatRequest.Builder> request) {
		Assert.notNull(request, "'request' must not be null");
		ChatRequest.Builder builder = ChatRequest.builder();
		request.accept(builder);
		return builder.build();
	}

	/**
	 * Return a builder of a model, for use without Spring Boot.
	 * @param webClientBuilder what the model's own {@link WebClient} is made of; it is
	 * not changed
	 * @return the builder
	 */
	static HuggingFaceChatModelBuilder builder(WebClient.Builder webClientBuilder) {
		Assert.notNull(webClientBuilder, "'webClientBuilder' must not be null");
		return builder(() -> webClientBuilder);
	}

	/**
	 * Return a builder of a model, for use without Spring Boot.
	 * @param webClientBuilder asked once, when the first request is sent
	 * @return the builder
	 */
	static HuggingFaceChatModelBuilder builder(Supplier<WebClient.Builder> webClientBuilder) {
		return new HuggingFaceChatModelBuilder(webClientBuilder);
	}

}
