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

package io.github.hfspring.sample;

import io.github.hfspring.chat.ChatChunkCallback;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ChatRequestCallback;
import io.github.hfspring.chat.ChatResponseCallback;
import io.github.hfspring.chat.ChatStreamCompleteCallback;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Callbacks: a bean of such a type is told about every call. {@link CallLog} hears the
 * same as application events; one of the two ways is enough.
 */
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

	private static final Log logger = LogFactory.getLog("sample.callbacks");

	@Bean
	ChatRequestCallback logRequest() {
		return (request) -> logger.info("Asking " + request.options().model());
	}

	@Bean
	ChatResponseCallback logResponse() {
		return (request, response) -> logger
			.info("Answered by " + response.model() + ", " + response.finishReason() + ", " + response.usage());
	}

	@Bean
	ChatChunkCallback logChunk() {
		return (request, chunk) -> logger.debug("Chunk '" + chunk.text() + "'");
	}

	@Bean
	ChatStreamCompleteCallback logStreamComplete() {
		return (request, result) -> logger.info("Stream " + result.outcome() + " after "
				+ result.response().text().length() + " characters, " + result.response().usage());
	}

	@Bean
	ChatProgressCallback logProgress() {
		return (request, progress) -> logger.info("Progress: " + progress);
	}

}
