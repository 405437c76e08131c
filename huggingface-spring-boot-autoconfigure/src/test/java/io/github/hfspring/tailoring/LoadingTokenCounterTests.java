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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.ChatRequestResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link LoadingTokenCounter}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LoadingTokenCounterTests {

	private static final ChatMessage MESSAGE = ChatMessage.user("hello world ".repeat(100));

	private static final int ESTIMATE = TokenCounter.estimate().count(MESSAGE);

	private static final int EXACT = 200 + HuggingFaceTokenCounter.AROUND_MESSAGE;

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicLong time = new AtomicLong(System.nanoTime());

	private static byte[] json() throws IOException {
		return new ClassPathResource("tokenizer.json").getContentAsByteArray();
	}

	private static LoadingTokenCounter counter(Mono<byte[]> json, LongSupplier nanoTime) {
		return new LoadingTokenCounter(json, LoadingTokenCounterTests::read, nanoTime);
	}

	private static HuggingFaceTokenCounter read(byte[] json) {
		try {
			return HuggingFaceTokenCounter.of(new ByteArrayInputStream(json));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Each look at the clock takes an hour.
	 */
	private long impatient() {
		return this.time.addAndGet(Duration.ofHours(1).toNanos());
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
		try (LoadingTokenCounter counter = counter(source, this::impatient)) {
			assertThat(counter.count(MESSAGE)).isEqualTo(ESTIMATE);
			await().untilAsserted(() -> assertThat(counter.count(MESSAGE)).isEqualTo(EXACT));
			assertThat(this.asked).hasValue(3);
		}
		LoadingTokenCounter patient = new LoadingTokenCounter(counted(Mono.error(new IOException())));
		for (int i = 0; i < 10; i++) {
			patient.count(MESSAGE);
		}
		assertThat(this.asked).hasValue(4);
		patient.close();
	}

	@Test
	void whatCannotBeReadIsFetchedLessAndLessOften() {
		Mono<byte[]> source = counted(Mono.fromCallable(() -> {
			if (this.asked.get() == 4) {
				throw new IOException("Nobody there");
			}
			return "{\"version\":\"9.0\",\"model\":{\"type\":\"Unheard\"}}".getBytes(StandardCharsets.UTF_8);
		}));
		int times = 1;
		try (LoadingTokenCounter counter = counter(source, this.time::get)) {
			for (int minutes : new int[] { 1, 2, 4, 1, 8, 16, 32, 60, 60 }) {
				await().untilAsserted(() -> assertThat(counter.isReplacing(counter.current())).isFalse());
				this.time.addAndGet(Duration.ofMinutes(minutes).toNanos() - 1);
				counter.current();
				assertThat(this.asked).as("a moment before").hasValue(times++);
				this.time.incrementAndGet();
				counter.current();
				assertThat(this.asked).as("after " + minutes + " minutes").hasValue(times);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "MODEL_NOT_AVAILABLE, 404, correct the id of the model",
			"AUTHENTICATION, 401, a token of Hugging Face", "PERMISSION, 403, a token of Hugging Face",
			"RESPONSE_TOO_LARGE, 200, to the location of the file" })
	void whatWouldFailAgainIsNotTriedAgain(ErrorKind kind, int status, String cure, CapturedOutput output) {
		Mono<byte[]> source = counted(Mono.error(() -> HuggingFaceException.of(kind, "No").status(status).build()));
		try (LoadingTokenCounter counter = counter(source, this::impatient)) {
			for (int i = 0; i < 10; i++) {
				assertThat(counter.count(MESSAGE)).isEqualTo(ESTIMATE);
			}
			await().untilAsserted(() -> assertThat(counter.isReplacing(counter.current())).isFalse());
			counter.count(MESSAGE);
		}
		assertThat(this.asked).hasValue(1);
		assertThat(output.toString()).containsOnlyOnce("cannot be loaded").contains(cure);
	}

	@Test
	void nothingIsAnErrorAndTriedAgain() throws IOException {
		byte[] json = json();
		Mono<byte[]> source = counted(Mono.defer(() -> (this.asked.get() == 1) ? Mono.empty() : Mono.just(json)));
		try (LoadingTokenCounter counter = counter(source, this::impatient)) {
			await().untilAsserted(() -> assertThat(counter.count(MESSAGE)).isEqualTo(EXACT));
		}
	}

	@Test
	void oneRequestIsCountedInOneWay() throws IOException {
		Sinks.One<byte[]> json = Sinks.one();
		try (LoadingTokenCounter counter = new LoadingTokenCounter(json.asMono())) {
			ForgivingTokenCounter first = new ForgivingTokenCounter(counter).fixed();
			assertThat(first.isPreliminary()).isTrue();
			json.tryEmitValue(json());
			await().untilAsserted(() -> assertThat(counter.count(MESSAGE)).isEqualTo(EXACT));
			assertThat(first.count(MESSAGE)).isEqualTo(ESTIMATE);
			assertThat(first.isPreliminary()).isTrue();
			ForgivingTokenCounter second = new ForgivingTokenCounter(counter).fixed();
			assertThat(second.count(MESSAGE)).isEqualTo(EXACT);
			assertThat(second.isPreliminary()).isFalse();
		}
	}

	@Test
	void anEstimateRefusesNothingWhileTheTokenizerIsFetched() {
		ChatRequest request = ChatRequest.builder().user("x".repeat(400)).build();
		TokenBudget budget = new TokenBudget(50, 0, 0, 0, 1, 0);
		Sinks.One<byte[]> json = Sinks.one();
		try (LoadingTokenCounter counter = new LoadingTokenCounter(json.asMono())) {
			ConversationTailor tailor = new ConversationTailor(counter, TailoringStrategy.HEAD_OUT, true);
			ChatRequestResolver resolver = new TailoringRequestResolver(tailor, counter, budget, null,
					OverflowPolicy.FAIL);
			assertThat(resolver.resolve(request).block()).isEqualTo(request);
			json.tryEmitError(new IOException("No"));
			await().untilAsserted(() -> assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> resolver.resolve(request).block()));
		}
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

	@Test
	void whatIsReadWhileItIsClosedIsGivenBack() throws Exception {
		CompletableFuture<Void> reading = new CompletableFuture<>();
		CompletableFuture<Void> closed = new CompletableFuture<>();
		CompletableFuture<HuggingFaceTokenCounter> read = new CompletableFuture<>();
		LoadingTokenCounter counter = new LoadingTokenCounter(Mono.just(json()), (json) -> {
			reading.complete(null);
			closed.join();
			read.complete(read(json));
			return read.join();
		}, System::nanoTime);
		counter.count(MESSAGE);
		assertThat(reading).succeedsWithin(Duration.ofSeconds(10));
		counter.close();
		closed.complete(null);
		HuggingFaceTokenCounter late = read.get(10, TimeUnit.SECONDS);
		await().untilAsserted(() -> assertThatIllegalStateException().isThrownBy(() -> late.count(MESSAGE)));
	}

}
