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
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatDelta;
import io.github.hfspring.chat.ChunkChoice;
import io.github.hfspring.chat.ToolCallDelta;
import io.github.hfspring.client.ChunkSpots.Field;
import io.github.hfspring.sse.ServerSentEventFramer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes an event that is the same as one before but for a few values, which most events
 * of most streams are: the text is new, and in some also the time, or the number of a
 * token. All bytes around these are compared with those of the event before, so that
 * nothing else has to be read.
 * <p>
 * This is only faster. What it returns is what the full decoder would: the bytes up to a
 * value lead that decoder to the same place, the value is one JSON string or number which
 * ends where the bytes behind it begin, and it goes into one field of the chunk, or none,
 * and has no influence on anything else. Whatever is in doubt is left to the full
 * decoder.
 */
final class RepeatedEnvelope {

	/** How often to learn in vain before this stream is taken for one that varies. */
	private static final int MAX_MISSES = 16;

	/** Well below what Jackson takes for a string. */
	private static final int MAX_TEXT = 64 * 1024;

	/** More may not fit into a long. */
	private static final int MAX_DIGITS = 18;

	private static final Field[] FIELDS = Field.values();

	private final int maxEventSize;

	private final ChunkSpots found = new ChunkSpots();

	private int misses;

	/** An event, from the beginning of its line to the end of the blank one. */
	private byte[] event = new byte[0];

	/** Where the values are that may change, in order. */
	private Spot[] spots = new Spot[0];

	/** What came of the event. */
	private @Nullable ChatChunk chunk;

	private String numberName = "";

	/** What the event that is being read has in its spots, where it differs. */
	private final @Nullable Object[] values = new Object[FIELDS.length];

	/** The text that was read last, which may come again. */
	private @Nullable String text;

	private int textStart;

	private int textEnd;

	RepeatedEnvelope(int maxEventSize) {
		this.maxEventSize = maxEventSize;
	}

	/**
	 * Return where a decoder is to note down what may change, if it is worth while.
	 */
	@Nullable ChunkSpots spots() {
		if (this.misses > MAX_MISSES) {
			return null;
		}
		this.found.reset();
		return this.found;
	}

	/**
	 * Remember an event that was decoded in full, after {@link #spots()}.
	 * @param framer the framer, at the event
	 * @param chunk the chunk that came of it
	 */
	void learn(ServerSentEventFramer framer, ChatChunk chunk) {
		if (this.misses > MAX_MISSES) {
			return;
		}
		this.misses++;
		boolean oneOfMany = chunk.choices().size() == 1 && chunk.choices().get(0).finishReason() == null;
		if (!oneOfMany || framer.eventStart() < 0 || framer.type() != null) {
			return;
		}
		List<Spot> spots = new ArrayList<>(FIELDS.length);
		boolean anyText = false;
		for (Field field : FIELDS) {
			Object value = this.found.valueIn(chunk, field);
			Spot spot = (value != null) ? spot(framer, field, value) : null;
			if (spot != null) {
				spots.add(spot);
				anyText = anyText || field.isText();
			}
		}
		if (!anyText) {
			return;
		}
		spots.sort(Comparator.comparingInt(Spot::start));
		this.event = Arrays.copyOfRange(framer.array(), framer.eventStart(), framer.eventEnd());
		this.spots = spots.toArray(Spot[]::new);
		this.chunk = chunk;
		this.numberName = this.found.numberName();
	}

	/**
	 * Only what this class reads as the full decoder did may change.
	 */
	private @Nullable Spot spot(ServerSentEventFramer framer, Field field, Object value) {
		byte[] bytes = framer.array();
		int start = framer.offset() + this.found.start(field);
		if (field.isText() && bytes[start++] != '"') {
			return null;
		}
		reset();
		int end = read(field, bytes, start, framer.eventEnd());
		boolean same = end >= 0 && value.equals(this.values[field.ordinal()]);
		return same ? new Spot(field, start - framer.eventStart(), end - framer.eventStart()) : null;
	}

	/**
	 * Decode the next event and go past it.
	 * @param framer the framer
	 * @return the chunk; {@code null} if it takes the full decoder, or there is no event
	 */
	@Nullable ChatChunk next(ServerSentEventFramer framer) {
		ChatChunk before = this.chunk;
		int start = (before != null) ? framer.unreadEvent() : -1;
		if (before == null || start < 0) {
			return null;
		}
		int end = compare(framer.array(), start, framer.limit());
		if (end < 0 || end - start > this.maxEventSize) {
			return null;
		}
		framer.skipEvent(end);
		this.misses = 0;
		return withValues(before);
	}

