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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Sends one HTTP request to an endpoint, and where that redirects to, and has the
 * response read.
 */
final class HttpExchange {

	/**
	 * Where {@link WebClient} looks for the template of a URI that it did not expand
	 * itself; it keeps the number of metrics low.
	 */
	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	/** What the HTTP client has to say about the connection and the body. */
	private static final Set<String> OF_CLIENT = Set.of("host", "connection", "upgrade", "http2-settings", "te",
			"accept-encoding", "transfer-encoding", "content-length");

	private final SingletonSupplier<WebClient> webClient;

	private final Supplier<@Nullable String> token;

	private final ChatHeaders headers;

	private final Redirects redirects;

	private final boolean toEndpoint;

	/**
	 * Create the exchange.
	 * @param webClient makes the client, when it is first needed
	 * @param token asked for the token, for every attempt
	 * @param headers the headers to send
	 * @param redirects what to do about redirects
	 * @param toEndpoint whether requests go to the endpoint, so that what the application
	 * adds to them is meant for whoever receives it
	 */
	HttpExchange(Supplier<WebClient> webClient, Supplier<@Nullable String> token, ChatHeaders headers,
			Redirects redirects, boolean toEndpoint) {
		this.webClient = SingletonSupplier.of(webClient);
		this.token = token;
		this.headers = headers;
		this.redirects = redirects;
		this.toEndpoint = toEndpoint;
	}

	/**
	 * Send a request.
	 * @param target where to
	 * @param body the body; an empty one is not sent
	 * @param extraHeaders the headers of the request
	 * @param attempt the attempt that is made
	 * @param reader reads the response
	 * @param <T> the type of the answer
	 * @return the answer
	 */
	<T> Mono<T> send(Target target, byte[] body, Map<String, String> extraHeaders, Attempt attempt, Reader<T> reader) {
		Message message = new Message(target, body, extraHeaders, token(), ChatHeaders.traceId());
		return send(target.uri(), message, attempt, reader, 0)
			.onErrorMap((error) -> TransportErrors.map(error, target.description(), message.secret()));
	}

	private <T> Mono<T> send(URI uri, Message message, Attempt attempt, Reader<T> reader, int hops) {
		Consumer<ClientHttpRequest> preparation = (request) -> prepare(request, uri, message, attempt);
		return this.webClient.obtain()
			.method(message.target().method())
			.uri(uri)
			.attribute(URI_TEMPLATE, message.target().template())
			.attribute(ReadTimeout.APPLIES, !attempt.isStream())
			.httpRequest(preparation)
			.body(new OutgoingRequest.Content(message.body(), (headers) -> write(headers, uri, message, attempt),
					preparation))
			.exchangeToMono((response) -> {
				Redirects.Next next = this.redirects.next(message.target().method(), uri, response, hops);
				if (next.target() == null) {
					return reader.read(response, next.refusal(), attempt, message.secret());
				}
				ChatResponseReader.discard(response, attempt);
				return send(next.target(), message, attempt, reader, hops + 1);
			});
	}

	private void prepare(ClientHttpRequest request, URI uri, Message message, Attempt attempt) {
		if (!this.toEndpoint || !Redirects.isSameOrigin(uri, message.target().uri())) {
			// The application's WebClient, or its connector, may add to every request
			// what
			// only the endpoint may know
			removeAll(NettyRequests.headers(request));
			removeAll(request.getHeaders());
			request.getCookies().clear();
			write(request.getHeaders(), uri, message, attempt);
		}
		NettyRequests.prepare(request, attempt.isStream());
		attempt.abortWith(JettyRequests.prepare(request));
	}

	private static void removeAll(HttpHeaders headers) {
		for (String name : Set.copyOf(headers.headerNames())) {
			if (!OF_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
				headers.remove(name);
			}
		}
	}

	/**
	 * What is secret goes to the endpoint alone, and not where it redirects to.
	 */
	private void write(HttpHeaders headers, URI uri, Message message, Attempt attempt) {
		if (Redirects.isSameOrigin(uri, message.target().uri())) {
			this.headers.write(headers, message.token(), message.traceId(), attempt.isStream(), message.extraHeaders());
		}
		else {
			this.headers.withoutBillTo().write(headers, null, message.traceId(), attempt.isStream(), Map.of());
		}
		if (message.body().length > 0) {
			headers.setContentLength(message.body().length);
		}
		else {
			headers.remove(HttpHeaders.CONTENT_TYPE);
		}
	}

	/**
	 * A token that was read from a file may end with a line break. One that no header can
	 * carry must not get as far as the HTTP client, which would show it in its message.
	 */
	private @Nullable String token() {
		String token = this.token.get();
		if (token == null) {
			return null;
		}
		String stripped = token.strip();
		for (int i = 0; i < stripped.length(); i++) {
			if (stripped.charAt(i) < ' ' || stripped.charAt(i) > '~') {
				throw HuggingFaceException
					.of(ErrorKind.AUTHENTICATION, "The token contains a character that no header can carry")
					.build();
			}
		}
		return stripped;
	}

	/**
	 * Reads responses.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	interface Reader<T> {

		/**
		 * Read a response.
		 * @param response the response
		 * @param refusal why it is a redirect that is not followed, if it is
		 * @param attempt the attempt that it answers
		 * @param token the token that was sent, never to be shown
		 * @return the answer
		 */
		Mono<T> read(ClientResponse response, @Nullable String refusal, Attempt attempt, @Nullable String token);

	}

	/**
	 * Where a request goes.
	 *
	 * @param method the method
	 * @param uri the URL
	 * @param description the URL without what may be secret in it
	 * @param template the same without what makes it one of many
	 */
	record Target(HttpMethod method, URI uri, String description, String template) {

		@Override
		public String toString() {
			return this.method + " " + this.description;
		}

	}

	/**
	 * What is sent.
	 *
	 * @param target where to
	 * @param body the body
	 * @param extraHeaders the headers of the request
	 * @param token the token
	 * @param traceId the id by which the server can find it
	 */
	private record Message(Target target, byte[] body, Map<String, String> extraHeaders, @Nullable String token,
			String traceId) {

		/**
		 * Return what must not be shown if the server repeats it: the token that is
		 * really sent.
		 */
		@Nullable String secret() {
			String header = this.extraHeaders.get(HttpHeaders.AUTHORIZATION);
			return (header != null) ? header.substring(header.indexOf(' ') + 1) : this.token;
		}

		@Override
		public String toString() {
			return this.target.toString();
		}

	}

}
