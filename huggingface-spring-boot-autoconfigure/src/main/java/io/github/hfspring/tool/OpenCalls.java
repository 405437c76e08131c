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

package io.github.hfspring.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolMessage;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one answer, and what has come of them so far. The threads of the tools
 * meet here with whatever stops them.
 */
final class OpenCalls {

	static final String NOT_RUN = "Error: the call was not run";

	static final String UNFINISHED = "Error: the call was not finished, and whether it has done anything is not known";

	/** What an exception says may be a secret, and nobody has decided to tell it. */
	static final String FAILED = "Error: the tool has failed";

	private final @Nullable AssistantMessage message;

	private final Map<String, String> results = new HashMap<>();

	private boolean closed;

	/**
	 * Begin with calls of which none was run.
	 * @param message the answer with the calls; {@code null} if there are none
	 */
	OpenCalls(@Nullable AssistantMessage message) {
		this.message = message;
	}

	/**
	 * Begin to run a call.
	 * @return whether it may be run; not any more once these calls are closed
	 */
	synchronized boolean begin(ToolCall call) {
		if (this.closed) {
			return false;
		}
		this.results.put(call.id(), UNFINISHED);
		return true;
	}

	synchronized void end(ToolOutcome outcome) {
		this.results.put(outcome.call().id(), outcome.text());
	}

	/**
	 * Let no further call begin.
	 * @return whether that is new
	 */
	synchronized boolean close() {
		boolean open = !this.closed;
		this.closed = true;
		return open;
	}

	/**
	 * Return the answer and a result of each of its calls, in their order.
	 */
	synchronized List<ChatMessage> messages() {
		List<ChatMessage> messages = new ArrayList<>();
		if (this.message != null) {
			messages.add(this.message);
			for (ToolCall call : this.message.toolCalls()) {
				messages.add(new ToolMessage(call.id(), null, this.results.getOrDefault(call.id(), NOT_RUN), null));
			}
		}
		return messages;
	}

}
