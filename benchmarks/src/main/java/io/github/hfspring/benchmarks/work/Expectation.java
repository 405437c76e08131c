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

package io.github.hfspring.benchmarks.work;

import io.github.hfspring.benchmarks.client.ClientKind;
import io.github.hfspring.benchmarks.client.Receiver;
import io.github.hfspring.benchmarks.shape.ModelName;
import io.github.hfspring.benchmarks.shape.Rendering;

/**
 * What a stream must bring. A client that loses something is not fast but wrong.
 *
 * @param model the name of the model
 * @param chunks how many chunks with text
 * @param characters how many characters
 * @param bytes how many bytes
 * @param bytesOnly whether the client knows of nothing else than bytes
 */
record Expectation(String model, int chunks, long characters, long bytes, boolean bytesOnly) {

	static Expectation of(ModelName name, ClientKind kind) {
		Rendering rendering = name.shape().render(name.count());
		return new Expectation(name.toString(), rendering.chunks(), rendering.characters(), rendering.bytes(),
				kind == ClientKind.FLOOR1);
	}

	/**
	 * Check what came.
	 * @param receiver the receiver of a stream that has ended
	 */
	void check(Receiver receiver) {
		boolean right = this.bytesOnly ? receiver.bytes() == this.bytes
				: receiver.chunks() == this.chunks && receiver.characters() == this.characters;
		if (!right) {
			throw new IllegalStateException("%s has %d chunks with %d characters in %d bytes, but %d, %d and %d came"
				.formatted(this.model, this.chunks, this.characters, this.bytes, receiver.chunks(),
						receiver.characters(), receiver.bytes()));
		}
	}

	/**
	 * Return how many chunks have come so far.
	 * @param receiver the receiver of a stream
	 * @return how many, estimated for a client that knows of bytes only
	 */
	double chunksOf(Receiver receiver) {
		return this.bytesOnly ? (double) receiver.bytes() / this.bytes * this.chunks : receiver.chunks();
	}

	/**
	 * Return how much of each chunk is text, which a client that gives what came before
	 * an error has to keep: two bytes a character, since not all of it is Latin-1.
	 * @return the bytes a chunk
	 */
	double textBytesPerChunk() {
		return 2.0 * this.characters / this.chunks;
	}

}
