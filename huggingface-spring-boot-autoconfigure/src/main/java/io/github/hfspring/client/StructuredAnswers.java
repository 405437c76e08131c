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

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.structured.AnswerType;
import io.github.hfspring.structured.InvalidAnswerException;
import reactor.core.publisher.Mono;

/**
 * Asks for an answer of a type, and asks again where that may help.
 */
final class StructuredAnswers {

	private StructuredAnswers() {
	}

	static <T> Mono<T> chat(HuggingFaceChatModel model, ChatRequest request, AnswerType<T> type, int maxRepairs) {
		return model.chat(request).flatMap((response) -> read(model, request, response, type, maxRepairs));
	}

	private static <T> Mono<T> read(HuggingFaceChatModel model, ChatRequest request, ChatResponse response,
			AnswerType<T> type, int maxRepairs) {
		try {
			return Mono.just(type.read(response));
		}
		catch (InvalidAnswerException ex) {
			return (maxRepairs > 0 && ex.isRepairable()) ? chat(model, type.repair(request, ex), type, maxRepairs - 1)
					: Mono.error(ex);
		}
	}

}
