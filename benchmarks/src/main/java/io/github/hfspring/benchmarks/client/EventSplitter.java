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

package io.github.hfspring.benchmarks.client;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;

/**
 * Finds the data of events that are one line each and end with a line feed: what the
 * server of the benchmark sends, and no more.
 */
final class EventSplitter {

	private static final int PREFIX = "data: ".length();

	private byte[] bytes = new byte[32 * 1024];

	private int position;

	private int limit;

	private int start;

	private int end;

	void feed(ByteBuf buffer) {
		int length = buffer.readableBytes();
		if (this.position == this.limit) {
			this.position = 0;
			this.limit = 0;
		}
		else if (this.limit + length > this.bytes.length) {
			System.arraycopy(this.bytes, this.position, this.bytes, 0, this.limit - this.position);
			this.limit -= this.position;
			this.position = 0;
		}
		if (this.limit + length > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, 2 * (this.limit + length));
		}
		buffer.readBytes(this.bytes, this.limit, length);
		this.limit += length;
	}

	/**
	 * Go to the next event.
	 * @return whether there is one that is whole
	 */
	boolean next() {
		byte[] array = this.bytes;
		for (int i = this.position; i < this.limit; i++) {
			if (array[i] == '\n') {
				int line = this.position;
				this.position = i + 1;
				if (i - line > PREFIX && array[line] == 'd') {
					this.start = line + PREFIX;
					this.end = i;
					return true;
				}
			}
		}
		return false;
	}

	boolean isDone() {
		return this.bytes[this.start] == '[';
	}

	byte[] array() {
		return this.bytes;
	}

	int offset() {
		return this.start;
	}

	int length() {
		return this.end - this.start;
	}

}
