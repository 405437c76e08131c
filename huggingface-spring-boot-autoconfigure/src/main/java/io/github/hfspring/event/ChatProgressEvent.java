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

import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;

/**
 * Something happened between a request and its answer.
 *
 * @since 0.1.0
 */
public final class ChatProgressEvent extends ChatEvent {

	private static final long serialVersionUID = 1L;

	private final transient ChatProgress progress;

	/**
	 * Create an event.
	 * @param request the request as it was sent
	 * @param progress what happened
	 */
	public ChatProgressEvent(ChatRequest request, ChatProgress progress) {
		super(request);
		this.progress = progress;
	}

	/**
	 * Return what happened.
	 * @return what happened
	 */
	public ChatProgress getProgress() {
		return this.progress;
	}

	/**
	 * Return what happened, and nothing of the request.
	 */
	@Override
	public String toString() {
		return "ChatProgressEvent[" + this.progress + "]";
	}

}
