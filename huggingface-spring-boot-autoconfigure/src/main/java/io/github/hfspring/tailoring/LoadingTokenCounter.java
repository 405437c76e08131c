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
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ToolDefinition;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Counts with a tokenizer that has to be fetched first, and estimates until it is there.
 * It is fetched when something is counted for the first time, in the background; if that
 * fails, again after a while.
 *
 * @since 0.1.0
 */
public final class LoadingTokenCounter implements TokenCounter, AutoCloseable {

	private static final Log logger = LogFactory.getLog(LoadingTokenCounter.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final Mono<byte[]> json;

	private final Duration pause;

	private final TokenCounter estimate = TokenCounter.estimate();

	private final AtomicBoolean asked = new AtomicBoolean();

	private final Disposable.Composite loading = Disposables.composite();

	private volatile @Nullable HuggingFaceTokenCounter counter;

	/**
	 * Create a counter.
	 * @param json fetches the file {@code tokenizer.json} of a model
	 */
	public LoadingTokenCounter(Mono<byte[]> json) {
		this(json, PAUSE);
	}

	LoadingTokenCounter(Mono<byte[]> json, Duration pause) {
		Assert.notNull(json, "'json' must not be null");
		this.json = json;
		this.pause = pause;
	}

	@Override
	public int count(ChatMessage message) {
		return counter().count(message);
	}

	@Override
	public int count(ToolDefinition tool) {
		return counter().count(tool);
	}

	private TokenCounter counter() {
		TokenCounter counter = this.counter;
		if (counter != null) {
			return counter;
		}
		if (!this.asked.getAndSet(true)) {
			this.loading.add(this.json.publishOn(Schedulers.boundedElastic())
				.map(LoadingTokenCounter::read)
				.subscribe(this::loaded, this::failed));
		}
		return this.estimate;
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
		if (this.loading.isDisposed()) {
			counter.close();
			return;
		}
		this.counter = counter;
		logger.debug("The tokenizer is there");
	}

	private void failed(Throwable error) {
		logger.warn("The tokenizer cannot be loaded, so that tokens are estimated: " + error.getMessage());
		this.loading.add(Mono.delay(this.pause).subscribe((tick) -> this.asked.set(false)));
	}

	/**
	 * Give up what is under way, and the memory of the tokenizer back.
	 */
	@Override
	public synchronized void close() {
		this.loading.dispose();
		HuggingFaceTokenCounter counter = this.counter;
		if (counter != null) {
			counter.close();
		}
	}

}
