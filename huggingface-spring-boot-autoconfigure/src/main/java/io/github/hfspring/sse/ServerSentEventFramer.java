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

package io.github.hfspring.sse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Cuts bytes into server-sent events, however the bytes were cut before.
 * <p>
 * Follows the
 * <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">standard</a>:
 * lines end with LF, CR or CR LF; a byte order mark, comments, {@code id}, {@code retry}
 * and unknown fields are passed over. Two things go beyond it: an event that is not ended
 * by a blank line when the bytes end can be had with {@link #finish()}, and a field named
 * {@code error}, which servers of the llama.cpp family send, is an event of the type
 * {@code error}.
 * <p>
 * An event is not copied: {@link #array()}, {@link #offset()} and {@link #length()} show
 * its data where it lies, until the next call of {@link #next()}, {@link #finish()} or
 * {@link #feed(ByteBuffer)}. Not safe for use by several threads at once.
 *
 * @since 0.1.0
 */
public final class ServerSentEventFramer {

	private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] ERROR = "error".getBytes(StandardCharsets.US_ASCII);

	private static final int STEP = 4 * 1024;

	private final int maxEventSize;

	private byte[] buffer = new byte[0];

	/** Where the line begins that is being read. */
	private int lineStart;

	/** Up to where that line was searched for its end. */
	private int position;

	/** Where the bytes end. */
	private int limit;

	private long lines;

	private boolean firstLine = true;

	private boolean skipLineFeed;

	/** Whether the event was handed out, so that the next call starts another. */
	private boolean delivered;

	private boolean hasData;

	private int dataStart;

	private int dataEnd;

	private @Nullable String type;

	/** Where the line begins that holds all data of the event, or -1. */
	private int eventStart = -1;

	/**
	 * Create a framer.
	 * @param maxEventSize the most bytes that an event, or a single line, may have
	 */
	public ServerSentEventFramer(int maxEventSize) {
		this.maxEventSize = maxEventSize;
	}

	/**
	 * Add bytes. They are copied, so the buffer may be used again at once.
	 * @param bytes the bytes
	 */
	public void feed(ByteBuffer bytes) {
		startNextEvent();
		// What is kept: the data so far, room for a line feed behind it, and the line so
		// far
		int dataLength = this.hasData ? this.dataEnd - this.dataStart : 0;
		int lineTarget = this.hasData ? dataLength + 1 : 0;
		int lineLength = this.limit - this.lineStart;
		int kept = lineTarget + lineLength;
		int needed = kept + bytes.remaining();
		byte[] target = (needed <= this.buffer.length) ? this.buffer : new byte[capacity(needed, kept)];
		System.arraycopy(this.buffer, this.dataStart, target, 0, dataLength);
		System.arraycopy(this.buffer, this.lineStart, target, lineTarget, lineLength);
		this.buffer = target;
		this.eventStart = -1;
		this.dataStart = 0;
		this.dataEnd = dataLength;
		this.position += lineTarget - this.lineStart;
		this.lineStart = lineTarget;
		this.limit = needed;
		bytes.get(target, kept, bytes.remaining());
	}

	/**
	 * What is left of one buffer when the next one comes is a little more or less each
	 * time. Large events grow in place.
	 */
	private static int capacity(int needed, int kept) {
		int rounded = (needed <= STEP) ? needed : (needed + STEP - 1) / STEP * STEP;
		return Math.max(rounded, 2 * kept);
	}

	/**
	 * Go to the next event.
	 * @return whether there is one; if not, more bytes are needed
	 * @throws EventTooLargeException if the event has too many bytes
	 */
	public boolean next() {
		startNextEvent();
		while (findLineEnd()) {
			this.lines++;
			int lineEnd = this.position;
			if (startsErrorEvent(lineEnd)) {
				this.delivered = true;
				return true;
			}
			boolean blank = readLine(lineEnd);
			this.skipLineFeed = this.buffer[lineEnd] == '\r';
			this.position = lineEnd + 1;
			this.lineStart = this.position;
			if (blank && this.hasData) {
				this.delivered = true;
				return true;
			}
			if (blank) {
				this.type = null;
			}
		}
		return false;
	}

	/**
	 * Go to the event that has no blank line behind it, after the last byte was fed and
	 * {@link #next()} found no more.
	 * @return whether there is one
	 * @throws EventTooLargeException if the event has too many bytes
	 */
	public boolean finish() {
		startNextEvent();
		if (this.lineStart < this.limit && !startsErrorEvent(this.limit)) {
			readLine(this.limit);
			this.lineStart = this.limit;
		}
		this.delivered = this.hasData;
		return this.hasData;
	}

	/**
	 * Return how many lines there were so far, comments and blank ones included.
	 * @return a number that grows with each line that has ended
	 */
	public long lines() {
		return this.lines;
	}

	/**
	 * Return the type of the event.
	 * @return the type, or {@code null} if it has none
	 */
	public @Nullable String type() {
		return this.type;
	}

	/**
	 * Return the array in which the data of the event lies.
	 * @return the array, not to be changed
	 */
	public byte[] array() {
		return this.buffer;
	}

	/**
	 * Return where the data of the event begins.
	 * @return the index of the first byte
	 */
	public int offset() {
		return this.dataStart;
	}

	/**
	 * Return how long the data of the event is.
	 * @return the number of bytes; lines are joined by one LF
	 */
	public int length() {
		return this.dataEnd - this.dataStart;
	}

	/**
	 * Return where the event begins in the array, with the name of its field.
	 * @return the index of the first byte of its line of data; -1 if it has several, or
	 * did not arrive in one piece
	 */
	public int eventStart() {
		return this.eventStart;
	}

	/**
	 * Return where the event ends in the array, after {@link #next()}.
	 * @return the index behind its blank line; if that ends with CR LF, the LF is left
	 * out
	 */
	public int eventEnd() {
		return this.position;
	}

	/**
	 * Return where the next event begins in the array, for a caller that recognizes it
	 * without reading it.
	 * @return the index of its first byte, which may be {@link #limit()}; -1 if it has
	 * begun with lines that were read
	 */
	public int unreadEvent() {
		startNextEvent();
		skipLineFeed();
		return (this.hasData || this.type != null || this.firstLine || this.skipLineFeed) ? -1 : this.lineStart;
	}

	/**
	 * Return where the bytes end that were fed.
	 * @return the index behind the last byte in the array
	 */
	public int limit() {
		return this.limit;
	}

	/**
	 * Go past an event that the caller has recognized at {@link #unreadEvent()}.
	 * @param end the index behind its blank line
	 */
	public void skipEvent(int end) {
		this.lines++;
		this.lineStart = end;
		this.position = end;
		this.skipLineFeed = this.buffer[end - 1] == '\r';
	}

	private void startNextEvent() {
		if (this.delivered) {
			this.delivered = false;
			this.hasData = false;
			this.type = null;
			this.eventStart = -1;
		}
	}

	private void skipLineFeed() {
		if (this.skipLineFeed && this.position < this.limit) {
			this.skipLineFeed = false;
			if (this.buffer[this.position] == '\n') {
				this.position++;
				this.lineStart = this.position;
			}
		}
	}

	private boolean findLineEnd() {
		skipLineFeed();
		int end = this.limit;
		int index = LineEnds.find(this.buffer, this.position, end);
		this.position = index;
		checkSize(index - this.lineStart);
		return index < end;
	}

	private void checkSize(int lineLength) {
		int dataLength = this.hasData ? this.dataEnd - this.dataStart : 0;
		if (lineLength + dataLength > this.maxEventSize) {
			throw new EventTooLargeException(this.maxEventSize);
		}
	}

	/**
	 * An error is an event of its own, also right behind data: that is handed out first,
	 * and the line with the error stays where it is.
	 */
	private boolean startsErrorEvent(int lineEnd) {
		return this.hasData && !"error".equals(this.type) && isField(ERROR, this.lineStart, lineEnd);
	}

	/**
	 * Read a line.
	 * @param lineEnd where it ends
	 * @return whether it is blank
	 */
	private boolean readLine(int lineEnd) {
		int start = this.lineStart;
		if (this.firstLine) {
			this.firstLine = false;
			start += hasByteOrderMark(start, lineEnd) ? 3 : 0;
		}
		if (start == lineEnd) {
			return true;
		}
		if (isField(DATA, start, lineEnd)) {
			addData(valueStart(start + DATA.length, lineEnd), lineEnd);
		}
		else if (isField(EVENT, start, lineEnd)) {
			int value = valueStart(start + EVENT.length, lineEnd);
			this.type = new String(this.buffer, value, lineEnd - value, StandardCharsets.UTF_8);
		}
		else if (isField(ERROR, start, lineEnd)) {
			this.type = "error";
			addData(valueStart(start + ERROR.length, lineEnd), lineEnd);
		}
		return false;
	}

	private boolean hasByteOrderMark(int start, int end) {
		return end - start >= 3 && this.buffer[start] == (byte) 0xef && this.buffer[start + 1] == (byte) 0xbb
				&& this.buffer[start + 2] == (byte) 0xbf;
	}

	private boolean isField(byte[] name, int start, int end) {
		int nameEnd = start + name.length;
		if (nameEnd > end || (nameEnd < end && this.buffer[nameEnd] != ':')) {
			return false;
		}
		for (int i = 0; i < name.length; i++) {
			if (this.buffer[start + i] != name[i]) {
				return false;
			}
		}
		return true;
	}

	private int valueStart(int colon, int end) {
		int start = Math.min(colon + 1, end);
		return (start < end && this.buffer[start] == ' ') ? start + 1 : start;
	}

	/**
	 * Add a line of data. Further lines are moved up behind the ones before, where the
	 * name of their field leaves enough room.
	 */
	private void addData(int start, int end) {
		if (!this.hasData) {
			this.hasData = true;
			this.dataStart = start;
			this.dataEnd = end;
			this.eventStart = this.lineStart;
			return;
		}
		this.eventStart = -1;
		this.buffer[this.dataEnd++] = '\n';
		System.arraycopy(this.buffer, start, this.buffer, this.dataEnd, end - start);
		this.dataEnd += end - start;
	}

}
