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

import java.util.ArrayList;
import java.util.List;

import io.github.hfspring.chat.ChatChunk;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Reads a stream, asking for chunks by chance: from within the last one, from outside, a
 * few or all of them.
 */
final class FuzzReader implements CoreSubscriber<ChatChunk> {

	private final FuzzRounds.Case fuzz;

	private final boolean greedy;

	private final List<ChatChunk> chunks = new ArrayList<>();

	private Subscription subscription;

	private long demand;

	private int ends;

	private Throwable error;

	private FuzzReader(FuzzRounds.Case fuzz, boolean greedy) {
		this.fuzz = fuzz;
		this.greedy = greedy;
	}

	/**
	 * Read a stream to its end.
	 * @param fuzz the round
	 * @param stream the stream
	 * @param body what the stream is read from
	 * @return the reader
	 */
	static FuzzReader read(FuzzRounds.Case fuzz, Flux<ChatChunk> stream, FuzzBody body) {
		FuzzReader reader = new FuzzReader(fuzz, fuzz.chance(4));
		stream.subscribe(reader);
		int idle = 0;
		while (reader.ends == 0 && idle < 10_000) {
			boolean moved = fuzz.chance(2) && body.proceed();
			if (!moved && !reader.greedy && fuzz.chance(2)) {
				reader.request(1 + fuzz.random().nextInt(3));
			}
			idle = moved ? 0 : idle + 1;
		}
		for (int i = 0; i < 20; i++) {
			body.proceed();
		}
		return reader;
	}

	/**
	 * Read a stream to its end at once.
	 */
	static FuzzReader readAtOnce(FuzzRounds.Case fuzz, Flux<ChatChunk> stream) {
		FuzzReader reader = new FuzzReader(fuzz, true);
		stream.subscribe(reader);
		return reader;
	}

	private void request(long n) {
		this.demand += n;
		this.subscription.request(n);
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		if (this.greedy) {
			this.demand = Integer.MAX_VALUE;
			subscription.request(Long.MAX_VALUE);
		}
		else if (this.fuzz.chance(2)) {
			request(1);
		}
	}

	@Override
	public void onNext(ChatChunk chunk) {
		if (this.ends > 0) {
			throw new AssertionError("A chunk after the end");
		}
		if (this.demand-- == 0) {
			throw new AssertionError("A chunk that was not asked for");
		}
		this.chunks.add(chunk);
		if (!this.greedy && this.fuzz.chance(2)) {
			request(1 + this.fuzz.random().nextInt(2));
		}
	}

	@Override
	public void onError(Throwable error) {
		this.ends++;
		this.error = error;
	}

	@Override
	public void onComplete() {
		this.ends++;
	}

	List<ChatChunk> chunks() {
		return this.chunks;
	}

	int ends() {
		return this.ends;
	}

	Throwable error() {
		return this.error;
	}

	/**
	 * Return the end in words that can be compared.
	 */
	String end() {
		return (this.error != null) ? this.error.toString() : "complete";
	}

}
