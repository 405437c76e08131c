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

package io.github.hfspring.docs.streaming;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import reactor.core.publisher.Flux;

/**
 * The examples of the page about streams.
 */
class StreamingExamples {

	private final HuggingFaceChatModel model;

	StreamingExamples(HuggingFaceChatModel model) {
		this.model = model;
	}

	// tag::chunks[]
	Flux<String> pieces(String topic) {
		return this.model.stream(topic).map(ChatChunk::text).filter((text) -> !text.isEmpty());
	}
	// end::chunks[]

	// tag::aggregator[]
	ChatResponse showAndKeep(String topic, Consumer<String> screen) {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		this.model.stream(topic).doOnNext(aggregator::add).doOnNext((chunk) -> screen.accept(chunk.text())).blockLast();
		return aggregator.toResponse();
	}
	// end::aggregator[]

	// tag::slow[]
	Flux<ChatChunk> slow(String topic) {
		return this.model.stream(topic).delayElements(Duration.ofMillis(50));
	}
	// end::slow[]

	// tag::cancel[]
	Flux<String> firstPieces(String topic) {
		return this.model.stream(topic).map(ChatChunk::text).take(3);
	}
	// end::cancel[]

	// tag::partial[]
	Flux<String> asFarAsItCame(String topic) {
		return this.model.stream(topic).map(ChatChunk::text).onErrorResume(HuggingFaceException.class, (ex) -> {
			ChatResponse partial = ex.partialResponse();
			int length = (partial != null) ? partial.text().length() : 0;
			return Flux.just(" [broke off after " + length + " characters]");
		});
	}
	// end::partial[]

}
