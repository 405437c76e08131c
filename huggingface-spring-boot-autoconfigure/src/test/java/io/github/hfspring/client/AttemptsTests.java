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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatTimeouts;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptsTests {

	private static final HuggingFaceException ERROR = HuggingFaceException.of(ErrorKind.SERVER_ERROR, "failed")
		.status(502)
		.build();

	private final List<ChatProgress> progress = new CopyOnWriteArrayList<>();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	@Test
	void everyAttemptThatFailsIsToldOf() {
		AtomicInteger sent = new AtomicInteger();
		String answer = make((attempt) -> (sent.incrementAndGet() < 4) ? Mono.error(ERROR)
				: Mono.just("attempt " + attempt.number()))
			.block(RawHttpServer.LIMIT);
		assertThat(answer).isEqualTo("attempt 4");
		assertThat(sent).hasValue(4);
		assertThat(this.progress).hasSize(3)
			.allSatisfy((progress) -> assertThat(progress).isInstanceOf(ChatProgress.AttemptFailed.class));
	}

	@Test
	void whatFailsAfterTheRequestWasCancelledIsNotRepeated() {
		TestPublisher<String> response = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		AtomicInteger sent = new AtomicInteger();
		Disposable call = make((attempt) -> {
			sent.incrementAndGet();
			return Mono.fromDirect(response);
		}).subscribe(null, this.errors::add);
		call.dispose();
		response.error(ERROR);
		assertThat(sent).hasValue(1);
		assertThat(this.progress).isEmpty();
		assertThat(this.errors).isEmpty();
	}

	/**
	 * Without a limit, whose operator would keep what comes late away.
	 */
	private <T> Mono<T> make(Function<Attempt, Mono<T>> sender) {
		ChatRequest request = ChatRequest.builder()
			.user("Hi")
			.timeouts(new ChatTimeouts(Duration.ZERO, null, Duration.ZERO))
			.build();
		RetrySettings retry = RetrySettings.defaults()
			.withMaxRetries(5)
			.withIntervals(Duration.ofMillis(1), 1, Duration.ofMillis(1));
		AttemptSettings settings = new AttemptSettings(new RetryRules(retry, false), Duration.ZERO, null,
				MalformedEventPolicy.FAIL);
		ChatCallbacks callbacks = new ChatCallbacks(List.of(), List.of(), List.of(), List.of(),
				List.of((asked, progress) -> this.progress.add(progress)));
		return new Attempts(request, true, settings, callbacks).make(sender);
	}

}
