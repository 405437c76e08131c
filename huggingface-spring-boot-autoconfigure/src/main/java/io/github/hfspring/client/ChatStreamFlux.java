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

import java.util.concurrent.atomic.AtomicReference;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The outermost layer of a stream: keeps what was delivered, tells the callbacks, and
 * sees to it that each subscription has one end and its callbacks hear of it once.
 */
final class ChatStreamFlux extends Flux<ChatChunk> {

	private final ChatRequest request;

	private final ChatCallbacks callbacks;

	private final long maxResponseSize;

	private final ReadTimeoutWarning warning;

	private final Source source;

	/**
	 * Create the flux.
	 * @param request the request as it was given
	 * @param callbacks whom to tell
	 * @param maxResponseSize the most characters to keep
	 * @param warning told of errors
	 * @param source starts the stream, for every subscription anew
	 */
	ChatStreamFlux(ChatRequest request, ChatCallbacks callbacks, long maxResponseSize, ReadTimeoutWarning warning,
			Source source) {
		this.request = request;
		this.callbacks = callbacks;
		this.maxResponseSize = maxResponseSize;
		this.warning = warning;
		this.source = source;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatChunk> actual) {
		Telling telling = new Telling(actual, this);
		actual.onSubscribe(telling);
		telling.start(this.source);
	}

	static HuggingFaceException tooLarge(ResponseMetadata metadata, long maxResponseSize) {
		return HuggingFaceException
			.of(ErrorKind.RESPONSE_TOO_LARGE,
					"The response has more than " + maxResponseSize
							+ " characters, see 'huggingface.max-response-size'")
			.metadata(metadata)
			.build();
	}

	/**
	 * Starts a stream.
	 */
	@FunctionalInterface
	interface Source {

		/**
		 * Start a stream.
		 * @param announcement to be told the request before it is sent
		 * @return the chunks, when the first one is there
		 */
		Mono<Flux<ChatChunk>> start(Announcement announcement);

	}

	/**
	 * Takes note of the request that is about to be sent.
	 */
	@FunctionalInterface
	interface Announcement {

		/**
		 * The request is about to be sent.
		 * @param request the request
		 * @param attempts the attempts that will be made
		 */
		void announce(ChatRequest request, Attempts attempts);

	}

	/**
	 * Where a subscription stands.
	 */
	private enum State {

		IDLE, DELIVERING, CANCELLED_WHILE_DELIVERING, ENDED;

		/**
		 * While a chunk is delivered, the thread that delivers it tells of the end, so
		 * that the callbacks never hear of both at once.
		 */
		State afterCancel() {
			return (this == DELIVERING || this == CANCELLED_WHILE_DELIVERING) ? CANCELLED_WHILE_DELIVERING : ENDED;
		}

	}

