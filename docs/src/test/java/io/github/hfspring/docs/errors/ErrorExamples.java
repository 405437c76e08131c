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

package io.github.hfspring.docs.errors;

import java.time.Duration;

import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;

/**
 * The examples of the page about errors.
 */
class ErrorExamples {

	private final HuggingFaceChatModel model;

	ErrorExamples(HuggingFaceChatModel model) {
		this.model = model;
	}

	// tag::switch[]
	String answer(String question) {
		try {
			return this.model.call(question).text();
		}
		catch (HuggingFaceException ex) {
			return switch (ex.kind()) {
				case RATE_LIMITED, OVERLOADED, MODEL_LOADING -> "Please try again in a moment.";
				case CONTEXT_LENGTH_EXCEEDED, PAYLOAD_TOO_LARGE -> "That was too long.";
				case CREDITS_EXHAUSTED, AUTHENTICATION, PERMISSION ->
					throw new IllegalStateException("The account needs attention", ex);
				default -> "There is no answer right now.";
			};
		}
	}
	// end::switch[]

	// tag::partial[]
	String tell(String topic) {
		try {
			StringBuilder text = new StringBuilder();
			this.model.stream(topic).doOnNext((chunk) -> text.append(chunk.text())).blockLast();
			return text.toString();
		}
		catch (HuggingFaceException ex) {
			if (ex.partialResponse() == null) {
				throw ex;
			}
			return ex.partialResponse().text() + " ...";
		}
	}
	// end::partial[]

	// tag::timeouts[]
	String quickAnswer(String question) {
		return this.model
			.call((request) -> request.user(question)
				.firstChunkTimeout(Duration.ofSeconds(2))
				.totalTimeout(Duration.ofSeconds(5)))
			.text();
	}
	// end::timeouts[]

}
