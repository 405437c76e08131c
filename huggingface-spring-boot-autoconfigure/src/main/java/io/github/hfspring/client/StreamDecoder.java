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
import java.util.BitSet;
import java.util.Map;
import java.util.function.Consumer;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatDelta;
import io.github.hfspring.chat.ChunkChoice;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import io.github.hfspring.sse.EventTooLargeException;
import io.github.hfspring.sse.ServerSentEventFramer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Makes chunks of the bytes of one stream, and judges its end. Knows nothing about how
 * the bytes arrive or who wants the chunks.
 * <p>
 * A stream is whole when {@code [DONE]} came, or when it ended, in whatever way, after
 * every choice seen had its finish reason: some servers send no {@code [DONE]}, and some
 * no finish reason. An error anywhere before that wins.
 */
final class StreamDecoder {

	private static final int MAX_CHOICES = 1024;

	private final int maxResponseSize;

	private final ServerSentEventFramer framer;

	private final RepeatedEnvelope envelope;

	private final ChunkDecoder chunks;

	private final ErrorDecoder errors;

	private final ResponseMetadata metadata;

	private final @Nullable String token;

	private final @Nullable Consumer<HuggingFaceException> skipped;

	private final BitSet seen = new BitSet(1);

	private final BitSet finished = new BitSet(1);

	/** For a stream whose events are too different for the envelope. */
	private @Nullable RepeatedTexts texts;

	private boolean begun;

	private @Nullable ByteArrayOutputStream document;

	private boolean done;

	private boolean bodyEnded;

	/** Whether the event that is being read has no end, because the body has. */
	private boolean unterminated;

	private @Nullable Throwable bodyError;

	private @Nullable HuggingFaceException error;

	/**
	 * Create a decoder.
	 * @param limits how much of the response is held
	 * @param chunks decodes the data of events
	 * @param errors decodes errors
	 * @param metadata what the response says beside its body
	 * @param token the token that was sent, never to be shown
	 * @param skipped is told of events that are not JSON, which then do no harm;
	 * {@code null} to fail
	 */
	StreamDecoder(ResponseLimits limits, ChunkDecoder chunks, ErrorDecoder errors, ResponseMetadata metadata,
			@Nullable String token, @Nullable Consumer<HuggingFaceException> skipped) {
		this.maxResponseSize = limits.maxResponseSize();
		this.framer = new ServerSentEventFramer(limits.maxEventSize());
		this.envelope = new RepeatedEnvelope(limits.maxEventSize());
		this.chunks = chunks;
		this.errors = errors;
		this.metadata = metadata;
		this.token = token;
		this.skipped = skipped;
	}

	/**
	 * Add bytes of the body. A body that begins like JSON or HTML has no events, whatever
	 * its content type says: it is an error in most cases, and the answer in others.
	 * @param bytes the bytes, which are copied
	 */
	void feed(ByteBuffer bytes) {
		while (!this.begun && bytes.hasRemaining()) {
			byte first = bytes.get(bytes.position());
			if (isBlankOrByteOrderMark(first)) {
				bytes.get();
				continue;
			}
			this.begun = true;
			boolean document = first == '{' || first == '[' || first == '<';
			this.document = document ? new ByteArrayOutputStream() : null;
		}
		if (this.document == null) {
			this.framer.feed(bytes);
			return;
		}
		byte[] copy = new byte[bytes.remaining()];
		bytes.get(copy);
		if (this.document.size() <= this.maxResponseSize) {
			this.document.writeBytes(copy);
		}
	}

	private static boolean isBlankOrByteOrderMark(byte value) {
		return switch (value) {
			case ' ', '\t', '\r', '\n', (byte) 0xef, (byte) 0xbb, (byte) 0xbf -> true;
			default -> false;
		};
	}

	/**
	 * Say that the body has ended.
	 * @param error what ended it, or {@code null} for an orderly end
	 */
	void bodyEnded(@Nullable Throwable error) {
		this.bodyEnded = true;
		this.bodyError = error;
	}

	/**
	 * Return the next chunk.
	 * @return the chunk; {@code null} if there is none: then the stream {@link #isEnded()
	 * has ended}, or more bytes are needed
	 * @throws HuggingFaceException if the stream has failed
	 */
	@Nullable ChatChunk next() {
		if (this.error != null) {
			throw this.error;
		}
		if (this.document != null && !this.done) {
			return readDocument(this.document);
		}
		try {
			while (!this.done) {
				ChatChunk repeated = this.envelope.next(this.framer);
				if (repeated != null) {
					return repeated;
				}
				if (!nextEvent()) {
					break;
				}
				ChatChunk chunk = readEvent();
				if (chunk != null) {
					return chunk;
				}
			}
		}
		catch (EventTooLargeException ex) {
			throw failure(ErrorKind.RESPONSE_TOO_LARGE, ex.getMessage() + ", see 'huggingface.max-event-size'", ex);
		}
		if (isEnded()) {
			judgeEnd();
		}
		return null;
	}

	/**
	 * Return a number that grows with every sign of life, comments included.
	 */
	long lines() {
		return this.framer.lines();
	}

	/**
	 * Return whether nothing more will come.
	 */
	boolean isEnded() {
		return this.done || this.bodyEnded;
	}

	private @Nullable ChatChunk readDocument(ByteArrayOutputStream document) {
		if (document.size() > this.maxResponseSize) {
			throw failure(ErrorKind.RESPONSE_TOO_LARGE,
					"The response is too large, see 'huggingface.max-response-size'", null);
		}
		if (!this.bodyEnded) {
			return null;
		}
		this.done = true;
		return read(document.toByteArray(), 0, document.size(), true);
	}