	/**
	 * One subscription.
	 */
	private static final class Telling extends Operators.DeferredSubscription
			implements CoreSubscriber<ChatChunk>, Announcement {

		private final CoreSubscriber<? super ChatChunk> actual;

		private final ChatCallbacks callbacks;

		private final long maxResponseSize;

		private final ReadTimeoutWarning warning;

		private final ChatChunkAggregator delivered = new ChatChunkAggregator();

		private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

		private volatile ChatRequest request;

		private volatile @Nullable Attempts attempts;

		/** Until the first chunk is there. */
		private volatile @Nullable Subscription opening;

		Telling(CoreSubscriber<? super ChatChunk> actual, ChatStreamFlux flux) {
			this.actual = actual;
			this.callbacks = flux.callbacks;
			this.maxResponseSize = flux.maxResponseSize;
			this.warning = flux.warning;
			this.request = flux.request;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void announce(ChatRequest request, Attempts attempts) {
			this.request = request;
			this.attempts = attempts;
			this.callbacks.onRequest(request);
		}

		void start(Source source) {
			if (!isCancelled()) {
				source.start(this).subscribe(new Opening(this));
			}
		}

		private void opens(Subscription opening) {
			this.opening = opening;
			if (isCancelled()) {
				opening.cancel();
			}
			else {
				opening.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onSubscribe(Subscription chunks) {
			set(chunks);
		}

		@Override
		public void onNext(ChatChunk chunk) {
			if (!this.state.compareAndSet(State.IDLE, State.DELIVERING)) {
				return;
			}
			this.delivered.add(chunk);
			this.callbacks.onChunk(this.request, chunk);
			deliver(chunk);
			if (this.delivered.size() > this.maxResponseSize) {
				refuse(chunk.metadata());
				return;
			}
			if (!this.state.compareAndSet(State.DELIVERING, State.IDLE)) {
				this.state.set(State.ENDED);
				tell(ChatStreamResult.Outcome.CANCELLED, null);
			}
		}

		/**
		 * A subscriber must not throw. One that does gets no end, but its connection is
		 * released and the callbacks are told.
		 */
		private void deliver(ChatChunk chunk) {
			try {
				this.actual.onNext(chunk);
			}
			catch (Throwable ex) {
				release();
				this.state.set(State.ENDED);
				tell(ChatStreamResult.Outcome.FAILED, ex);
				throw ex;
			}
		}

		private void refuse(ResponseMetadata metadata) {
			release();
			if (this.state.getAndSet(State.ENDED) == State.CANCELLED_WHILE_DELIVERING) {
				tell(ChatStreamResult.Outcome.CANCELLED, null);
				return;
			}
			fail(tooLarge(metadata, this.maxResponseSize));
		}

		@Override
		public void onError(Throwable error) {
			if (this.state.compareAndSet(State.IDLE, State.ENDED)) {
				fail(error);
			}
		}

		private void fail(Throwable error) {
			this.warning.streamFailed(error);
			Attempts attempts = this.attempts;
			if (attempts != null) {
				if (error instanceof HuggingFaceException exception) {
					exception.withPartialResponse(this.delivered::toResponse);
				}
				this.callbacks.onProgress(this.request, new ChatProgress.AttemptFailed(attempts.number(), error, null));
			}
			tell(ChatStreamResult.Outcome.FAILED, error);
			this.actual.onError(error);
		}

		@Override
		public void onComplete() {
			if (this.state.compareAndSet(State.IDLE, State.ENDED)) {
				tell(ChatStreamResult.Outcome.COMPLETED, null);
				this.actual.onComplete();
			}
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				super.request(n);
			}
		}

		@Override
		public void cancel() {
			if (this.state.get() == State.ENDED) {
				return;
			}
			release();
			State before = this.state.getAndUpdate(State::afterCancel);
			if (before == State.IDLE) {
				tell(ChatStreamResult.Outcome.CANCELLED, null);
			}
		}

		private void release() {
			super.cancel();
			Subscription opening = this.opening;
			if (opening != null) {
				opening.cancel();
			}
			Attempts attempts = this.attempts;
			if (attempts != null) {
				attempts.cancel();
			}
		}

		private void tell(ChatStreamResult.Outcome outcome, @Nullable Throwable error) {
			this.callbacks.onStreamComplete(this.request,
					new ChatStreamResult(outcome, this.delivered::toResponse, error));
		}

	}

	/**
	 * Waits for the first chunk. Nothing of this is left when that is there.
	 *
	 * @param telling whose stream it is
	 */
	private record Opening(Telling telling) implements CoreSubscriber<Flux<ChatChunk>> {

		@Override
		public Context currentContext() {
			return this.telling.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.telling.opens(subscription);
		}

		@Override
		public void onNext(Flux<ChatChunk> chunks) {
			this.telling.opening = null;
			chunks.subscribe(this.telling);
		}

		@Override
		public void onError(Throwable error) {
			this.telling.opening = null;
			this.telling.onError(error);
		}

		@Override
		public void onComplete() {
			// Usually this follows the chunks, whose end is to come
			if (this.telling.opening != null) {
				this.telling.opening = null;
				this.telling.onComplete();
			}
		}

	}

}
