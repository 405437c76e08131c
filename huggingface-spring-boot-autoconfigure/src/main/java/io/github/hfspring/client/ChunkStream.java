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
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.hfspring.chat.ChatChunk;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * Pulls the body of a stream through a {@link StreamDecoder}, one buffer at a time, and
 * only as far as chunks are asked for and a few more: what a slow subscriber leaves in
 * the socket holds the server back.
 * <p>
 * The body is read from the moment someone waits for the first chunk. Who waits gets the
 * stream when that is there, and an error if it never comes: until then the attempt can
 * be repeated. The stream does not keep the one who waited, and with him the whole way
 * that the request took.
 * <p>
 * Signals from all sides only leave a note and call {@link #drain()}, which one thread at
 * a time goes through.
 */
final class ChunkStream extends Flux<ChatChunk> implements CoreSubscriber<DataBuffer>, Subscription {

	private static final AtomicIntegerFieldUpdater<ChunkStream> WORK = AtomicIntegerFieldUpdater
		.newUpdater(ChunkStream.class, "work");

	private static final AtomicLongFieldUpdater<ChunkStream> DEMAND = AtomicLongFieldUpdater
		.newUpdater(ChunkStream.class, "demand");

	@SuppressWarnings("rawtypes")
	private static final AtomicReferenceFieldUpdater<ChunkStream, @Nullable CoreSubscriber> SUBSCRIBER = AtomicReferenceFieldUpdater
		.newUpdater(ChunkStream.class, CoreSubscriber.class, "subscriber");

	private final StreamDecoder decoder;

	private final int bufferSize;

	private final IdleClock clock;

	private final Context context;

	private final Queue<ChatChunk> ahead = new ArrayDeque<>(0);

	/** Waits for the first chunk. */
	private @Nullable CoreSubscriber<? super Flux<ChatChunk>> waiting;

	private volatile @Nullable CoreSubscriber<? super ChatChunk> subscriber;

	private volatile int work;

	private volatile long demand;

	private volatile boolean cancelled;

	private volatile @Nullable DataBuffer arrived;

	private volatile boolean bodyEnded;

	private @Nullable Throwable bodyError;

	private volatile boolean alarm;

	private volatile @Nullable Subscription body;

	private boolean asked;

	private long lines;

	private boolean ended;

	private @Nullable Throwable error;

	private boolean terminated;

	private @Nullable Leftover leftover;

	private ChunkStream(CoreSubscriber<? super Flux<ChatChunk>> waiting, StreamDecoder decoder, int bufferSize,
			Patience patience) {
		this.waiting = waiting;
		this.context = waiting.currentContext();
		this.decoder = decoder;
		this.bufferSize = bufferSize;
		this.clock = new IdleClock(patience, this::alarm);
	}

	/**
	 * Read the stream of one response.
	 * @param body the body
	 * @param decoder the decoder, for this body alone
	 * @param bufferSize how many chunks to decode ahead
	 * @param attempt the attempt that the stream answers
	 * @return the stream, when its first chunk is there
	 */
	static Mono<Flux<ChatChunk>> open(Flux<DataBuffer> body, StreamDecoder decoder, int bufferSize, Attempt attempt) {
		return new Mono<>() {

			@Override
			public void subscribe(CoreSubscriber<? super Flux<ChatChunk>> actual) {
				ChunkStream stream = new ChunkStream(actual, decoder, bufferSize, attempt.patience());
				attempt.opened(stream);
				body.subscribe(stream);
			}

		};
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription body) {
		this.body = body;
		if (this.cancelled) {
			body.cancel();
		}
		CoreSubscriber<? super Flux<ChatChunk>> waiting = this.waiting;
		if (waiting != null) {
			waiting.onSubscribe(new Waiting(this));
		}
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
	public void subscribe(CoreSubscriber<? super ChatChunk> actual) {
		if (!SUBSCRIBER.compareAndSet(this, null, actual)) {
			Operators.error(actual, new IllegalStateException("A stream has one subscriber"));
			return;
		}
		actual.onSubscribe(this);
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
		if (this.cancelled) {
			return;
		}
		this.cancelled = true;
		cancelBody();
		drain();
	}

	private void cancelBody() {
		Subscription body = this.body;
		if (body != null) {
			body.cancel();
		}
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
			if (this.waiting != null) {
				handOut(this.waiting);
			}
			deliverAhead();
			if (this.ended && this.waiting == null) {
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
		if (this.waiting == null && this.demand != 0) {
			this.clock.run();
		}
		else {
			this.clock.stop();
		}
	}

	private void checkClock() {
		Patience.Limit limit = this.clock.check();
		if (limit != null && !this.bodyEnded) {
			cancelBody();
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
				this.ahead.add(chunk);
				return true;
			}
		}
		catch (RuntimeException ex) {
			this.error = ex;
			this.ended = true;
			cancelBody();
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
			this.asked = false;
			feed(buffer);
			return true;
		}
		if (bodyEnded) {
			this.decoder.bodyEnded(this.bodyError);
			return true;
		}
		Subscription body = this.body;
		if (!this.asked && body != null) {
			this.asked = true;
			body.request(1);
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

	/**
	 * Hand out the stream with its first chunk, or the error in its place.
	 */
	private void handOut(CoreSubscriber<? super Flux<ChatChunk>> waiting) {
		if (this.ahead.isEmpty() && !this.ended) {
			return;
		}
		this.waiting = null;
		if (!this.ahead.isEmpty()) {
			waiting.onNext(this);
			waiting.onComplete();
			return;
		}
		terminate(waiting);
	}

	private void deliverAhead() {
		CoreSubscriber<? super ChatChunk> subscriber = this.subscriber;
		while (subscriber != null && this.demand != 0 && !this.cancelled) {
			ChatChunk chunk = this.ahead.poll();
			if (chunk == null) {
				return;
			}
			subscriber.onNext(chunk);
			Operators.produced(DEMAND, this, 1);
		}
	}

	private void terminateWhenDelivered() {
		CoreSubscriber<? super ChatChunk> subscriber = this.subscriber;
		if (subscriber != null && this.ahead.isEmpty() && !this.cancelled) {
			terminate(subscriber);
			discard();
		}
	}

	private void terminate(CoreSubscriber<?> subscriber) {
		this.terminated = true;
		if (this.error != null) {
			subscriber.onError(this.error);
			return;
		}
		subscriber.onComplete();
		Subscription body = this.body;
		if (!this.bodyEnded && body != null) {
			this.leftover = new Leftover(body);
		}
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
			this.asked = false;
			size = buffer.readableByteCount();
			DataBufferUtils.release(buffer);
		}
		if (this.leftover != null) {
			this.leftover.drain(size, this.bodyEnded, this.asked);
			this.asked = true;
		}
	}

	/**
	 * What the one who waits for the first chunk holds. To cancel it cancels the stream
	 * also when that has begun: it may have been dropped on its way.
	 *
	 * @param stream the stream
	 */
	private record Waiting(ChunkStream stream) implements Subscription {

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
			this.stream.cancel();
		}

	}

}
