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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ResponseMetadata;
import io.github.hfspring.sse.EventTooLargeException;
import io.github.hfspring.sse.ServerSentEventFramer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link RepeatedEnvelope} says what the full decoder says, whatever the bytes and
 * wherever they are cut.
 */
class RepeatedEnvelopeFuzzTests {

	private static final ChunkDecoder DECODER = new ChunkDecoder(Json.MAPPER);

	/**
	 * What servers send; {@code %s} is the inside of a string, {@code %=} the same once
	 * more, {@code %d} a number, and {@code %t} a time that stays the same for a while.
	 */
	private static final List<String> SHAPES = List.of(
			"{\"object\":\"chat.completion.chunk\",\"id\":\"\",\"created\":%t,\"model\":\"m/tgi\",\"system_fingerprint\":\"3.3.5-native\","
					+ "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"%s\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}",
			"{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"m/vllm\",\"choices\":[{\"index\":0,"
					+ "\"delta\":{\"content\":\"%s\"},\"logprobs\":null,\"finish_reason\":null,\"token_ids\":null}]}",
			"{\"id\":\"o\",\"choices\":[{\"index\":0,\"text\":\"a\",\"delta\":{\"token_id\":12,\"role\":\"assistant\",\"content\":\"%s\",\"tool_calls\":[]},"
					+ "\"seed\":9876543210987654321,\"finish_reason\":null}],\"usage\":null}",
			"{\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}],\"x_groq\":{\"id\":\"req\"}}",
			"{\"id\":\"d\",\"choices\":[{\"index\":0,\"delta\":{\"role\":null,\"content\":\"\",\"reasoning_content\":\"%s\"},\"finish_reason\":null}]}",
			"{\"choices\":[{\"delta\":{\"reasoning\":\"%s\",\"reasoning_content\":\"\"}}]}",
			"{\"id\":\"t\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]},\"finish_reason\":null}]}",
			"{\"id\":\"oS9\",\"created\":1767225600,\"choices\":[{\"index\":0,\"text\":\"%s\",\"logprobs\":null,\"finish_reason\":null,\"seed\":null,"
					+ "\"delta\":{\"token_id\":%d,\"role\":\"assistant\",\"content\":\"%=\",\"tool_calls\":[]}}],\"model\":\"m/together\",\"usage\":null}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"n\": %d },\"text\":\"%s\"}],\"created\":%d}",
			"{\"created\":%t,\"choices\":[{\"text\":\"%s\",\"delta\":{\"n\":%d,\"tool_calls\":[{\"function\":{\"arguments\":\"%s\"}}]}}]}",
			"{\"choices\":[{\"delta\":{\"reasoning\":\"%s\",\"reasoning_content\":\"same\"}}]}",
			"{\"choices\":[{\"delta\":{\"reasoning_content\":\"\",\"reasoning\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"reasoning_text\":\"\",\"content\":\"%s\",\"reasoning\":\"%s\"}}]}",
			"{\"choices\":[{\"text\":\"%s\",\"delta\":null}],\"created\":%d}",
			"{\"choices\":[{\"text\":\"%s\",\"delta\":{\"n\":%d}},{\"index\":1,\"text\":\"%s\",\"delta\":{}}]}",
			"{\"choices\":[{\"text\":\"%s\",\"delta\":{\"a\":%d,\"b\":%d,\"content\":\"%=\"}}]}",
			"{\"choices\":[{\"delta\":{\"n\":%d,\"n\":%d,\"content\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"n\":%d},\"delta\":{\"reasoning\":%d,\"content\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"},\"message\":{\"n\":%d}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"n\":%d},\"message\":{\"n\":%d}}]}",
			"{\"choices\":[{\"delta\":{\"n\":%d,\"channel\":\"analysis\",\"content\":\"%s\"}}]}",
			"{\"created\":%t,\"created\":\"1767225600\",\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}",
			"{\"created\":%d,\"created\":null,\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"a\",\"tool_calls\":[{\"function\":{\"arguments\":\"%s\",\"arguments\":{}}}]},\"text\":\"%s\"}]}",
			"{\"created\":%t,\"choices\":[{\"delta\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}",
			"{\"choices\":[{\"text\":\"%s\",\"delta\":{\"content\":\"%s\"}}],\"choices\":[{\"text\":\"%=\"}]}",
			"{\"created\":%d,\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"created\":%d}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"usage\":%d}}],\"usage\":{\"completion_tokens\":%d}}",
			"{\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[{\"function\":{\"name\":null,\"arguments\":\"%s\",\"parameters\":\"{}\"}}]}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"first\",\"content\":\"%s\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"content\":\"\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"\"},\"message\":{\"content\":\"%s\"},\"text\":\"%s\"}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\"}},{\"index\":1,\"delta\":{\"content\":\"b\"}}]}",
			"{\"choices\":[{\"delta\":{\"content\":\"%s\",\"refusal\":\"%s\"}}],\"obfuscation\":\"xyz\"}",
			"{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}}]}",
			"[{\"choices\":{\"delta\":{\"content\":\"%s\"}}}]");

	/** How many of them have one string that grows, and nothing in doubt. */
	private static final int REPEATING = 10;

	/** A field whose value is simple. */
	private static final Pattern FIELD = Pattern.compile("(\"\\w+\":)(\"[^\"]*\"| ?%[dt] ?|\\w+)");

	private static final String[] WORDS = { "a", " the", "word", "=", "data: ", ":", "\u00fc", "\u20ac", "\u7121",
			"\ud83d\ude00", "\\n", "\\n\\n", "\\\"", "\\\\", "\\/", "\\t", "\\u00e9", "\\uD83D\\uDE00", "\\ud83d",
			"{\\\"city\\\":", "}", "<think>", "\u2028", "\u0085", "\u007f", "\\u0000", "[DONE]" };

	private static final String[] NUMBERS = { "0", "1", "2", "12", "127", "128", "1000", "123456789", "1767225600",
			"2147483647", "2147483648", "123456789012345678" };

	/** What is no whole number, too large, or no number at all. */
	private static final String[] ODD_NUMBERS = { "-1", "-0", "1.5", "1e3", "12E400", "9223372036854775807",
			"9223372036854775808", "1".repeat(40), "007", "00", "", "1x", "1 ", "\"1\"", "null", "[1]", "{}" };

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
			int maxEventSize = fuzz.chance(8) ? 100 + fuzz.random().nextInt(300) : 1024 * 1024;
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

	/**
	 * All but the first, where only what may change does.
	 */
	@ParameterizedTest
	@MethodSource
	void takesWhatRepeats(String shape) {
		Reading fast = new Reading(1024 * 1024, true);
		Reading full = new Reading(1024 * 1024, false);
		for (int i = 0; i < 20; i++) {
			byte[] event = Json.utf8("data: " + shape.replace("%s", "a" + i)
				.replace("%=", "a" + i)
				.replace("%d", String.valueOf(7 + i * i))
				.replace("%t", String.valueOf(1_767_225_600 + i)) + "\n\n");
			fast.framer.feed(ByteBuffer.wrap(event));
			full.framer.feed(ByteBuffer.wrap(event));
			assertThat(fast.next()).isInstanceOf(ChatChunk.class).isEqualTo(full.next());
		}
		assertThat(fast.hits).isEqualTo(19);
	}

	static List<String> takesWhatRepeats() {
		return SHAPES.subList(0, REPEATING);
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
		String shape = SHAPES.get(fuzz.random().nextInt(fuzz.chance(4) ? SHAPES.size() : REPEATING));
		return fuzz.chance(6) ? twice(fuzz, shape) : shape;
	}

	/**
	 * Say something twice, the second time perhaps in another type.
	 */
	private static String twice(FuzzRounds.Case fuzz, String shape) {
		List<MatchResult> fields = FIELD.matcher(shape).results().toList();
		MatchResult field = fields.get(fuzz.random().nextInt(fields.size()));
		String value = fuzz.oneOf(field.group(2), "%d", "%t", "\"%s\"", "\"%=\"", "\"%d\"", "\"%t\"", "\"\"", "null",
				"{}");
		String before = fuzz.chance(3) ? field.group(1) + value + "," : "";
		String after = before.isEmpty() ? "," + field.group(1) + value : "";
		return shape.substring(0, field.start()) + before + field.group() + after + shape.substring(field.end());
	}

	private static byte[] event(FuzzRounds.Case fuzz, String shape, boolean wild) {
		ByteArrayOutputStream event = new ByteArrayOutputStream();
		byte[] text = new byte[0];
		int from = 0;
		for (int at = shape.indexOf('%'); at >= 0; at = shape.indexOf('%', from)) {
			event.writeBytes(Json.utf8(shape.substring(from, at)));
			from = at + 2;
			switch (shape.charAt(at + 1)) {
				case 's' -> {
					text = text(fuzz, wild);
					event.writeBytes(text);
				}
				case '=' -> event.writeBytes(fuzz.chance(20) ? text(fuzz, wild) : text);
				case 't' -> event.writeBytes(Json.utf8(fuzz.chance(10) ? number(fuzz) : "1767225600"));
				default -> event.writeBytes(Json.utf8(number(fuzz)));
			}
		}
		event.writeBytes(Json.utf8(shape.substring(from)));
		return event.toByteArray();
	}

	private static String number(FuzzRounds.Case fuzz) {
		return fuzz.oneOf(fuzz.chance(30) ? ODD_NUMBERS : NUMBERS);
	}

	private static byte[] text(FuzzRounds.Case fuzz, boolean wild) {
		ByteArrayOutputStream text = new ByteArrayOutputStream();
		int words = fuzz.chance(8) ? 0 : 1 + fuzz.random().nextInt(3);
		for (int i = 0; i < words; i++) {
			if (wild && fuzz.chance(10)) {
				text.writeBytes(fuzz.chance(2) ? Json.utf8(fuzz.oneOf(TRAPS)) : fuzz.oneOf(BROKEN));
			}
			else {
				text.writeBytes(Json.utf8(fuzz.oneOf(WORDS)));
			}
		}
		return text.toByteArray();
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
			ChunkSpots spots = (this.envelope != null) ? this.envelope.spots() : null;
			try {
				ChatChunk chunk = DECODER.decode(this.framer.array(), this.framer.offset(), this.framer.length(),
						ResponseMetadata.none(), spots, (this.envelope != null) ? this.texts : null);
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
