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

package io.github.hfspring.sample.standin;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the stand-in says to a conversation. One word, with the white space before it,
 * counts as one token.
 */
record StandInAnswer(List<String> tokens, @Nullable String tool, int promptTokens, String finishReason) {

	static final int CONTEXT_LENGTH = 512;

	private static final Pattern TOKEN = Pattern.compile("\\s*\\S+|\\s+$");

	static StandInAnswer to(StandInRequest request) {
		int promptTokens = request.messages().stream().mapToInt((message) -> tokens(message.text()).size()).sum();
		String tool = tool(request);
		if (tool != null) {
			return new StandInAnswer(List.of(), tool, promptTokens, "tool_calls");
		}
		int room = CONTEXT_LENGTH - promptTokens;
		int maxTokens = (request.maxTokens() != null) ? request.maxTokens() : Math.max(room, 1);
		if (maxTokens > room) {
			throw StandInError.tooLong(promptTokens, maxTokens, CONTEXT_LENGTH);
		}
		List<String> tokens = tokens(upTo(request.stop(), text(request.messages())));
		boolean whole = tokens.size() <= maxTokens;
		return new StandInAnswer(whole ? tokens : tokens.subList(0, maxTokens), null, promptTokens,
				whole ? "stop" : "length");
	}

	/**
	 * Choose a tool: the first one whose name the user has written.
	 */
	private static @Nullable String tool(StandInRequest request) {
		StandInRequest.Message last = request.messages().get(request.messages().size() - 1);
		if (!last.role().equals("user")) {
			return null;
		}
		String question = last.text().toLowerCase(Locale.ROOT);
		return request.tools()
			.stream()
			.filter((tool) -> question.contains(tool.toLowerCase(Locale.ROOT)))
			.findFirst()
			.orElse(null);
	}

	private static String text(List<StandInRequest.Message> messages) {
		StringBuilder text = new StringBuilder("This is the stand-in speaking, not a language model.");
		String question = "";
		int questions = 0;
		for (StandInRequest.Message message : messages) {
			if (message.role().equals("system")) {
				text.append(" My instructions are: \"").append(message.text()).append("\"");
			}
			if (message.role().equals("tool")) {
				text.append(" A tool told me: \"").append(message.text()).append("\"");
			}
			if (message.role().equals("user")) {
				question = message.text();
				questions++;
			}
		}
		text.append(" You wrote: \"").append(question).append("\"");
		int words = tokens(question.strip()).size();
		text.append(" That is ").append(words).append((words == 1) ? " word" : " words");
		return text.append(" in message ").append(questions).append(" of yours.").toString();
	}

	private static String upTo(List<String> stop, String text) {
		int end = text.length();
		for (String sequence : stop) {
			int index = text.indexOf(sequence);
			end = (index >= 0) ? Math.min(end, index) : end;
		}
		return text.substring(0, end);
	}

	private static List<String> tokens(String text) {
		return TOKEN.matcher(text).results().map(MatchResult::group).toList();
	}

	String text() {
		return String.join("", this.tokens);
	}

}
