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

package io.github.hfspring.sample.standin;

import java.nio.charset.StandardCharsets;

import io.github.hfspring.sample.WithoutToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StandInEndpoint}, over HTTP.
 */
@WithoutToken
class StandInEndpointTests {

	private static final String HELLO = "\"messages\": [{\"role\": \"user\", \"content\": \"Hello there\"}]";

	@Autowired
	private WebTestClient client;

	@Test
	void completes() {
		post("{" + HELLO + "}").expectStatus()
			.isOk()
			.expectHeader()
			.exists("X-Request-Id")
			.expectBody()
			.json("""
					{
					  "object": "chat.completion",
					  "model": "stand-in/echo",
					  "system_fingerprint": "stand-in",
					  "choices": [{"index": 0, "message": {"role": "assistant"}, "logprobs": null, "finish_reason": "stop"}],
					  "usage": {"prompt_tokens": 2, "completion_tokens": 22, "total_tokens": 24}
					}
					""")
			.jsonPath("$.id")
			.isNotEmpty()
			.jsonPath("$.created")
			.isNumber()
			.jsonPath("$.choices[0].message.content")
			.isEqualTo("This is the stand-in speaking, not a language model. You wrote: \"Hello there\" "
					+ "That is 2 words in message 1 of yours.");
	}

	@Test
	void readsConversation() {
		post("""
				{
				  "model": "tgi",
				  "messages": [
				    {"role": "system", "content": "Be kind."},
				    {"role": "user", "content": "One"},
				    {"role": "assistant", "content": null},
				    {"role": "user", "content": [{"type": "text", "text": "Two"}]}
				  ]
				}
				""").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.choices[0].message.content")
			.value(String.class, (text) -> assertThat(text).contains("\"Be kind.\"")
				.endsWith("You wrote: \"Two\" That is 1 word in message 2 of yours."));
	}

	@Test
	void stopsAtMaxTokens() {
		post("{" + HELLO + ", \"max_tokens\": 3}").expectStatus().isOk().expectBody().json("""
				{
				  "choices": [{"message": {"content": "This is the"}, "finish_reason": "length"}],
				  "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}
				}
				""");
	}

	@Test
	void stopsAtStopSequence() {
		post("{" + HELLO + ", \"stop\": [\"nowhere\", \" speaking\"]}").expectStatus().isOk().expectBody().json("""
				{"choices": [{"message": {"content": "This is the stand-in"}, "finish_reason": "stop"}]}
				""");
	}

	@Test
	void streams() {
		String body = stream("{" + HELLO + ", \"stream\": true, \"max_tokens\": 2, "
				+ "\"stream_options\": {\"include_usage\": true}}");
		String[] events = body.split("\n\n");
		assertThat(events).hasSize(6);
		assertThat(events[0]).startsWith("data: {\"id\":\"chatcmpl-")
			.contains("\"object\":\"chat.completion.chunk\"", "\"delta\":{\"role\":\"assistant\",\"content\":\"\"}");
		assertThat(events[1]).contains("\"delta\":{\"content\":\"This\"},\"logprobs\":null,\"finish_reason\":null");
		assertThat(events[2]).contains("\"delta\":{\"content\":\" is\"}");
		assertThat(events[3]).contains("\"delta\":{},\"logprobs\":null,\"finish_reason\":\"length\"");
		assertThat(events[4]).contains("\"choices\":[]",
				"\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":2,\"total_tokens\":4}");
		assertThat(events[5]).isEqualTo("data: [DONE]");
	}

	@Test
	void callsTheToolThatIsNamed() {
		String tools = "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"there\"}}]";
		post("{" + HELLO + ", " + tools + "}").expectStatus().isOk().expectBody().json("""
				{
				  "choices": [{
				    "message": {
				      "content": null,
				      "tool_calls": [{"type": "function", "function": {"name": "there", "arguments": "{}"}}]
				    },
				    "finish_reason": "tool_calls"
				  }]
				}
				""");
		assertThat(stream("{" + HELLO + ", \"stream\": true, " + tools + "}"))
			.contains("\"function\":{\"name\":\"there\",\"arguments\":\"{}\"}", "\"finish_reason\":\"tool_calls\"");
		assertThat(stream("{" + HELLO + ", \"stream\": true, \"tool_choice\": \"none\", " + tools + "}"))
			.doesNotContain("tool_calls");
	}

	@Test
	void streamsUsageOnlyIfAsked() {
		assertThat(stream("{" + HELLO + ", \"stream\": true, \"max_tokens\": 2}")).doesNotContain("usage")
			.endsWith("data: [DONE]\n\n");
	}

	@Test
	void listsModels() {
		this.client.get().uri("/stand-in/v1/models").exchange().expectStatus().isOk().expectBody().json("""
				{"object": "list", "data": [{"id": "stand-in/echo", "object": "model", "max_model_len": 512}]}
				""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{\"model\"", "[]", "{}", "{\"messages\": \"Hello\"}",
			"{\"messages\": [{\"content\": \"Hello\"}]}", "{" + HELLO + ", \"stop\": \"plain\"}",
			"{" + HELLO + ", \"max_tokens\": \"many\"}" })
	void refusesWhatItCannotRead(String body) {
		post(body).expectStatus()
			.isEqualTo(422)
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_PLAIN)
			.expectBody(String.class)
			.value((text) -> assertThat(text).startsWith("Failed to deserialize the JSON body into the target type: "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"messages\": []}", "{" + HELLO + ", \"max_tokens\": 0}",
			"{" + HELLO + ", \"top_p\": 1.0}", "{" + HELLO + ", \"temperature\": -1}",
			"{" + HELLO + ", \"stop\": [\"a\", \"b\", \"c\", \"d\", \"e\"]}" })
	void refusesWhatMakesNoSense(String body) {
		post(body).expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.error_type")
			.isEqualTo("validation")
			.jsonPath("$.error")
			.value(String.class, (text) -> assertThat(text).startsWith("Input validation error: "));
	}

	@Test
	void refusesUnknownModel() {
		post("{\"model\": \"gpt2\", " + HELLO + "}").expectStatus()
			.isNotFound()
			.expectBody()
			.json("""
					{"error": {"message": "The model `gpt2` does not exist.", "type": "NotFoundError", "param": "model", "code": 404}}
					""");
	}

	@Test
	void refusesTooManyTokens() {
		post("{" + HELLO + ", \"max_tokens\": 511}").expectStatus().isBadRequest().expectBody().json("""
				{"error": {"type": "BadRequestError", "param": "input_tokens", "code": 400}}
				""");
	}

	private WebTestClient.ResponseSpec post(String body) {
		return this.client.post()
			.uri("/stand-in/v1/chat/completions")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(body)
			.exchange();
	}

	private String stream(String body) {
		byte[] bytes = post(body).expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_EVENT_STREAM)
			.expectBody()
			.returnResult()
			.getResponseBody();
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
