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

import io.github.hfspring.chat.ToolCallDelta;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code tool_calls}. TGI before 3.2 sends one object in the place of an array, ids
 * that are numbers, and arguments that are an object, also under {@code parameters}.
 */
final class ToolCallDecoder {

	private static final int MAX_CALLS = 1024;

	private final JsonMapper mapper;

	ToolCallDecoder(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Decode the current value.
	 * @param parser the parser, at the first token of the value
	 * @param whole whether these are the calls of a whole message; then each is one of
	 * its own, whatever index and id it has
	 * @param spots told where the values stand that change; {@code null} if nobody wants
	 * to know
	 * @return the calls
	 */
	List<ToolCallDelta> decode(JsonParser parser, boolean whole, @Nullable ChunkSpots spots) {
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			return List.of(call(parser, whole ? 0 : null, spots));
		}
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			return List.of();
		}
		if (parser.nextToken() == JsonToken.END_ARRAY) {
			return List.of();
		}
		List<ToolCallDelta> calls = new ArrayList<>(1);
		do {
			if (parser.currentToken() == JsonToken.START_OBJECT && calls.size() < MAX_CALLS) {
				calls.add(call(parser, whole ? calls.size() : null, spots));
			}
			else {
				parser.skipChildren();
			}
		}
		while (parser.nextToken() != JsonToken.END_ARRAY);
		return calls;
	}

	/**
	 * Decode the only call of the time before tools.
	 * @param parser the parser, at the first token of the value
	 * @return the call
	 */
	List<ToolCallDelta> decodeFunctionCall(JsonParser parser) {
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			parser.skipChildren();
			return List.of();
		}
		return List.of(call(parser, 0, null));
	}

	private ToolCallDelta call(JsonParser parser, @Nullable Integer position, @Nullable ChunkSpots spots) {
		Call call = new Call();
		String name;
		while ((name = parser.nextName()) != null) {
			JsonToken token = parser.nextToken();
			switch (name) {
				case "index" -> call.index = index(parser);
				case "id" -> call.id = id(parser);
				case "type" -> call.type = text(parser);
				case "function" -> {
					if (token == JsonToken.START_OBJECT) {
						function(parser, call, spots);
					}
				}
				default -> functionField(parser, name, call, spots);
			}
		}
		return new ToolCallDelta((position != null) ? position : call.index, call.id, call.type, call.name,
				(call.arguments != null) ? call.arguments : call.parameters, call.others);
	}

	private void function(JsonParser parser, Call call, @Nullable ChunkSpots spots) {
		String name;
		while ((name = parser.nextName()) != null) {
			parser.nextToken();
			functionField(parser, name, call, spots);
		}
	}

	private void functionField(JsonParser parser, String name, Call call, @Nullable ChunkSpots spots) {
		switch (name) {
			case "name" -> call.name = text(parser);
			case "arguments" -> {
				call.arguments = text(parser);
				if (spots != null && call.arguments != null && parser.currentToken() == JsonToken.VALUE_STRING) {
					spots.text(parser, ChunkSpots.Field.ARGUMENTS, call.arguments);
				}
			}
			case "parameters" -> call.parameters = text(parser);
			default -> call.others = JsonValues.with(call.others, name, JsonValues.value(parser));
		}
	}

	private @Nullable String text(JsonParser parser) {
		return JsonValues.text(parser, this.mapper);
	}

	/**
	 * Mistral's older servers send {@code "null"} for an id that is to come.
	 */
	private @Nullable String id(JsonParser parser) {
		String id = text(parser);
		return "null".equals(id) ? null : id;
	}

	private static @Nullable Integer index(JsonParser parser) {
		Long index = JsonValues.wholeNumber(parser);
		return (index != null) ? (Integer) index.intValue() : null;
	}

	/**
	 * The fields of a call as they are found.
	 */
	private static final class Call {

		private @Nullable Integer index;

		private @Nullable String id;

		private @Nullable String type;

		private @Nullable String name;

		private @Nullable String arguments;

		private @Nullable String parameters;

		private Map<String, Object> others = Map.of();

	}

}
