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

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LineEndsTests {

	@Test
	void findsEveryEndAtEveryPlace() {
		for (int length = 0; length < 40; length++) {
			for (int from = 0; from <= length; from++) {
				assertThat(LineEnds.find(new byte[length + 9], from, length)).isEqualTo(length);
				for (int at = from; at < length; at++) {
					byte[] bytes = new byte[length];
					bytes[at] = (byte) ((at % 2 == 0) ? '\n' : '\r');
					assertThat(LineEnds.find(bytes, from, length)).isEqualTo(at);
				}
			}
		}
	}

	@Test
	void takesNoOtherByteForAnEnd() {
		for (int value = 0; value < 256; value++) {
			byte[] bytes = new byte[19];
			bytes[5] = (byte) value;
			bytes[14] = (byte) value;
			boolean end = value == '\n' || value == '\r';
			assertThat(LineEnds.find(bytes, 0, bytes.length)).isEqualTo(end ? 5 : bytes.length);
		}
	}

	@Test
	void findsWhatASimpleSearchFinds() {
		Random random = new Random(42);
		for (int round = 0; round < 20_000; round++) {
			byte[] bytes = new byte[random.nextInt(64)];
			random.nextBytes(bytes);
			int from = random.nextInt(bytes.length + 1);
			int to = from + random.nextInt(bytes.length - from + 1);
			int expected = from;
			while (expected < to && bytes[expected] != '\n' && bytes[expected] != '\r') {
				expected++;
			}
			assertThat(LineEnds.find(bytes, from, to)).isEqualTo(expected);
		}
	}

}
