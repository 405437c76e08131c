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

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.SystemMessage;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolMessage;
import io.github.hfspring.chat.UserMessage;

/**
 * A conversation cut into its beginning and its rounds.
 *
 * @param head how many messages the beginning has: system messages
 * @param rounds the rounds, in order
 */
record Rounds(int head, List<Round> rounds) {

	/**
	 * Cut a conversation.
	 * @param messages the messages
	 * @param tokens how many tokens each of them has
	 * @return the beginning and the rounds
	 */
	static Rounds of(List<ChatMessage> messages, int[] tokens) {
		int head = 0;
		while (head < messages.size() && messages.get(head) instanceof SystemMessage) {
			head++;
		}
		int[] answeredAt = answeredAt(messages);
		boolean answered = messages.stream().anyMatch(AssistantMessage.class::isInstance);
		List<Round> rounds = new ArrayList<>();
		int start = head;
		int inseparable = 0;
		boolean afterUser = false;
		for (int i = head; i < messages.size(); i++) {
			ChatMessage message = messages.get(i);
			boolean user = message instanceof UserMessage;
			inseparable = Math.max(inseparable, answeredAt[i]);
			// What the user says in several messages is one question, unless there are
			// questions alone
			if (user && i > start && i > inseparable && !(afterUser && answered)) {
				rounds.add(Round.of(start, i, tokens));
				start = i;
			}
			afterUser = user || (afterUser && message instanceof SystemMessage);
		}
		if (start < messages.size()) {
			rounds.add(Round.of(start, messages.size(), tokens));
		}
		return new Rounds(head, rounds);
	}

	/**
	 * The user may speak while tools are at work.
	 * @return for each message the index of the last result of its calls, or 0
	 */
	private static int[] answeredAt(List<ChatMessage> messages) {
		int[] answeredAt = new int[messages.size()];
		Map<String, Integer> calls = new HashMap<>();
		for (int i = 0; i < answeredAt.length; i++) {
			if (messages.get(i) instanceof AssistantMessage message) {
				for (ToolCall call : message.toolCalls()) {
					calls.put(call.id(), i);
				}
			}
			else if (messages.get(i) instanceof ToolMessage result) {
				Integer call = calls.remove(result.toolCallId());
				if (call != null) {
					answeredAt[call] = i;
				}
			}
		}
		return answeredAt;
	}

	/**
	 * Some messages in a row.
	 *
	 * @param from the index of the first one
	 * @param to the index behind the last one
	 * @param tokens how many tokens they have
	 */
	record Round(int from, int to, int tokens) {

		static Round of(int from, int to, int[] tokens) {
			int sum = 0;
			for (int i = from; i < to; i++) {
				sum += tokens[i];
			}
			return new Round(from, to, sum);
		}

	}

}
