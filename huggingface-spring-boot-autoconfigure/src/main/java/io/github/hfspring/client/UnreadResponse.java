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

import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;
import org.springframework.web.reactive.function.BodyExtractor;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.support.ClientResponseWrapper;

/**
 * A response whose body is read once, or discarded. Who comes second finds it empty,
 * however the connector would take it: {@code WebClient} tries to release the body of
 * every response that was dealt with, and a stream is read on after that.
 */
final class UnreadResponse extends ClientResponseWrapper {

	private static final Runnable NOTHING = () -> {
	};

	private final ClientRequest request;

	private final Runnable whenRead;

	private final AtomicBoolean read = new AtomicBoolean();

	/**
	 * Create a response.
	 * @param response the response as the connector gives it
	 * @param request the request that it answers
	 * @param whenRead called when the body begins to be read
	 */
	UnreadResponse(ClientResponse response, ClientRequest request, Runnable whenRead) {
		super(response);
		this.request = request;
		this.whenRead = whenRead;
	}

	@Override
	public HttpRequest request() {
		return new Request(this.request);
	}

	@Override
	public <T> T body(BodyExtractor<T, ? super ClientHttpResponse> extractor) {
		AtomicBoolean read = this.read;
		Runnable whenRead = this.whenRead;
		return super.body((message, context) -> extractor.extract(new Message(message, read, whenRead), context));
	}

	@Override
	public Mono<Void> releaseBody() {
		if (this.read.get()) {
			return Mono.empty();
		}
		return body(BodyExtractors.toDataBuffers()).map(DataBufferUtils::release).then();
	}

	/**
	 * Read nothing of the body, unless that has begun.
	 */
	void discard() {
		ReleasingExchange.discard(body((message, context) -> new CancellableBody(message.getBody(), NOTHING)));
	}

	/**
	 * The response at its lowest level. This does not hold the request.
	 */
	private static final class Message extends ClientHttpResponseDecorator {

		private final AtomicBoolean read;

		private final Runnable whenRead;

		Message(ClientHttpResponse message, AtomicBoolean read, Runnable whenRead) {
			super(message);
			this.read = read;
			this.whenRead = whenRead;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			Flux<DataBuffer> body = super.getBody();
			return Flux.defer(() -> {
				if (this.read.getAndSet(true)) {
					return Flux.empty();
				}
				this.whenRead.run();
				return body;
			});
		}

	}

	/**
	 * What was sent, in the form in which a response tells of it.
	 *
	 * @param request the request
	 */
	private record Request(ClientRequest request) implements HttpRequest {

		@Override
		public HttpMethod getMethod() {
			return this.request.method();
		}

		@Override
		public URI getURI() {
			return this.request.url();
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.request.attributes();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.request.headers();
		}

	}

}
