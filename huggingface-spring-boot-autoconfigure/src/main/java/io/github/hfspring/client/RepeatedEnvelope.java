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
import java.util.List;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatDelta;
import io.github.hfspring.chat.ChunkChoice;
import io.github.hfspring.chat.ToolCallDelta;
import io.github.hfspring.sse.ServerSentEventFramer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an event that is the same as the one before but for its text, which most events
 * of most streams are. All bytes around the text are compared with those of the event
 * before, so that nothing else has to be read.
 * <p>
 * This is only faster. What it returns is what the full decoder would: the bytes up to
 * the quotation mark in front of the text lead that decoder to the same place, the text
 * is one JSON string which ends where the bytes behind it begin, and its value goes into
 * one field of the chunk and has no influence on anything else. Whatever is in doubt is
 * left to the full decoder.
 */
final class RepeatedEnvelope {

	/** How often to learn in vain before this stream is taken for one that varies. */
	private static final int MAX_MISSES = 16;

	/** Well below what Jackson takes for a string. */
	private static final int MAX_TEXT = 64 * 1024;

	private final int maxEventSize;

	private final TextSpot spot = new TextSpot();

	private int misses;

	/** The event before, from the beginning of its line to the end of the blank one. */
	private byte @Nullable [] event;

	/** Where the text of the event before begins. */
	private int textStart;

	/** Where it ends. */
	private int textEnd;

	@SuppressWarnings("NullAway.Init") // set together with the event
	private ChatChunk chunk;

	@SuppressWarnings("NullAway.Init") // set together with the event
	private TextSpot.Field field;

	RepeatedEnvelope(int maxEventSize) {
		this.maxEventSize = maxEventSize;
	}

	/**
	 * Return what a decoder is to tell of the text, if it is worth while.
	 */
	@Nullable TextSpot spot() {
		if (this.misses > MAX_MISSES) {
			return null;
		}
		this.spot.reset();
		return this.spot;
	}

	/**
	 * Remember an event that was decoded in full, after {@link #spot()}.
	 * @param framer the framer, at the event
	 * @param chunk the chunk that came of it
	 */
	void learn(ServerSentEventFramer framer, ChatChunk chunk) {
		this.event = null;
		if (this.misses > MAX_MISSES) {
			return;
		}
		this.misses++;
		TextSpot.Field field = this.spot.field();
		int eventStart = framer.eventStart();
		if (field == null || eventStart < 0 || framer.type() != null || textOf(chunk, field) != this.spot.text()) {
			return;
		}
		byte[] bytes = framer.array();
		int textStart = framer.offset() + this.spot.start() + 1;
		int textEnd = framer.offset() + this.spot.end() - 1;
		if (bytes[textStart - 1] != '"' || bytes[textEnd] != '"') {
			return;
		}
		this.event = Arrays.copyOfRange(bytes, eventStart, framer.eventEnd());
		this.textStart = textStart - eventStart;
		this.textEnd = textEnd - eventStart;
		this.chunk = chunk;
		this.field = field;
	}

	private static @Nullable String textOf(ChatChunk chunk, TextSpot.Field field) {
		if (chunk.choices().size() != 1 || chunk.choices().get(0).finishReason() != null) {
			return null;
		}
		ChatDelta delta = chunk.choices().get(0).delta();
		return switch (field) {
			case CONTENT -> delta.content();
			case REASONING -> delta.reasoning();
			case ARGUMENTS -> (delta.toolCalls().size() == 1) ? delta.toolCalls().get(0).arguments() : null;
		};
	}

	/**
	 * Decode the next event and go past it.
	 * @param framer the framer
	 * @return the chunk; {@code null} if it takes the full decoder, or there is no event
	 */
	@Nullable ChatChunk next(ServerSentEventFramer framer) {
		byte[] event = this.event;
		if (event == null) {
			return null;
		}
		int start = framer.unreadEvent();
		int rest = event.length - this.textEnd;
		byte[] bytes = framer.array();
		int from = start + this.textStart;
		if (start < 0 || from + rest > framer.limit() || !Arrays.equals(bytes, start, from, event, 0, this.textStart)) {
			return null;
		}
		int to = findEnd(bytes, from, framer.limit() - rest);
		int end = to + rest;
		if (to < 0 || end - start > this.maxEventSize
				|| !Arrays.equals(bytes, to, end, event, this.textEnd, event.length)) {
			return null;
		}
		String text = JsonText.decode(bytes, from, to);
		if (text == null) {
			return null;
		}
		framer.skipEvent(end);
		this.misses = 0;
		return withText(text);
	}

	/**
	 * Find the quotation mark at the end of a string.
	 * @return its index, or -1 if it is not there
	 */
	private static int findEnd(byte[] bytes, int from, int last) {
		int limit = (int) Math.min(last, (long) from + MAX_TEXT);
		for (int i = from; i <= limit; i++) {
			byte value = bytes[i];
			if (value == '"') {
				return i;
			}
			i += (value == '\\') ? 1 : 0;
		}
		return -1;
	}

	private ChatChunk withText(String text) {
		ChatChunk chunk = this.chunk;
		ChunkChoice choice = chunk.choices().get(0);
		ChatDelta before = choice.delta();
		ChatDelta delta = switch (this.field) {
			case CONTENT -> new ChatDelta(before.role(), text, before.reasoning(), before.reasoningPlace(),
					before.toolCalls(), before.refusal(), before.additionalFields());
			case REASONING -> new ChatDelta(before.role(), before.content(), text, before.reasoningPlace(),
					before.toolCalls(), before.refusal(), before.additionalFields());
			case ARGUMENTS -> new ChatDelta(before.role(), before.content(), before.reasoning(),
					before.reasoningPlace(), List.of(withArguments(before.toolCalls().get(0), text)), before.refusal(),
					before.additionalFields());
		};
		return new ChatChunk(chunk.id(), chunk.model(), chunk.created(),
				List.of(new ChunkChoice(choice.index(), delta, null, choice.logprobs(), choice.additionalFields())),
				chunk.usage(), chunk.systemFingerprint(), chunk.additionalFields(), chunk.metadata());
	}

	private static ToolCallDelta withArguments(ToolCallDelta call, String arguments) {
		return new ToolCallDelta(call.index(), call.id(), call.type(), call.name(), arguments, call.additionalFields());
	}

}
