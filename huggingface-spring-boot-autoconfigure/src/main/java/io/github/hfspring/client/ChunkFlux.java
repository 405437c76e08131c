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

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import io.github.hfspring.chat.ChatChunk;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Pulls the body of a stream through a {@link StreamDecoder}, one buffer at a time, and
 * only as far as chunks are asked for and a few more: what a slow subscriber leaves in
 * the socket holds the server back.
 */
final class ChunkFlux extends Flux<ChatChunk> {

	private final Flux<DataBuffer> body;

	private final StreamDecoder decoder;

	private final int bufferSize;

	private final Patience patience;

	/**
	 * Create the flux for one response.
	 * @param body the body
	 * @param decoder the decoder, for this body alone
	 * @param bufferSize how many chunks to decode ahead
	 * @param patience how long to wait for an event after the first chunk
	 */
	ChunkFlux(Flux<DataBuffer> body, StreamDecoder decoder, int bufferSize, Patience patience) {
		this.body = body;
		this.decoder = decoder;
		this.bufferSize = bufferSize;
		this.patience = patience;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatChunk> actual) {
		this.body.subscribe(new Decoding(actual, this));
	}

	/**
	 * One subscription. Signals from both sides only leave a note and call
	 * {@link #drain()}, which one thread at a time goes through.
	 */
	private static final class Decoding implements CoreSubscriber<DataBuffer>, Subscription {

		private static final AtomicIntegerFieldUpdater<Decoding> WORK = AtomicIntegerFieldUpdater
			.newUpdater(Decoding.class, "work");

		private static final AtomicLongFieldUpdater<Decoding> DEMAND = AtomicLongFieldUpdater.newUpdater(Decoding.class,
				"demand");

		private final CoreSubscriber<? super ChatChunk> actual;

		private final StreamDecoder decoder;

		private final int bufferSize;

		private final IdleClock clock;

		private final Queue<ChatChunk> ahead = new ArrayDeque<>(0);

		private volatile int work;

		private volatile long demand;

		private volatile boolean cancelled;

		private volatile @Nullable DataBuffer arrived;

		private volatile boolean bodyEnded;

		private @Nullable Throwable bodyError;

		private volatile boolean alarm;

		@SuppressWarnings("NullAway.Init") // set before anything else is called
		private Subscription upstream;

		private boolean waiting;

		private boolean begun;

		private long lines;

		private boolean ended;

		private @Nullable Throwable error;

		private boolean terminated;

		private @Nullable Leftover leftover;

		Decoding(CoreSubscriber<? super ChatChunk> actual, ChunkFlux flux) {
			this.actual = actual;
			this.decoder = flux.decoder;
			this.bufferSize = flux.bufferSize;
			this.clock = new IdleClock(flux.patience, this::alarm);
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.actual.onSubscribe(this);
			drain();
		}

		@Override
		public void onNext(DataBuffer buffer) {
			this.arrived = buffer;
			drain();
		}

		@Override
		public void onError(Throwable error) {
			if (!this.bodyEnded) {
				this.bodyError = error;
				this.bodyEnded = true;
			}
			drain();
		}

		@Override
		public void onComplete() {
			this.bodyEnded = true;
			drain();
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				Operators.addCap(DEMAND, this, n);
				drain();
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			this.upstream.cancel();
			drain();
		}

		private void alarm() {
			this.alarm = true;
			drain();
		}

		private void drain() {
			if (WORK.getAndIncrement(this) != 0) {
				return;
			}
			int missed = 1;
			do {
				drainOnce();
				missed = WORK.addAndGet(this, -missed);
			}
			while (missed != 0);
		}

		private void drainOnce() {
			while (!this.cancelled && !this.terminated) {
				deliverAhead();
				if (this.ended) {
					terminateWhenDelivered();
					return;
				}
				if (this.alarm) {
					this.alarm = false;
					checkClock();
				}
				if (this.demand == 0 && this.ahead.size() >= this.bufferSize) {
					this.clock.stop();
					return;
				}
				if (!step()) {
					setClock();
					return;
				}
			}
			discard();
		}

		/**
		 * What comes before the first chunk has a limit of its own.
		 */
		private void setClock() {
			if (this.begun && this.demand != 0) {
				this.clock.run();
			}
			else {
				this.clock.stop();
			}
		}

		private void checkClock() {
			Patience.Limit limit = this.clock.check();
			if (limit != null && !this.bodyEnded) {
				this.upstream.cancel();
				this.bodyError = new IdleTimeoutException(limit.describe());
				this.bodyEnded = true;
			}
		}

		/**
		 * Decode one chunk, or get what is needed for it.
		 * @return whether there is more to do at once
		 */
		private boolean step() {
			try {
				ChatChunk chunk = this.decoder.next();
				if (this.decoder.lines() != this.lines) {
					this.lines = this.decoder.lines();
					this.clock.stop();
				}
				if (chunk != null) {
					this.begun = true;
					this.ahead.add(chunk);
					return true;
				}
			}
			catch (RuntimeException ex) {
				this.error = ex;
				this.ended = true;
				this.upstream.cancel();
				return true;
			}
			if (this.decoder.isEnded()) {
				this.ended = true;
				return true;
			}
			// Read before the buffer: the last buffer may arrive, and the body end, in
			// between
			boolean bodyEnded = this.bodyEnded;
			DataBuffer buffer = this.arrived;
			if (buffer != null) {
				this.arrived = null;
				this.waiting = false;
				feed(buffer);
				return true;
			}
			if (bodyEnded) {
				this.decoder.bodyEnded(this.bodyError);
				return true;
			}
			if (!this.waiting) {
				this.waiting = true;
				this.upstream.request(1);
			}
			return false;
		}

		private void feed(DataBuffer buffer) {
			try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
				while (parts.hasNext()) {
					this.decoder.feed(parts.next());
				}
			}
			finally {
				DataBufferUtils.release(buffer);
			}
		}

		private void deliverAhead() {
			while (this.demand != 0 && !this.cancelled) {
				ChatChunk chunk = this.ahead.poll();
				if (chunk == null) {
					return;
				}
				this.actual.onNext(chunk);
				Operators.produced(DEMAND, this, 1);
			}
		}

		private void terminateWhenDelivered() {
			if (!this.ahead.isEmpty() || this.cancelled) {
				return;
			}
			this.terminated = true;
			if (this.error != null) {
				this.actual.onError(this.error);
			}
			else {
				this.actual.onComplete();
				if (!this.bodyEnded) {
					this.leftover = new Leftover(this.upstream);
				}
			}
			discard();
		}

		/**
		 * Throw away what arrives when nobody wants it any more.
		 */
		private void discard() {
			this.ahead.clear();
			this.clock.dispose();
			DataBuffer buffer = this.arrived;
			int size = 0;
			if (buffer != null) {
				this.arrived = null;
				this.waiting = false;
				size = buffer.readableByteCount();
				DataBufferUtils.release(buffer);
			}
			if (this.leftover != null) {
				this.leftover.drain(size, this.bodyEnded, this.waiting);
				this.waiting = true;
			}
		}

	}

}
