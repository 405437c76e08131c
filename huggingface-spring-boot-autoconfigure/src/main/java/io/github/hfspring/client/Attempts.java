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

import java.time.Duration;
import java.util.function.Function;

import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.HuggingFaceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * All attempts to get an answer to one request: each is bounded in time, and another one
 * follows where that helps. This is the only place that repeats anything.
 */
final class Attempts extends Retry {

	private static final Log logger = LogFactory.getLog(Attempts.class);

	private final ChatRequest request;

	private final boolean stream;

	private final AttemptSettings settings;

	private final RetryRules rules;

	private final Patience patience;

	private final ChatCallbacks callbacks;

	/** When the first attempt began that did not find the model cold. */
	private long started = System.nanoTime();

	private volatile @Nullable Attempt current;

	private int retries;

	private boolean repeatedOnce;

	private int coldWaits;

	private long coldSince;

	/**
	 * Create the attempts for one request.
	 * @param request the request
	 * @param stream whether a stream is wanted
	 * @param settings whether and when to repeat
	 * @param callbacks whom to tell
	 */
	Attempts(ChatRequest request, boolean stream, AttemptSettings settings, ChatCallbacks callbacks) {
		this.request = request;
		this.stream = stream;
		this.settings = settings;
		this.rules = settings.rules();
		this.patience = new Patience(request.options().timeouts(), stream, settings.scaleUp(), settings.maxColdStart());
		this.callbacks = callbacks;
	}

	/**
	 * Return the number of the attempt that is under way, from 1.
	 */
	int number() {
		Attempt attempt = this.current;
		return (attempt != null) ? attempt.number() : 0;
	}

	/**
	 * Make as many attempts as it takes until there is an answer: the first chunk of a
	 * stream, or the whole of a call.
	 * @param sender makes one attempt
	 * @param <T> the type of the answer
	 * @return the answer
	 */
	<T> Mono<T> make(Function<Attempt, Mono<T>> sender) {
		return Mono.defer(() -> {
			Attempt attempt = next();
			this.current = attempt;
			long began = System.nanoTime();
			return bounded(sender.apply(attempt), attempt)
				.doOnTerminate(() -> this.patience.use(System.nanoTime() - began));
		}).retryWhen(this).contextWrite(DroppedErrors::write);
	}

	private <T> Mono<T> bounded(Mono<T> answer, Attempt attempt) {
		Patience.Limit limit = this.patience.firstChunk();
		return limit.isBounded()
				? answer.timeout(Duration.ofNanos(limit.nanos()), Mono.error(() -> attempt.timedOut(limit))) : answer;
	}

	/**
	 * The answer is not wanted any more.
	 */
	void cancel() {
		Attempt attempt = this.current;
		if (attempt != null) {
			attempt.giveUp();
		}
	}

	private Attempt next() {
		boolean skip = this.settings.malformedEvents() == MalformedEventPolicy.SKIP;
		return new Attempt(number() + 1, this.stream, this.patience, skip ? this::skipped : null);
	}

	private void skipped(HuggingFaceException error) {
		if (logger.isDebugEnabled()) {
			logger.debug("An event was left out: " + error.getMessage());
		}
		this.callbacks.onProgress(this.request, new ChatProgress.EventSkipped(error));
	}

	@Override
	public Publisher<Long> generateCompanion(Flux<RetrySignal> failures) {
		return failures.concatMap((failure) -> afterwards(failure.failure()));
	}

	/**
	 * Wait for the next attempt, or pass on the error of the last one.
	 */
	private Mono<Long> afterwards(Throwable failure) {
		if (!(failure instanceof HuggingFaceException error)) {
			return Mono.error(failure);
		}
		boolean cold = !this.settings.maxColdStart().isZero() && this.rules.isColdStart(error);
		Duration wait = cold ? waitForModel(error) : waitForRetry(error);
		if (wait == null) {
			return Mono.error(failure);
		}
		this.patience.use(wait.toNanos());
		return Mono.delay(wait);
	}

	private @Nullable Duration waitForModel(HuggingFaceException error) {
		long now = System.nanoTime();
		this.coldSince = (this.coldWaits == 0) ? now : this.coldSince;
		Duration waited = Duration.ofNanos(now - this.coldSince);
		Duration left = this.settings.maxColdStart().minus(waited);
		Duration wait = this.rules.waitForModel(error, this.coldWaits);
		if (wait.compareTo(left) > 0) {
			// What the server merely estimates is asked for once more at the end
			wait = (error.retryAfter() == null && !left.isNegative()) ? left : null;
		}
		if (wait == null || left.isNegative() || left.isZero() || isBeyondPatience(wait)) {
			return null;
		}
		this.coldWaits++;
		this.started = now + wait.toNanos();
		logger.info("The model is not ready: " + error.getMessage() + "; asking again in " + Patience.format(wait)
				+ ", after " + Patience.format(waited) + " of at most "
				+ Patience.format(this.settings.maxColdStart()));
		this.callbacks.onProgress(this.request, new ChatProgress.WaitingForModel(number(), error, wait, waited));
		return wait;
	}

	private @Nullable Duration waitForRetry(HuggingFaceException error) {
		RetrySettings settings = this.rules.settings();
		boolean once = this.rules.isRepeatedOnce(error);
		if (!this.rules.isRetryable(error) || this.retries >= settings.maxRetries() || (once && this.repeatedOnce)) {
			return null;
		}
		Duration wait = this.rules.waitAfter(error, this.retries);
		Duration elapsed = Duration.ofNanos(System.nanoTime() - this.started);
		if (elapsed.plus(wait).compareTo(settings.maxElapsedTime()) > 0 || isBeyondPatience(wait)) {
			return null;
		}
		this.retries++;
		this.repeatedOnce = this.repeatedOnce || once;
		if (logger.isDebugEnabled()) {
			logger.debug("Attempt " + number() + " failed, the next one follows in " + Patience.format(wait) + ": "
					+ error.getMessage());
		}
		this.callbacks.onProgress(this.request, new ChatProgress.AttemptFailed(number(), error, wait));
		return wait;
	}

	private boolean isBeyondPatience(Duration wait) {
		return this.patience.isBounded() && wait.toNanos() >= this.patience.left();
	}

}