	/**
	 * Compare the next event with the one before, and read what differs.
	 * @return where it ends; -1 if it differs elsewhere, or is not there yet
	 */
	private int compare(byte[] bytes, int start, int limit) {
		reset();
		int to = start;
		int before = 0;
		int index = 0;
		while (true) {
			int same = Arrays.mismatch(bytes, to, limit, this.event, before, this.event.length);
			if (same < 0 || before + same == this.event.length) {
				return to + this.event.length - before;
			}
			// A value that is longer than before differs at the end of that
			while (index < this.spots.length && this.spots[index].end() < before + same) {
				index++;
			}
			if (index == this.spots.length || this.spots[index].start() > before + same) {
				return -1;
			}
			Spot spot = this.spots[index++];
			to = read(spot.field(), bytes, to + spot.start() - before, limit);
			before = spot.end();
			if (to < 0) {
				return -1;
			}
		}
	}

	private void reset() {
		Arrays.fill(this.values, null);
		this.text = null;
	}

	/**
	 * Read the value of a field.
	 * @return where it ends, or -1 if it takes the full decoder
	 */
	private int read(Field field, byte[] bytes, int start, int limit) {
		int end = field.isText() ? endOfText(bytes, start, limit) : endOfNumber(bytes, start, limit);
		if (end >= 0) {
			Object value = field.isText() ? text(field, bytes, start, end) : number(field, bytes, start, end);
			this.values[field.ordinal()] = value;
			return (value != null) ? end : -1;
		}
		return -1;
	}

	/**
	 * Find the quotation mark at the end of a string.
	 * @return its index, or -1 if it is not there
	 */
	private static int endOfText(byte[] bytes, int start, int limit) {
		int last = (int) Math.min(limit, (long) start + MAX_TEXT);
		for (int i = start; i < last; i++) {
			byte value = bytes[i];
			if (value == '"') {
				return i;
			}
			i += (value == '\\') ? 1 : 0;
		}
		return -1;
	}

	/**
	 * Reasoning that is empty leaves its place to another field.
	 */
	private @Nullable String text(Field field, byte[] bytes, int start, int end) {
		if (start == end && field == Field.REASONING) {
			return null;
		}
		if (this.text == null || !Arrays.equals(bytes, start, end, bytes, this.textStart, this.textEnd)) {
			this.text = JsonText.decode(bytes, start, end);
			this.textStart = start;
			this.textEnd = end;
		}
		return this.text;
	}

	/**
	 * Find the end of a whole number that is not negative.
	 * @return the index behind it, or -1 if it is another one
	 */
	private static int endOfNumber(byte[] bytes, int start, int limit) {
		int end = start;
		while (end < limit && bytes[end] >= '0' && bytes[end] <= '9') {
			end++;
		}
		boolean zeros = end - start > 1 && bytes[start] == '0';
		return (end == start || end - start > MAX_DIGITS || zeros) ? -1 : end;
	}

	private static Object number(Field field, byte[] bytes, int start, int end) {
		long value = 0;
		for (int i = start; i < end; i++) {
			value = value * 10 + bytes[i] - '0';
		}
		if (field == Field.CREATED || value != (int) value) {
			return value;
		}
		return (int) value;
	}

	private ChatChunk withValues(ChatChunk before) {
		ChunkChoice choice = before.choices().get(0);
		ChatDelta delta = choice.delta();
		ChatDelta changed = new ChatDelta(delta.role(), text(Field.CONTENT, delta.content()),
				text(Field.REASONING, delta.reasoning()), delta.reasoningPlace(), calls(delta.toolCalls()),
				delta.refusal(), fields(delta.additionalFields()));
		return new ChatChunk(before.id(), before.model(), created(before.created()),
				List.of(new ChunkChoice(choice.index(), changed, null, choice.logprobs(), choice.additionalFields())),
				before.usage(), before.systemFingerprint(), before.additionalFields(), before.metadata());
	}

	private long created(long before) {
		return (this.values[Field.CREATED.ordinal()] instanceof Long created) ? created : before;
	}

	private @Nullable String text(Field field, @Nullable String before) {
		return (this.values[field.ordinal()] instanceof String changed) ? changed : before;
	}

	private List<ToolCallDelta> calls(List<ToolCallDelta> before) {
		if (!(this.values[Field.ARGUMENTS.ordinal()] instanceof String arguments)) {
			return before;
		}
		ToolCallDelta call = before.get(0);
		return List.of(new ToolCallDelta(call.index(), call.id(), call.type(), call.name(), arguments,
				call.additionalFields()));
	}

	private Map<String, Object> fields(Map<String, Object> before) {
		Object number = this.values[Field.NUMBER.ordinal()];
		return (number != null) ? Collections.singletonMap(this.numberName, number) : before;
	}

	/**
	 * Where a value is.
	 *
	 * @param field what it is
	 * @param start where it begins in the event, without its quotation mark
	 * @param end where it ends
	 */
	private record Spot(Field field, int start, int end) {

	}

}
