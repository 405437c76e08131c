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

package io.github.hfspring.benchmarks.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.hfspring.benchmarks.shape.ModelName;
import io.github.hfspring.benchmarks.shape.Rendering;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A response that is ready to be written: its head, and its body in parts, each of them
 * one HTTP chunk. A part of a paced response is an event; other parts hold as many events
 * as a busy server sends with one write.
 *
 * @param parts the parts, shared by all who write them
 * @param pace the parts a second, or 0 for no limit
 * @param times how often to write the parts, one after the other
 * @param counted whether to count the bytes that were written
 */
record Offer(List<ByteBuf> parts, int pace, int times, boolean counted) {

	private static final int PART_SIZE = 16 * 1024;

	private static final int MEGABYTE = 1024 * 1024;

	private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
			+ "cache-control: no-cache\r\nx-accel-buffering: no\r\ntransfer-encoding: chunked\r\n\r\n";

	static final ByteBuf END = shared("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

	static Offer stream(ModelName name) {
		if (name.megabytes()) {
			// Without the end, which is written once only
			Rendering megabyte = name.shape().render(3500);
			List<ByteBuf> parts = parts(megabyte.events().subList(0, 3500), PART_SIZE);
			return new Offer(parts, 0, name.count() * MEGABYTE / size(parts) + 1, true);
		}
		Rendering rendering = name.shape().render(name.count());
		return new Offer(parts(rendering.events(), (name.pace() > 0) ? 1 : PART_SIZE), name.pace(), 1, false);
	}

	static ByteBuf head() {
		return Unpooled.copiedBuffer(HEAD, StandardCharsets.US_ASCII);
	}

	static ByteBuf document(String status, byte[] json) {
		String head = "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\ncontent-length: " + json.length
				+ "\r\n\r\n";
		return shared(head.getBytes(StandardCharsets.US_ASCII), json);
	}

	private static int size(List<ByteBuf> parts) {
		return parts.stream().mapToInt(ByteBuf::readableBytes).sum();
	}

	private static List<ByteBuf> parts(List<byte[]> events, int size) {
		List<ByteBuf> parts = new ArrayList<>();
		List<byte[]> part = new ArrayList<>();
		int length = 0;
		for (byte[] event : events) {
			part.add(event);
			length += event.length;
			if (length >= size) {
				parts.add(part(part, length));
				part.clear();
				length = 0;
			}
		}
		if (!part.isEmpty()) {
			parts.add(part(part, length));
		}
		return List.copyOf(parts);
	}

	private static ByteBuf part(List<byte[]> events, int length) {
		List<byte[]> pieces = new ArrayList<>(events);
		pieces.add(0, (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
		pieces.add("\r\n".getBytes(StandardCharsets.US_ASCII));
		return shared(pieces.toArray(byte[][]::new));
	}

	/**
	 * Copy bytes to where the operating system takes them from without another copy.
	 */
	private static ByteBuf shared(byte[]... pieces) {
		int length = 0;
		for (byte[] piece : pieces) {
			length += piece.length;
		}
		ByteBuf buffer = Unpooled.directBuffer(length, length);
		for (byte[] piece : pieces) {
			buffer.writeBytes(piece);
		}
		return Unpooled.unreleasableBuffer(buffer.asReadOnly());
	}

}
