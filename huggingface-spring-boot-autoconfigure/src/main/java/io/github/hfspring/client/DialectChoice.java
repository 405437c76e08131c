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

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ResponseFormat;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Chooses how the server is told the form of the answer. It is found out only for
 * requests that ask for a form in which servers differ, and where the address does not
 * tell.
 */
final class DialectChoice {

	private static final Log logger = LogFactory.getLog(DialectChoice.class);

	private static final Mono<ResponseFormatDialect> OPENAI = Mono.just(ResponseFormatDialect.OPENAI);

	private final Mono<ResponseFormatDialect> known;

	private final @Nullable ModelInfoSource source;

	/**
	 * Create the choice.
	 * @param dialect the dialect that was set
	 * @param endpoint where requests go
	 * @param source knows the kind of the server, or {@code null} if nobody does
	 */
	DialectChoice(ResponseFormatDialect dialect, ChatEndpoint endpoint, @Nullable ModelInfoSource source) {
		ResponseFormatDialect told = (dialect == ResponseFormatDialect.AUTO) ? endpoint.dialect() : dialect;
		this.known = (told != null) ? Mono.just(told) : OPENAI;
		this.source = (told != null) ? null : source;
	}

	/**
	 * Return the dialect for a request.
	 * @param request the request that will be sent
	 * @return the dialect, never an error
	 */
	Mono<ResponseFormatDialect> of(ChatRequest request) {
		ModelInfoSource source = this.source;
		ChatOptions options = request.options();
		if (source == null || !differs(options)) {
			return this.known;
		}
		return Mono.defer(() -> source.info(options.model(), options.provider()))
			.map((info) -> (info.server() == ServerKind.TGI) ? ResponseFormatDialect.TGI : ResponseFormatDialect.OPENAI)
			.onErrorResume((error) -> {
				logger.debug("The endpoint does not tell what it is, so the form of the answer is sent as OpenAI has "
						+ "it: " + error.getMessage());
				return OPENAI;
			})
			.switchIfEmpty(OPENAI);
	}

	private static boolean differs(ChatOptions options) {
		ResponseFormat format = options.responseFormat();
		return format != null && !format.type().equals(ResponseFormat.TEXT.type())
				&& !options.extraFields().containsKey("response_format");
	}

}
