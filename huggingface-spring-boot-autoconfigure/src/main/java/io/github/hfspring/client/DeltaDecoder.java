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
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.ChatDelta;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ReasoningPlace;
import io.github.hfspring.chat.ToolCallDelta;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a {@code delta}, or the {@code message} of a completion.
 */
final class DeltaDecoder {

	private static final String ASSISTANT = "assistant";

	private static final ChatDelta EMPTY = new ChatDelta(null, null, null, List.of(), null, Map.of());

	private final JsonMapper mapper;

	private final ToolCallDecoder toolCalls;

	DeltaDecoder(JsonMapper mapper) {
		this.mapper = mapper;
		this.toolCalls = new ToolCallDecoder(mapper);
	}

	/**
	 * Decode the current value.
	 * @param parser the parser, at the first token of the value
	 * @param whole whether it is a whole message, whose tool calls are all different
	 * @param spots told where the values stand that change; {@code null} if nobody wants
	 * to know
	 * @return the delta, an empty one if the value is not an object
	 */
	@Nullable ChatDelta decode(JsonParser parser, boolean whole, @Nullable ChunkSpots spots) {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return null;
		}
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return EMPTY;
		}
		String role = null;
		String content = null;
		Parts parts = null;
		String reasoning = null;
		ReasoningPlace place = null;
		List<ToolCallDelta> calls = List.of();
		String refusal = null;
		Map<String, Object> others = Map.of();
		String name;
		while ((name = parser.nextName()) != null) {
			JsonToken token = parser.nextToken();
			if (token == JsonToken.VALUE_NULL) {
				continue;
			}
			switch (name) {
				case "role" ->
					role = JsonValues.isString(parser, ASSISTANT) ? ASSISTANT : JsonValues.text(parser, this.mapper);
				case "content" -> {
					if (token == JsonToken.VALUE_STRING) {
						content = text(parser, ChunkSpots.Field.CONTENT, spots);
					}
					else {
						parts = parts(parser);
					}
				}
				case "reasoning", "reasoning_content", "reasoning_text" -> {
					if (token == JsonToken.VALUE_STRING) {
						// While servers rename the field, some send the same text twice
						String text = text(parser, ChunkSpots.Field.REASONING, spots);
						if (reasoning == null || (reasoning.isEmpty() && !text.isEmpty())) {
							reasoning = text;
							place = place(name);
						}
					}
					else {
						others = JsonValues.with(others, name, JsonValues.value(parser));
					}
				}
				case "tool_calls" -> calls = this.toolCalls.decode(parser, whole, spots);
				case "function_call" -> calls = calls.isEmpty() ? this.toolCalls.decodeFunctionCall(parser) : calls;
				case "refusal" -> refusal = JsonValues.text(parser, this.mapper);
				default -> others = JsonValues.with(others, name, value(parser, name, spots));
			}
		}
		if (parts != null) {
			content = parts.text();
			if (parts.hasReasoning && (reasoning == null || reasoning.isEmpty())) {
				reasoning = parts.reasoning.toString();
				place = ReasoningPlace.THINKING_PART;
			}
			others = parts.others.isEmpty() ? others : JsonValues.with(others, "content", parts.others);
		}
		return new ChatDelta(role, content, reasoning, place, calls, refusal, others);
	}

	private static ReasoningPlace place(String field) {
		return switch (field) {
			case "reasoning" -> ReasoningPlace.REASONING;
			case "reasoning_text" -> ReasoningPlace.REASONING_TEXT;
			default -> ReasoningPlace.REASONING_CONTENT;
		};
	}

	private static String text(JsonParser parser, ChunkSpots.Field field, @Nullable ChunkSpots spots) {
		String text = parser.getString();
		if (spots != null) {
			spots.text(parser, field, text);
		}
		return text;
	}

	private static @Nullable Object value(JsonParser parser, String name, @Nullable ChunkSpots spots) {
		Object value = JsonValues.value(parser);
		if (spots != null && value != null && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
			spots.number(parser, name, value);
		}
		return value;
	}

	private Parts parts(JsonParser parser) {
		Parts parts = new Parts();
		Object value = JsonValues.value(parser);
		if (value instanceof List<?> list) {
			list.forEach(parts::add);
		}
		else {
			parts.add(value);
		}
		return parts;
	}

	/**
	 * Content that is an array of parts, as Mistral sends it.
	 */
	private static final class Parts {

		private final StringBuilder text = new StringBuilder();

		private final StringBuilder reasoning = new StringBuilder();

		private final List<ContentPart> others = new ArrayList<>(0);

		private boolean hasReasoning;

		void add(@Nullable Object part) {
			if (part instanceof Map<?, ?> fields) {
				addPart(fields);
			}
			else if (part != null) {
				this.text.append(part);
			}
		}

		private void addPart(Map<?, ?> fields) {
			Object type = fields.get("type");
			if ("thinking".equals(type) || "reasoning".equals(type)) {
				this.hasReasoning = true;
				addThought((fields.get("thinking") != null) ? fields.get("thinking") : fields.get("text"));
			}
			else if (fields.get("text") instanceof String string) {
				this.text.append(string);
			}
			else if (type instanceof String) {
				this.others.add(ContentPart.raw(JsonValues.withoutNulls(fields)));
			}
		}

		private void addThought(@Nullable Object thought) {
			if (thought instanceof List<?> list) {
				list.forEach(this::addThought);
			}
			else if (thought instanceof Map<?, ?> fields) {
				addThought(fields.get("text"));
			}
			else if (thought != null) {
				this.reasoning.append(thought);
			}
		}

		String text() {
			return this.text.toString();
		}

	}

}
