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

package io.github.hfspring.docs.streaming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.docs.support.ChatServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamingExamples}.
 */
class StreamingExamplesTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private static final String FINISH = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	private HuggingFaceChatModel model;

	private StreamingExamples examples;

	@BeforeEach
	void createModel() {
		this.model = HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(this.server.baseUrl()).build();
		this.examples = new StreamingExamples(this.model);
	}

	@Test
	void chunks() {
		this.server.stream("Once", " upon");
		StepVerifier.create(this.examples.pieces("a fox")).expectNext("Once", " upon").expectComplete().verify(LIMIT);
	}

	@Test
	void aggregator() {
		this.server.stream("Once", " upon");
		List<String> screen = new ArrayList<>();
		ChatResponse response = this.examples.showAndKeep("a fox", screen::add);
		assertThat(screen).startsWith("Once", " upon");
		assertThat(response.text()).isEqualTo("Once upon");
		assertThat(response.usage().totalTokens()).isEqualTo(5);
		assertThat(response.finishReason()).hasToString("stop");
	}

	@Test
	void slowSubscriberGetsEverything() {
		this.server.stream("a", "b", "c");
		StepVerifier.create(this.examples.slow("a fox").map(ChatChunk::text).reduce(String::concat))
			.expectNext("abc")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void cancelClosesTheConnection() throws InterruptedException {
		CountDownLatch closed = new CountDownLatch(1);
		this.server.handler((exchange) -> {
			ChatServer.begin(exchange);
			try {
				while (closed.getCount() > 0) {
					ChatServer.write(exchange, ChatServer.chunk("x"));
				}
			}
			finally {
				closed.countDown();
			}
		});
		StepVerifier.create(this.examples.firstPieces("a fox"))
			.expectNext("x", "x", "x")
			.expectComplete()
			.verify(LIMIT);
		assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void brokenStreamKeepsWhatCame() {
		this.server.cutStream("Once", " upon");
		StepVerifier.create(this.examples.asFarAsItCame("a fox"))
			.expectNext("Once", " upon", " [broke off after 9 characters]")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void streamWithoutDoneIsWholeOnceItHasFinishReason() {
		events(ChatServer.chunk("Once"), FINISH);
		StepVerifier.create(this.model.stream("a fox")).expectNextCount(2).expectComplete().verify(LIMIT);
	}

	@Test
	void streamWithDoneIsWholeWithoutFinishReason() {
		events(ChatServer.chunk("Once"), "data: [DONE]\n\n");
		StepVerifier.create(this.model.stream("a fox")).expectNextCount(1).expectComplete().verify(LIMIT);
	}

	@Test
	void errorInsideStreamIsError() {
		events(ChatServer.chunk("Once"), "data: {\"error\":{\"message\":\"Model is overloaded\"}}\n\n",
				"data: [DONE]\n\n");
		StepVerifier.create(this.model.stream("a fox")).expectNextCount(1).expectErrorSatisfies((ex) -> {
			HuggingFaceException error = (HuggingFaceException) ex;
			assertThat(error.kind()).isEqualTo(ErrorKind.OVERLOADED);
			assertThat(error.partialResponse().text()).isEqualTo("Once");
		}).verify(LIMIT);
	}

	@Test
	void wholeAnswerInsteadOfStreamIsOneChunk() {
		this.server.answer("Once upon a time");
		StepVerifier.create(this.model.stream("a fox").map(ChatChunk::text))
			.expectNext("Once upon a time")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void usageCanBeLeftOut() {
		this.server.stream("Once");
		this.model.stream("a fox").blockLast(LIMIT);
		assertThat(this.server.request().json()).containsKey("stream_options");
		this.model.stream((request) -> request.user("a fox").includeUsage(false)).blockLast(LIMIT);
		assertThat(this.server.request().json()).doesNotContainKey("stream_options");
	}

	private void events(String... events) {
		this.server.handler((exchange) -> {
			ChatServer.begin(exchange);
			for (String event : events) {
				ChatServer.write(exchange, event);
			}
		});
	}

}
