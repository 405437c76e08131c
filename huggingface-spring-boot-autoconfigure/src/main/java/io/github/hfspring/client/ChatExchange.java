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
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * One HTTP exchange: encodes a request, sends it, and has the response read.
 */
final class ChatExchange {

	/**
	 * Where {@link WebClient} looks for the template of a URI that it did not expand
	 * itself; it keeps the number of metrics low.
	 */
	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private static final List<String> CREDENTIALS = List.of(HttpHeaders.AUTHORIZATION, HttpHeaders.PROXY_AUTHORIZATION,
			HttpHeaders.COOKIE);

	private static final Log logger = LogFactory.getLog(ChatExchange.class);

	private final SingletonSupplier<WebClient> webClient;

	private final ChatEndpoint endpoint;

	private final String description;

	private final Supplier<@Nullable String> token;

	private final ChatHeaders headers;

	private final ChatRequestEncoder encoder;

	private final ChatResponseReader reader;

	private final Redirects redirects;

	/**
	 * Create the exchange.
	 * @param webClient makes the client, when it is first needed
	 * @param endpoint where requests go
	 * @param token asked for the token, for every attempt
	 * @param headers the headers to send
	 * @param encoder writes requests
	 * @param reader reads responses
	 * @param redirects what to do about redirects
	 */
	ChatExchange(Supplier<WebClient> webClient, ChatEndpoint endpoint, Supplier<@Nullable String> token,
			ChatHeaders headers, ChatRequestEncoder encoder, ChatResponseReader reader, Redirects redirects) {
		this.webClient = SingletonSupplier.of(webClient);
		this.endpoint = endpoint;
		this.description = endpoint.description();
		this.token = token;
		this.headers = headers;
		this.encoder = encoder;
		this.reader = reader;
		this.redirects = redirects;
	}

	/**
	 * Encode a request.
	 * @param request the request
	 * @param stream whether a stream is wanted
	 * @return sends it, the same bytes in each attempt, and gives the chunks when the
	 * first one is there; a response that is not a stream is a single chunk
	 */
	Function<Attempt, Mono<Flux<ChatChunk>>> encode(ChatRequest request, boolean stream) {
		String model = this.endpoint.modelId(request.options().model(), request.options().provider());
		byte[] body = this.encoder.encode(request, model, stream);
		return (attempt) -> send(request, body, attempt);
	}

	private Mono<Flux<ChatChunk>> send(ChatRequest request, byte[] body, Attempt attempt) {
		if (logger.isDebugEnabled()) {
			logger.debug("Sending " + body.length + " bytes to " + this.description + " for "
					+ (attempt.isStream() ? "a stream" : "an answer") + ", attempt " + attempt.number());
		}
		Message message = new Message(request, body, token(), ChatHeaders.traceId());
		return send(this.endpoint.uri(), message, attempt, 0)
			.onErrorMap((error) -> TransportErrors.map(error, this.endpoint, message.secret()));
	}

	private Mono<Flux<ChatChunk>> send(URI uri, Message message, Attempt attempt, int hops) {
		Consumer<ClientHttpRequest> preparation = (request) -> prepare(request, uri, attempt);
		return this.webClient.obtain()
			.post()
			.uri(uri)
			.attribute(URI_TEMPLATE, this.description)
			.attribute(ReadTimeout.APPLIES, !attempt.isStream())
			.httpRequest(preparation)
			.body(new OutgoingRequest.Content(message.body(), (headers) -> write(headers, uri, message, attempt),
					preparation))
			.exchangeToMono((response) -> {
				Redirects.Next next = this.redirects.next(uri, response, hops);
				if (next.target() == null) {
					return this.reader.read(response, next.refusal(), attempt, message.secret());
				}
				ChatResponseReader.discard(response, attempt);
				return send(next.target(), message, attempt, hops + 1);
			});
	}

	private void prepare(ClientHttpRequest request, URI uri, Attempt attempt) {
		if (!Redirects.isSameOrigin(uri, this.endpoint.uri())) {
			// Also what the application's WebClient, or its connector, adds to every
			// request
			CREDENTIALS.forEach(request.getHeaders()::remove);
			CREDENTIALS.forEach(NettyRequests.headers(request)::remove);
			request.getCookies().clear();
		}
		NettyRequests.prepare(request, attempt.isStream());
		attempt.abortWith(JettyRequests.prepare(request));
	}

	/**
	 * What is secret goes to the endpoint alone, and not where it redirects to.
	 */
	private void write(HttpHeaders headers, URI uri, Message message, Attempt attempt) {
		if (Redirects.isSameOrigin(uri, this.endpoint.uri())) {
			this.headers.write(headers, message.token(), message.traceId(), attempt.isStream(),
					message.request().options().extraHeaders());
		}
		else {
			this.headers.withoutBillTo().write(headers, null, message.traceId(), attempt.isStream(), Map.of());
		}
		headers.setContentLength(message.body().length);
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
	 * What is sent.
	 *
	 * @param request the request
	 * @param body the request as JSON
	 * @param token the token
	 * @param traceId the id by which the server can find it
	 */
	private record Message(ChatRequest request, byte[] body, @Nullable String token, String traceId) {

		/**
		 * Return what must not be shown if the server repeats it: the token that is
		 * really sent.
		 */
		@Nullable String secret() {
			String header = this.request.options().extraHeaders().get(HttpHeaders.AUTHORIZATION);
			return (header != null) ? header.substring(header.indexOf(' ') + 1) : this.token;
		}

	}

}
