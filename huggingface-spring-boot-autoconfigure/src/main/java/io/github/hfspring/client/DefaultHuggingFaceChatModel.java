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

import java.util.function.Function;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.structured.AnswerTypes;
import io.github.hfspring.thread.OwnThreads;
import reactor.core.Fuseable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * The walk of a request through the house: resolve, announce, send, tell.
 */
final class DefaultHuggingFaceChatModel implements HuggingFaceChatModel {

	private final RequestResolution resolution;

	private final ChatCallbacks callbacks;

	private final ChatExchange exchange;

	private final AttemptSettings attempts;

	private final DialectChoice dialects;

	private final HuggingFaceModelInfo info;

	private final int maxResponseSize;

	private final ThinkTagPolicy thinkTags;

	private final AnswerTypes answerTypes;

	private final Scheduler threads = OwnThreads.create("huggingface-chat-");

	private final ReadTimeoutWarning warning = new ReadTimeoutWarning();

	DefaultHuggingFaceChatModel(RequestResolution resolution, ChatCallbacks callbacks, ChatExchange exchange,
			AttemptSettings attempts, DialectChoice dialects, HuggingFaceModelInfo info, int maxResponseSize,
			ThinkTagPolicy thinkTags, AnswerTypes answerTypes) {
		this.resolution = resolution;
		this.callbacks = callbacks;
		this.exchange = exchange;
		this.attempts = attempts;
		this.dialects = dialects;
		this.info = info;
		this.maxResponseSize = maxResponseSize;
		this.thinkTags = thinkTags;
		this.answerTypes = answerTypes;
	}

	@Override
	public Flux<ChatChunk> stream(ChatRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return new ChatStreamFlux(request, this.callbacks, this.maxResponseSize, this.warning,
				(announcement) -> this.resolution.resolve(request)
					.flatMap((resolved) -> withDialect(resolved, (dialect) -> {
						Function<Attempt, Mono<Flux<ChatChunk>>> sender = encode(resolved, true, dialect);
						Attempts attempts = new Attempts(resolved, true, this.attempts, this.callbacks);
						announcement.announce(resolved, attempts);
						return attempts.make(sender);
					})));
	}

	@Override
	public Mono<ChatResponse> chat(ChatRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return this.resolution.resolve(request)
			.flatMap((resolved) -> withDialect(resolved, (dialect) -> sendAndTell(resolved, dialect)));
	}

	/**
	 * Many may wait for what the endpoint tells about itself. Whoever delivers it, to one
	 * after another, must not encode their requests, which may have many megabytes.
	 */
	private <T> Mono<T> withDialect(ChatRequest request, Function<ResponseFormatDialect, Mono<T>> sender) {
		Mono<ResponseFormatDialect> dialect = this.dialects.of(request);
		if (dialect instanceof Fuseable.ScalarCallable<?>) {
			return dialect.flatMap(sender);
		}
		Thread caller = Thread.currentThread();
		return dialect.flatMap((told) -> {
			boolean stays = Thread.currentThread() == caller && !Schedulers.isInNonBlockingThread();
			return stays ? sender.apply(told) : Mono.just(told).publishOn(this.threads).flatMap(sender);
		});
	}

	private Mono<ChatResponse> sendAndTell(ChatRequest request, ResponseFormatDialect dialect) {
		Function<Attempt, Mono<Flux<ChatChunk>>> sender = encode(request, false, dialect);
		Attempts attempts = new Attempts(request, false, this.attempts, this.callbacks);
		this.callbacks.onRequest(request);
		return attempts.make((attempt) -> sender.apply(attempt).flatMap(this::collect))
			.doOnNext((response) -> this.callbacks.onResponse(request, response))
			.doOnError((error) -> this.callbacks.onProgress(request,
					new ChatProgress.AttemptFailed(attempts.number(), error, null)));
	}

	private Function<Attempt, Mono<Flux<ChatChunk>>> encode(ChatRequest request, boolean stream,
			ResponseFormatDialect dialect) {
		Function<Attempt, Mono<Flux<ChatChunk>>> sender = this.exchange.encode(request, stream, dialect);
		return (this.thinkTags == ThinkTagPolicy.KEEP) ? sender
				: (attempt) -> sender.apply(attempt).map((chunks) -> ThinkTags.split(chunks, this.thinkTags));
	}

	private Mono<ChatResponse> collect(Flux<ChatChunk> chunks) {
		ChatChunkAggregator response = new ChatChunkAggregator();
		return chunks.collect(() -> response, this::add)
			.map(ChatChunkAggregator::toResponse)
			.doOnError(HuggingFaceException.class, (error) -> attach(response, error));
	}

	/**
	 * There is something to keep only where the server answered with a stream.
	 */
	private static void attach(ChatChunkAggregator response, HuggingFaceException error) {
		if (response.size() > 0) {
			error.withPartialResponse(response::toResponse);
		}
	}

	/**
	 * A server may answer a call with a stream, which has no size beforehand.
	 */
	private void add(ChatChunkAggregator response, ChatChunk chunk) {
		response.add(chunk);
		if (response.size() > this.maxResponseSize) {
			throw ChatStreamFlux.tooLarge(chunk.metadata(), this.maxResponseSize);
		}
	}

	@Override
	public HuggingFaceModelInfo info() {
		return this.info;
	}

	@Override
	public AnswerTypes answerTypes() {
		return this.answerTypes;
	}

	@Override
	public ChatOptions defaultOptions() {
		return this.resolution.defaults();
	}

	@Override
	public String toString() {
		return "HuggingFaceChatModel[" + this.info + "]";
	}

}
