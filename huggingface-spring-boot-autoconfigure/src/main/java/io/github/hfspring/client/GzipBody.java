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

import java.io.EOFException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * Unpacks a body that is compressed with gzip (RFC 1952). Servers compress also where
 * nobody asked for it, and the JDK's client unpacks nothing. A little is unpacked at a
 * time, and only when it is wanted, however much comes of it.
 */
final class GzipBody {

	private static final int PIECE = 8 * 1024;

	private static final int MAX_HEADER = 64 * 1024;

	private static final int FIXED_HEADER = 10;

	private static final int TRAILER = 8;

	private static final byte MAGIC = 0x1f;

	private static final int HAS_CHECKSUM = 2;

	private static final int HAS_EXTRA_FIELD = 4;

	private static final int HAS_NAME = 8;

	private static final int HAS_COMMENT = 16;

	private final Inflater inflater = new Inflater(true);

	/** The bytes so far, until the header is whole. */
	private byte @Nullable [] header = new byte[0];

	private byte[] input = new byte[0];

	/** The bytes behind a member. */
	private byte[] trailer = new byte[0];

	private GzipBody() {
	}

	/**
	 * Unpack a body.
	 * @param body the compressed body
	 * @return what it contains
	 */
	static Flux<DataBuffer> unpack(Flux<DataBuffer> body) {
		return Flux.defer(() -> {
			GzipBody gzip = new GzipBody();
			return body.concatMapIterable(gzip::pieces, 1)
				.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
				.concatWith(Mono.defer(gzip::end))
				// Not after a cancel, which may come while something is unpacked
				.doOnTerminate(gzip.inflater::end);
		});
	}

	private Iterable<DataBuffer> pieces(DataBuffer packed) {
		byte[] bytes = new byte[packed.readableByteCount()];
		packed.read(bytes);
		DataBufferUtils.release(packed);
		add(bytes);
		return Pieces::new;
	}

	/**
	 * Add bytes, which belong to the header until that is whole.
	 */
	private void add(byte[] bytes) {
		if (this.header == null) {
			setInput(bytes, 0);
			return;
		}
		byte[] all = concat(this.header, bytes);
		int length = headerLength(all);
		if (length < 0 && all.length > MAX_HEADER) {
			throw notGzip();
		}
		this.header = (length < 0) ? all : null;
		if (length >= 0) {
			setInput(all, length);
		}
	}

	private void setInput(byte[] bytes, int start) {
		this.input = bytes;
		this.inflater.setInput(bytes, start, bytes.length - start);
	}

	/**
	 * Go on with what comes after the end of a member: eight bytes with its checksum and
	 * length, and then maybe another member.
	 * @return whether there is more to unpack
	 */
	private boolean nextMember() {
		int rest = this.inflater.getRemaining();
		this.trailer = concat(this.trailer,
				Arrays.copyOfRange(this.input, this.input.length - rest, this.input.length));
		this.input = new byte[0];
		this.inflater.setInput(this.input);
		if (this.trailer.length <= TRAILER) {
			return false;
		}
		if (this.trailer[TRAILER] != MAGIC) {
			// Padding, as gzip itself takes it
			this.trailer = Arrays.copyOf(this.trailer, TRAILER + 1);
			return false;
		}
		byte[] next = Arrays.copyOfRange(this.trailer, TRAILER, this.trailer.length);
		this.trailer = new byte[0];
		this.inflater.reset();
		this.header = new byte[0];
		add(next);
		return this.header == null;
	}

	/**
	 * A body without a byte has nothing to unpack.
	 */
	private Mono<DataBuffer> end() {
		boolean empty = this.header != null && this.header.length == 0;
		return (empty || this.inflater.finished()) ? Mono.empty()
				: Mono.error(new EOFException("The compressed body ends too early"));
	}

	private static byte[] concat(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

	/**
	 * Return how long the header is.
	 * @return the number of bytes, or -1 if it goes on
	 */
	private static int headerLength(byte[] bytes) {
		if (bytes.length < FIXED_HEADER) {
			return -1;
		}
		if (bytes[0] != MAGIC || bytes[1] != (byte) 0x8b || bytes[2] != 8) {
			throw notGzip();
		}
		int flags = bytes[3];
		int position = FIXED_HEADER;
		if ((flags & HAS_EXTRA_FIELD) != 0) {
			if (bytes.length < position + 2) {
				return -1;
			}
			position += 2 + (bytes[position] & 0xff) + ((bytes[position + 1] & 0xff) << 8);
		}
		position = ((flags & HAS_NAME) != 0) ? behindZero(bytes, position) : position;
		position = ((flags & HAS_COMMENT) != 0) ? behindZero(bytes, position) : position;
		position += ((flags & HAS_CHECKSUM) != 0) ? 2 : 0;
		return (position <= bytes.length) ? position : -1;
	}

	private static RuntimeException notGzip() {
		return Exceptions.propagate(new ZipException("The body is not compressed with gzip"));
	}

	private static int behindZero(byte[] bytes, int from) {
		int position = from;
		while (position < bytes.length && bytes[position] != 0) {
			position++;
		}
		return position + 1;
	}

	/**
	 * Unpacks the input there is, piece by piece.
	 */
	private final class Pieces implements Iterator<DataBuffer> {

		private @Nullable DataBuffer next;

		@Override
		public boolean hasNext() {
			if (this.next == null && GzipBody.this.header == null) {
				this.next = unpackPiece();
			}
			return this.next != null;
		}

		private @Nullable DataBuffer unpackPiece() {
			byte[] bytes = new byte[PIECE];
			try {
				int length = GzipBody.this.inflater.inflate(bytes);
				while (length == 0 && GzipBody.this.inflater.finished() && nextMember()) {
					length = GzipBody.this.inflater.inflate(bytes);
				}
				return (length > 0) ? DefaultDataBufferFactory.sharedInstance.wrap(bytes).writePosition(length) : null;
			}
			catch (DataFormatException ex) {
				throw Exceptions.propagate(new ZipException(ex.getMessage()));
			}
		}

		@Override
		public DataBuffer next() {
			DataBuffer piece = hasNext() ? this.next : null;
			if (piece == null) {
				throw new NoSuchElementException();
			}
			this.next = null;
			return piece;
		}

	}

}
