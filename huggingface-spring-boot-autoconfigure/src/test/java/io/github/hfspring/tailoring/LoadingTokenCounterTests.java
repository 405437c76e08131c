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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.hfspring.chat.ChatMessage;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link LoadingTokenCounter}.
 */
class LoadingTokenCounterTests {

	private static final ChatMessage MESSAGE = ChatMessage.user("hello world ".repeat(100));

	private static final int ESTIMATE = TokenCounter.estimate().count(MESSAGE);

	private static final int EXACT = 200 + HuggingFaceTokenCounter.AROUND_MESSAGE;

	private final AtomicInteger asked = new AtomicInteger();

	private static byte[] json() throws IOException {
		return new ClassPathResource("tokenizer.json").getContentAsByteArray();
	}

	private Mono<byte[]> counted(Mono<byte[]> json) {
		return json.doOnSubscribe((subscription) -> this.asked.incrementAndGet());
	}

	@Test
	void estimatesUntilTheTokenizerIsThere() throws IOException {
		Sinks.One<byte[]> json = Sinks.one();
		try (LoadingTokenCounter counter = new LoadingTokenCounter(counted(json.asMono()))) {
			assertThat(this.asked).as("before anything is counted").hasValue(0);
			assertThat(counter.count(MESSAGE)).isEqualTo(counter.count(MESSAGE))
				.isEqualTo(ESTIMATE)
				.isNotEqualTo(EXACT);
			json.tryEmitValue(json());
			await().untilAsserted(() -> assertThat(counter.count(MESSAGE)).isEqualTo(EXACT));
			assertThat(this.asked).hasValue(1);
		}
	}

	@Test
	void triesAgainAfterAWhile() throws IOException {
		byte[] json = json();
		Mono<byte[]> source = counted(Mono.fromCallable(() -> switch (this.asked.get()) {
			case 1 -> throw new IOException("Nobody there");
			case 2 -> "oops".getBytes(StandardCharsets.UTF_8);
			default -> json;
		}));
		try (LoadingTokenCounter counter = new LoadingTokenCounter(source, Duration.ofMillis(1))) {
			assertThat(counter.count(MESSAGE)).isEqualTo(ESTIMATE);
			await().untilAsserted(() -> assertThat(counter.count(MESSAGE)).isEqualTo(EXACT));
			assertThat(this.asked).hasValue(3);
		}
		LoadingTokenCounter patient = new LoadingTokenCounter(counted(Mono.error(new IOException())),
				Duration.ofMinutes(1));
		for (int i = 0; i < 10; i++) {
			patient.count(MESSAGE);
		}
		assertThat(this.asked).hasValue(4);
		patient.close();
	}

	@Test
	void whatComesTooLateIsGivenBack() throws IOException {
		Sinks.One<byte[]> json = Sinks.one();
		LoadingTokenCounter counter = new LoadingTokenCounter(counted(json.asMono()));
		counter.count(MESSAGE);
		counter.close();
		json.tryEmitValue(json());
		assertThat(json.currentSubscriberCount()).isZero();
		assertThat(counter.count(MESSAGE)).isEqualTo(ESTIMATE);
	}

}
