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

package io.github.hfspring.docs.start;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.client.HuggingFaceChatModel;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

// tag::service[]
@Service
class Assistant {

	private final HuggingFaceChatModel model;

	Assistant(HuggingFaceChatModel model) {
		this.model = model;
	}

	// Blocks until the answer is there
	String answer(String question) {
		return this.model.call(question).text();
	}

	// Does not block
	Mono<String> answerLater(String question) {
		return this.model.chat(question).map(ChatResponse::text);
	}

	// Piece by piece, as the model writes
	Flux<String> tell(String topic) {
		return this.model.stream((request) -> request.system("You are a storyteller.").user(topic).temperature(0.7))
			.map(ChatChunk::text);
	}

}
// end::service[]
