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
import java.util.function.ToLongFunction;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.TextPart;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.UserMessage;
import org.jspecify.annotations.Nullable;

/**
 * The texts that are sent of a message, and what else there is in it. Reasoning is one of
 * them: what is not sent back has been taken out before anybody counts.
 */
final class MessageTexts {

	private MessageTexts() {
	}

	/**
	 * Add up the texts of a message.
	 * @param message the message
	 * @param counter counts one text
	 * @return the sum
	 */
	static long sum(ChatMessage message, ToLongFunction<String> counter) {
		long sum = 0;
		for (ContentPart part : content(message)) {
			if (part instanceof TextPart text) {
				sum += count(text.text(), counter);
			}
		}
		if (content(message).isEmpty()) {
			sum += count(message.text(), counter);
		}
		if (message instanceof AssistantMessage assistant) {
			sum += count(assistant.reasoning(), counter);
			for (ToolCall call : assistant.toolCalls()) {
				sum += count(call.type(), counter) + count(call.id(), counter) + count(call.name(), counter)
						+ count(call.arguments(), counter);
			}
		}
		if (!message.additionalFields().isEmpty()) {
			sum += count(message.additionalFields().toString(), counter);
		}
		return sum;
	}

	/**
	 * Return how many parts of a message are not texts.
	 */
	static int others(ChatMessage message) {
		int others = 0;
		for (ContentPart part : content(message)) {
			others += (part instanceof TextPart) ? 0 : 1;
		}
		return others;
	}

	/**
	 * Return how many tools a message calls.
	 */
	static int calls(ChatMessage message) {
		return (message instanceof AssistantMessage assistant) ? assistant.toolCalls().size() : 0;
	}

	private static long count(@Nullable String text, ToLongFunction<String> counter) {
		return (text != null) ? counter.applyAsLong(text) : 0;
	}

	private static List<ContentPart> content(ChatMessage message) {
		if (message instanceof UserMessage user) {
			return user.content();
		}
		return (message instanceof AssistantMessage assistant) ? assistant.content() : List.of();
	}

}
