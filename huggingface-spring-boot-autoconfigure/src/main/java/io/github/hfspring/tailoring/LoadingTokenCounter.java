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

package io.github.hfspring.tailoring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.thread.OwnThreads;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Counts with a tokenizer that has to be fetched first, and estimates until it is there.
 * It is fetched when something is counted for the first time, in the background; if that
 * fails, again after a minute, unless it would fail again. A file that came and cannot be
 * read may have been damaged on its way; as long as the same happens, the next one is
 * waited for twice as long, up to an hour.
 *
 * @since 0.1.0
 */
public final class LoadingTokenCounter implements TokenCounter, AutoCloseable {

	private static final Log logger = LogFactory.getLog(LoadingTokenCounter.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

	private final Mono<byte[]> json;

	private final Function<byte[], HuggingFaceTokenCounter> reader;

	private final LongSupplier nanoTime;

	private final TokenCounter estimate = TokenCounter.estimate();

	private final Disposable.Swap loading = Disposables.swap();

	private State state = State.NEW;

	private Duration pauseAfterUnreadable = PAUSE;

	private long triesAgainAt;

	private volatile @Nullable HuggingFaceTokenCounter counter;

	/**
	 * Create a counter.
	 * @param json fetches the file {@code tokenizer.json} of a model
	 */
	public LoadingTokenCounter(Mono<byte[]> json) {
		this(json, LoadingTokenCounter::read, System::nanoTime);
	}

	LoadingTokenCounter(Mono<byte[]> json, Function<byte[], HuggingFaceTokenCounter> reader, LongSupplier nanoTime) {
		Assert.notNull(json, "'json' must not be null");
		this.json = json.switchIfEmpty(Mono.error(() -> new IOException("there is no file")))
			.publishOn(OwnThreads.create("huggingface-tokenizer-"));
		this.reader = reader;
		this.nanoTime = nanoTime;
	}

	@Override
	public int count(ChatMessage message) {
		return current().count(message);
	}

	@Override
	public int count(ToolDefinition tool) {
		return current().count(tool);
	}

	/**
	 * Return what counts now, and have the tokenizer fetched if nobody has yet.
	 */
	TokenCounter current() {
		TokenCounter counter = this.counter;
		if (counter == null && begins()) {
			// It is read in the subscriber, which is not cut off from what it has begun
			this.loading.update(this.json.subscribe((json) -> loaded(this.reader.apply(json)), this::failed));
		}
		return (counter != null) ? counter : this.estimate;
	}

	/**
	 * Return whether what counted a while ago is to be replaced by the tokenizer.
	 */
	synchronized boolean isReplacing(TokenCounter counter) {
		return counter == this.estimate && (this.state == State.LOADING || this.state == State.THERE);
	}

	private synchronized boolean begins() {
		boolean again = this.state == State.FAILED && this.nanoTime.getAsLong() - this.triesAgainAt >= 0;
		if (this.state != State.NEW && !again) {
			return false;
		}
		this.state = State.LOADING;
		return true;
	}

	private static HuggingFaceTokenCounter read(byte[] json) {
		try {
			return HuggingFaceTokenCounter.of(new ByteArrayInputStream(json));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private synchronized void loaded(HuggingFaceTokenCounter counter) {
		if (this.state == State.CLOSED) {
			counter.close();
			return;
		}
		this.state = State.THERE;
		this.counter = counter;
		logger.debug("The tokenizer is there");
	}

	private synchronized void failed(Throwable error) {
		if (this.state == State.CLOSED) {
			return;
		}
		String cure = cure(error);
		this.state = (cure != null) ? State.GIVEN_UP : State.FAILED;
		this.triesAgainAt = this.nanoTime.getAsLong() + pauseAfter(error).toNanos();
		logger.warn("The tokenizer cannot be loaded, so that tokens are estimated: " + error.getMessage()
				+ ((cure != null) ? ". It is not tried again: " + cure : ""));
	}

	private Duration pauseAfter(Throwable error) {
		if (!(error instanceof IllegalArgumentException)) {
			return PAUSE;
		}
		Duration pause = this.pauseAfterUnreadable;
		Duration twice = pause.multipliedBy(2);
		this.pauseAfterUnreadable = (twice.compareTo(LONGEST_PAUSE) < 0) ? twice : LONGEST_PAUSE;
		return pause;
	}

	/**
	 * Return what to do about an error that would come again, or {@code null} if it may
	 * not.
	 */
	private static @Nullable String cure(Throwable error) {
		if (error instanceof IllegalStateException) {
			return "remove 'huggingface.tailoring.tokenizer' where the library cannot be used";
		}
		if (error instanceof HuggingFaceException ex && ex.kind() == ErrorKind.RESPONSE_TOO_LARGE) {
			return "set 'huggingface.tailoring.tokenizer' to the location of the file 'tokenizer.json'";
		}
		return switch ((error instanceof HuggingFaceException ex) ? ex.status() : 0) {
			case 404 -> "correct the id of the model in 'huggingface.tailoring.tokenizer', or give the location of the "
					+ "file 'tokenizer.json' of another model with the same tokenizer";
			case 401, 403 ->
				"ask for access on the page of the model, and set a token of Hugging Face that may read it, "
						+ "or give the location of the file";
			default -> null;
		};
	}

	/**
	 * Give up what is under way, and the memory of the tokenizer back.
	 */
	@Override
	public synchronized void close() {
		this.state = State.CLOSED;
		this.loading.dispose();
		HuggingFaceTokenCounter counter = this.counter;
		if (counter != null) {
			counter.close();
		}
	}

	private enum State {

		NEW, LOADING, THERE, FAILED, GIVEN_UP, CLOSED

	}

}
