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

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The answers that are kept, by what was asked. Several that ask at once wait for the
 * same one, whether or not some of them give up. An answer that has become old is asked
 * for again in the background, and holds until there is another, though not for ever:
 * nothing need be forgotten because an endpoint cannot be asked for a moment. Of many the
 * one that was not asked for the longest goes first.
 *
 * @param <T> the type of an answer
 */
final class KeptAnswers<T> {

	/** More models than one application uses. */
	static final int MAX_SIZE = 256;

	/** How long what tells nothing is kept. */
	static final Duration ERROR_AGE = Duration.ofSeconds(30);

	/** How long an answer holds that cannot be had anew. */
	static final Duration LONGEST_AGE = Duration.ofHours(1);

	private final CatalogPatience patience;

	private final Duration age;

	private final Duration errorAge;

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
	 * @param errorAge how long to keep an error
	 * @param isAnswer whether what came tells anything; what does not is kept no longer
	 * than {@link #ERROR_AGE}, and takes no answer's place
	 * @param source whom to ask
	 */
	KeptAnswers(CatalogPatience patience, Duration age, Duration errorAge, Predicate<T> isAnswer,
			Function<String, Mono<T>> source) {
		this(patience, age, errorAge, isAnswer, source, System::nanoTime);
	}

	KeptAnswers(CatalogPatience patience, Duration age, Duration errorAge, Predicate<T> isAnswer,
			Function<String, Mono<T>> source, LongSupplier clock) {
		this.patience = patience;
		this.age = patience.atMostMaxAge(age);
		this.errorAge = patience.atMostMaxAge(errorAge);
		this.isAnswer = isAnswer;
		this.source = source;
		this.clock = clock;
	}

	/**
	 * Return an answer, and ask only if there is none.
	 */
	Mono<T> get(String question) {
		return Mono.defer(() -> {
			Kept entry;
			synchronized (this.entries) {
				entry = this.entries.computeIfAbsent(question, Kept::new);
			}
			return entry.get();
		});
	}

	/**
	 * What is known of one question.
	 */
	private final class Kept {

		private final String question;

		private @Nullable T answer;

		private long answeredAt;

		private @Nullable Mono<T> kept;

		private long keptUntil;

		private @Nullable Mono<T> underWay;

		Kept(String question) {
			this.question = question;
		}

		Mono<T> get() {
			Mono<T> asked;
			T old;
			synchronized (this) {
				if (this.kept != null && KeptAnswers.this.clock.getAsLong() - this.keptUntil < 0) {
					return this.kept;
				}
				this.underWay = (this.underWay != null) ? this.underWay : ask();
				asked = this.underWay;
				old = answer();
			}
			if (old == null) {
				return asked;
			}
			asked.subscribe((answer) -> {
			}, (error) -> {
			});
			return Mono.just(old);
		}

		private Mono<T> ask() {
			return KeptAnswers.this.patience.limit(Mono.defer(() -> KeptAnswers.this.source.apply(this.question)))
				.doOnSuccess(this::answered)
				.doOnError((error) -> keep(Mono.error(error), KeptAnswers.this.errorAge))
				.cache();
		}

		/**
		 * Return the last answer, if it still holds.
		 */
		private @Nullable T answer() {
			boolean holds = KeptAnswers.this.clock.getAsLong() - this.answeredAt < LONGEST_AGE.toNanos();
			this.answer = holds ? this.answer : null;
			return this.answer;
		}

		private synchronized void answered(@Nullable T answer) {
			if (answer == null || !KeptAnswers.this.isAnswer.test(answer)) {
				Duration age = KeptAnswers.this.age;
				keep(Mono.justOrEmpty(answer), (age.compareTo(ERROR_AGE) < 0) ? age : ERROR_AGE);
				return;
			}
			if (!KeptAnswers.this.age.isZero()) {
				this.answer = answer;
				this.answeredAt = KeptAnswers.this.clock.getAsLong();
			}
			keepUntil(Mono.just(answer), KeptAnswers.this.age);
		}

		/**
		 * Keep what tells nothing, but go on with the last answer if there is one.
		 */
		private synchronized void keep(Mono<T> nothing, Duration age) {
			T old = answer();
			if (old != null) {
				keepUntil(Mono.just(old), KeptAnswers.this.patience.atMostMaxAge(ERROR_AGE));
			}
			else {
				keepUntil(nothing, age);
			}
		}

		private void keepUntil(Mono<T> kept, Duration age) {
			this.kept = kept;
			this.keptUntil = KeptAnswers.this.clock.getAsLong() + age.toNanos();
			this.underWay = null;
		}

	}

}
