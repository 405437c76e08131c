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

package io.github.hfspring.autoconfigure;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CancellationException;
import java.util.function.Function;

import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;
import org.springframework.http.client.reactive.HttpComponentsClientHttpConnector;

/**
 * Spring's connector for HttpComponents, with requests that are given up at once when
 * they are cancelled. Spring itself leaves them alone before the headers, and afterwards
 * the client takes note when the next bytes arrive, which may be never.
 */
final class HttpComponentsConnector implements ClientHttpConnector, Closeable {

	private static final String EXCHANGE = HttpComponentsExchange.class.getName();

	private final HttpComponentsClientHttpConnector connector;

	private HttpComponentsConnector(HttpComponentsClientHttpConnector connector) {
		this.connector = connector;
	}

	/**
	 * Create a connector.
	 * @param builder the builder of the application
	 * @param settings the settings
	 * @return the connector
	 */
	static HttpComponentsConnector create(HttpComponentsClientHttpConnectorBuilder builder,
			HttpClientSettings settings) {
		return new HttpComponentsConnector(
				builder.withHttpClientCustomizer(HttpComponentsConnector::customize).build(settings));
	}

	/**
	 * The client would unpack a body and leave the header that says it is packed, so that
	 * it would be unpacked again.
	 */
	private static void customize(HttpAsyncClientBuilder client) {
		client.disableContentCompression();
		client.addExecInterceptorFirst(EXCHANGE, HttpComponentsConnector::execute);
	}

	private static void execute(HttpRequest request, AsyncEntityProducer body, AsyncExecChain.Scope scope,
			AsyncExecChain chain, AsyncExecCallback callback) throws HttpException, IOException {
		if (!(scope.clientContext.getAttribute(EXCHANGE) instanceof HttpComponentsExchange exchange)) {
			chain.proceed(request, body, scope, callback);
		}
		else if (exchange.isCancelled()) {
			callback.failed(new CancellationException("The request was cancelled before it was sent"));
		}
		else {
			chain.proceed(request, body, exchange.begin(scope), callback);
		}
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.defer(() -> {
			HttpComponentsExchange exchange = new HttpComponentsExchange();
			return this.connector.connect(method, uri, (request) -> {
				request.getAttributes().put(EXCHANGE, exchange);
				return requestCallback.apply(request);
			}).<ClientHttpResponse>map((response) -> new Response(response, exchange)).doFinally(exchange::ended);
		});
	}

	@Override
	public void close() throws IOException {
		this.connector.close();
	}

	/**
	 * A response whose body is given up with its request.
	 */
	private static final class Response extends ClientHttpResponseDecorator {

		private final HttpComponentsExchange exchange;

		Response(ClientHttpResponse response, HttpComponentsExchange exchange) {
			super(response);
			this.exchange = exchange;
		}

		@Override
		public Flux<DataBuffer> getBody() {
			return super.getBody().doOnComplete(this.exchange::completed).doFinally(this.exchange::ended);
		}

	}

}
