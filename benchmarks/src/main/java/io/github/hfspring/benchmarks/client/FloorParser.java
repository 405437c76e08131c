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

package io.github.hfspring.benchmarks.client;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a chunk token by token, without binding of any kind.
 */
final class FloorParser {

	private static final JsonFactory FACTORY = new JsonFactory();

	private @Nullable String id;

	private @Nullable String model;

	private long created;

	private int index;

	private @Nullable String role;

	private @Nullable String content;

	private @Nullable String reasoning;

	private @Nullable String arguments;

	private @Nullable String finishReason;

	FloorChunk parse(byte[] bytes, int offset, int length) {
		this.id = null;
		this.model = null;
		this.created = 0;
		this.index = 0;
		this.role = null;
		this.content = null;
		this.reasoning = null;
		this.arguments = null;
		this.finishReason = null;
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
			parser.nextToken();
			root(parser);
		}
		return new FloorChunk(this.id, this.model, this.created, this.index, this.role, this.content, this.reasoning,
				this.arguments, this.finishReason);
	}

	private void root(JsonParser parser) {
		String name;
		while ((name = parser.nextName()) != null) {
			switch (name) {
				case "id" -> this.id = parser.nextStringValue();
				case "model" -> this.model = parser.nextStringValue();
				case "created" -> this.created = parser.nextLongValue(0);
				case "choices" -> {
					parser.nextToken();
					while (parser.nextToken() == JsonToken.START_OBJECT) {
						choice(parser);
					}
				}
				default -> skip(parser);
			}
		}
	}

	private void choice(JsonParser parser) {
		String name;
		while ((name = parser.nextName()) != null) {
			switch (name) {
				case "index" -> this.index = parser.nextIntValue(0);
				case "finish_reason" -> this.finishReason = parser.nextStringValue();
				case "delta", "message" -> {
					parser.nextToken();
					delta(parser);
				}
				default -> skip(parser);
			}
		}
	}

	private void delta(JsonParser parser) {
		String name;
		while ((name = parser.nextName()) != null) {
			switch (name) {
				case "role" -> this.role = parser.nextStringValue();
				case "content" -> this.content = parser.nextStringValue();
				case "reasoning_content" -> this.reasoning = parser.nextStringValue();
				case "tool_calls" -> {
					if (parser.nextToken() == JsonToken.START_ARRAY) {
						while (parser.nextToken() == JsonToken.START_OBJECT) {
							toolCall(parser);
						}
					}
				}
				default -> skip(parser);
			}
		}
	}

	private void toolCall(JsonParser parser) {
		String name;
		while ((name = parser.nextName()) != null) {
			switch (name) {
				case "function" -> {
					parser.nextToken();
					toolCall(parser);
				}
				case "arguments" -> this.arguments = parser.nextStringValue();
				default -> skip(parser);
			}
		}
	}

	private static void skip(JsonParser parser) {
		parser.nextToken();
		parser.skipChildren();
	}

}
