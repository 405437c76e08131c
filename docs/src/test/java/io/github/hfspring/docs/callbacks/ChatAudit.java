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

import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.event.ChatEvent;
import io.github.hfspring.event.ChatResponseEvent;
import io.github.hfspring.event.ChatStreamCompleteEvent;

import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

// tag::listener[]
@Component
class ChatAudit {

	private final CallLog log;

	ChatAudit(CallLog log) {
		this.log = log;
	}

	// Hears of everything, because every event is a ChatEvent
	@EventListener
	void any(ChatEvent event) {
		this.log.add(event.getClass().getSimpleName());
	}

	@EventListener
	void ended(ChatStreamCompleteEvent event) {
		ChatStreamResult result = event.getResult();
		this.log.add(result.outcome() + " " + result.response().text());
	}

	// May block: it needs @EnableAsync, and runs on a thread of the task executor
	@Async
	@EventListener
	void store(ChatResponseEvent event) {
		this.log.add("stored on " + Thread.currentThread().getName());
	}

}
// end::listener[]
