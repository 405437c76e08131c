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

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.structured.InvalidAnswerException.Reason;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The elements of an array while it arrives.
 *
 * @param <T> the type of the elements
 */
final class ElementFlux<T> extends Flux<T> {

	private final Flux<ChatChunk> chunks;

	private final AnswerReader<T> reader;

	private final AnswerReader<List<T>> wholeReader;

	private final int maxSize;

	/**
	 * Create a flux.
	 * @param chunks the chunks
	 * @param reader reads an element
	 * @param wholeReader reads the answer at its end, if its elements were not found, or
	 * says what is wrong with it
	 * @param maxSize how many characters may arrive
	 */
	ElementFlux(Flux<ChatChunk> chunks, AnswerReader<T> reader, AnswerReader<List<T>> wholeReader, int maxSize) {
		this.chunks = chunks;
		this.reader = reader;
		this.wholeReader = wholeReader;
		this.maxSize = maxSize;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.chunks.subscribe(new Elements(actual));
	}

	/**
	 * Passes on one element after the other. All but the handing over of signals happens
	 * in {@link #step()}, which is never run twice at a time.
	 */
	private final class Elements implements CoreSubscriber<ChatChunk>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final AtomicLong requested = new AtomicLong();

		private final AtomicInteger work = new AtomicInteger();

		private final Queue<Supplier<T>> elements = new ArrayDeque<>();

		private @Nullable Subscription upstream;

		private volatile @Nullable ChatChunk arrived;

		private volatile @Nullable Throwable upstreamError;

		private volatile boolean upstreamDone;

		private volatile boolean cancelled;

		private ChatChunkAggregator response = new ChatChunkAggregator();

		private ElementSplitter splitter = new ElementSplitter();

		private int round;

		private boolean blank;

		private boolean waiting;

		private boolean judged;

		private boolean terminated;

		private @Nullable Throwable failure;

		Elements(CoreSubscriber<? super T> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription upstream) {
			if (Operators.validate(this.upstream, upstream)) {
				this.upstream = upstream;
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(ChatChunk chunk) {
			this.arrived = chunk;
			drain();
		}

		@Override
		public void onError(Throwable error) {
			this.upstreamError = error;
			this.upstreamDone = true;
			drain();
		}

		@Override
		public void onComplete() {
			this.upstreamDone = true;
			drain();
		}

		@Override
		public void request(long count) {
			if (Operators.validate(count)) {
				this.requested.accumulateAndGet(count, Operators::addCap);
				drain();
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			upstream().cancel();
			drain();
		}

		private Subscription upstream() {
			Subscription upstream = this.upstream;
			return (upstream != null) ? upstream : Operators.emptySubscription();
		}

		private void drain() {
			if (this.work.getAndIncrement() != 0) {
				return;
			}
			int seen = 1;
			do {
				try {
					while (step()) {
						// Until there is nothing left to do
					}
				}
				catch (Throwable ex) {
					fail(ex);
				}
				seen = this.work.addAndGet(-seen);
			}
			while (seen != 0);
		}

		/**
		 * Do the next thing there is to do.
		 * @return whether there may be another one
		 */
		private boolean step() {
			if (this.cancelled || this.terminated) {
				this.elements.clear();
				return false;
			}
			// Asked first, or else the last chunk could be missed
			boolean last = this.upstreamDone;
			ChatChunk chunk = this.arrived;
			if (chunk != null) {
				this.arrived = null;
				this.waiting = false;
				take(chunk);
				return true;
			}
			if (!this.elements.isEmpty()) {
				return emit();
			}
			if (this.failure != null) {
				upstream().cancel();
				return terminate(this.failure);
			}
			if (last) {
				return end();
			}
			// Behind the last element only the end is to come
			if (this.waiting || (this.requested.get() == 0 && !this.splitter.isClosed())) {
				return false;
			}
			this.waiting = true;
			upstream().request(1);
			return true;
		}

		private void take(ChatChunk chunk) {
			if (this.failure != null) {
				return;
			}
			String text = chunk.text();
			if (chunk.round() != this.round) {
				// The tools were run, and this is the next answer
				this.round = chunk.round();
				this.response = new ChatChunkAggregator();
				this.splitter = new ElementSplitter();
			}
			boolean blank = this.splitter.isClosed() && text.isBlank() && !text.isEmpty()
					&& chunk.finishReason() == null && chunk.usage() == null;
			if (blank && this.blank) {
				// Models that are held to JSON may write nothing else to the very end
				return;
			}
			this.blank = blank;
			this.response.add(chunk);
			if (this.response.size() > ElementFlux.this.maxSize) {
				this.failure = HuggingFaceException
					.of(ErrorKind.RESPONSE_TOO_LARGE,
							"The answer has more than " + ElementFlux.this.maxSize + " characters")
					.metadata(chunk.metadata())
					.build()
					.withPartialResponse(this.response::toResponse);
				return;
			}
			try {
				this.splitter.add(text, this::addElement);
			}
			catch (IllegalArgumentException ex) {
				this.failure = notJson(String.valueOf(ex.getMessage()), ex);
			}
		}

		private void addElement(String json) {
			this.elements.add(() -> ElementFlux.this.reader.readElement(json, () -> this.response.toResponse()));
		}

		private InvalidAnswerException notJson(String violation, @Nullable Throwable cause) {
			ChatResponse response = this.response.toResponse();
			return new InvalidAnswerException(Reason.NOT_JSON, List.of(violation), response.text(), response, cause);
		}

		private <R> @Nullable R guard(Supplier<R> supplier) {
			try {
				return supplier.get();
			}
			catch (Throwable ex) {
				this.failure = ex;
				return null;
			}
		}

		/**
		 * The subscriber has thrown, or what is here. Without an end nobody would be
		 * told.
		 */
		private void fail(Throwable error) {
			if (this.cancelled || this.terminated) {
				Operators.onErrorDropped(error, currentContext());
				return;
			}
			this.elements.clear();
			upstream().cancel();
			terminate(error);
		}

		private boolean emit() {
			if (this.requested.get() == 0) {
				return false;
			}
			Supplier<T> next = this.elements.remove();
			T element = guard(next);
			if (element == null) {
				this.elements.clear();
				return true;
			}
			if (this.requested.get() != Long.MAX_VALUE) {
				this.requested.decrementAndGet();
			}
			this.actual.onNext(element);
			return true;
		}

		/**
		 * The chunks have ended. If the array has not, the answer says why; if it has,
		 * there may be something else beside it.
		 */
		private boolean end() {
			Throwable error = this.upstreamError;
			if (error != null || this.judged) {
				return terminate(error);
			}
			this.judged = true;
			if (this.splitter.isClosed()) {
				guard(() -> ElementFlux.this.wholeReader.check(this.response.toResponse()));
				return true;
			}
			List<T> whole = guard(() -> ElementFlux.this.wholeReader.read(this.response.toResponse()));
			if (whole != null && this.splitter.isStarted()) {
				this.failure = notJson("the array has no end", null);
			}
			else if (whole != null) {
				whole.forEach((element) -> this.elements.add(() -> element));
			}
			return true;
		}

		private boolean terminate(@Nullable Throwable error) {
			this.terminated = true;
			if (error != null) {
				this.actual.onError(error);
			}
			else {
				this.actual.onComplete();
			}
			return false;
		}

	}

}
