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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Scannable;
import reactor.core.publisher.Flux;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The body of a response that can be cancelled. Spring's connector for the JDK's client
 * shares the body among subscribers that may come, and keeps reading when the only one
 * has cancelled: the connection would stay open for as long as the server writes. What
 * shares it is found through {@link Scannable} and disposed of. Jetty's only stops
 * reading, so that its request is aborted.
 */
final class CancellableBody extends Flux<DataBuffer> {

	private final Flux<DataBuffer> body;

	private final Runnable abort;

	/**
	 * Create a body.
	 * @param body the body as the connector gives it
	 * @param abort gives up the request
	 */
	CancellableBody(Flux<DataBuffer> body, Runnable abort) {
		this.body = body;
		this.abort = abort;
	}

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		this.body.subscribe(new Inner(actual, this.abort));
	}

	/**
	 * One subscription.
	 */
	private static final class Inner implements CoreSubscriber<DataBuffer>, Subscription {

		private final CoreSubscriber<? super DataBuffer> actual;

		private final Runnable abort;

		@SuppressWarnings("NullAway.Init") // set before anything else is called
		private Subscription upstream;

		private volatile boolean cancelled;

		Inner(CoreSubscriber<? super DataBuffer> actual, Runnable abort) {
			this.actual = actual;
			this.abort = abort;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void onNext(DataBuffer buffer) {
			if (this.cancelled) {
				DataBufferUtils.release(buffer);
				return;
			}
			this.actual.onNext(buffer);
		}

		@Override
		public void onError(Throwable error) {
			this.actual.onError(error);
		}

		@Override
		public void onComplete() {
			this.actual.onComplete();
		}

		@Override
		public void request(long n) {
			this.upstream.request(n);
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			Disposable shared = shared();
			this.upstream.cancel();
			if (shared != null) {
				shared.dispose();
			}
			this.abort.run();
		}

		private @Nullable Disposable shared() {
			return Scannable.from(this.upstream)
				.parents()
				.filter(Disposable.class::isInstance)
				.map(Disposable.class::cast)
				.reduce((first, next) -> next)
				.orElse(null);
		}

	}

}
