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

import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.ToolCall;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is made of a response.
 */
class HuggingFaceChatModelResponseTests {

	private static ChatResponse call(String body) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json", body))) {
			return Connector.REACTOR.model(server.url()).build().call("Hi");
		}
	}

	private static ChatResponse message(String message) {
		return call("{\"choices\":[{\"index\":0,\"message\":" + message + ",\"finish_reason\":\"stop\"}]}");
	}

	private static ChatResponse stream(String events) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(events).end())) {
			return Connector.REACTOR.model(server.url())
				.build()
				.stream("Hi")
				.collect(ChatChunkAggregator::new, ChatChunkAggregator::add)
				.map(ChatChunkAggregator::toResponse)
				.block(RawHttpServer.LIMIT);
		}
	}

	@Test
	void keepsAllChoicesInOrder() {
		ChatResponse response = call("""
				{"choices":[{"index":0,"message":{"content":"first"},"finish_reason":"stop"},
				{"index":1,"message":{"content":"second"},"finish_reason":"length"}]}""");
		assertThat(response.choices()).extracting((choice) -> choice.message().text())
			.containsExactly("first", "second");
		assertThat(response.choices().get(1).finishReason()).isEqualTo(FinishReason.LENGTH);
	}

	@Test
	void readsToolCalls() {
		ChatResponse response = message("""
				{"role":"assistant","content":null,"tool_calls":[{"id":"call-1","type":"function",
				"function":{"name":"get_weather","arguments":"{\\"city\\":\\"Rome\\"}"}}]}""");
		assertThat(response.toolCalls())
			.containsExactly(ToolCall.function("call-1", "get_weather", "{\"city\":\"Rome\"}"));
		assertThat(response.text()).isEmpty();
	}

	@Test
	void putsTheToolCallsOfAStreamTogether() {
		ChatResponse response = stream(Answers.event(Answers.delta("""
				{"tool_calls":[{"index":0,"id":"call-1","type":"function",\
				"function":{"name":"get_weather","arguments":""}}]}""", null))
				+ Answers.event(Answers
					.delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}", null))
				+ Answers.event(
						Answers.delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Rome\\\"}\"}}]}",
								"tool_calls"))
				+ Answers.DONE);
		assertThat(response.toolCalls())
			.containsExactly(ToolCall.function("call-1", "get_weather", "{\"city\":\"Rome\"}"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.TOOL_CALLS);
	}

	@Test
	void readsContentInParts() {
		Map<String, Object> image = Map.of("type", "image_url", "image_url",
				Map.of("url", "https://example.com/cat.png", "detail", "low"));
		ChatResponse response = message("""
				{"content":[{"type":"text","text":"I can see the image"},
				{"type":"image_url","image_url":{"url":"https://example.com/cat.png","detail":"low"}}]}""");
		assertThat(response.text()).isEqualTo("I can see the image");
		assertThat(response.message().content()).containsExactly(ContentPart.text("I can see the image"),
				ContentPart.raw(image));
	}

	@Test
	void makesUpNoTextForPartsThatItDoesNotKnow() {
		for (String part : List.of("{\"type\":\"video\",\"video\":{\"url\":\"x\"}}",
				"{\"type\":\"image_url\",\"image_url\":null}", "{\"type\":\"audio\"}")) {
			assertThat(message("{\"content\":[" + part + "]}").text()).isEmpty();
			assertThat(message("{\"content\":[" + part + ",{\"type\":\"text\",\"text\":\"Hello\"}]}").text())
				.isEqualTo("Hello");
		}
	}

	@Test
	void keepsFieldsOfAMessageThatItDoesNotKnow() {
		ChatResponse response = message(
				"{\"role\":\"assistant\",\"content\":\"Sunny\",\"tool_call_id\":\"call-1\",\"name\":\"get_weather\"}");
		assertThat(response.text()).isEqualTo("Sunny");
		assertThat(response.choices().get(0).additionalFields()).containsEntry("message",
				Map.of("tool_call_id", "call-1", "name", "get_weather"));
	}

	@Test
	void readsReasoningInWhateverFieldItComes() {
		assertThat(message("{\"content\":\"4\",\"reasoning_content\":\"2+2\"}").reasoning()).isEqualTo("2+2");
		assertThat(message("{\"content\":\"4\",\"reasoning\":\"2+2\"}").reasoning()).isEqualTo("2+2");
	}

	@Test
	void streamsTheAnswerToAnImage() {
		ChatResponse response = stream(Answers.event(Answers.chunk("I can see", null))
				+ Answers.event(Answers.chunk(" the image", "stop")) + Answers.DONE);
		assertThat(response.text()).isEqualTo("I can see the image");
	}

	@Test
	void toleratesOddTypes() {
		ChatResponse response = call("""
				{"id":7,"created":1767225600.5,"choices":[{"message":{"content":"Hello","tool_calls":[{"id":"call-1",
				"function":{"name":"f","arguments":{"a":1}}}]},"finish_reason":"stop"}],
				"usage":{"prompt_tokens":"10","completion_tokens":15.0,"total_tokens":25}}""");
		assertThat(response.text()).isEqualTo("Hello");
		assertThat(response.toolCalls()).extracting(ToolCall::arguments).containsExactly("{\"a\":1}");
		assertThat(response.created()).hasToString("2026-01-01T00:00:00Z");
		assertThat(response.usage()).isNotNull();
		assertThat(response.usage().completionTokens()).isEqualTo(15);
	}

}
