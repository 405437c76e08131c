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

package io.github.hfspring.chat;

import java.util.ArrayList;
import java.util.List;

import org.springframework.util.Assert;

/**
 * Whether reasoning is sent back when the answer that it belongs to is sent as history.
 * Where it is, it is sent in the {@link ReasoningPlace place} in which it came.
 *
 * @since 0.1.0
 */
public enum ReasoningReplay {

	/**
	 * Not at all.
	 */
	NEVER,

	/**
	 * That of the answers that called tools, and of what the model answered to their
	 * results: everything between two messages of the user, if a tool was called there.
	 * Some servers refuse a history that lacks it, and models go on where they stopped.
	 */
	TOOL_ROUNDS,

	/**
	 * That of all answers.
	 */
	ALWAYS;

	/**
	 * Return messages without the reasoning that is not sent back.
	 * @param messages the messages, oldest first
	 * @return the messages
	 */
	public List<ChatMessage> apply(List<ChatMessage> messages) {
		Assert.notNull(messages, "'messages' must not be null");
		if (this == ALWAYS || messages.stream().noneMatch(ReasoningReplay::hasReasoning)) {
			return messages;
		}
		List<ChatMessage> applied = new ArrayList<>(messages.size());
		int start = 0;
		while (start < messages.size()) {
			int end = start + 1;
			while (end < messages.size() && !(messages.get(end) instanceof UserMessage)) {
				end++;
			}
			List<ChatMessage> turn = messages.subList(start, end);
			boolean sent = this == TOOL_ROUNDS && turn.stream().anyMatch(ReasoningReplay::callsTools);
			turn.forEach((message) -> applied.add(sent ? message : withoutReasoning(message)));
			start = end;
		}
		return applied;
	}

	private static boolean hasReasoning(ChatMessage message) {
		return message instanceof AssistantMessage assistant && assistant.reasoning() != null;
	}

	private static boolean callsTools(ChatMessage message) {
		return message instanceof AssistantMessage assistant && !assistant.toolCalls().isEmpty();
	}

	private static ChatMessage withoutReasoning(ChatMessage message) {
		return (message instanceof AssistantMessage assistant && assistant.reasoning() != null)
				? assistant.mutate().reasoning(null).reasoningPlace(null).build() : message;
	}

}
