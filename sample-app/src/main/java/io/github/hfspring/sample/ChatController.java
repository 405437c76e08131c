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

import java.util.List;

import io.github.hfspring.chat.HuggingFaceException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * What the application offers over HTTP.
 */
@RestController
class ChatController {

	private final Assistant assistant;

	private final Narrator narrator;

	private final Helper helper;

	private final CallLog calls;

	ChatController(Assistant assistant, Narrator narrator, Helper helper, CallLog calls) {
		this.assistant = assistant;
		this.narrator = narrator;
		this.helper = helper;
		this.calls = calls;
	}

	@GetMapping("/chat")
	Mono<Answer> chat(@RequestParam String message) {
		return this.assistant.answer(text(message)).map(Answer::of);
	}

	@GetMapping("/chat/tools")
	Mono<Answer> chatWithTools(@RequestParam String message) {
		return this.helper.help(text(message)).map(Answer::of);
	}

	/**
	 * Stream an answer: an event for each chunk, and a last one that says how it ended,
	 * {@code done} or {@code error}. The status is 200 by then, so an error can only be
	 * an event.
	 */
	@GetMapping(path = "/chat/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	Flux<ServerSentEvent<Object>> stream(@RequestParam String message) {
		return this.narrator.tell(text(message))
			.map((chunk) -> event(null, AnswerPiece.of(chunk)))
			.concatWithValues(event("done", AnswerPiece.NONE))
			.onErrorResume(HuggingFaceException.class, (ex) -> Mono.just(event("error", ModelProblems.of(ex))));
	}

	@GetMapping("/calls")
	List<CallLog.Entry> calls() {
		return this.calls.entries();
	}

	private static String text(String message) {
		if (!StringUtils.hasText(message)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "The parameter 'message' is empty.");
		}
		return message;
	}

	private static ServerSentEvent<Object> event(@Nullable String name, Object data) {
		ServerSentEvent.Builder<Object> event = ServerSentEvent.builder(data);
		return ((name != null) ? event.event(name) : event).build();
	}

}
