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

import java.util.Arrays;
import java.util.Map;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatDelta;
import io.github.hfspring.chat.ToolCallDelta;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Where in the JSON of a chunk the values stand that change from one chunk of a stream to
 * the next. The decoder notes them down on its way.
 */
final class ChunkSpots {

	private static final int NOT_FOUND = -1;

	private static final int FOUND_TWICE = -2;

	private final int[] starts = new int[Field.values().length];

	private final Object[] values = new Object[Field.values().length];

	private String numberName = "";

	/**
	 * Begin with the next chunk.
	 */
	void reset() {
		Arrays.fill(this.starts, NOT_FOUND);
	}

	/**
	 * Take note of a text. Empty ones do not count.
	 * @param parser the parser, at the string
	 * @param field what it is
	 * @param text the text
	 */
	void text(JsonParser parser, Field field, String text) {
		if (!text.isEmpty()) {
			found(parser, field, text);
		}
	}

	/**
	 * Take note of the time, also of one that is not kept: which of two counts, their
	 * values do not tell.
	 * @param parser the parser, at the value
	 * @param created the time, 0 if it is no whole number
	 */
	void created(JsonParser parser, long created) {
		found(parser, Field.CREATED, created);
	}

	/**
	 * Take note of a number that is kept as it is.
	 * @param parser the parser, at the number
	 * @param name the name of its field
	 * @param number the number
	 */
	void number(JsonParser parser, String name, Object number) {
		this.numberName = name;
		found(parser, Field.NUMBER, number);
	}

	private void found(JsonParser parser, Field field, Object value) {
		int index = field.ordinal();
		boolean first = this.starts[index] == NOT_FOUND;
		this.starts[index] = first ? (int) parser.currentTokenLocation().getByteOffset() : FOUND_TWICE;
		this.values[index] = value;
	}

	/**
	 * Return what was found, once and in the place of the chunk where it belongs: JSON
	 * can say everything twice, and then some of it does not count.
	 * @param chunk what came of the JSON, with one choice
	 * @param field the field
	 * @return the value, or {@code null} if there is none, or its influence is in doubt
	 */
	@Nullable Object valueIn(ChatChunk chunk, Field field) {
		Object value = this.values[field.ordinal()];
		return (this.starts[field.ordinal()] >= 0 && isIn(chunk, field, value)) ? value : null;
	}

	private boolean isIn(ChatChunk chunk, Field field, Object value) {
		ChatDelta delta = chunk.choices().get(0).delta();
		return switch (field) {
			case CREATED -> chunk.created() > 0 && value.equals(chunk.created());
			case IGNORED_TEXT -> delta.content() != value;
			case CONTENT -> delta.content() == value;
			case REASONING -> delta.reasoning() == value;
			case ARGUMENTS -> delta.toolCalls().size() == 1 && isIn(delta.toolCalls().get(0), value);
			case NUMBER -> isIn(delta.additionalFields(), value);
		};
	}

	private static boolean isIn(ToolCallDelta call, Object arguments) {
		return call.arguments() == arguments;
	}

	private boolean isIn(Map<String, Object> fields, Object number) {
		return fields.size() == 1 && fields.get(this.numberName) == number;
	}

	/**
	 * Return where a value begins.
	 * @return the index of its first byte, from the beginning of the JSON
	 */
	int start(Field field) {
		return this.starts[field.ordinal()];
	}

	/**
	 * Return the name of the {@link Field#NUMBER}.
	 */
	String numberName() {
		return this.numberName;
	}

	/**
	 * What changes from chunk to chunk.
	 */
	enum Field {

		/** The time, which some servers give to each chunk. */
		CREATED,

		/** The {@code text} of a choice that has a delta, where it stands again. */
		IGNORED_TEXT,

		CONTENT, REASONING, ARGUMENTS,

		/** The only field of the delta that is not known, such as the id of a token. */
		NUMBER;

		/**
		 * Return whether it is a string.
		 */
		boolean isText() {
			return this != CREATED && this != NUMBER;
		}

	}

}
