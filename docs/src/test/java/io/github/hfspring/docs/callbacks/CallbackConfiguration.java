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

package io.github.hfspring.docs.callbacks;

import io.github.hfspring.chat.ChatChunkCallback;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ChatRequestCallback;
import io.github.hfspring.chat.ChatResponseCallback;
import io.github.hfspring.chat.ChatStreamCompleteCallback;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

// tag::callbacks[]
@Configuration(proxyBeanMethods = false)
class CallbackConfiguration {

	@Bean
	@Order(1)
	ChatRequestCallback requestLog(CallLog log) {
		return (request) -> log.add("asking " + request.options().model());
	}

	@Bean
	ChatResponseCallback responseLog(CallLog log) {
		return (request, response) -> log.add("answered: " + response.text());
	}

	@Bean
	ChatChunkCallback chunkLog(CallLog log) {
		return (request, chunk) -> log.add("piece: " + chunk.text());
	}

	@Bean
	ChatStreamCompleteCallback endLog(CallLog log) {
		return (request, result) -> log.add(result.outcome() + " with: " + result.response().text());
	}

	@Bean
	ChatProgressCallback progressLog(CallLog log) {
		return (request, progress) -> {
			if (progress instanceof ChatProgress.AttemptFailed failed) {
				log.add("attempt " + failed.attempt() + " failed: " + failed.error().getMessage());
			}
		};
	}

}
// end::callbacks[]
