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

package io.github.hfspring.chat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ChatStreamResult}.
 */
class ChatStreamResultTests {

	private static final Supplier<ChatResponse> RESPONSE = () -> new ChatChunkAggregator().toResponse();

	@Test
	void failureHasAnError() {
		IllegalStateException error = new IllegalStateException("Oops");
		ChatStreamResult result = new ChatStreamResult(ChatStreamResult.Outcome.FAILED, RESPONSE, error);
		assertThat(result.outcome()).isEqualTo(ChatStreamResult.Outcome.FAILED);
		assertThat(result.error()).isSameAs(error);
	}

	@Test
	void nothingElseHasAnError() {
		for (ChatStreamResult.Outcome outcome : ChatStreamResult.Outcome.values()) {
			boolean failed = outcome == ChatStreamResult.Outcome.FAILED;
			Throwable wrong = failed ? null : new IllegalStateException("Oops");
			assertThatIllegalArgumentException().isThrownBy(() -> new ChatStreamResult(outcome, RESPONSE, wrong))
				.withMessageContaining("'error'");
			Throwable right = failed ? new IllegalStateException("Oops") : null;
			assertThat(new ChatStreamResult(outcome, RESPONSE, right).error()).isSameAs(right);
		}
	}

	@Test
	void responseIsMadeOnceWhenItIsAskedFor() {
		AtomicInteger made = new AtomicInteger();
		ChatStreamResult result = new ChatStreamResult(ChatStreamResult.Outcome.CANCELLED, () -> {
			made.incrementAndGet();
			return RESPONSE.get();
		}, null);
		assertThat(result).asString().contains("CANCELLED");
		assertThat(made).hasValue(0);
		assertThat(result.response()).isSameAs(result.response());
		assertThat(made).hasValue(1);
	}

}
