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

package io.github.hfspring.tool;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceModelInfo;
import io.github.hfspring.structured.AnswerType;
import io.github.hfspring.structured.AnswerTypes;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * A chat model that runs the tools its model asks for, and asks it again with what they
 * have returned, until it answers.
 * <p>
 * Which tools: those of the model, unless a request has a list of its own, which then is
 * the one that is sent. Of that list the ones that this model knows are run. An answer
 * that calls one that it does not know is returned to the caller, as it is when tools are
 * disabled, or when the tool choice is {@code none}, be it by the request or by the
 * {@link #defaultOptions() defaults} of the model. A tool choice that forces a call holds
 * for the first answer only. Where a request asks for several answers, the first one
 * counts.
 * <p>
 * What a model does wrong - a tool that was not offered, arguments that do not fit - it
 * is told. If it does such a thing again the next time, that is a
 * {@link ToolCallingException}, as is a conversation that takes too many rounds, too many
 * calls or too much time. Other errors are those of the model, mostly
 * {@link HuggingFaceException}s; if tools had been run before, these have the
 * {@link HuggingFaceException#conversation() conversation} to go on with.
 * <p>
 * Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ToolCallingChatModel implements HuggingFaceChatModel {

	private final HuggingFaceChatModel model;

	private final ToolSet tools;

	private final ToolRunner runner;

	private final ToolLimits limits;

	private final Map<String, Object> context;

	ToolCallingChatModel(HuggingFaceChatModel model, ToolSet tools, ToolRunner runner, ToolLimits limits,
			Map<String, Object> context) {
		this.model = model;
		this.tools = tools;
		this.runner = runner;
		this.limits = limits;
		this.context = context;
	}

	/**
	 * Return a model that gives its tools values, such as who the user is. This model is
	 * not changed, and a new one costs nothing.
	 * @param values the values; they are added to those of this model
	 * @return the model
	 */
	public ToolCallingChatModel withContext(Map<String, ?> values) {
		Map<String, Object> context = new LinkedHashMap<>(this.context);
		context.putAll(values);
		return new ToolCallingChatModel(this.model, this.tools, this.runner, this.limits,
				Collections.unmodifiableMap(context));
	}

	/**
	 * Return the tools.
	 * @return the tools, in the order in which they are sent
	 */
	public Collection<Tool> tools() {
		return this.tools.current().values();
	}

	@Override
	public Mono<ChatResponse> chat(ChatRequest request) {
		return chatWithHistory(request).map(ToolCallingResult::response);
	}

	/**
	 * Send a request and return the answer with everything that was said before it.
	 * @param request the request
	 * @return the conversation
	 */
	public Mono<ToolCallingResult> chatWithHistory(ChatRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return converse(request, (conversation) -> Mono.just(conversation.result()));
	}

	private ToolConversation begin(ChatRequest request) {
		return new ToolConversation(request, defaultOptions(), this.tools.current(), this.limits);
	}

	private <R> Mono<R> converse(ChatRequest request, Function<ToolConversation, Mono<R>> end) {
		return Mono.deferContextual((view) -> {
			ToolConversation conversation = begin(request);
			Mono<R> result = chat(conversation, new ToolContext(this.context, view))
				.then(Mono.defer(() -> end.apply(conversation)));
			Duration timeout = this.limits.timeout();
			return (timeout != null) ? result.timeout(timeout, Mono.error(() -> conversation.timedOut(timeout)))
					: result;
		});
	}

	/**
	 * Send a request and wait for the answer, with everything that was said before it.
	 * @param request the request
	 * @return the conversation
	 * @throws ToolCallingException if the conversation was stopped
	 * @throws IllegalStateException on a thread that must not block
	 */
	public ToolCallingResult callWithHistory(ChatRequest request) {
		ToolCallingResult result = chatWithHistory(request).block();
		Assert.state(result != null, "There is no response");
		return result;
	}

	private Mono<Void> chat(ToolConversation conversation, ToolContext context) {
		return Mono.defer(() -> this.model.chat(conversation.nextRequest()))
			.doOnError(conversation::attachTo)
			.flatMap((response) -> takeTurn(conversation, response, context))
			.flatMap((again) -> again ? chat(conversation, context) : Mono.empty());
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * If the answer has to be mended, the model is sent what the tools have returned, but
	 * no tools: what they have done is not done again.
	 */
	@Override
	public <T> Mono<T> chat(ChatRequest request, AnswerType<T> type) {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(type, "'type' must not be null");
		return Mono.defer(() -> {
			Integer maxRepairs = type.maxRepairs();
			return converse(type.applyTo(request), (conversation) -> type.readOrRepair(conversation.answeredRequest(),
					conversation.result().response(), (maxRepairs != null) ? maxRepairs : answerTypes().maxRepairs(),
					(repair) -> this.model.chat(repair).doOnError(conversation::attachTo)));
		});
	}

	/**
	 * Run what the model asks for.
	 * @return whether to ask it again
	 */
	private Mono<Boolean> takeTurn(ToolConversation conversation, ChatResponse response, ToolContext context) {
		List<ToolCall> calls = conversation.take(response);
		if (calls.isEmpty()) {
			return Mono.just(false);
		}
		return this.runner.run(calls, conversation, context).doOnNext(conversation::answer).thenReturn(true);
	}

	/**
	 * Send a request and return the answer piece by piece. The chunks of all answers are
	 * passed on as they come, those with pieces of tool calls, finish reasons and usages
	 * among them; between two answers there is a pause while the tools run, and then
	 * {@link ChatChunk#round()} is another one. An aggregator of all chunks has the last
	 * answer. To cancel also cancels the tools.
	 * @param request the request
	 * @return the chunks
	 */
	@Override
	public Flux<ChatChunk> stream(ChatRequest request) {
		return streamWithHistory(request, (result) -> {
		});
	}

	/**
	 * Send a request and return the answer piece by piece.
	 * @param request the request
	 * @param history given the conversation before the flux completes; it must not block
	 * @return the chunks
	 * @see #stream(ChatRequest)
	 */
	public Flux<ChatChunk> streamWithHistory(ChatRequest request, Consumer<ToolCallingResult> history) {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(history, "'history' must not be null");
		return Flux.deferContextual((view) -> {
			ToolConversation conversation = begin(request);
			Flux<ChatChunk> chunks = stream(conversation, new ToolContext(this.context, view), history);
			Duration timeout = this.limits.timeout();
			return (timeout != null) ? limit(chunks, timeout, conversation) : chunks;
		});
	}

	/**
	 * The other one of {@code takeUntilOther} has to complete: its error would be passed
	 * on, but what runs would not be cancelled.
	 */
	private static Flux<ChatChunk> limit(Flux<ChatChunk> chunks, Duration timeout, ToolConversation conversation) {
		AtomicBoolean open = new AtomicBoolean(true);
		AtomicBoolean late = new AtomicBoolean();
		Mono<?> end = Mono.delay(timeout).doOnNext((tick) -> late.set(open.compareAndSet(true, false)));
		return chunks.doOnComplete(() -> open.set(false))
			.takeUntilOther(end)
			.concatWith(Mono.defer(() -> late.get() ? Mono.error(conversation.timedOut(timeout)) : Mono.empty()));
	}

	private Flux<ChatChunk> stream(ToolConversation conversation, ToolContext context,
			Consumer<ToolCallingResult> history) {
		return Flux.defer(() -> {
			ChatChunkAggregator response = new ChatChunkAggregator();
			Flux<ChatChunk> rest = Mono.defer(() -> takeTurn(conversation, response.toResponse(), context))
				.flatMapMany((again) -> again ? stream(conversation, context, history)
						: Mono.fromRunnable(() -> tell(history, conversation.result())));
			int round = conversation.round();
			return Flux.defer(() -> this.model.stream(conversation.nextRequest()))
				.doOnError(conversation::attachTo)
				.map((chunk) -> chunk.withRound(round))
				.doOnNext(response::add)
				.concatWith(rest);
		});
	}

	private static void tell(Consumer<ToolCallingResult> history, ToolCallingResult result) {
		try {
			history.accept(result);
		}
		catch (Throwable ex) {
			throw ToolFailures.unchecked(ex);
		}
	}

	@Override
	public HuggingFaceModelInfo info() {
		return this.model.info();
	}

	@Override
	public AnswerTypes answerTypes() {
		return this.model.answerTypes();
	}

	@Override
	public ChatOptions defaultOptions() {
		// A mock of the model returns null
		return Objects.requireNonNullElse(this.model.defaultOptions(), ChatOptions.none());
	}

	@Override
	public String toString() {
		return "ToolCallingChatModel[" + this.model + "]";
	}

	/**
	 * Return a builder.
	 * @param model the model to ask
	 * @return the builder
	 */
	public static ToolCallingChatModelBuilder builder(HuggingFaceChatModel model) {
		return new ToolCallingChatModelBuilder(model);
	}

}
