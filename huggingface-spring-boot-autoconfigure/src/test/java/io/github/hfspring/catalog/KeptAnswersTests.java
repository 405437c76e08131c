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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.RawHttpServer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link KeptAnswers}.
 */
class KeptAnswersTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private static final Duration AGE = Duration.ofMinutes(5);

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

	private final Deque<Mono<String>> outcomes = new ArrayDeque<>();

	private final List<String> asked = new ArrayList<>();

	private KeptAnswers<String> answers(Duration age, boolean keepsErrors) {
		return new KeptAnswers<>(new CatalogPatience(AGE, LIMIT), age, keepsErrors, (answer) -> !answer.isEmpty(),
				(question) -> {
					this.asked.add(question);
					return this.outcomes.isEmpty() ? Mono.just("answer") : this.outcomes.remove();
				}, this.now::get);
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	@Test
	void anAnswerIsKeptForItsAge() {
		KeptAnswers<String> answers = answers(AGE, false);
		for (int i = 0; i < 3; i++) {
			assertThat(answers.get("q").block(LIMIT)).isEqualTo("answer");
			pass(Duration.ofMinutes(2));
		}
		assertThat(this.asked).hasSize(1);
		answers.get("q").block(LIMIT);
		assertThat(this.asked).hasSize(2);
	}

	@Test
	void anOldAnswerHoldsUntilThereIsAnother() {
		KeptAnswers<String> answers = answers(AGE, false);
		assertThat(answers.get("q").block(LIMIT)).isEqualTo("answer");
		pass(AGE);
		Sinks.One<String> next = Sinks.one();
		this.outcomes.add(next.asMono());
		assertThat(answers.get("q").block(LIMIT)).isEqualTo("answer");
		assertThat(answers.get("q").block(LIMIT)).isEqualTo("answer");
		assertThat(this.asked).hasSize(2);
		next.tryEmitValue("other");
		assertThat(answers.get("q").block(LIMIT)).isEqualTo("other");
	}

	@Test
	void aFailureForgetsNothingForAnHour() {
		KeptAnswers<String> answers = answers(AGE, false);
		answers.get("q").block(LIMIT);
		pass(AGE);
		for (Mono<String> failure : List.<Mono<String>>of(Mono.error(new IllegalStateException()), Mono.just(""),
				Mono.error(new IllegalStateException()))) {
			this.outcomes.add(failure);
			assertThat(answers.get("q").block(LIMIT)).isEqualTo("answer");
			assertThat(this.outcomes).isEmpty();
			assertThat(answers.get("q").block(LIMIT)).as("not asked again at once").isEqualTo("answer");
			pass(KeptAnswers.ERROR_AGE);
		}
		assertThat(this.asked).hasSize(4);
		pass(KeptAnswers.LONGEST_AGE);
		this.outcomes.add(Mono.error(new IllegalStateException()));
		assertThatIllegalStateException().isThrownBy(() -> answers.get("q").block(LIMIT));
		assertThat(answers.get("q").block(LIMIT)).isEqualTo("answer");
	}

	@Test
	void whatIsNotThereAnyMoreIsForgotten() {
		KeptAnswers<String> answers = answers(AGE, false);
		answers.get("q").block(LIMIT);
		pass(AGE);
		this.outcomes.add(Mono.empty());
		answers.get("q").block(LIMIT);
		assertThat(answers.get("q").blockOptional(LIMIT)).isEmpty();
		assertThat(this.asked).hasSize(2);
		pass(KeptAnswers.ERROR_AGE);
		assertThat(answers.get("q").block(LIMIT)).as("it may be there again").isEqualTo("answer");
	}

	@Test
	void nobodyWaitsTwiceForWhatTellsNothing() {
		KeptAnswers<String> answers = answers(AGE, false);
		this.outcomes.add(Mono.just(""));
		assertThat(answers.get("q").block(LIMIT)).isEmpty();
		pass(KeptAnswers.ERROR_AGE);
		Sinks.One<String> next = Sinks.one();
		this.outcomes.add(next.asMono());
		for (int i = 0; i < 3; i++) {
			assertThat(answers.get("q").block(LIMIT)).isEmpty();
		}
		assertThat(this.asked).hasSize(2);
		next.tryEmitValue("answer");
		assertThat(answers.get("q").block(LIMIT)).isEqualTo("answer");
	}

	@Test
	void whatTellsNothingIsAskedLessAndLessOften() {
		KeptAnswers<String> answers = answers(AGE, false);
		answers.get("q").block(LIMIT);
		pass(AGE);
		for (int round = 0; round < 2; round++) {
			for (int seconds : List.of(30, 60, 120, 240, 300, 300)) {
				this.asked.clear();
				this.outcomes.add(Mono.just(""));
				answers.get("q").block(LIMIT);
				pass(Duration.ofSeconds(seconds - 1));
				answers.get("q").block(LIMIT);
				assertThat(this.asked).as("within " + seconds + " s").hasSize(1);
				pass(Duration.ofSeconds(1));
			}
			answers.get("q").block(LIMIT);
			assertThat(answers.get("q").block(LIMIT)).as("told again").isEqualTo("answer");
			pass(AGE);
		}
	}

	@Test
	void aFailureTakesThePlaceOfNothingLess() {
		KeptAnswers<String> answers = answers(AGE, true);
		this.outcomes.add(Mono.just(""));
		answers.get("q").block(LIMIT);
		pass(KeptAnswers.ERROR_AGE);
		this.outcomes.add(Mono.error(new IllegalStateException()));
		for (int i = 0; i < 3; i++) {
			assertThat(answers.get("q").block(LIMIT)).isEmpty();
		}
		assertThat(this.asked).hasSize(2);
	}

	@Test
	void anErrorIsKeptWhereItShouldBe() {
		KeptAnswers<String> forgetting = answers(AGE, false);
		this.outcomes.add(Mono.error(new IllegalStateException()));
		assertThatIllegalStateException().isThrownBy(() -> forgetting.get("q").block(LIMIT));
		assertThat(forgetting.get("q").block(LIMIT)).isEqualTo("answer");
		this.asked.clear();
		KeptAnswers<String> keeping = answers(Duration.ZERO, true);
		this.outcomes.add(failureAfter(LIMIT));
		for (int i = 0; i < 3; i++) {
			assertThatIllegalStateException().isThrownBy(() -> keeping.get("q").block(LIMIT));
		}
		assertThat(this.asked).hasSize(1);
		pass(KeptAnswers.ERROR_AGE);
		Sinks.One<String> next = Sinks.one();
		this.outcomes.add(next.asMono());
		for (int i = 0; i < 3; i++) {
			assertThatIllegalStateException().as("nobody waits").isThrownBy(() -> keeping.get("q").block(LIMIT));
		}
		assertThat(this.asked).hasSize(2);
		next.tryEmitValue("answer");
		assertThat(keeping.get("q").block(LIMIT)).isEqualTo("answer");
		this.outcomes.add(Mono.just("other"));
		assertThat(keeping.get("q").block(LIMIT)).as("answers are not kept").isEqualTo("other");
		assertThat(this.asked).hasSize(4);
	}

	@Test
	void anErrorHoldsNoLongerThanTheLongestAge() {
		KeptAnswers<String> answers = answers(AGE, true);
		this.outcomes.add(failureAfter(LIMIT));
		assertThatIllegalStateException().isThrownBy(() -> answers.get("q").block(LIMIT));
		pass(AGE);
		assertThat(answers.get("q").block(LIMIT)).as("waited for").isEqualTo("answer");
	}

	@Test
	void anErrorThatCameAtOnceHoldsForAMoment() {
		KeptAnswers<String> answers = answers(AGE, true);
		Duration quick = LIMIT.dividedBy(2).minusNanos(1);
		for (int round = 1; round <= 3; round++) {
			this.outcomes.add(failureAfter(quick));
			for (int i = 0; i < 3; i++) {
				assertThatIllegalStateException().isThrownBy(() -> answers.get("q").block(LIMIT));
			}
			assertThat(this.asked).as("once in a burst").hasSize(round);
			pass(KeptAnswers.QUICK_ERROR_AGE.multipliedBy(1L << (round - 1)));
		}
		assertThat(answers.get("q").block(LIMIT)).as("waited for").isEqualTo("answer");
	}

	@Test
	void whatFailsAgainAndAgainIsNotWaitedForAgainAndAgain() {
		KeptAnswers<String> answers = answers(AGE, true);
		for (int round = 1; round <= 6; round++) {
			this.outcomes.add(failureAfter(Duration.ZERO));
			assertThatIllegalStateException().isThrownBy(() -> answers.get("q").block(LIMIT));
			pass(KeptAnswers.ERROR_AGE);
		}
		pass(AGE.dividedBy(2));
		Sinks.One<String> slow = Sinks.one();
		this.outcomes.add(slow.asMono());
		assertThatIllegalStateException().as("not waited for").isThrownBy(() -> answers.get("q").block(LIMIT));
		slow.tryEmitValue("told");
		assertThat(answers.get("q").block(LIMIT)).isEqualTo("told");
	}

	private Mono<String> failureAfter(Duration time) {
		return Mono.defer(() -> {
			pass(time);
			return Mono.error(new IllegalStateException());
		});
	}

	@Test
	void whoeverWaitsGetsAnExceptionOfTheirOwn() {
		KeptAnswers<String> answers = answers(AGE, true);
		HuggingFaceException error = HuggingFaceException.of(ErrorKind.SERVER_ERROR, "No").status(500).build();
		Sinks.One<String> first = Sinks.one();
		this.outcomes.add(first.asMono());
		List<Throwable> errors = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			answers.get("q").subscribe((answer) -> {
			}, errors::add);
		}
		first.tryEmitError(error);
		answers.get("q").subscribe((answer) -> {
		}, errors::add);
		assertThat(this.asked).hasSize(1);
		assertThat(errors).hasSize(4).doesNotHaveDuplicates().doesNotContain(error);
		assertThat(errors).allSatisfy((ex) -> assertThat(ex).hasMessage(error.getMessage()));
	}

	@Test
	void onlySoManyAreKept() {
		KeptAnswers<String> answers = answers(AGE, false);
		for (int i = 0; i < KeptAnswers.MAX_SIZE; i++) {
			answers.get(String.valueOf(i)).block(LIMIT);
		}
		answers.get("0").block(LIMIT);
		assertThat(this.asked).hasSize(KeptAnswers.MAX_SIZE);
		for (int i = 0; i < KeptAnswers.MAX_SIZE; i++) {
			answers.get("more" + i).block(LIMIT);
		}
		answers.get("0").block(LIMIT);
		assertThat(this.asked).hasSize(2 * KeptAnswers.MAX_SIZE + 1);
	}

}
