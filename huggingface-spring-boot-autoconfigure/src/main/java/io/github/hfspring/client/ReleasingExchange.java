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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * One exchange with a connector, which ends with the headers of the response. A stream
 * goes on for minutes after that, and its connection would hold on to the request, its
 * headers, and all operators between the connector and the caller. This is to be the
 * filter next to the connector. It also lets go of a response that arrives in the very
 * moment in which its request is cancelled.
 */
final class ReleasingExchange extends Mono<ClientResponse> {

	private final ClientRequest request;

	private final ExchangeFunction next;

	ReleasingExchange(ClientRequest request, ExchangeFunction next) {
		this.request = request;
		this.next = next;
	}

	@Override
	public void subscribe(CoreSubscriber<? super ClientResponse> actual) {
		ReleasableRequest request = new ReleasableRequest(this.request);
		Mono<ClientResponse> response;
		try {
			response = this.next.exchange(request);
		}
		catch (Throwable ex) {
			Operators.error(actual, Operators.onOperatorError(ex, actual.currentContext()));
			return;
		}
		response.subscribe(new Exchange(actual, request, this.request));
	}

	/**
	 * Read nothing of a body. The client would read one that nobody has taken to its end,
	 * which may never come.
	 */
	static void discard(Flux<DataBuffer> body) {
		body.subscribe(DataBufferUtils::release, (error) -> {
		}).dispose();
	}

	/**
	 * One subscription.
	 */
	private static final class Exchange implements CoreSubscriber<ClientResponse>, Subscription {

		private final ReleasableRequest sent;

		private @Nullable ClientRequest request;

		private volatile @Nullable CoreSubscriber<? super ClientResponse> actual;

		private volatile @Nullable Subscription upstream;

		private volatile @Nullable UnreadResponse response;

		private volatile boolean cancelled;

		Exchange(CoreSubscriber<? super ClientResponse> actual, ReleasableRequest sent, ClientRequest request) {
			this.actual = actual;
			this.sent = sent;
			this.request = request;
		}

		@Override
		public Context currentContext() {
			CoreSubscriber<? super ClientResponse> actual = this.actual;
			return (actual != null) ? actual.currentContext() : Context.empty();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.upstream = subscription;
			CoreSubscriber<? super ClientResponse> actual = this.actual;
			if (actual != null) {
				actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(ClientResponse response) {
			CoreSubscriber<? super ClientResponse> actual = this.actual;
			ClientRequest request = this.request;
			if (actual == null || request == null) {
				return;
			}
			UnreadResponse unread = new UnreadResponse(response, request, () -> this.response = null);
			this.response = unread;
			this.sent.release();
			this.request = null;
			if (this.cancelled) {
				unread.discard();
			}
			else {
				actual.onNext(unread);
			}
		}

		@Override
		public void onError(Throwable error) {
			CoreSubscriber<? super ClientResponse> actual = letGo();
			if (actual != null) {
				actual.onError(error);
			}
		}

		@Override
		public void onComplete() {
			CoreSubscriber<? super ClientResponse> actual = letGo();
			if (actual != null) {
				actual.onComplete();
			}
		}

		private @Nullable CoreSubscriber<? super ClientResponse> letGo() {
			CoreSubscriber<? super ClientResponse> actual = this.actual;
			this.actual = null;
			this.upstream = null;
			return actual;
		}

		@Override
		public void request(long n) {
			Subscription upstream = this.upstream;
			if (upstream != null) {
				upstream.request(n);
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			// First: Reactor Netty gives nobody a body whose request was cancelled
			UnreadResponse response = this.response;
			if (response != null) {
				response.discard();
			}
			Subscription upstream = this.upstream;
			if (upstream != null) {
				upstream.cancel();
			}
		}

	}

}
