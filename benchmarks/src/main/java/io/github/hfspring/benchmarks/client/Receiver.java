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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

/**
 * Counts what a client receives of one stream. One thread at a time adds to the counts,
 * and others may look at them.
 */
public class Receiver {

	private final AtomicLong chunks = new AtomicLong();

	private final AtomicLong characters = new AtomicLong();

	private final AtomicLong bytes = new AtomicLong();

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private volatile long firstNanos;

	/**
	 * Take note of a chunk. One without text does not count.
	 * @param characters how many characters its text has
	 */
	public void chunk(int characters) {
		if (characters > 0) {
			first();
			add(this.chunks, 1);
			add(this.characters, characters);
		}
	}

	/**
	 * Take note of bytes, for a client that knows of nothing else.
	 * @param count how many
	 */
	public void bytes(int count) {
		first();
		add(this.bytes, count);
	}

	/**
	 * Take note of the end.
	 * @param error what ended the stream, or {@code null} for an orderly end
	 */
	public void ended(@Nullable Throwable error) {
		if (error != null) {
			this.end.completeExceptionally(error);
		}
		else {
			this.end.complete(null);
		}
	}

	private void first() {
		if (this.firstNanos == 0) {
			this.firstNanos = System.nanoTime();
			begun();
		}
	}

	/**
	 * Called when the first text has come.
	 */
	protected void begun() {
	}

	private static void add(AtomicLong counter, int count) {
		counter.setOpaque(counter.getPlain() + count);
	}

	public long chunks() {
		return this.chunks.getOpaque();
	}

	public long characters() {
		return this.characters.getOpaque();
	}

	public long bytes() {
		return this.bytes.getOpaque();
	}

	/**
	 * Return when the first text came.
	 * @return the time of {@link System#nanoTime()}, or 0 if none has come
	 */
	public long firstNanos() {
		return this.firstNanos;
	}

	/**
	 * Return what is completed when the stream ends.
	 * @return the end
	 */
	public CompletableFuture<Void> end() {
		return this.end;
	}

}
