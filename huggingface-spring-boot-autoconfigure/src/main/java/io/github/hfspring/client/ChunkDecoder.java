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

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatDelta;
import io.github.hfspring.chat.ChunkChoice;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.Logprobs;
import io.github.hfspring.chat.ResponseMetadata;
import io.github.hfspring.chat.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON of a chunk, or of a whole completion, which has the same form but for
 * {@code message} in the place of {@code delta}: a completion is the one chunk of a
 * stream that has no others.
 * <p>
 * Only that it is a JSON object is asked for. Fields may be missing, {@code null}, or of
 * another type; fields that are not known are kept.
 */
final class ChunkDecoder {

	private static final int MAX_CHOICES = 1024;

	private final JsonFactory factory = new JsonFactory();

	private final JsonMapper mapper;

	private final DeltaDecoder deltas;

	ChunkDecoder(JsonMapper mapper) {
		this.mapper = mapper;
		this.deltas = new DeltaDecoder(mapper);
	}

	/**
	 * Decode the data of an event.
	 * @param bytes where it lies
	 * @param offset where it begins
	 * @param length how many bytes it has
	 * @param metadata what to attach to the chunk
	 * @param spots told where the values stand that change; {@code null} if nobody wants
	 * to know
	 * @param texts knows the strings that are repeated; {@code null} if nobody does
	 * @return the chunk
	 * @throws JacksonException if it is not a JSON object
	 */
	ChatChunk decode(byte[] bytes, int offset, int length, ResponseMetadata metadata, @Nullable ChunkSpots spots,
			@Nullable RepeatedTexts texts) {
		if (texts != null) {
			texts.begin(bytes, offset);
		}
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
			return decode(parser, metadata, false, spots, texts);
		}
	}

	/**
	 * Decode a whole completion.
	 * @param bytes the completion
	 * @param metadata what to attach to the chunk
	 * @return the chunk
	 * @throws JacksonException if it is not a JSON object
	 */
	ChatChunk decodeCompletion(byte[] bytes, ResponseMetadata metadata) {
		try (JsonParser parser = this.factory.createParser(ObjectReadContext.empty(), bytes)) {
			return decode(parser, metadata, true, null, null);
		}
	}

	private ChatChunk decode(JsonParser parser, ResponseMetadata metadata, boolean completion,
			@Nullable ChunkSpots spots, @Nullable RepeatedTexts texts) {
		boolean inArray = parser.nextToken() == JsonToken.START_ARRAY;
		if (inArray) {
			parser.nextToken();
		}
		if (parser.currentToken() != JsonToken.START_OBJECT) {
			throw new StreamReadException(parser, "A JSON object was expected");
		}
		ChatChunk chunk = chunk(parser, metadata, completion, spots, texts);
		if (!inArray && parser.nextToken() != null) {
			throw new StreamReadException(parser, "There is more than one JSON object");
		}
		return chunk;
	}

	private ChatChunk chunk(JsonParser parser, ResponseMetadata metadata, boolean completion,
			@Nullable ChunkSpots spots, @Nullable RepeatedTexts texts) {
		String id = null;
		String model = null;
		String systemFingerprint = null;
		long created = 0;
		List<ChunkChoice> choices = List.of();
		Usage usage = null;
		Map<String, Object> others = Map.of();
		String name;
		while ((name = parser.nextName()) != null) {
			parser.nextToken();
			switch (name) {
				case "id" -> id = text(parser, RepeatedTexts.Field.ID, texts);
				case "model" -> model = text(parser, RepeatedTexts.Field.MODEL, texts);
				case "created" -> created = seconds(parser, spots);
				case "system_fingerprint" ->
					systemFingerprint = text(parser, RepeatedTexts.Field.SYSTEM_FINGERPRINT, texts);
				case "choices" -> choices = choices(parser, completion, spots);
				case "usage" -> usage = UsageReader.read(parser);
				case "object" -> others = object(text(parser, RepeatedTexts.Field.OBJECT, texts), others);
				default -> others = JsonValues.with(others, name, JsonValues.value(parser));
			}
		}
		return new ChatChunk(id, model, created, choices, (usage != null) ? usage : usageElsewhere(choices, others),
				systemFingerprint, others, metadata);
	}

	private @Nullable String text(JsonParser parser) {
		return JsonValues.text(parser, this.mapper);
	}

	private @Nullable String text(JsonParser parser, RepeatedTexts.Field field, @Nullable RepeatedTexts texts) {
		String text = (texts != null) ? texts.read(parser, field) : null;
		return (text != null) ? text : text(parser);
	}

	private static long seconds(JsonParser parser, @Nullable ChunkSpots spots) {
		boolean number = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
		Long value = JsonValues.wholeNumber(parser);
		long seconds = (value != null && value > 0) ? value : 0;
		if (spots != null) {
			spots.created(parser, number ? seconds : 0);
		}
		return seconds;
	}

	/**
	 * The kind of object says nothing, unless it is an error (vLLM before 0.10).
	 */
	private static Map<String, Object> object(@Nullable String object, Map<String, Object> others) {
		return "error".equals(object) ? JsonValues.with(others, "object", "error") : others;
	}

	private List<ChunkChoice> choices(JsonParser parser, boolean completion, @Nullable ChunkSpots spots) {
		if (parser.currentToken() == JsonToken.START_OBJECT) {
			return List.of(choice(parser, 0, completion, spots));
		}
		if (parser.currentToken() != JsonToken.START_ARRAY) {
			return List.of();
		}
		ChunkChoice first = null;
		List<ChunkChoice> choices = null;
		int position = 0;
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			if (parser.currentToken() != JsonToken.START_OBJECT || position == MAX_CHOICES) {
				parser.skipChildren();
				continue;
			}
			ChunkChoice choice = choice(parser, position++, completion, spots);
			if (first == null) {
				first = choice;
				continue;
			}
			choices = (choices != null) ? choices : new ArrayList<>(List.of(first));
			choices.add(choice);
		}
		if (choices != null) {
			return choices;
		}
		return (first != null) ? List.of(first) : List.of();
	}

	private ChunkChoice choice(JsonParser parser, int position, boolean completion, @Nullable ChunkSpots spots) {
		int index = position;
		ChatDelta delta = null;
		ChatDelta message = null;
		String text = null;
		FinishReason finishReason = null;
		Logprobs logprobs = null;
		Map<String, Object> others = Map.of();
		String name;
		while ((name = parser.nextName()) != null) {
			parser.nextToken();
			switch (name) {
				case "index" -> index = index(parser, position);
				case "delta" -> delta = this.deltas.decode(parser, false, spots);
				case "message" -> message = this.deltas.decode(parser, true, spots);
				case "text" -> text = text(parser, spots);
				case "finish_reason" -> finishReason = finishReason(parser);
				case "logprobs" -> logprobs = LogprobsReader.read(JsonValues.value(parser));
				default -> others = JsonValues.with(others, name, JsonValues.value(parser));
			}
		}
		return new ChunkChoice(index, first(completion ? message : delta, completion ? delta : message, text),
				finishReason, logprobs, others);
	}

	private @Nullable String text(JsonParser parser, @Nullable ChunkSpots spots) {
		String text = text(parser);
		if (spots != null && text != null && parser.currentToken() == JsonToken.VALUE_STRING) {
			spots.text(parser, ChunkSpots.Field.IGNORED_TEXT, text);
		}
		return text;
	}

	/**
	 * Perplexity has both a delta and a message in chunks and completions; one of them
	 * repeats what was said before, or is empty.
	 */
	private static ChatDelta first(@Nullable ChatDelta first, @Nullable ChatDelta second, @Nullable String text) {
		if (first != null) {
			return first;
		}
		return (second != null) ? second : new ChatDelta(null, text, null, List.of(), null, Map.of());
	}

	private static int index(JsonParser parser, int position) {
		Long index = JsonValues.wholeNumber(parser);
		return (index != null && index >= 0 && index <= Integer.MAX_VALUE) ? index.intValue() : position;
	}

	private @Nullable FinishReason finishReason(JsonParser parser) {
		String value = text(parser);
		return (value != null && !value.isEmpty()) ? FinishReason.of(value) : null;
	}

	/**
	 * Groq puts the usage of a stream under {@code x_groq}, Moonshot into the choice.
	 */
	private static @Nullable Usage usageElsewhere(List<ChunkChoice> choices, Map<String, Object> others) {
		if (others.get("x_groq") instanceof Map<?, ?> groq) {
			return UsageReader.read(groq.get("usage"));
		}
		for (ChunkChoice choice : choices) {
			if (choice.additionalFields().get("usage") instanceof Map<?, ?> usage) {
				return UsageReader.read(usage);
			}
		}
		return null;
	}

}
