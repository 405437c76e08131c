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

package io.github.hfspring.benchmarks.decoding;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.hfspring.benchmarks.shape.Rendering;
import io.github.hfspring.benchmarks.shape.Shape;
import io.github.hfspring.sse.ServerSentEventFramer;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A stream as a connection delivers it: events, and pieces that are cut anywhere.
 */
@State(Scope.Thread)
public class RenderedStream {

	/** How many chunks have text. */
	public static final int CHUNKS = 1000;

	/** More than an event may have. */
	public static final int MAX_EVENT_SIZE = 1024 * 1024;

	private static final int PIECE = 16 * 1024;

	/** The form of the chunks. */
	@Param
	@SuppressWarnings("NullAway.Init") // set by JMH
	public Shape shape;

	private List<ByteBuffer> pieces = List.of();

	@SuppressWarnings("NullAway.Init") // set with the shape
	private Rendering rendering;

	/**
	 * Write the stream.
	 */
	@Setup
	public void render() {
		this.rendering = this.shape.render(CHUNKS);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		this.rendering.events().forEach(out::writeBytes);
		byte[] bytes = out.toByteArray();
		List<ByteBuffer> pieces = new ArrayList<>();
		for (int start = 0; start < bytes.length; start += PIECE) {
			pieces.add(ByteBuffer.wrap(bytes, start, Math.min(PIECE, bytes.length - start)).slice());
		}
		this.pieces = List.copyOf(pieces);
	}

	/**
	 * Return the bytes.
	 * @return the pieces, each of them yet to be read
	 */
	public List<ByteBuffer> pieces() {
		this.pieces.forEach(ByteBuffer::rewind);
		return this.pieces;
	}

	/**
	 * Cut the bytes into events, and decode each but the one that says that this is the
	 * end.
	 * @param decoder the decoder
	 */
	public void decodeEvents(EventDecoder decoder) {
		int chunks = 0;
		long characters = 0;
		ServerSentEventFramer framer = new ServerSentEventFramer(MAX_EVENT_SIZE);
		for (ByteBuffer piece : pieces()) {
			framer.feed(piece);
			while (framer.next()) {
				if (framer.array()[framer.offset()] == '{') {
					int length = decoder.decode(framer.array(), framer.offset(), framer.length());
					chunks += (length > 0) ? 1 : 0;
					characters += length;
				}
			}
		}
		check(chunks, characters);
	}

	/**
	 * Check what came of the bytes. A decoder that loses something is not fast but wrong.
	 * @param chunks how many chunks with text
	 * @param characters how many characters they have
	 */
	public void check(int chunks, long characters) {
		if (chunks != CHUNKS || characters != this.rendering.characters()) {
			throw new IllegalStateException("%s has %d chunks with %d characters, but %d and %d came"
				.formatted(this.shape, CHUNKS, this.rendering.characters(), chunks, characters));
		}
	}

	/**
	 * Check how many events were found.
	 * @param events the number
	 */
	public void checkEvents(int events) {
		if (events != this.rendering.events().size()) {
			throw new IllegalStateException("%s has %d events, but there were %d".formatted(this.shape,
					this.rendering.events().size(), events));
		}
	}

}
