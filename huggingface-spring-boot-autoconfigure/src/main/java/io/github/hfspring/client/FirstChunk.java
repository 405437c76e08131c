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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Supplier;

import io.github.hfspring.chat.ChatChunk;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Waits for the first chunk of an attempt, for a limited time, and then hands out the
 * stream, that chunk included. Until then the attempt can be repeated; afterwards this is
 * only passed through.
 */
final class FirstChunk extends Mono<Flux<ChatChunk>> {

	private final Flux<ChatChunk> attempt;

	private final long timeoutNanos;

	private final Supplier<Throwable> timeoutError;

	/**
	 * Create the mono for one attempt.
	 * @param attempt the attempt
	 * @param timeoutNanos how long to wait; {@link Long#MAX_VALUE} for ever
	 * @param timeoutError makes the error after that
	 */
	FirstChunk(Flux<ChatChunk> attempt, long timeoutNanos, Supplier<Throwable> timeoutError) {
		this.attempt = attempt;
		this.timeoutNanos = timeoutNanos;
		this.timeoutError = timeoutError;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Flux<ChatChunk>> actual) {
		this.attempt.subscribe(new Stream(actual, this.timeoutNanos, this.timeoutError));
	}

	/**
	 * One subscription, and the stream that comes of it.
	 */
	private static final class Stream extends Flux<ChatChunk> implements CoreSubscriber<ChatChunk>, Subscription {

		private static final AtomicIntegerFieldUpdater<Stream> PHASE = AtomicIntegerFieldUpdater
			.newUpdater(Stream.class, "phase");

		private static final AtomicIntegerFieldUpdater<Stream> WORK = AtomicIntegerFieldUpdater.newUpdater(Stream.class,
				"work");

		private static final AtomicLongFieldUpdater<Stream> DEMAND = AtomicLongFieldUpdater.newUpdater(Stream.class,
				"demand");

		private static final int WAITING = 0;

		private static final int BEGUN = 1;

		private static final int OVER = 2;

		private final CoreSubscriber<? super Flux<ChatChunk>> waiting;

		private final long timeoutNanos;

		private final Supplier<Throwable> timeoutError;

		private volatile int phase;

		private volatile int work;

		private volatile long demand;

		private volatile @Nullable CoreSubscriber<? super ChatChunk> subscriber;

		private volatile boolean cancelled;

		/** Whether the first chunk is out, so that signals are passed through. */
		private volatile boolean passing;

		private volatile boolean ended;

		private @Nullable Throwable error;

		private @Nullable ChatChunk first;

		private volatile @Nullable Disposable timer;

		@SuppressWarnings("NullAway.Init") // set before anything else is called
		private Subscription upstream;

		Stream(CoreSubscriber<? super Flux<ChatChunk>> waiting, long timeoutNanos, Supplier<Throwable> timeoutError) {
			this.waiting = waiting;
			this.timeoutNanos = timeoutNanos;
			this.timeoutError = timeoutError;
		}

		@Override
		public Context currentContext() {
			return this.waiting.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.waiting.onSubscribe(new Opening());
			if (this.timeoutNanos != Long.MAX_VALUE) {
				// Not before, since it may be over at once
				this.timer = Schedulers.parallel().schedule(this::timeOut, this.timeoutNanos, TimeUnit.NANOSECONDS);
				stopTimerUnlessWaiting();
			}
			subscription.request(1);
		}

		private boolean leave(int next) {
			if (!PHASE.compareAndSet(this, WAITING, next)) {
				return false;
			}
			stopTimerUnlessWaiting();
			return true;
		}

		private void stopTimerUnlessWaiting() {
			Disposable timer = this.timer;
			if (timer != null && this.phase != WAITING) {
				timer.dispose();
			}
		}

		private void timeOut() {
			if (leave(OVER)) {
				this.upstream.cancel();
				this.waiting.onError(this.timeoutError.get());
			}
		}

		@Override
		public void onNext(ChatChunk chunk) {
			CoreSubscriber<? super ChatChunk> subscriber = this.subscriber;
			if (this.passing && subscriber != null) {
				subscriber.onNext(chunk);
				return;
			}
			this.first = chunk;
			if (leave(BEGUN)) {
				this.waiting.onNext(this);
				this.waiting.onComplete();
			}
		}

		@Override
		public void onError(Throwable error) {
			if (leave(OVER)) {
				this.waiting.onError(error);
				return;
			}
			this.error = error;
			this.ended = true;
			drain();
		}

		@Override
		public void onComplete() {
			if (leave(OVER)) {
				this.waiting.onComplete();
				return;
			}
			this.ended = true;
			drain();
		}

		@Override
		public void subscribe(CoreSubscriber<? super ChatChunk> actual) {
			if (this.subscriber != null) {
				Operators.error(actual, new IllegalStateException("A stream has one subscriber"));
				return;
			}
			this.subscriber = actual;
			actual.onSubscribe(this);
			drain();
		}

		@Override
		public void request(long n) {
			if (this.passing) {
				this.upstream.request(n);
			}
			else if (Operators.validate(n)) {
				Operators.addCap(DEMAND, this, n);
				drain();
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			this.upstream.cancel();
		}

		/**
		 * Deliver the first chunk when it is wanted, and the end after it.
		 */
		private void drain() {
			if (WORK.getAndIncrement(this) != 0) {
				return;
			}
			int missed = 1;
			do {
				CoreSubscriber<? super ChatChunk> subscriber = this.subscriber;
				if (subscriber != null && !this.cancelled) {
					deliver(subscriber);
				}
				missed = WORK.addAndGet(this, -missed);
			}
			while (missed != 0);
		}

		private void deliver(CoreSubscriber<? super ChatChunk> subscriber) {
			ChatChunk chunk = this.first;
			if (chunk != null) {
				if (this.demand == 0) {
					return;
				}
				this.first = null;
				subscriber.onNext(chunk);
				Operators.produced(DEMAND, this, 1);
				this.passing = true;
			}
			if (this.cancelled) {
				return;
			}
			if (!this.ended) {
				long wanted = DEMAND.getAndSet(this, 0);
				if (wanted != 0) {
					this.upstream.request(wanted);
				}
			}
			else if (PHASE.getAndSet(this, OVER) != OVER) {
				end(subscriber);
			}
		}

		private void end(CoreSubscriber<? super ChatChunk> subscriber) {
			if (this.error != null) {
				subscriber.onError(this.error);
			}
			else {
				subscriber.onComplete();
			}
		}

		/**
		 * What the one who waits holds. Once the stream has begun, to cancel this cancels
		 * the stream.
		 */
		private final class Opening implements Subscription {

			@Override
			public void request(long n) {
			}

			@Override
			public void cancel() {
				leave(OVER);
				Stream.this.cancel();
			}

		}

	}

}
