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

import java.util.function.Consumer;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;

/**
 * One attempt to get an answer: what it may take, and what is known of it so far.
 */
final class Attempt {

	private final int number;

	private final boolean stream;

	private final Patience patience;

	private final @Nullable Consumer<HuggingFaceException> skipped;

	private volatile ResponseMetadata metadata = ResponseMetadata.none();

	private volatile @Nullable Subscription opened;

	private volatile Runnable abort = () -> {
	};

	/**
	 * Create an attempt.
	 * @param number its number, from 1
	 * @param stream whether a stream is wanted
	 * @param patience how long it may wait
	 * @param skipped is told of events that are left out; {@code null} to leave none out
	 */
	Attempt(int number, boolean stream, Patience patience, @Nullable Consumer<HuggingFaceException> skipped) {
		this.number = number;
		this.stream = stream;
		this.patience = patience;
		this.skipped = skipped;
	}

	int number() {
		return this.number;
	}

	boolean isStream() {
		return this.stream;
	}

	Patience patience() {
		return this.patience;
	}

	@Nullable Consumer<HuggingFaceException> skipped() {
		return this.skipped;
	}

	/**
	 * Take note of what the response says beside its body.
	 */
	void responded(ResponseMetadata metadata) {
		this.metadata = metadata;
	}

	/**
	 * Take note of the stream that is being read.
	 */
	void opened(Subscription stream) {
		this.opened = stream;
	}

	/**
	 * Cancel the stream, if there is one. One that was handed out may have been dropped
	 * on its way, where a limit was reached or the request cancelled in that moment.
	 */
	void giveUp() {
		Subscription stream = this.opened;
		if (stream != null) {
			stream.cancel();
		}
	}

	/**
	 * Take note of what ends the request where to cancel the body does not.
	 */
	void abortWith(Runnable abort) {
		this.abort = abort;
	}

	/**
	 * Give up the request that was sent last.
	 */
	void abort() {
		this.abort.run();
	}

	/**
	 * Give up because it took too long.
	 */
	HuggingFaceException timedOut(Patience.Limit limit) {
		giveUp();
		return HuggingFaceException.of(ErrorKind.TIMEOUT, limit.describe()).metadata(this.metadata).build();
	}

}
