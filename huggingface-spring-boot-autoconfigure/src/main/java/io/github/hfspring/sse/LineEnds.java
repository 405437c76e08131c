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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Searches for line ends, eight bytes at a time.
 */
final class LineEnds {

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	private LineEnds() {
	}

	/**
	 * Find the first line feed or carriage return.
	 * @param bytes the bytes
	 * @param from where to begin
	 * @param to where to end
	 * @return its index, or {@code to} if there is none
	 */
	static int find(byte[] bytes, int from, int to) {
		int index = from;
		while (index <= to - Long.BYTES) {
			long word = (long) LONGS.get(bytes, index);
			long found = zeroBytes(word ^ ('\n' * ONES)) | zeroBytes(word ^ ('\r' * ONES));
			if (found != 0) {
				return index + (Long.numberOfTrailingZeros(found) >>> 3);
			}
			index += Long.BYTES;
		}
		while (index < to && bytes[index] != '\n' && bytes[index] != '\r') {
			index++;
		}
		return index;
	}

	/**
	 * Mark the bytes that are zero. Above the lowest of them others may be marked, too.
	 * @return the mark of each is its highest bit
	 */
	private static long zeroBytes(long word) {
		return (word - ONES) & ~word & HIGH_BITS;
	}

}
