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

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A stream such as servers send it, made by chance, and what it has to be read as.
 */
final class FuzzStream {

	private final FuzzRounds.Case fuzz;

	private final Random random;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final List<byte[]> events = new ArrayList<>();

	private final int choices;

	private String lineEnd = "\n";

	private @Nullable ErrorKind error;

	FuzzStream(FuzzRounds.Case fuzz) {
		this.fuzz = fuzz;
		this.random = fuzz.random();
		this.choices = this.fuzz.chance(3) ? 2 + this.random.nextInt(2) : 1;
		write(this.fuzz.chance(6) ? "\ufeff" : "");
		begin();
		int pieces = this.random.nextInt(this.fuzz.chance(10) ? 60 : 8);
		for (int i = 0; i < pieces; i++) {
			between();
			chunk(choice(this.random.nextInt(this.choices), delta(), "null"));
		}
		end();
	}

	private void begin() {
		between();
		if (this.fuzz.chance(8)) {
			chunk("{\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}],\"id\":\"\"}");
		}
		for (int i = 0; i < this.choices; i++) {
			chunk(choice(i, "{\"role\":\"assistant\",\"content\":\"\"}", "null"));
		}
	}

	private void end() {
		boolean finish = !this.fuzz.chance(6);
		for (int i = 0; finish && i < this.choices; i++) {
			between();
			chunk(choice(i, this.fuzz.oneOf("{}", "{\"content\":\"\"}", "null"),
					this.fuzz.oneOf("\"stop\"", "\"length\"", "\"eos_token\"", "\"tool_calls\"", "\"eos\"")));
		}
		if (this.fuzz.chance(3)) {
			chunk("{\"choices\":[],\"usage\":{\"prompt_tokens\":" + this.random.nextInt(1000)
					+ ",\"completion_tokens\":12.0,\"total_tokens\":\"99\",\"queue_time\":0.017,\"cost\":null}}");
		}
		switch (this.random.nextInt(6)) {
			case 0 -> error("event: error" + this.lineEnd + "data: {\"error\":{\"message\":\"No\"}}");
			case 1 -> error("error: {\"detail\":\"failed to decode\",\"error\":{\"message\":\"failed to decode\"}}");
			case 2 -> {
				this.error = finish ? null : ErrorKind.STREAM_CUT;
				trimEnd();
			}
			default -> {
				event(this.fuzz.oneOf("data: [DONE]", "data:[DONE]", "data: [DONE] "));
				write(this.fuzz.oneOf("", "", "data: {after}\n\n", "\u0000", "event: error\ndata: {}\n\n"));
			}
		}
	}

	private void error(String lines) {
		event(lines);
		this.error = ErrorKind.SERVER_ERROR;
		write(this.fuzz.oneOf("", "data: [DONE]\n\n", "data: {}\n\n"));
	}

	/**
	 * The last event need not have its blank line.
	 */
	private void trimEnd() {
		byte[] all = this.bytes.toByteArray();
		int length = all.length;
		int most = this.random.nextInt(3);
		for (int i = 0; i < most && (all[length - 1] == '\n' || all[length - 1] == '\r'); i++) {
			length--;
		}
		this.bytes.reset();
		this.bytes.write(all, 0, length);
	}

	private String choice(int index, String delta, String finishReason) {
		String others = this.fuzz.oneOf("", "", ",\"logprobs\":null",
				",\"stop_reason\":null,\"seed\":18446744073709551615",
				",\"logprobs\":{\"content\":[{\"token\":\"a\",\"logprob\":-0.5,\"bytes\":[97],\"top_logprobs\":[]}]}",
				",\"content_filter_results\":{\"hate\":{\"filtered\":false}}");
		String top = this.fuzz.oneOf("", "", "\"id\":\"\",", "\"id\":\"c-1\",\"created\":1767225600,",
				"\"usage\":null,\"x_groq\":{\"id\":\"r\"},",
				"\"model\":" + text() + ",\"obfuscation\":" + text() + ",");
		return "{" + top + "\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":" + index + ",\"delta\":"
				+ delta + ",\"finish_reason\":" + finishReason + others + "}]}";
	}

