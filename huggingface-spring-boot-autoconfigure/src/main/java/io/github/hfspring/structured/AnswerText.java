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

package io.github.hfspring.structured;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.StringUtils;

/**
 * Finds the JSON in the text of an answer. Models put reasoning before it, a fence around
 * it, and words on both sides.
 */
final class AnswerText {

	/** How many brackets are looked behind before the text counts as prose. */
	private static final int MAX_TRIES = 100;

	private static final String THINK = "<think>";

	private static final String END_OF_THINKING = "</think>";

	private static final String FENCE = "```";

	private final JsonMapper mapper = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	/**
	 * Find the one value there is.
	 * @param text the text
	 * @param wrapped whether the value may be an array that was not put into an object
	 * @return the value
	 * @throws JacksonException if there is none
	 * @throws IllegalArgumentException if there is nothing, or more than one
	 */
	JsonNode find(String text, boolean wrapped) {
		String json = text.strip();
		JsonNode whole = parseOrNull(json);
		if (whole != null) {
			// Some models write an object as a text in JSON
			return (whole.isString() && !wrapped) ? find(whole.stringValue(), false) : whole;
		}
		json = withoutFence(withoutReasoning(json));
		if (json.isEmpty()) {
			throw new IllegalArgumentException("there is nothing beside the reasoning");
		}
		try {
			return parse(json);
		}
		catch (JacksonException ex) {
			List<JsonNode> values = search(json, wrapped);
			List<JsonNode> objects = values.stream().filter(JsonNode::isObject).toList();
			// An array beside an object is more often a footnote than an answer
			List<JsonNode> choice = objects.isEmpty() ? values : objects;
			if (choice.size() == 1) {
				return choice.get(0);
			}
			if (choice.isEmpty()) {
				throw ex;
			}
			throw new IllegalArgumentException("there are " + choice.size() + " JSON values and only one is expected",
					ex);
		}
	}

	/**
	 * Read a text if it is an object or an array and nothing else.
	 */
	@Nullable JsonNode containerOrNull(String text) {
		JsonNode whole = parseOrNull(text);
		return (whole != null && whole.isContainer()) ? whole : null;
	}

	/**
	 * Read a text that is one value and nothing else.
	 */
	JsonNode parse(String json) {
		return this.mapper.readTree(json);
	}

	private @Nullable JsonNode parseOrNull(String json) {
		try {
			JsonNode node = parse(json);
			return node.isMissingNode() ? null : node;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * The templates of some models open the reasoning before the answer begins.
	 */
	private static String withoutReasoning(String text) {
		int end = text.indexOf(END_OF_THINKING);
		if (end < 0) {
			return text.startsWith(THINK) ? "" : text;
		}
		return text.substring(end + END_OF_THINKING.length()).strip();
	}

	private static String withoutFence(String text) {
		if (!text.startsWith(FENCE) || !text.endsWith(FENCE)) {
			return text;
		}
		int start = text.indexOf('\n');
		int end = text.length() - FENCE.length();
		return (start >= 0 && start < end) ? text.substring(start, end).strip() : text;
	}

	/**
	 * Search for values between other words.
	 */
	private List<JsonNode> search(String text, boolean arrays) {
		List<JsonNode> values = new ArrayList<>();
		int start = next(text, 0, arrays);
		for (int i = 0; i < MAX_TRIES && start < text.length(); i++) {
			int end = end(text, start);
			JsonNode value = (end > 0) ? parseOrNull(text.substring(start, end)) : null;
			if (value != null) {
				if (value.isObject() || isAnswer(value, text, start)) {
					values.add(value);
				}
			}
			else if (looksLikeJson(text, start)) {
				// What is inside is a part, and not the answer
				return List.of();
			}
			else if (end < 0) {
				// Nor does another bracket have an end that is not in this one
				return values;
			}
			start = next(text, (value != null) ? end : start + 1, arrays);
		}
		return values;
	}

	/**
	 * Most arrays in prose are footnotes.
	 */
	private static boolean isAnswer(JsonNode array, String text, int start) {
		return (!array.isEmpty() && array.valueStream().allMatch(JsonNode::isObject))
				|| StringUtils.countOccurrencesOf(text.substring(0, start), FENCE) % 2 == 1;
	}

	private static int next(String text, int from, boolean arrays) {
		int i = from;
		while (i < text.length() && text.charAt(i) != '{' && !(arrays && text.charAt(i) == '[')) {
			i++;
		}
		return i;
	}

	private static boolean looksLikeJson(String text, int start) {
		int i = start + 1;
		while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
			i++;
		}
		return i == text.length() || text.charAt(i) == '"' || text.charAt(i) == '{' || text.charAt(i) == '[';
	}

	/**
	 * Return the position behind the bracket that closes, or -1.
	 */
	private static int end(String text, int start) {
		int depth = 0;
		boolean quoted = false;
		for (int i = start; i < text.length(); i++) {
			char character = text.charAt(i);
			if (quoted) {
				if (character == '\\') {
					i++;
				}
				quoted = character != '"';
			}
			else if (character == '"') {
				quoted = true;
			}
			else if (character == '{' || character == '[') {
				depth++;
			}
			else if ((character == '}' || character == ']') && --depth == 0) {
				return i + 1;
			}
		}
		return -1;
	}

}
