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
import io.github.hfspring.chat.ChatResponse;

/**
 * A call that does not stream was answered.
 *
 * @since 0.1.0
 */
public final class ChatResponseEvent extends ChatEvent {

	private static final long serialVersionUID = 1L;

	private final transient ChatResponse response;

	/**
	 * Create an event.
	 * @param request the request as it was sent
	 * @param response the response
	 */
	public ChatResponseEvent(ChatRequest request, ChatResponse response) {
		super(request);
		this.response = response;
	}

	/**
	 * Return the response.
	 * @return the response
	 */
	public ChatResponse getResponse() {
		return this.response;
	}

}
