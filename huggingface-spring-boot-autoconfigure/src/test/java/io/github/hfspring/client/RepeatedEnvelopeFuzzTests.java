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
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ResponseMetadata;
import io.github.hfspring.sse.EventTooLargeException;
import io.github.hfspring.sse.ServerSentEventFramer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link RepeatedEnvelope} says what the full decoder says, whatever the bytes and
 * wherever they are cut.
 */
class RepeatedEnvelopeFuzzTests {

	private static final ChunkDecoder DECODER = new ChunkDecoder(Json.MAPPER);

	/** What servers send; {@code %s} is the inside of the string that grows. */
	private static final List<String> SHAPES = List.of(
			"{\"object\":\"chat.completion.chunk\",\"id\":\"\",\"created\":1767225600,\"model\":\"m/tgi\",\"system_fingerprint\":\"3.3.5-native\","
					+ "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"%s\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}",
			"{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"m/vllm\",\"choices\":[{\"index\":0,"
					+ "\"delta\":{\"content\":\"%s\"},\"logprobs\":null,\"finish_reason\":null,\"token_ids\":null}]}",
			"{\"id\":\"o\",\"choices\":[{\"index\":0,\"text\":\"a\",\"delta\":{\"token_id\":12,\"role\":\"assistant\",\"content\":\"%s\",\"tool_calls\":[]},"
					+ "\"seed\":9876543210987654321,\"finish_reason\":null}],\"usage\":null}",
			"{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}],\"x_groq\":{\"id\":\"req\"}}",
			"{\"id\":\"d\",\"choices\":[{\"index\":0,\"delta\":{\"role\":null,\"content\":\"\",\"reasoning_content\":\"%s\"},\"finish_reason\":null}]}",
			"{\"choices\":[{\"delta\":{\"reasoning\":\"%s\",\"reasoning_content\":\"\"}}]}",
			"{\"choices\":[{\"delta\":{\"reasoning\":\"%s\",\"reasoning_content\":\"same\"}}]}",
			"{\"id\":\"t\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]},\"finish_reason\":null}]}",
			"{\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[{\"function\":{\"name\":null,\"arguments\":\"%s\",\"parameters\":\"{}\"}}]}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"first\",\"content\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"content\":\"\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"\"},\"message\":{\"content\":\"%s\"},\"text\":\"%s\"}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"}},{\"index\":1,\"delta\":{\"content\":\"b\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"refusal\":\"%s\"}}],\"obfuscation\":\"xyz\"}",
			"{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}}]}",
			"[{\"choices\":{\"delta\":{\"content\":\"%s\"}}}]");

	/** How many of them have one string that grows, and nothing in doubt. */
	private static final int REPEATING = 8;

	private static final String[] WORDS = { "a", " the", "word", "=", "data: ", ":", "\u00fc", "\u20ac", "\u7121",
			"\ud83d\ude00", "\\n", "\\n\\n", "\\\"", "\\\\", "\\/", "\\t", "\\u00e9", "\\uD83D\\uDE00", "\\ud83d",
			"{\\\"city\\\":", "}", "<think>", "\u2028", "\u0085", "\u007f", "\\u0000", "[DONE]" };

	/** What is no JSON, or may be seen in more than one way. */
	private static final String[] TRAPS = { "\"", "\",\"content\":\"", "\\", "\\x", "\\u12", "\\u12g4", "\u0001", "\t",
			"\n", "\r", "\ufffd", "\\ufffd", "\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"" };

	/** Bytes that are not UTF-8, or are it only for some. */
	private static final byte[][] BROKEN = { { (byte) 0xff }, { (byte) 0xc3 }, { (byte) 0x80 },
			{ (byte) 0xc0, (byte) 0x80 }, { (byte) 0xed, (byte) 0xa0, (byte) 0x80 },
			{ (byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80 }, { (byte) 0xe0, (byte) 0x80, (byte) 0xaf } };

	@Test
	void saysWhatTheFullDecoderSays() throws InterruptedException {
		AtomicInteger events = new AtomicInteger();
		AtomicInteger hits = new AtomicInteger();
		FuzzRounds.play(4000, (fuzz) -> {
			byte[] bytes = stream(fuzz);
			fuzz.note("stream", bytes);
			int maxEventSize = fuzz.chance(8) ? 300 + fuzz.random().nextInt(200) : 1024 * 1024;
			Reading fast = new Reading(maxEventSize, true);
			Reading full = new Reading(maxEventSize, false);
			for (byte[] piece : !fuzz.chance(3) ? List.of(bytes) : FuzzBody.cut(fuzz.random(), bytes)) {
				fast.framer.feed(ByteBuffer.wrap(piece));
				full.framer.feed(ByteBuffer.wrap(piece));
				Object expected;
				do {
					expected = full.next();
					assertThat(fast.next()).isEqualTo(expected);
					events.addAndGet((expected instanceof ChatChunk) ? 1 : 0);
				}
				while (expected instanceof ChatChunk);
			}
			hits.addAndGet(fast.hits);
		});
		assertThat(hits.get()).as("of %s events", events).isGreaterThan(events.get() / 2);
	}

	private static byte[] stream(FuzzRounds.Case fuzz) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		String shape = shape(fuzz);
		String lineEnd = fuzz.oneOf("\n", "\n", "\n", "\r\n", "\r");
		String field = fuzz.oneOf("data: ", "data: ", "data:");
		boolean wild = fuzz.chance(4);
		int count = 2 + fuzz.random().nextInt(40);
		for (int i = 0; i < count; i++) {
			if (fuzz.chance(25)) {
				shape = shape(fuzz);
			}
			byte[] event = event(fuzz, field + shape + lineEnd + lineEnd, wild);
			if (fuzz.chance(wild ? 8 : 40)) {
				mutate(fuzz, event);
			}
			if (fuzz.chance(12)) {
				bytes
					.writeBytes(Json.utf8(fuzz.oneOf(": ping", "id: 7", "event: chunk", "retry: 1", "data") + lineEnd));
			}
			bytes.writeBytes(event);
		}
		return bytes.toByteArray();
	}

	/**
	 * Most of the time one whose envelope repeats.
	 */
	private static String shape(FuzzRounds.Case fuzz) {
		return SHAPES.get(fuzz.random().nextInt(fuzz.chance(4) ? SHAPES.size() : REPEATING));
	}

	private static byte[] event(FuzzRounds.Case fuzz, String shape, boolean wild) {
		ByteArrayOutputStream event = new ByteArrayOutputStream();
		int from = 0;
		for (int at = shape.indexOf("%s"); at >= 0; at = shape.indexOf("%s", from)) {
			event.writeBytes(Json.utf8(shape.substring(from, at)));
			text(fuzz, event, wild);
			from = at + 2;
		}
		event.writeBytes(Json.utf8(shape.substring(from)));
		return event.toByteArray();
	}

	private static void text(FuzzRounds.Case fuzz, ByteArrayOutputStream event, boolean wild) {
		int words = fuzz.chance(8) ? 0 : 1 + fuzz.random().nextInt(3);
		for (int i = 0; i < words; i++) {
			if (wild && fuzz.chance(10)) {
				event.writeBytes(fuzz.chance(2) ? Json.utf8(fuzz.oneOf(TRAPS)) : fuzz.oneOf(BROKEN));
			}
			else {
				event.writeBytes(Json.utf8(fuzz.oneOf(WORDS)));
			}
		}
	}

	private static void mutate(FuzzRounds.Case fuzz, byte[] event) {
		event[fuzz.random().nextInt(event.length)] = (byte) (fuzz.chance(2) ? fuzz.random().nextInt(256)
				: fuzz.oneOf('"', '\\', '\n', ',', '}', '0', ' '));
	}

	/**
	 * Reads a stream, with an envelope or without.
	 */
	private static final class Reading {

		private final ServerSentEventFramer framer;

		private final @Nullable RepeatedEnvelope envelope;

		private final RepeatedTexts texts = new RepeatedTexts();

		private int hits;

		Reading(int maxEventSize, boolean fast) {
			this.framer = new ServerSentEventFramer(maxEventSize);
			this.envelope = fast ? new RepeatedEnvelope(maxEventSize) : null;
		}

		/**
		 * Return the next chunk, the kind of the error, or {@code null}. An event that is
		 * no JSON is gone past.
		 */
		@Nullable Object next() {
			try {
				ChatChunk repeated = (this.envelope != null) ? this.envelope.next(this.framer) : null;
				if (repeated != null) {
					this.hits++;
					return repeated;
				}
				while (this.framer.next()) {
					ChatChunk chunk = decode();
					if (chunk != null) {
						return chunk;
					}
				}
				return null;
			}
			catch (EventTooLargeException ex) {
				return "too large";
			}
		}

		private @Nullable ChatChunk decode() {
			TextSpot spot = (this.envelope != null) ? this.envelope.spot() : null;
			try {
				ChatChunk chunk = DECODER.decode(this.framer.array(), this.framer.offset(), this.framer.length(),
						ResponseMetadata.none(), spot, (this.envelope != null) ? this.texts : null);
				if (this.envelope != null) {
					this.envelope.learn(this.framer, chunk);
				}
				return chunk;
			}
			catch (JacksonException ex) {
				return null;
			}
		}

	}

}
