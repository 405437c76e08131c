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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the stand-in says to a conversation. One word, with the white space before it,
 * counts as one token.
 */
record StandInAnswer(List<String> tokens, int promptTokens, String finishReason) {

	static final int CONTEXT_LENGTH = 512;

	private static final Pattern TOKEN = Pattern.compile("\\s*\\S+|\\s+$");

	static StandInAnswer to(StandInRequest request) {
		int promptTokens = request.messages().stream().mapToInt((message) -> tokens(message.text()).size()).sum();
		int room = CONTEXT_LENGTH - promptTokens;
		int maxTokens = (request.maxTokens() != null) ? request.maxTokens() : Math.max(room, 1);
		if (maxTokens > room) {
			throw StandInError.tooLong(promptTokens, maxTokens, CONTEXT_LENGTH);
		}
		List<String> tokens = tokens(upTo(request.stop(), text(request.messages())));
		boolean whole = tokens.size() <= maxTokens;
		return new StandInAnswer(whole ? tokens : tokens.subList(0, maxTokens), promptTokens,
				whole ? "stop" : "length");
	}

	private static String text(List<StandInRequest.Message> messages) {
		StringBuilder text = new StringBuilder("This is the stand-in speaking, not a language model.");
		String question = "";
		int questions = 0;
		for (StandInRequest.Message message : messages) {
			if (message.role().equals("system")) {
				text.append(" My instructions are: \"").append(message.text()).append("\"");
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