	private boolean nextEvent() {
		boolean terminated = this.framer.next();
		this.unterminated = !terminated && this.bodyEnded && this.framer.finish();
		return terminated || this.unterminated;
	}

	private @Nullable ChatChunk readEvent() {
		byte[] array = this.framer.array();
		int offset = this.framer.offset();
		int length = this.framer.length();
		if ("error".equals(this.framer.type())) {
			throw this.errors.event(this.metadata, array, offset, length, this.token);
		}
		if (isKeepAlive(array, offset, length)) {
			return null;
		}
		if (isDone(array, offset, length)) {
			this.done = true;
			return null;
		}
		return read(array, offset, length, false);
	}

	private @Nullable ChatChunk read(byte[] array, int offset, int length, boolean completion) {
		ChatChunk chunk;
		try {
			chunk = completion ? this.chunks.decodeCompletion(array, this.metadata) : decode(array, offset, length);
		}
		catch (JacksonException ex) {
			return malformed(array, offset, length, ex);
		}
		Map<String, Object> error = ErrorBody.findIn(chunk);
		if (error != null) {
			this.error = this.errors.fields(chunk, error, this.token);
			if (chunk.choices().isEmpty() && chunk.usage() == null) {
				throw this.error;
			}
		}
		chunk.choices().forEach(this::track);
		if (!completion && this.error == null && !this.unterminated) {
			this.envelope.learn(this.framer, chunk);
		}
		return chunk;
	}

	private ChatChunk decode(byte[] array, int offset, int length) {
		ChunkSpots spots = this.envelope.spots();
		if (spots == null && this.texts == null) {
			this.texts = new RepeatedTexts();
		}
		return this.chunks.decode(array, offset, length, this.metadata, spots, this.texts);
	}

	/**
	 * An event that the end of the body cut in two is no event; the end is judged without
	 * it.
	 */
	private @Nullable ChatChunk malformed(byte[] array, int offset, int length, JacksonException ex) {
		if (this.unterminated) {
			return null;
		}
		if (this.document != null && this.bodyError != null) {
			throw cut("The response was cut", this.bodyError);
		}
		HuggingFaceException error = HuggingFaceException
			.of(ErrorKind.MALFORMED_RESPONSE, "The stream contains an event that is not JSON")
			.metadata(this.metadata)
			.body(this.errors.excerpt(array, offset, length, this.token))
			.cause(Secrets.mask(ex, this.token))
			.build();
		if (this.skipped == null || this.document != null) {
			throw error;
		}
		this.skipped.accept(error);
		return null;
	}

	/**
	 * Take note of a choice. One without anything in it only keeps the connection alive.
	 */
	private void track(ChunkChoice choice) {
		ChatDelta delta = choice.delta();
		if (choice.finishReason() == null && delta.role() == null && delta.content() == null
				&& delta.reasoning() == null && delta.toolCalls().isEmpty() && delta.refusal() == null) {
			return;
		}
		int index = Math.min(choice.index(), MAX_CHOICES);
		this.seen.set(index);
		FinishReason finishReason = choice.finishReason();
		if (finishReason == null) {
			return;
		}
		this.finished.set(index);
		if (finishReason.kind() == FinishReason.Kind.ERROR && this.error == null) {
			this.error = this.errors.finishedWithError(this.metadata);
		}
	}

	private void judgeEnd() {
		if (this.seen.isEmpty() && (this.done || this.bodyError == null)) {
			throw failure(ErrorKind.STREAM_EMPTY,
					"The stream ended without an answer; a conversation that is too long can be the reason", null);
		}
		if (!this.done && (this.seen.isEmpty() || !this.seen.equals(this.finished))) {
			throw cut("The stream was cut before the answer was whole", this.bodyError);
		}
	}

	private HuggingFaceException cut(String message, @Nullable Throwable cause) {
		if (cause == null) {
			return failure(ErrorKind.STREAM_CUT, message, null);
		}
		ErrorKind kind = TransportErrors.isTimeout(cause) ? ErrorKind.TIMEOUT : ErrorKind.STREAM_CUT;
		return failure(kind, message + ": " + TransportErrors.describe(cause), cause);
	}

	private HuggingFaceException failure(ErrorKind kind, String message, @Nullable Throwable cause) {
		return HuggingFaceException.of(kind, Secrets.mask(message, this.token))
			.metadata(this.metadata)
			.cause((cause != null) ? Secrets.mask(cause, this.token) : null)
			.build();
	}

	/**
	 * Some servers send comments, or nothing, as data to keep the connection alive.
	 */
	private static boolean isKeepAlive(byte[] array, int offset, int length) {
		int start = offset;
		int end = offset + length;
		while (start < end && (array[start] == ' ' || array[start] == '\n' || array[start] == '\t')) {
			start++;
		}
		return start == end || array[start] == ':' || (end - start == 4 && array[start] == 'n'
				&& array[start + 1] == 'u' && array[start + 2] == 'l' && array[start + 3] == 'l');
	}

	private static boolean isDone(byte[] array, int offset, int length) {
		int start = offset;
		int end = offset + length;
		while (start < end && array[start] == ' ') {
			start++;
		}
		while (end > start && array[end - 1] == ' ') {
			end--;
		}
		return end - start == 6 && array[start] == '[' && array[start + 1] == 'D' && array[start + 2] == 'O'
				&& array[start + 3] == 'N' && array[start + 4] == 'E' && array[start + 5] == ']';
	}

}
