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

package io.github.hfspring.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.hfspring.chat.ChatStreamCompleteCallback;
import io.github.hfspring.chat.ChatStreamResult;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatController} with the stand-in, over HTTP.
 */
@WithoutToken
class ChatControllerTests {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	private static final ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>> EVENT = new ParameterizedTypeReference<>() {
	};

	@Autowired
	private WebTestClient client;

	@Autowired
	private BlockingQueue<ChatStreamResult> results;

	@BeforeEach
	void clear() {
		this.results.clear();
	}

	@Test
	void answers() {
		this.client.get()
			.uri("/chat?message={message}", "Hello there")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.text")
			.value(String.class, (text) -> assertThat(text).contains("stand-in").contains("\"Hello there\""))
			.jsonPath("$.model")
			.isEqualTo("stand-in/echo")
			.jsonPath("$.finishReason")
			.isEqualTo("stop")
			.jsonPath("$.usage.promptTokens")
			.isEqualTo(2)
			.jsonPath("$.usage.completionTokens")
			.isEqualTo(22)
			.jsonPath("$.usage.totalTokens")
			.isEqualTo(24);
	}

	@Test
	void callsATool() {
		this.client.get()
			.uri("/chat/tools?message={message}", "What is the time?")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.text")
			.value(String.class, (text) -> assertThat(text).containsPattern("told me: \"\\d{4}-\\d{2}-\\d{2}T"));
		this.client.get()
			.uri("/chat/tools?message={message}", "Hello")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.text")
			.value(String.class, (text) -> assertThat(text).doesNotContain("told me"));
	}

	@Test
	void streamsPieceByPiece() {
		List<ServerSentEvent<Map<String, Object>>> events = stream("two  blanks").collectList().block(LIMIT);
		assertThat(events).hasSizeGreaterThan(10);
		String text = events.stream()
			.map((event) -> (String) event.data().getOrDefault("text", ""))
			.collect(Collectors.joining());
		assertThat(text).startsWith("This is the stand-in").contains("\"two  blanks\"").endsWith("of yours.");
		assertThat(events.get(events.size() - 3).data()).containsEntry("finishReason", "stop");
		assertThat(events.get(events.size() - 2).data()).extractingByKey("usage")
			.asInstanceOf(InstanceOfAssertFactories.MAP)
			.containsKeys("promptTokens", "completionTokens", "totalTokens");
		assertThat(events.get(events.size() - 1).event()).isEqualTo("done");
	}

	@Test
	void deliversPiecesBeforeTheAnswerIsWhole() throws InterruptedException {
		StepVerifier.create(stream("word ".repeat(200)).take(3)).expectNextCount(3).expectComplete().verify(LIMIT);
		ChatStreamResult result = this.results.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
		assertThat(result).isNotNull();
		assertThat(result.outcome()).isEqualTo(ChatStreamResult.Outcome.CANCELLED);
		assertThat(result.response().text()).startsWith("This is");
	}

	@Test
	void listsCalls() {
		this.client.get().uri("/chat?message={message}", "First").exchange().expectStatus().isOk();
		stream("Second").blockLast(LIMIT);
		this.client.get()
			.uri("/calls")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$[0].event")
			.isEqualTo("stream complete")
			.jsonPath("$[0].outcome")
			.isEqualTo("COMPLETED")
			.jsonPath("$[0].finishReason")
			.isEqualTo("stop")
			.jsonPath("$[1].event")
			.isEqualTo("request")
			.jsonPath("$[1].text")
			.isEqualTo("Second")
			.jsonPath("$[2].event")
			.isEqualTo("response")
			.jsonPath("$[2].model")
			.isEqualTo("stand-in/echo")
			.jsonPath("$[3].text")
			.isEqualTo("First");
	}

	@Test
	void turnsErrorIntoProblem() {
		this.client.get()
			.uri("/chat?message={message}", "a ".repeat(600))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.kind")
			.isEqualTo("CONTEXT_LENGTH_EXCEEDED")
			.jsonPath("$.modelStatus")
			.isEqualTo(400)
			.jsonPath("$.requestId")
			.value(String.class, (id) -> assertThat(id).startsWith("stand-in-"))
			.jsonPath("$.detail")
			.value(String.class, (detail) -> assertThat(detail).contains("512 tokens"));
		this.client.get()
			.uri("/calls")
			.exchange()
			.expectBody()
			.jsonPath("$[0].event")
			.isEqualTo("progress")
			.jsonPath("$[0].text")
			.value(String.class, (text) -> assertThat(text).startsWith("Attempt 1 failed: You passed"));
	}

	@Test
	void turnsErrorOfStreamIntoEvent() {
		StepVerifier.create(stream("a ".repeat(600))).assertNext((event) -> {
			assertThat(event.event()).isEqualTo("error");
			assertThat(event.data()).containsEntry("kind", "CONTEXT_LENGTH_EXCEEDED").containsEntry("status", 400);
		}).expectComplete().verify(LIMIT);
	}

	@Test
	void refusesMissingMessage() {
		for (String path : List.of("/chat", "/chat?message=", "/chat?message= ", "/chat/stream")) {
			this.client.get()
				.uri(path)
				.accept(MediaType.ALL)
				.exchange()
				.expectStatus()
				.isBadRequest()
				.expectBody()
				.jsonPath("$.detail")
				.value(String.class, (detail) -> assertThat(detail).contains("parameter 'message'"));
		}
	}

	@Test
	void refusesStreamWithoutMessage() {
		this.client.get()
			.uri("/chat/stream")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.expectStatus()
			.isBadRequest();
	}

	@Test
	void tellsThatTheStandInAnswers() {
		this.client.get()
			.uri("/model")
			.exchange()
			.expectBody()
			.json("{\"model\": \"stand-in/echo\", \"standIn\": true}");
	}

	@Test
	void servesPage() {
		this.client.get()
			.uri("/")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("<label for=\"message\">").doesNotContain("https://"));
	}

	private Flux<ServerSentEvent<Map<String, Object>>> stream(String message) {
		return this.client.get()
			.uri("/chat/stream?message={message}", message)
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(EVENT)
			.getResponseBody();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Results {

		@Bean
		BlockingQueue<ChatStreamResult> results() {
			return new LinkedBlockingQueue<>();
		}

		@Bean
		ChatStreamCompleteCallback keepResult(BlockingQueue<ChatStreamResult> results) {
			return (request, result) -> results.add(result);
		}

	}

}
