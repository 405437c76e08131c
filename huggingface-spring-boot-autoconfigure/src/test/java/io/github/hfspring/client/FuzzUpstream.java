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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * The body of a stream of numbered chunks that comes from a thread of its own:
 * {@link #run()} emits what is asked for and then ends, or never does.
 */
final class FuzzUpstream extends Flux<DataBuffer> implements Subscription, Runnable {

	private final int count;

	private final boolean ending;

	private final @Nullable Throwable error;

	private final int pause;

	private final AtomicLong demand = new AtomicLong();

	private final AtomicInteger emitted = new AtomicInteger();

	private volatile CoreSubscriber<? super DataBuffer> subscriber;

	private volatile boolean cancelled;

	private volatile boolean over;

	private volatile boolean stopped;

	/**
	 * Create a stream.
	 * @param count how many chunks there are
	 * @param ending whether there is an end after them
	 * @param error the error that is the end, if it is one
	 * @param pause how often to look around before each signal
	 */
	FuzzUpstream(int count, boolean ending, @Nullable Throwable error, int pause) {
		this.count = count;
		this.ending = ending;
		this.error = error;
		this.pause = pause;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		actual.onSubscribe(this);
		this.subscriber = actual;
	}

	@Override
	public void request(long n) {
		this.demand.accumulateAndGet(n, (before, more) -> Math.min(Integer.MAX_VALUE, before + more));
	}

	@Override
	public void cancel() {
		this.cancelled = true;
	}

	@Override
	public void run() {
		while (this.subscriber == null && !this.stopped) {
			Thread.onSpinWait();
		}
		while (!this.cancelled && !this.stopped) {
			for (int i = 0; i < this.pause; i++) {
				Thread.onSpinWait();
			}
			if (this.emitted.get() == this.count) {
				end();
				return;
			}
			if (this.demand.get() > 0) {
				this.demand.decrementAndGet();
				this.subscriber.onNext(event(this.emitted.getAndIncrement()));
			}
			else {
				Thread.yield();
			}
		}
	}

	private DataBuffer event(int number) {
		boolean last = number == this.count - 1 && this.error == null;
		return DefaultDataBufferFactory.sharedInstance
			.wrap(Json.utf8(Answers.event(Answers.chunk(String.valueOf(number), last ? "stop" : null))));
	}

	private void end() {
		if (!this.ending) {
			return;
		}
		this.over = true;
		if (this.error != null) {
			this.subscriber.onError(this.error);
		}
		else {
			this.subscriber.onComplete();
		}
	}

	void stop() {
		this.stopped = true;
	}

	boolean isEnding() {
		return this.ending;
	}

	boolean isSubscribed() {
		return this.subscriber != null;
	}

	/**
	 * Return whether nothing is held any more.
	 */
	boolean isReleased() {
		return this.cancelled || this.over;
	}

}
