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

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the application with a token and an endpoint outside of it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "huggingface.api-key=hf_sample", "huggingface.retry.enabled=false",
				"huggingface.cold-start.wait=false" })
@AutoConfigureWebTestClient(timeout = "30s")
class RealEndpointTests {

	private static final String PATH = "/v1/chat/completions";

	private static final WireMockServer endpoint = start();

	@Autowired
	private WebTestClient client;

	private static WireMockServer start() {
		WireMockServer server = new WireMockServer(
				WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
		server.start();
		return server;
	}

	@DynamicPropertySource
	static void baseUrl(DynamicPropertyRegistry registry) {
		registry.add("huggingface.base-url", () -> "http://127.0.0.1:" + endpoint.port() + "/v1");
	}

	@BeforeEach
	void reset() {
		endpoint.resetAll();
	}

	@AfterAll
	static void stop() {
		endpoint.stop();
	}

	@Test
	void sendsTokenAndQuestion() {
		endpoint.stubFor(post(urlEqualTo(PATH)).willReturn(
				okJson("""
						{
						  "id": "chatcmpl-1",
						  "object": "chat.completion",
						  "created": 1767225600,
						  "model": "meta-llama/llama-3.1-8b-instruct",
						  "choices": [
						    {"index": 0, "message": {"role": "assistant", "content": "Hello from afar"}, "finish_reason": "stop"}
						  ],
						  "usage": {"prompt_tokens": 11, "completion_tokens": 3, "total_tokens": 14}
						}
						""")));
		this.client.get().uri("/chat?message=Hello").exchange().expectStatus().isOk().expectBody().json("""
				{
				  "text": "Hello from afar",
				  "model": "meta-llama/llama-3.1-8b-instruct",
				  "finishReason": "stop",
				  "usage": {"promptTokens": 11, "completionTokens": 3, "totalTokens": 14}
				}
				""");
		endpoint.verify(1, postRequestedFor(urlEqualTo(PATH)).withHeader("Authorization", equalTo("Bearer hf_sample"))
			.withRequestBody(equalToJson("""
					{
					  "model": "meta-llama/Llama-3.1-8B-Instruct",
					  "messages": [{"role": "user", "content": "Hello"}]
					}
					""", true, true)));
	}

	@Test
	void passesStreamOn() {
		endpoint.stubFor(post(urlEqualTo(PATH)).willReturn(okForContentType("text/event-stream", """
				data: {"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Once"}}]}

				data: {"model":"m","choices":[{"index":0,"delta":{"content":" upon"},"finish_reason":"length"}]}

				data: {"model":"m","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}

				data: [DONE]

				""")));
		List<String> events = this.client.get()
			.uri("/chat/stream?message=Hello")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(String.class)
			.getResponseBody()
			.collectList()
			.block(Duration.ofSeconds(30));
		assertThat(events).containsExactly("{\"text\":\"Once\",\"model\":\"m\"}",
				"{\"text\":\" upon\",\"model\":\"m\",\"finishReason\":\"length\"}",
				"{\"model\":\"m\",\"usage\":{\"promptTokens\":9,\"completionTokens\":2,\"totalTokens\":11}}", "{}");
		endpoint.verify(1, postRequestedFor(urlEqualTo(PATH)).withHeader("Authorization", equalTo("Bearer hf_sample"))
			.withRequestBody(equalToJson("""
					{
					  "stream": true,
					  "stream_options": {"include_usage": true},
					  "temperature": 0.7,
					  "messages": [
					    {"role": "system", "content": "Answer in a few sentences."},
					    {"role": "user", "content": "Hello"}
					  ]
					}
					""", true, true)));
	}

	@Test
	void turnsRateLimitIntoProblem() {
		endpoint.stubFor(post(urlEqualTo(PATH))
			.willReturn(aResponse().withStatus(429).withHeader("Retry-After", "7").withBody("Too many requests")));
		this.client.get()
			.uri("/chat?message=Hello")
			.exchange()
			.expectStatus()
			.isEqualTo(503)
			.expectHeader()
			.valueEquals("Retry-After", "7")
			.expectBody()
			.jsonPath("$.kind")
			.isEqualTo("RATE_LIMITED")
			.jsonPath("$.modelStatus")
			.isEqualTo(429);
	}

	@Test
	void hasNoStandIn() {
		this.client.get().uri("/stand-in/v1/models").exchange().expectStatus().isNotFound();
		this.client.get()
			.uri("/model")
			.exchange()
			.expectBody()
			.json("{\"model\": \"meta-llama/Llama-3.1-8B-Instruct\", \"standIn\": false}");
	}

}
