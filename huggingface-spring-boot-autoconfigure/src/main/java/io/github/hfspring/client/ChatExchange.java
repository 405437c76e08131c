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

import java.util.function.Function;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;

/**
 * One exchange of a chat: encodes a request, sends it, and has the response read.
 */
final class ChatExchange {

	private static final Log logger = LogFactory.getLog(ChatExchange.class);

	private final HttpExchange http;

	private final ChatEndpoint endpoint;

	private final HttpExchange.Target target;

	private final ChatRequestEncoder encoder;

	private final HttpExchange.Reader<Flux<ChatChunk>> reader;

	/**
	 * Create the exchange.
	 * @param http sends requests
	 * @param endpoint where they go
	 * @param encoder writes requests
	 * @param reader reads responses
	 */
	ChatExchange(HttpExchange http, ChatEndpoint endpoint, ChatRequestEncoder encoder, ChatResponseReader reader) {
		this.http = http;
		this.endpoint = endpoint;
		this.target = new HttpExchange.Target(HttpMethod.POST, endpoint.uri(), endpoint.description(),
				endpoint.description());
		this.encoder = encoder;
		this.reader = reader::read;
	}

	/**
	 * Encode a request.
	 * @param request the request
	 * @param stream whether a stream is wanted
	 * @param dialect how the server is told the form of the answer
	 * @return sends it, the same bytes in each attempt, and gives the chunks when the
	 * first one is there; a response that is not a stream is a single chunk
	 */
	Function<Attempt, Mono<Flux<ChatChunk>>> encode(ChatRequest request, boolean stream,
			ResponseFormatDialect dialect) {
		String model = this.endpoint.modelId(request.options().model(), request.options().provider());
		byte[] body = this.encoder.encode(request, model, stream, dialect);
		return (attempt) -> send(request, body, attempt);
	}

	private Mono<Flux<ChatChunk>> send(ChatRequest request, byte[] body, Attempt attempt) {
		if (logger.isDebugEnabled()) {
			logger.debug("Sending " + body.length + " bytes to " + this.target.description() + " for "
					+ (attempt.isStream() ? "a stream" : "an answer") + ", attempt " + attempt.number());
		}
		return this.http.send(this.target, body, request.options().extraHeaders(), attempt, this.reader);
	}

}