	private String delta() {
		return switch (this.random.nextInt(8)) {
			case 0 -> "{\"reasoning\":" + text() + "}";
			case 1 -> "{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":" + text() + "}";
			case 2 -> "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":" + text()
					+ "}]},{\"type\":\"text\",\"text\":" + text() + "},{\"type\":\"other\",\"x\":[1]}]}";
			case 3 -> "{\"tool_calls\":[{\"index\":" + this.random.nextInt(3) + ",\"id\":"
					+ this.fuzz.oneOf("0", "\"call_1\"", "null", "\"\"") + ",\"type\":\"function\",\"function\":{"
					+ "\"name\":" + this.fuzz.oneOf("\"weather\"", "null", "\"\"") + ",\"arguments\":"
					+ this.fuzz.oneOf("{\"city\":" + text() + "}", text(), "null") + "}}]}";
			case 4 -> "{\"content\":null,\"tool_calls\":" + this.fuzz.oneOf("[]", "null", "{\"function\":{}}") + "}";
			default -> "{\"content\":" + text() + "}";
		};
	}

	/**
	 * Return a JSON string.
	 */
	private String text() {
		StringBuilder text = new StringBuilder("\"");
		int length = this.random.nextInt(this.fuzz.chance(20) ? 3000 : 12);
		for (int i = 0; i < length; i++) {
			text.append(this.fuzz.oneOf("a", " ", "data:", "\u00fc", "\u20ac", "\ud83d\ude00", "\\ud83d\\ude00", "\\n",
					"\\r\\n\\r\\n", "\\\"", "\\\\", "\\u0000", "\u2028", "\u0085", "\ufeff", "[DONE]", ":", "\\/",
					"\u7121", "<think>", "}"));
		}
		return text.append('"').toString();
	}

	/**
	 * What may stand between events without being one.
	 */
	private void between() {
		this.lineEnd = this.fuzz.oneOf(this.lineEnd, this.lineEnd, "\n", "\r\n", "\r");
		if (this.fuzz.chance(3)) {
			event(this.fuzz.oneOf(": ping - 2023-06-18 14:00:13.219956", ":", ": OPENROUTER PROCESSING", "id: 7",
					"retry: 1000", "data:", "data: null", "data", "unknown: field", "event: message", "data: : ping",
					": \u00fc\ud83d\ude00", "database: no data"));
		}
	}

	private void chunk(String json) {
		this.events.add(Json.utf8(json));
		String before = this.fuzz.oneOf("", "", "", "event: chunk" + this.lineEnd, ": c" + this.lineEnd,
				"id: \u0000" + this.lineEnd);
		String data = this.fuzz.oneOf("data:", "data: ");
		// A line break may stand wherever JSON has a blank
		String lines = this.fuzz.chance(4) ? json.replaceFirst("\\{", "{" + this.lineEnd + data)
			.replace("\"choices\":[", "\"choices\":" + this.lineEnd + data + "[") : json;
		event(before + data + lines);
	}

	private void event(String lines) {
		write(lines + this.lineEnd + this.lineEnd);
	}

	private void write(String text) {
		this.bytes.writeBytes(Json.utf8(text));
	}

	byte[] bytes() {
		return this.bytes.toByteArray();
	}

	/**
	 * Return the chunks, read one by one without what is around them.
	 */
	List<ChatChunk> chunks(ResponseMetadata metadata) {
		ChunkDecoder decoder = new ChunkDecoder(Json.MAPPER);
		return this.events.stream().map((json) -> decoder.decode(json, 0, json.length, metadata, null, null)).toList();
	}

	/**
	 * Return how the stream fails.
	 * @return the kind of error, or {@code null} if it is whole
	 */
	@Nullable ErrorKind error() {
		return this.error;
	}

}
