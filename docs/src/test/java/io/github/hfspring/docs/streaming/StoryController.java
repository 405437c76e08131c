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

import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

// tag::controller[]
@RestController
class StoryController {

	private final HuggingFaceChatModel model;

	StoryController(HuggingFaceChatModel model) {
		this.model = model;
	}

	@GetMapping(path = "/story", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Piece>> story(@RequestParam String topic) {
		return this.model.stream("Tell a story about " + topic)
			.map((chunk) -> event("piece", chunk.text()))
			.concatWithValues(event("done", ""))
			.onErrorResume(HuggingFaceException.class, (ex) -> Mono.just(event("failed", ex.kind().name())));
	}

	private static ServerSentEvent<Piece> event(String name, String text) {
		return ServerSentEvent.builder(new Piece(text)).event(name).build();
	}

	record Piece(String text) {
	}

}
// end::controller[]
