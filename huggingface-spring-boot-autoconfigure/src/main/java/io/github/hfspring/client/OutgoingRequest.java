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
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * A request with our headers. The client would copy them from map to map three times on
 * their way; here they are written once, into what is sent. The filters of the
 * application, and whatever else looks at a request before it is sent, see them
 * nonetheless, and can change them.
 */
final class OutgoingRequest implements ClientRequest {

	private final ClientRequest request;

	private final Content content;

	private volatile @Nullable HttpHeaders headers;

	private OutgoingRequest(ClientRequest request, Content content) {
		this.request = request;
		this.content = content;
	}

	/**
	 * Add the headers that belong to the {@link Content} of a request. This is to be the
	 * first filter.
	 * @param request the request
	 * @param next sends it
	 * @return the response
	 */
	static Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next
			.exchange((request.body() instanceof Content content) ? new OutgoingRequest(request, content) : request);
	}

	@Override
	public HttpMethod method() {
		return this.request.method();
	}

	@Override
	public URI url() {
		return this.request.url();
	}

	@Override
	public String logPrefix() {
		return this.request.logPrefix();
	}

	/**
	 * Return our headers and those that the application sets by default. Ours win.
	 */
	@Override
	public HttpHeaders headers() {
		HttpHeaders headers = this.headers;
		if (headers == null) {
			headers = new HttpHeaders();
			headers.putAll(this.request.headers());
			this.content.headers().accept(headers);
			headers = HttpHeaders.readOnlyHttpHeaders(headers);
			this.headers = headers;
		}
		return headers;
	}

	@Override
	public MultiValueMap<String, String> cookies() {
		return this.request.cookies();
	}

	@Override
	public BodyInserter<?, ? super ClientHttpRequest> body() {
		return this.request.body();
	}

	@Override
	public Map<String, Object> attributes() {
		return this.request.attributes();
	}

	@Override
	public @Nullable Consumer<ClientHttpRequest> httpRequest() {
		return this.request.httpRequest();
	}

	@Override
	public Mono<Void> writeTo(ClientHttpRequest request, ExchangeStrategies strategies) {
		if (this.headers != null || !this.request.headers().isEmpty()) {
			request.getHeaders().putAll(headers());
		}
		else {
			this.content.headers()
				.accept(isSeenByNobody(request) ? NettyRequests.headers(request) : request.getHeaders());
		}
		return this.request.writeTo(request, strategies);
	}

	/**
	 * Return whether nobody looks at the headers before they are sent: neither a consumer
	 * of the application, nor a connector that wraps the request of Spring's.
	 */
	private boolean isSeenByNobody(ClientHttpRequest request) {
		return this.request.httpRequest() == this.content.preparation() && request instanceof AbstractClientHttpRequest;
	}

	/**
	 * What is sent. The application's codecs have no part in it.
	 *
	 * @param bytes the body; an empty one is none
	 * @param headers writes our headers
	 * @param preparation what we do with a request before it is sent
	 */
	record Content(byte[] bytes, Consumer<HttpHeaders> headers,
			Consumer<ClientHttpRequest> preparation) implements BodyInserter<Void, ClientHttpRequest> {

		@Override
		public Mono<Void> insert(ClientHttpRequest request, Context context) {
			if (this.bytes.length == 0) {
				return request.setComplete();
			}
			Mono<DataBuffer> buffer = Mono.fromSupplier(() -> request.bufferFactory().wrap(this.bytes));
			return request.writeWith(buffer);
		}

	}

}
