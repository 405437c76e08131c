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

package io.github.hfspring.catalog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.github.hfspring.chat.HuggingFaceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The answers that are kept, by what was asked. Several that ask at once wait for the
 * same one, whether or not some of them give up. What has become old is asked for again
 * in the background, and holds meanwhile, though not for ever: nobody waits twice for an
 * endpoint that tells nothing, or does not answer in time, and nothing need be forgotten
 * because one cannot be asked for a moment. An error that came at once, such as that of a
 * server which is starting, holds for a moment alone, and then what comes next is waited
 * for; each time it comes again it holds twice as long, until it is as one that took
 * long. What is not there is not there, whatever was known before. Of many the one that
 * was not asked for the longest goes first.
 *
 * @param <T> the type of an answer
 */
final class KeptAnswers<T> {

	/** More models than one application uses. */
	static final int MAX_SIZE = 256;

	/** How long it takes until what tells nothing is asked for again. */
	static final Duration ERROR_AGE = Duration.ofSeconds(30);

	/**
	 * How long an error holds at first that came in less than half the time that one
	 * waits for an answer.
	 */
	static final Duration QUICK_ERROR_AGE = Duration.ofSeconds(2);

	/** How long an answer holds that cannot be had anew. */
	static final Duration LONGEST_AGE = Duration.ofHours(1);

	private static final Log logger = LogFactory.getLog(KeptAnswers.class);

	private final CatalogPatience patience;

	private final Duration age;

	private final boolean keepsErrors;

	private final Predicate<T> isAnswer;

	private final Function<String, Mono<T>> source;

	private final LongSupplier clock;

	private final Map<String, Kept> entries = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
			return size() > MAX_SIZE;
		}

	};

	/**
	 * Create an empty store.
	 * @param patience how long to wait, and to keep at most
	 * @param age how long to keep an answer
	 * @param keepsErrors whether an error holds as well: one that took long while it is
	 * asked again, and others for a moment
	 * @param isAnswer whether what came tells anything; what does not takes no answer's
	 * place
	 * @param source whom to ask; empty if what was asked for is not there
	 */
	KeptAnswers(CatalogPatience patience, Duration age, boolean keepsErrors, Predicate<T> isAnswer,
			Function<String, Mono<T>> source) {
		this(patience, age, keepsErrors, isAnswer, source, System::nanoTime);
	}

	KeptAnswers(CatalogPatience patience, Duration age, boolean keepsErrors, Predicate<T> isAnswer,
			Function<String, Mono<T>> source, LongSupplier clock) {
		this.patience = patience;
		this.age = patience.atMostMaxAge(age);
		this.keepsErrors = keepsErrors;
		this.isAnswer = isAnswer;
		this.source = source;
		this.clock = clock;
	}

	/**
	 * Return an answer, and wait only if nothing holds. Whoever asks gets an exception of
	 * their own, since they may attach to it what is nobody else's business.
	 */
	Mono<T> get(String question) {
		return Mono.defer(() -> {
			Kept entry;
			synchronized (this.entries) {
				entry = this.entries.computeIfAbsent(question, Kept::new);
			}
			return entry.get();
		}).onErrorMap(HuggingFaceException.class, HuggingFaceException::copy);
	}

	private static Duration min(Duration one, Duration other) {
		return (one.compareTo(other) < 0) ? one : other;
	}

	private static Duration max(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	/**
	 * What is known of one question.
	 */
	private final class Kept {

		private final String question;

		private @Nullable Mono<T> outcome;

		private Rank rank = Rank.ERROR;

		private long askedAt;

		private long freshUntil;

		private long holdsUntil;

		private Duration pause = Duration.ZERO;

		private Duration quickPause = Duration.ZERO;

		private @Nullable Mono<T> underWay;

		Kept(String question) {
			this.question = question;
		}

		Mono<T> get() {
			Mono<T> held;
			Mono<T> asked;
			synchronized (this) {
				held = held();
				boolean fresh = KeptAnswers.this.clock.getAsLong() - this.freshUntil < 0;
				if (held != null && (fresh || this.underWay != null)) {
					return held;
				}
				this.underWay = (this.underWay != null) ? this.underWay : ask();
				asked = this.underWay;
			}
			if (held == null) {
				return asked;
			}
			asked.subscribe((answer) -> {
			}, (error) -> logger
				.debug("What is known holds, since the endpoint could not be asked again: " + error.getMessage()));
			return held;
		}

		private Mono<T> ask() {
			this.askedAt = KeptAnswers.this.clock.getAsLong();
			return KeptAnswers.this.patience.limit(Mono.defer(() -> KeptAnswers.this.source.apply(this.question)))
				.doOnSuccess(this::answered)
				.doOnError(this::failed)
				.cache();
		}

		/**
		 * Return what holds, fresh or not.
		 */
		private @Nullable Mono<T> held() {
			boolean holds = KeptAnswers.this.clock.getAsLong() - this.holdsUntil < 0;
			this.outcome = holds ? this.outcome : null;
			return this.outcome;
		}

		private synchronized void answered(@Nullable T answer) {
			Duration age = KeptAnswers.this.age;
			if (answer == null) {
				Duration time = min(ERROR_AGE, age);
				keep(Rank.ANSWER, Mono.empty(), time, time);
			}
			else if (KeptAnswers.this.isAnswer.test(answer)) {
				this.pause = Duration.ZERO;
				this.quickPause = Duration.ZERO;
				keep(Rank.ANSWER, Mono.just(answer), age, age.isZero() ? age : max(age, LONGEST_AGE));
			}
			else {
				// Most that tell nothing never will
				this.pause = min(max(this.pause.multipliedBy(2), ERROR_AGE), age);
				keep(Rank.NOTHING, Mono.just(answer), this.pause, age.isZero() ? age : this.pause.plus(LONGEST_AGE));
			}
		}

		private synchronized void failed(Throwable error) {
			CatalogPatience patience = KeptAnswers.this.patience;
			Duration took = Duration.ofNanos(KeptAnswers.this.clock.getAsLong() - this.askedAt);
			boolean quick = took.compareTo(patience.timeout().dividedBy(2)) < 0
					&& this.quickPause.compareTo(ERROR_AGE) < 0;
			// What fails again and again is not starting
			this.quickPause = quick ? max(this.quickPause.multipliedBy(2), QUICK_ERROR_AGE) : this.quickPause;
			// A server that is starting will tell soon, so that this holds less long
			Duration holds = patience.atMostMaxAge(quick ? this.quickPause : LONGEST_AGE);
			keep(Rank.ERROR, Mono.error(error), patience.atMostMaxAge(ERROR_AGE),
					KeptAnswers.this.keepsErrors ? holds : Duration.ZERO);
		}

		/**
		 * Keep an outcome, unless one that says more still holds.
		 */
		private void keep(Rank rank, Mono<T> outcome, Duration fresh, Duration holds) {
			long now = KeptAnswers.this.clock.getAsLong();
			if (held() == null || rank.compareTo(this.rank) >= 0) {
				this.rank = rank;
				this.outcome = outcome;
				this.holdsUntil = now + holds.toNanos();
			}
			this.freshUntil = now + fresh.toNanos();
			this.underWay = null;
		}

	}

	/**
	 * How much an outcome says.
	 */
	private enum Rank {

		/** The endpoint could not be asked. */
		ERROR,

		/** The endpoint does not tell. */
		NOTHING,

		/** The endpoint tells, if only that there is nothing to tell of. */
		ANSWER

	}

}
