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
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.structured.AnswerType;
import io.github.hfspring.structured.AnswerTypes;
import io.github.hfspring.structured.InvalidAnswerException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.ParameterizedTypeReference;
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
 * With a type, {@code call} and {@code chat} return the answer as an object of it, and
 * {@code streamElements} the elements of a list.
 * <p>
 * Nothing is sent before somebody subscribes, and everything, the lambda included, runs
 * for each subscription anew. Errors of all three are {@link HuggingFaceException}s; a
 * request that cannot be sent is an {@link IllegalArgumentException}, and an answer that
 * does not fit its type an {@link InvalidAnswerException}. A decorator may have errors of
 * its own for what it adds, as {@code ToolCallingChatModel} has a
 * {@code ToolCallingException} for a conversation that it stopped. To cancel a
 * subscription closes the connection.
 * <p>
 * Implementations are safe for use by several threads. To stub or decorate a model,
 * implement the three methods that are not {@code default}; a decorator also returns the
 * {@link #answerTypes()} and the {@link #defaultOptions()} of the model behind it.
 *
 * @since 0.1.0
 */
public interface HuggingFaceChatModel {

	/**
	 * Send a request and return the answer.
	 * @param request the request
	 * @return the answer; errors are {@link HuggingFaceException}s, what a customizer
	 * refused the request with, or those of a decorator
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
	 * Return what is known of the model without asking the network, which is what is set.
	 * What the endpoint tells of its limits is asked of a {@link ModelInfoSource}, such
	 * as {@code EndpointModelInfoSource}.
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
		return await(() -> chat(request));
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

	/**
	 * Send a request and wait for the answer as an object. The server is asked for JSON
	 * that follows the schema of the type; whether it does is checked.
	 * <p>
	 * An answer that is not what was asked for is an {@link InvalidAnswerException},
	 * which has the text and the whole response. Before that, the model may be asked to
	 * mend it, as often as the type or else this model is set to; each time is a request
	 * of its own, with its own callbacks and its own usage.
	 * @param request the request
	 * @param type the type
	 * @param <T> the type
	 * @return the object
	 * @throws InvalidAnswerException if the answer is not what was asked for
	 * @throws HuggingFaceException if there is none
	 * @throws IllegalStateException on a thread that must not block
	 */
	default <T> T call(ChatRequest request, AnswerType<T> type) {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(type, "'type' must not be null");
		return await(() -> chat(request, type));
	}

	/**
	 * Send a request and wait for the answer as an object.
	 * @param request the request
	 * @param type the class
	 * @param <T> the type
	 * @return the object
	 * @throws IllegalStateException also if the library is missing that makes the schema
	 * @see #call(ChatRequest, AnswerType)
	 */
	default <T> T call(ChatRequest request, Class<T> type) {
		return call(request, answerTypes().of(type));
	}

	/**
	 * Send a request and wait for the answer as an object of a generic type.
	 * @param request the request
	 * @param type the type, such as {@code new ParameterizedTypeReference<List<City>>()
	 * {}}
	 * @param <T> the type
	 * @return the object
	 * @throws IllegalStateException also if the library is missing that makes the schema
	 * @see #call(ChatRequest, AnswerType)
	 */
	default <T> T call(ChatRequest request, ParameterizedTypeReference<T> type) {
		return call(request, answerTypes().of(type));
	}

	/**
	 * Send one message of the user and wait for the answer as an object.
	 * @param text the text of the message
	 * @param type the class
	 * @param <T> the type
	 * @return the object
	 * @see #call(ChatRequest, AnswerType)
	 */
	default <T> T call(String text, Class<T> type) {
		return call(ChatRequest.of(text), type);
	}

	/**
	 * Build a request, send it and wait for the answer as an object.
	 * @param request builds the request
	 * @param type the class
	 * @param <T> the type
	 * @return the object
	 * @see #call(ChatRequest, AnswerType)
	 */
	default <T> T call(Consumer<ChatRequest.Builder> request, Class<T> type) {
		return call(build(request), type);
	}

	/**
	 * Send one message of the user and wait for the answer as an object of a generic
	 * type.
	 * @param text the text of the message
	 * @param type the type
	 * @param <T> the type
	 * @return the object
	 * @see #call(ChatRequest, ParameterizedTypeReference)
	 */
	default <T> T call(String text, ParameterizedTypeReference<T> type) {
		return call(ChatRequest.of(text), type);
	}

	/**
	 * Build a request, send it and wait for the answer as an object of a generic type.
	 * @param request builds the request
	 * @param type the type
	 * @param <T> the type
	 * @return the object
	 * @see #call(ChatRequest, ParameterizedTypeReference)
	 */
	default <T> T call(Consumer<ChatRequest.Builder> request, ParameterizedTypeReference<T> type) {
		return call(build(request), type);
	}

	/**
	 * Send a request and return the answer as an object, which is made on the thread that
	 * the answer arrives on. Errors are those of {@link #call(ChatRequest, AnswerType)}.
	 * @param request the request
	 * @param type the type
	 * @param <T> the type
	 * @return the object
	 * @see #call(ChatRequest, AnswerType)
	 */
	default <T> Mono<T> chat(ChatRequest request, AnswerType<T> type) {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(type, "'type' must not be null");
		return Mono.defer(() -> {
			ChatRequest typed = type.applyTo(request);
			Integer maxRepairs = type.maxRepairs();
			return chat(typed).flatMap((response) -> type.readOrRepair(typed, response,
					(maxRepairs != null) ? maxRepairs : answerTypes().maxRepairs(), this::chat));
		});
	}

	/**
	 * Send a request and return the answer as an object.
	 * @param request the request
	 * @param type the class
	 * @param <T> the type
	 * @return the object
	 * @see #chat(ChatRequest, AnswerType)
	 */
	default <T> Mono<T> chat(ChatRequest request, Class<T> type) {
		return Mono.defer(() -> answerTypes().prepare(type)).flatMap((known) -> chat(request, known));
	}

	/**
	 * Send a request and return the answer as an object of a generic type.
	 * @param request the request
	 * @param type the type, such as {@code new ParameterizedTypeReference<List<City>>()
	 * {}}
	 * @param <T> the type
	 * @return the object
	 * @see #chat(ChatRequest, AnswerType)
	 */
	default <T> Mono<T> chat(ChatRequest request, ParameterizedTypeReference<T> type) {
		return Mono.defer(() -> answerTypes().prepare(type)).flatMap((known) -> chat(request, known));
	}

	/**
	 * Send one message of the user and return the answer as an object.
	 * @param text the text of the message
	 * @param type the class
	 * @param <T> the type
	 * @return the object
	 * @see #chat(ChatRequest, AnswerType)
	 */
	default <T> Mono<T> chat(String text, Class<T> type) {
		return chat(ChatRequest.of(text), type);
	}

	/**
	 * Build a request, send it and return the answer as an object.
	 * @param request builds the request
	 * @param type the class
	 * @param <T> the type
	 * @return the object
	 * @see #chat(ChatRequest, AnswerType)
	 */
	default <T> Mono<T> chat(Consumer<ChatRequest.Builder> request, Class<T> type) {
		Assert.notNull(request, "'request' must not be null");
		return Mono.defer(() -> chat(build(request), type));
	}

	/**
	 * Send one message of the user and return the answer as an object of a generic type.
	 * @param text the text of the message
	 * @param type the type
	 * @param <T> the type
	 * @return the object
	 * @see #chat(ChatRequest, AnswerType)
	 */
	default <T> Mono<T> chat(String text, ParameterizedTypeReference<T> type) {
		return chat(ChatRequest.of(text), type);
	}

	/**
	 * Build a request, send it and return the answer as an object of a generic type.
	 * @param request builds the request
	 * @param type the type
	 * @param <T> the type
	 * @return the object
	 * @see #chat(ChatRequest, AnswerType)
	 */
	default <T> Mono<T> chat(Consumer<ChatRequest.Builder> request, ParameterizedTypeReference<T> type) {
		Assert.notNull(request, "'request' must not be null");
		return Mono.defer(() -> chat(build(request), type));
	}

	/**
	 * Send a request for a list and return its elements one by one, each as soon as it is
	 * whole. The flux honours demand and ends exactly once. An element that is not what
	 * was asked for ends it with an {@link InvalidAnswerException}, and an answer that
	 * breaks off with a {@link HuggingFaceException}, both after the elements before it;
	 * nothing is mended.
	 * @param request the request
	 * @param type the type of an element
	 * @param <T> the type of an element
	 * @return the elements
	 */
	default <T> Flux<T> streamElements(ChatRequest request, AnswerType<T> type) {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(type, "'type' must not be null");
		return Flux.defer(() -> type.readElements(stream(type.list().applyTo(request)), answerTypes().maxSize()));
	}

	/**
	 * Send a request for a list and return its elements one by one.
	 * @param request the request
	 * @param type the class of an element
	 * @param <T> the type of an element
	 * @return the elements
	 * @see #streamElements(ChatRequest, AnswerType)
	 */
	default <T> Flux<T> streamElements(ChatRequest request, Class<T> type) {
		return Mono.defer(() -> answerTypes().prepare(type)).flatMapMany((known) -> streamElements(request, known));
	}

	/**
	 * Send one message of the user that asks for a list, and return its elements one by
	 * one.
	 * @param text the text of the message
	 * @param type the class of an element
	 * @param <T> the type of an element
	 * @return the elements
	 * @see #streamElements(ChatRequest, AnswerType)
	 */
	default <T> Flux<T> streamElements(String text, Class<T> type) {
		return streamElements(ChatRequest.of(text), type);
	}

	/**
	 * Build a request for a list, send it and return the elements one by one.
	 * @param request builds the request
	 * @param type the class of an element
	 * @param <T> the type of an element
	 * @return the elements
	 * @see #streamElements(ChatRequest, AnswerType)
	 */
	default <T> Flux<T> streamElements(Consumer<ChatRequest.Builder> request, Class<T> type) {
		Assert.notNull(request, "'request' must not be null");
		return Flux.defer(() -> streamElements(build(request), type));
	}

	/**
	 * Send a request for a list and return its elements, of a generic type, one by one.
	 * @param request the request
	 * @param type the type of an element
	 * @param <T> the type of an element
	 * @return the elements
	 * @see #streamElements(ChatRequest, AnswerType)
	 */
	default <T> Flux<T> streamElements(ChatRequest request, ParameterizedTypeReference<T> type) {
		return Mono.defer(() -> answerTypes().prepare(type)).flatMapMany((known) -> streamElements(request, known));
	}

	/**
	 * Send one message of the user that asks for a list, and return its elements, of a
	 * generic type, one by one.
	 * @param text the text of the message
	 * @param type the type of an element
	 * @param <T> the type of an element
	 * @return the elements
	 * @see #streamElements(ChatRequest, AnswerType)
	 */
	default <T> Flux<T> streamElements(String text, ParameterizedTypeReference<T> type) {
		return streamElements(ChatRequest.of(text), type);
	}

	/**
	 * Build a request for a list, send it and return the elements, of a generic type, one
	 * by one.
	 * @param request builds the request
	 * @param type the type of an element
	 * @param <T> the type of an element
	 * @return the elements
	 * @see #streamElements(ChatRequest, AnswerType)
	 */
	default <T> Flux<T> streamElements(Consumer<ChatRequest.Builder> request, ParameterizedTypeReference<T> type) {
		Assert.notNull(request, "'request' must not be null");
		return Flux.defer(() -> streamElements(build(request), type));
	}

	/**
	 * Return how this model reads answers as objects. A decorator should return what the
	 * model behind it does; else the mapper and the repairs of that one do not hold.
	 * @return the settings
	 */
	default AnswerTypes answerTypes() {
		return AnswerTypes.defaults();
	}

	/**
	 * Return what this model adds to each request that does not say it itself. A
	 * decorator should return what the model behind it does; else one that runs tools
	 * does not know that these options forbid them.
	 * @return the options, before any customizer has changed them
	 */
	default ChatOptions defaultOptions() {
		return ChatOptions.none();
	}

	private static <T> T await(Supplier<Mono<T>> answer) {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException("call() would block the thread '" + Thread.currentThread().getName()
					+ "', which must not block: use chat() or stream() here, "
					+ "or move the call to Schedulers.boundedElastic()");
		}
		T result = answer.get().block();
		Assert.state(result != null, "There is no response");
		return result;
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
