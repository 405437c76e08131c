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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import ai.djl.engine.EngineException;
import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link HuggingFaceTokenCounter}, with a tokenizer that takes words for tokens
 * and would cut texts off after eight.
 */
class HuggingFaceTokenCounterTests {

	private static final int AROUND = HuggingFaceTokenCounter.AROUND_MESSAGE;

	private HuggingFaceTokenCounter counter;

	@BeforeEach
	void open() throws IOException {
		try (InputStream json = new ClassPathResource("tokenizer.json").getInputStream()) {
			this.counter = HuggingFaceTokenCounter.of(json);
		}
	}

	@AfterEach
	void close() {
		this.counter.close();
	}

	@Test
	void countsTexts() {
		assertThat(this.counter.count(ChatMessage.user("Hello world"))).isEqualTo(AROUND + 2);
		assertThat(this.counter.count(ChatMessage.system("Hello, unknown world!"))).isEqualTo(AROUND + 5);
		assertThat(this.counter.count(ChatMessage.tool("call-1", "hello hello hello"))).isEqualTo(AROUND + 3);
		assertThat(this.counter.count(ChatMessage.assistant("hello"))).isEqualTo(AROUND + 1);
		assertThat(this.counter.count(ChatMessage.user(""))).isEqualTo(AROUND);
	}

	@Test
	void countsLongTextsToTheirEnd() {
		assertThat(this.counter.count(ChatMessage.user("hello world ".repeat(5000)))).isEqualTo(AROUND + 10000);
	}

	@Test
	void countsWhatIsNoText() {
		assertThat(this.counter.count(ChatMessage.user("hello world", ContentPart.image("https://a.example/b.png"))))
			.isEqualTo(AROUND + 2 + 1000);
		AssistantMessage calls = AssistantMessage.builder()
			.toolCalls(List.of(ToolCall.function("one", "hello", "world hello")))
			.build();
		assertThat(this.counter.count(calls)).isEqualTo(2 * AROUND + 1 + 1 + 1 + 2);
		assertThat(this.counter.count(ToolDefinition.of("hello", "world world", Map.of("hello", "world"))))
			.isEqualTo(AROUND + 1 + 2 + 5);
	}

	@Test
	void countsReasoningWhichIsSentBackWithCalls() {
		AssistantMessage message = AssistantMessage.builder()
			.reasoning("hello ".repeat(10000))
			.toolCalls(List.of(ToolCall.function("one", "hello", "world")))
			.build();
		assertThat(this.counter.count(message)).isEqualTo(2 * AROUND + 10000 + 4);
	}

	@Test
	void takesTextsThatAreNone() {
		assertThat(this.counter.count(ChatMessage.user("\ud800 \u0000 hello"))).isBetween(AROUND + 1, AROUND + 5);
	}

	@Test
	void manyThreadsCountTheSame() {
		assertThat(IntStream.range(0, 2000)
			.parallel()
			.map((number) -> this.counter.count(ChatMessage.user("hello ".repeat(number % 50 + 1))) - AROUND
					- (number % 50 + 1))
			.distinct()
			.boxed()
			.toList()).containsExactly(0);
	}

	@Test
	void whatIsClosedDoesNotCrash() {
		this.counter.close();
		this.counter.close();
		assertThatIllegalStateException().isThrownBy(() -> this.counter.count(ChatMessage.user("hello")))
			.withMessageContaining("closed");
	}

	@Test
	void whatIsNoTokenizerIsRefused() {
		for (String text : List.of("", "oops", "{}", "{\"model\":{}}", "<html>")) {
			assertThatIllegalArgumentException().isThrownBy(
					() -> HuggingFaceTokenCounter.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))))
				.withMessageContaining("'tokenizer.json'");
		}
	}

	@Test
	void aMachineWithoutNativeLibraryIsNotTheFaultOfTheFile() {
		for (Throwable error : List.of(new EngineException("Failed to load native library", new IOException("here")),
				new AssertionError("Unexpected os.name: here"), new UnsatisfiedLinkError("here"))) {
			assertThat(NativeTokenizer.explain(error)).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("native library")
				.hasMessageContaining(System.getProperty("os.arch"))
				.hasMessageEndingWith("here");
		}
		assertThat(NativeTokenizer.explain(new RuntimeException("expected value")))
			.isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void eachTextIsCountedOnce() {
		Map<String, Integer> asked = new ConcurrentHashMap<>();
		CountedTexts texts = new CountedTexts((text) -> {
			asked.merge(text, 1, Integer::sum);
			return text.length();
		});
		List<String> conversation = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			conversation.add("This is message number " + i);
			conversation.forEach((text) -> assertThat(texts.count(new String(text))).isEqualTo(text.length()));
		}
		assertThat(asked).hasSize(100).allSatisfy((text, times) -> assertThat(times).isEqualTo(1));
	}

	@Test
	void onlySoManyTextsAreKnown() {
		List<String> asked = new ArrayList<>();
		CountedTexts texts = new CountedTexts((text) -> {
			asked.add(text);
			return 1;
		});
		texts.count("first");
		texts.count("second");
		for (int i = 2; i < CountedTexts.MAX_TEXTS; i++) {
			texts.count("text " + i);
		}
		asked.clear();
		for (String text : List.of("first", "new", "first", "second", "text 3")) {
			texts.count(text);
		}
		assertThat(asked).containsExactly("new", "second");
	}

}
