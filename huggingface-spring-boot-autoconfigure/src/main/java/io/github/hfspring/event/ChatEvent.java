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

package io.github.hfspring.event;

import io.github.hfspring.chat.ChatRequest;

import org.springframework.context.ApplicationEvent;

/**
 * Something that happened in a chat. A listener for this type hears of everything.
 * <p>
 * Events are published on the thread on which they happen, mostly one of the HTTP
 * client's own: a listener must not block, unless it is {@code @Async}. What it throws is
 * logged and does not harm the call.
 *
 * @since 0.1.0
 */
public abstract sealed class ChatEvent extends ApplicationEvent
		permits ChatRequestEvent, ChatResponseEvent, ChatChunkEvent, ChatStreamCompleteEvent, ChatProgressEvent {

	private static final long serialVersionUID = 1L;

	ChatEvent(ChatRequest request) {
		super(request);
	}

	/**
	 * Return the request as it was sent, defaults included.
	 * @return the request
	 */
	public ChatRequest getRequest() {
		return (ChatRequest) getSource();
	}

}
