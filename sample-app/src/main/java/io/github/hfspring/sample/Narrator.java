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

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.client.HuggingFaceChatModel;
import reactor.core.publisher.Flux;

import org.springframework.stereotype.Service;

/**
 * Streaming chat: the answer arrives piece by piece.
 */
@Service
class Narrator {

	private final HuggingFaceChatModel model;

	Narrator(HuggingFaceChatModel model) {
		this.model = model;
	}

	/**
	 * Tell about a topic. The connection is closed when the subscriber cancels.
	 */
	Flux<ChatChunk> tell(String topic) {
		return this.model
			.stream((request) -> request.system("Answer in a few sentences.").user(topic).temperature(0.7));
	}

}
