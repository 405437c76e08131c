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

package io.github.hfspring.benchmarks.shape;

import java.util.List;

/**
 * A stream as the server sends it.
 *
 * @param events the events, with those that have no text and the end
 * @param chunks how many of the events have text: an answer, reasoning or arguments
 * @param characters how many characters these have
 */
public record Rendering(List<byte[]> events, int chunks, long characters) {

	/**
	 * Return how many bytes all events have.
	 * @return the bytes
	 */
	public long bytes() {
		long bytes = 0;
		for (byte[] event : this.events) {
			bytes += event.length;
		}
		return bytes;
	}

}
