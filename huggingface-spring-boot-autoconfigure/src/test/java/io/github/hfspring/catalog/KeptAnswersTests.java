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

	private KeptAnswers<String> answers(Duration age, Duration errorAge) {
		return new KeptAnswers<>(new CatalogPatience(AGE, LIMIT), age, errorAge, (answer) -> !answer.isEmpty(),
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
		KeptAnswers<String> answers = answers(AGE, Duration.ZERO);
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
		KeptAnswers<String> answers = answers(AGE, Duration.ZERO);
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
		KeptAnswers<String> answers = answers(AGE, Duration.ZERO);
		answers.get("q").block(LIMIT);
		pass(AGE);
		for (Mono<String> failure : List.<Mono<String>>of(Mono.error(new IllegalStateException()), Mono.empty(),
				Mono.just(""))) {
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
	void whatTellsNothingIsKeptForAWhileOnly() {
		for (Mono<String> nothing : List.of(Mono.<String>empty(), Mono.just(""))) {
			this.asked.clear();
			KeptAnswers<String> answers = answers(AGE, Duration.ZERO);
			this.outcomes.add(nothing);
			for (int i = 0; i < 3; i++) {
				assertThat(answers.get("q").blockOptional(LIMIT).orElse("")).isEmpty();
				pass(Duration.ofSeconds(10));
			}
			assertThat(this.asked).hasSize(1);
			assertThat(answers.get("q").block(LIMIT)).isEqualTo("answer");
		}
	}

	@Test
	void anErrorIsKeptAsLongAsItShould() {
		for (Duration age : List.of(Duration.ZERO, Duration.ofSeconds(5))) {
			this.asked.clear();
			KeptAnswers<String> answers = answers(Duration.ZERO, age);
			this.outcomes.add(Mono.error(new IllegalStateException()));
			assertThatIllegalStateException().isThrownBy(() -> answers.get("q").block(LIMIT));
			if (!age.isZero()) {
				assertThatIllegalStateException().isThrownBy(() -> answers.get("q").block(LIMIT));
				pass(age);
			}
			assertThat(answers.get("q").block(LIMIT)).isEqualTo("answer");
			answers.get("q").block(LIMIT);
			assertThat(this.asked).as("answers are not kept").hasSize(3);
		}
	}

	@Test
	void onlySoManyAreKept() {
		KeptAnswers<String> answers = answers(AGE, Duration.ZERO);
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
