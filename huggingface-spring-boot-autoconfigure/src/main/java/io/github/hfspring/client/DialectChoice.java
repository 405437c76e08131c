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

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseFormat;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Chooses how the server is told the form of the answer, and refuses media that it does
 * not take. What the server is is found out only for requests in which servers differ,
 * and where the address does not tell.
 */
final class DialectChoice {

	private static final Log logger = LogFactory.getLog(DialectChoice.class);

	private static final Mono<ResponseFormatDialect> OPENAI = Mono.just(ResponseFormatDialect.OPENAI);

	private static final Mono<ResponseFormatDialect> TGI = Mono.just(ResponseFormatDialect.TGI);

	private final Mono<ResponseFormatDialect> known;

	private final boolean unknown;

	private final boolean anyMedia;

	private final @Nullable ModelInfoSource source;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create the choice.
	 * @param dialect the dialect that was set
	 * @param media what was set of media, which holds if it is anything
	 * @param endpoint where requests go
	 * @param source knows the kind of the server, or {@code null} if nobody does
	 */
	DialectChoice(ResponseFormatDialect dialect, MediaRules media, ChatEndpoint endpoint,
			@Nullable ModelInfoSource source) {
		ResponseFormatDialect told = (dialect == ResponseFormatDialect.AUTO) ? endpoint.dialect() : dialect;
		this.known = (told != null) ? Mono.just(told) : OPENAI;
		this.unknown = told == null;
		this.anyMedia = media.kinds() == null && endpoint.dialect() == null;
		this.source = source;
	}

	/**
	 * Return the dialect for a request.
	 * @param request the request that will be sent
	 * @return the dialect; the only error is that of media that the server does not take
	 */
	Mono<ResponseFormatDialect> of(ChatRequest request) {
		ModelInfoSource source = this.source;
		ChatOptions options = request.options();
		boolean checksMedia = this.anyMedia && MediaRules.differFor(request);
		if (source == null || !((this.unknown && differs(options)) || checksMedia)) {
			return this.known;
		}
		return Mono.defer(() -> source.info(options.model(), options.provider())).onErrorResume((error) -> {
			tell(error);
			return Mono.empty();
		}).flatMap((info) -> {
			if (checksMedia) {
				MediaRules.of(info.server()).check(request);
			}
			return (this.unknown && info.server() == ServerKind.TGI) ? TGI : this.known;
		}).switchIfEmpty(this.known);
	}

	/**
	 * Endpoints may fail, and are asked again; what is not the endpoint's fault stays.
	 */
	private void tell(Throwable error) {
		String message = "The endpoint cannot be asked what it is, so requests are sent to it as OpenAI has them, "
				+ "unless 'huggingface.chat.response-format-dialect' is set";
		if (!(error instanceof HuggingFaceException) && this.warned.compareAndSet(false, true)) {
			logger.warn(message, error);
		}
		else {
			logger.debug(message + ": " + error.getMessage());
		}
	}

	private static boolean differs(ChatOptions options) {
		ResponseFormat format = options.responseFormat();
		return format != null && !format.type().equals(ResponseFormat.TEXT.type())
				&& !options.extraFields().containsKey("response_format");
	}

}
