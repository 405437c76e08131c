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

package io.github.hfspring.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ReasoningPlace;
import io.github.hfspring.chat.TextPart;

/**
 * Puts reasoning back into the content that it was taken out of.
 */
final class ReasoningContent {

	private ReasoningContent() {
	}

	/**
	 * Return where the reasoning of a message belongs. One whose place is not known goes
	 * where most servers look for it.
	 */
	static ReasoningPlace place(AssistantMessage message) {
		return Objects.requireNonNullElse(message.reasoningPlace(), ReasoningPlace.REASONING_CONTENT);
	}

	/**
	 * Return the content of a message as it is sent.
	 */
	static List<ContentPart> of(AssistantMessage message) {
		String reasoning = message.reasoning();
		if (reasoning == null || reasoning.isEmpty()) {
			return message.content();
		}
		return switch (place(message)) {
			case THINKING_PART -> before(thinking(reasoning), message.content());
			case THINK_TAGS -> tagged(reasoning, message.content());
			default -> message.content();
		};
	}

	private static ContentPart thinking(String reasoning) {
		Map<String, Object> text = new LinkedHashMap<>();
		text.put("type", "text");
		text.put("text", reasoning);
		Map<String, Object> part = new LinkedHashMap<>();
		part.put("type", "thinking");
		part.put("thinking", List.of(text));
		return ContentPart.raw(part);
	}

	/**
	 * The text is kept in one piece: a content that is one text is not sent as an array.
	 */
	private static List<ContentPart> tagged(String reasoning, List<ContentPart> content) {
		String tagged = "<think>" + reasoning + "</think>";
		if (content.isEmpty()) {
			return List.of(ContentPart.text(tagged));
		}
		return (content.get(0) instanceof TextPart text)
				? before(ContentPart.text(tagged + "\n\n" + text.text()), content.subList(1, content.size()))
				: before(ContentPart.text(tagged), content);
	}

	private static List<ContentPart> before(ContentPart first, List<ContentPart> others) {
		List<ContentPart> parts = new ArrayList<>(others.size() + 1);
		parts.add(first);
		parts.addAll(others);
		return parts;
	}

}
