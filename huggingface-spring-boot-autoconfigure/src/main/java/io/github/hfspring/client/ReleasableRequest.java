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

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * A request that can be let go of when it is answered. Reactor Netty keeps what it sent
 * for as long as the response goes on.
 */
final class ReleasableRequest implements ClientRequest {

	private final HttpMethod method;

	private final URI url;

	private final String logPrefix;

	private volatile @Nullable ClientRequest request;

	ReleasableRequest(ClientRequest request) {
		this.method = request.method();
		this.url = request.url();
		this.logPrefix = request.logPrefix();
		this.request = request;
	}

	void release() {
		this.request = null;
	}

	@Override
	public HttpMethod method() {
		return this.method;
	}

	@Override
	public URI url() {
		return this.url;
	}

	@Override
	public String logPrefix() {
		return this.logPrefix;
	}

	@Override
	public HttpHeaders headers() {
		ClientRequest request = this.request;
		return (request != null) ? request.headers() : HttpHeaders.EMPTY;
	}

	@Override
	public MultiValueMap<String, String> cookies() {
		ClientRequest request = this.request;
		return (request != null) ? request.cookies() : new LinkedMultiValueMap<>();
	}

	@Override
	public BodyInserter<?, ? super ClientHttpRequest> body() {
		ClientRequest request = this.request;
		return (request != null) ? request.body() : BodyInserters.empty();
	}

	@Override
	public Map<String, Object> attributes() {
		ClientRequest request = this.request;
		return (request != null) ? request.attributes() : Map.of();
	}

	@Override
	public @Nullable Consumer<ClientHttpRequest> httpRequest() {
		ClientRequest request = this.request;
		return (request != null) ? request.httpRequest() : null;
	}

	@Override
	public Mono<Void> writeTo(ClientHttpRequest request, ExchangeStrategies strategies) {
		ClientRequest sent = this.request;
		if (sent == null) {
			return Mono.error(new IllegalStateException("The request was answered"));
		}
		return sent.writeTo(request, strategies);
	}

}
