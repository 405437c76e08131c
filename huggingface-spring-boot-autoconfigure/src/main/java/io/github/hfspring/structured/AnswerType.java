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

package io.github.hfspring.structured;

import java.util.List;
import java.util.function.Function;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseFormat;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

/**
 * A Java type as the form of an answer: how it is asked for, and how it is read.
 * <p>
 * What is asked for is always a JSON object, because not every server takes anything
 * else. A value that is none, such as a {@code String}, an enum or a list, is the only
 * property of one, and is taken out of it when it is read.
 * <p>
 * Immutable, and safe for use by several threads. To make one takes time, so keep it; a
 * model keeps those that it makes of classes.
 *
 * @param <T> the Java type
 * @since 0.1.0
 */
public final class AnswerType<T> {

	private final AnswerSchema schema;

	private final ResponseFormat format;

	private final AnswerReader<T> reader;

	private final @Nullable Integer maxRepairs;

	private final SingletonSupplier<AnswerType<List<T>>> list = SingletonSupplier.of(this::makeList);

	AnswerType(AnswerSchema schema, ResponseFormat format, AnswerReader<T> reader, @Nullable Integer maxRepairs) {
		this.schema = schema;
		this.format = format;
		this.reader = reader;
		this.maxRepairs = maxRepairs;
	}

	/**
	 * Return what the server is told.
	 * @return the format
	 */
	public ResponseFormat format() {
		return this.format;
	}

	/**
	 * Return how many times the model may be asked to mend an answer.
	 * @return the number, or {@code null} to leave it to the model that is asked
	 */
	public @Nullable Integer maxRepairs() {
		return this.maxRepairs;
	}

	/**
	 * Return the type of a list of such values.
	 * @return the type
	 */
	public AnswerType<List<T>> list() {
		return this.list.obtain();
	}

	private AnswerType<List<T>> makeList() {
		AnswerSchema schema = this.schema.list();
		ResponseFormat format = new ResponseFormat(this.format.type(),
				AnswerTypeBuilder.nameOf(this.format.name() + "List"), this.format.description(), schema.sent(),
				this.format.strict());
		return new AnswerType<>(schema, format, this.reader.list(schema), this.maxRepairs);
	}

	/**
	 * Ask for this type.
	 * @param request a request
	 * @return the request with the format of this type, in place of its own if it had one
	 */
	public ChatRequest applyTo(ChatRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return request.withOptions(request.options().mutate().responseFormat(this.format).build());
	}

	/**
	 * Read an answer. Reasoning, a fence and words around the JSON are left out; only if
	 * there is no text, JSON is read that was taken for reasoning and follows the schema.
	 * If there are several answers, the first one counts.
	 * @param response the answer
	 * @return the value
	 * @throws InvalidAnswerException if it is not what was asked for
	 */
	public T read(ChatResponse response) {
		Assert.notNull(response, "'response' must not be null");
		return this.reader.read(response);
	}

	/**
	 * Read the elements of a list one by one, each as soon as it is whole. Chunks are
	 * asked for one at a time, and only while elements are asked for. If the text is not
	 * split while it arrives, because there is something unexpected around the array, the
	 * elements come at the end.
	 * @param chunks the answer to a request for {@link #list()}; an error of it is passed
	 * on after the elements that were whole
	 * @param maxSize how many characters the answer may have
	 * @return the elements; errors are those of the answer,
	 * {@link InvalidAnswerException} if it is not what was asked for, or
	 * {@link HuggingFaceException} if it is too large
	 */
	public Flux<T> readElements(Flux<ChatChunk> chunks, int maxSize) {
		Assert.notNull(chunks, "'chunks' must not be null");
		Assert.isTrue(maxSize > 0, "'maxSize' must be above 0");
		return new ElementFlux<>(chunks, this.reader, list().reader, maxSize);
	}

	/**
	 * Ask for an answer again that was not what was asked for.
	 * @param request the request that was answered
	 * @param exception what was wrong
	 * @return the request, with the answer and what is wrong with it as further messages
	 */
	public ChatRequest repair(ChatRequest request, InvalidAnswerException exception) {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(exception, "'exception' must not be null");
		StringBuilder text = new StringBuilder("Your answer cannot be used, because it ")
			.append((exception.reason() == InvalidAnswerException.Reason.NOT_JSON) ? "is not one JSON value:"
					: "does not follow the JSON schema:");
		exception.violations().forEach((violation) -> text.append("\n- ").append(violation));
		text.append("\nGive the whole answer again, as JSON and nothing else. The schema is:\n")
			.append(JsonMapper.shared().writeValueAsString(this.schema.sent()));
		return applyTo(request).mutate()
			.message(AssistantMessage.builder().text(exception.text()).build())
			.message(ChatMessage.user(text.toString()))
			.build();
	}

	/**
	 * Read an answer, and ask for it again where that may help.
	 * @param request the request that was answered
	 * @param response the answer
	 * @param maxRepairs how many times to ask again at most
	 * @param model sends a request
	 * @return the value; errors are those of the model, or an
	 * {@link InvalidAnswerException} that has the
	 * {@link InvalidAnswerException#conversation() messages} of the last request
	 * @see #repair(ChatRequest, InvalidAnswerException)
	 */
	public Mono<T> readOrRepair(ChatRequest request, ChatResponse response, int maxRepairs,
			Function<ChatRequest, Mono<ChatResponse>> model) {
		try {
			return Mono.just(read(response));
		}
		catch (InvalidAnswerException ex) {
			if (maxRepairs <= 0 || !ex.isRepairable()) {
				return Mono.error(ex.withConversation(request.messages()));
			}
			ChatRequest again = repair(request, ex);
			return model.apply(again).flatMap((next) -> readOrRepair(again, next, maxRepairs - 1, model));
		}
	}

	@Override
	public String toString() {
		return "AnswerType[" + this.format.name() + "]";
	}

	/**
	 * Make a type of a class, whose schema is made of it.
	 * @param type the class
	 * @param <T> the type
	 * @return the type
	 * @throws IllegalStateException if a library is missing that makes the schema
	 * @throws IllegalArgumentException if the type can never be read
	 */
	public static <T> AnswerType<T> of(Class<T> type) {
		return builder(type).build();
	}

	/**
	 * Make a type of a generic one.
	 * @param type the type, such as {@code new ParameterizedTypeReference<List<City>>()
	 * {}}
	 * @param <T> the type
	 * @return the type
	 * @throws IllegalStateException if a library is missing that makes the schema
	 * @throws IllegalArgumentException if the type can never be read
	 */
	public static <T> AnswerType<T> of(ParameterizedTypeReference<T> type) {
		return builder(type).build();
	}

	/**
	 * Return a builder.
	 * @param type the class
	 * @param <T> the type
	 * @return the builder
	 */
	public static <T> AnswerTypeBuilder<T> builder(Class<T> type) {
		Assert.notNull(type, "'type' must not be null");
		return new AnswerTypeBuilder<>(type);
	}

	/**
	 * Return a builder.
	 * @param type the type
	 * @param <T> the type
	 * @return the builder
	 */
	public static <T> AnswerTypeBuilder<T> builder(ParameterizedTypeReference<T> type) {
		Assert.notNull(type, "'type' must not be null");
		return new AnswerTypeBuilder<>(type.getType());
	}

}
