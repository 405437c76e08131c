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
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Lets go of a response that arrives in the very moment in which its request is
 * cancelled: nobody reads its body any more, and the connection would stay as it is.
 */
final class UnreadResponses implements ExchangeFilterFunction {

	private static final Runnable NOTHING = () -> {
	};

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.defer(() -> {
			Exchange exchange = new Exchange();
			return next.exchange(request).doOnNext(exchange::responded).doOnCancel(exchange::cancel);
		});
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
	 * One request, and whether it was cancelled.
	 */
	private static final class Exchange {

		private volatile @Nullable ClientResponse response;

		private volatile boolean cancelled;

		void responded(ClientResponse response) {
			this.response = response;
			if (this.cancelled) {
				discard(response);
			}
		}

		void cancel() {
			this.cancelled = true;
			ClientResponse response = this.response;
			if (response != null) {
				discard(response);
			}
		}

		/**
		 * A body that is being read has a subscriber already, who is cancelled, too.
		 */
		private static void discard(ClientResponse response) {
			UnreadResponses
				.discard(response.body((message, context) -> new CancellableBody(message.getBody(), NOTHING)));
		}

	}

}
