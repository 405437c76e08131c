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

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * The read timeout of calls: how long nothing may arrive. Measured here, it holds on
 * every connector and for the body, too, and leaves streams alone, whose subscribers may
 * pause.
 *
 * @param timeout the time
 * @param cure where to change it, to be put behind a message
 */
record ReadTimeout(Duration timeout, String cure) implements ExchangeFilterFunction {

	/** The attribute of a request that says whether the timeout holds for it. */
	static final String APPLIES = ReadTimeout.class.getName() + ".applies";

	/**
	 * Create the timeout of an endpoint.
	 */
	ReadTimeout(Duration timeout) {
		this(timeout, ", see 'huggingface.read-timeout'");
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		Mono<ClientResponse> response = next.exchange(request);
		boolean applies = Boolean.TRUE.equals(request.attributes().get(APPLIES));
		return applies ? response.timeout(this.timeout, Mono.error(this::error)) : response;
	}

	/**
	 * Apply the timeout to the body of an answer.
	 */
	Flux<DataBuffer> apply(Flux<DataBuffer> body) {
		return body.timeout(this.timeout, Mono.error(this::error));
	}

	private TimeoutException error() {
		return new TimeoutException("nothing was received for " + Patience.format(this.timeout) + this.cure);
	}

}
