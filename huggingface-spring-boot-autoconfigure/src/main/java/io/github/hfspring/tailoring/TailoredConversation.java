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

package io.github.hfspring.tailoring;

import java.util.List;

import io.github.hfspring.chat.ChatMessage;

/**
 * What became of a conversation.
 *
 * @param messages the messages that are left, in order; the same list if nothing had to
 * be left out
 * @param tokensBefore how many tokens the conversation had
 * @param tokens how many it has now
 * @param budget how many it may have
 * @since 0.1.0
 */
public record TailoredConversation(List<ChatMessage> messages, int tokensBefore, int tokens, int budget) {

	public TailoredConversation {
		messages = List.copyOf(messages);
	}

	/**
	 * Return whether it is within its budget. It is not if what must be kept is too long.
	 * @return whether it fits
	 */
	public boolean fits() {
		return this.tokens <= this.budget;
	}

}
