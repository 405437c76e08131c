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

package io.github.hfspring.docs.chat;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceModelInfo;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

// tag::stub[]
class StubbedModel implements HuggingFaceChatModel {

	private final String answer;

	StubbedModel(String answer) {
		this.answer = answer;
	}

	@Override
	public Flux<ChatChunk> stream(ChatRequest request) {
		return Flux.just(ChatChunk.of(this.answer));
	}

	@Override
	public Mono<ChatResponse> chat(ChatRequest request) {
		return stream(request).collect(ChatChunkAggregator::new, ChatChunkAggregator::add)
			.map(ChatChunkAggregator::toResponse);
	}

	@Override
	public HuggingFaceModelInfo info() {
		return new HuggingFaceModelInfo("stub", "http://localhost", null);
	}

}
// end::stub[]
