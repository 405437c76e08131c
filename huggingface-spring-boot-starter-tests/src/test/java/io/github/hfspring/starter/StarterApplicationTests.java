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

package io.github.hfspring.starter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.hfspring.tool.AnnotatedTools;
import io.github.hfspring.tool.HuggingFaceTool;
import io.github.hfspring.tool.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the starter, used as an application uses it.
 */
class StarterApplicationTests {

	private static final String COMPLETION = """
			{
			  "id": "chatcmpl-1",
			  "object": "chat.completion",
			  "created": 1767225600,
			  "model": "meta-llama/Llama-3.1-8B-Instruct",
			  "choices": [
			    {
			      "index": 0,
			      "message": {"role": "assistant", "content": "Hello from afar"},
			      "finish_reason": "stop"
			    }
			  ],
			  "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}
			}
			""";

	private final AtomicReference<Received> received = new AtomicReference<>();

	private HttpServer server;

	@BeforeEach
	void startServer() throws IOException {
		InetAddress loopback = InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
		this.server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.server.stop(0);
	}

	@Test
	void injectsModelThatCallsTheEndpoint() {
		try (ConfigurableApplicationContext context = run()) {
			assertThat(context.getBean(Assistant.class).answer("Hi")).isEqualTo("Hello from afar");
		}
		Received received = this.received.get();
		assertThat(received.path()).isEqualTo("/v1/chat/completions");
		assertThat(received.authorization()).isEqualTo("Bearer hf_test");
		assertThat(received.body()).contains("meta-llama/Llama-3.1-8B-Instruct").contains("Hi");
	}

	@Test
	void aTokenizerNeedsItsLibraryWhichIsNotPartOfTheStarter() {
		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> run("--huggingface.tailoring.enabled=true",
					"--huggingface.tailoring.tokenizer=classpath:/io/github/hfspring/starter/Assistant.class"))
			.havingRootCause()
			.withMessageContaining("needs 'ai.djl.huggingface:tokenizers'");
	}

	@Test
	void aToolWithoutParametersNeedsNoLibrary() {
		List<Tool> tools = AnnotatedTools.of(new Clock());
		assertThat(tools).singleElement()
			.satisfies((tool) -> assertThat(tool.definition().parameters()).containsEntry("properties", Map.of()));
	}

	@Test
	void theSchemaOfParametersNeedsALibraryWhichIsNotPartOfTheStarter() {
		assertThatIllegalStateException().isThrownBy(() -> AnnotatedTools.of(new Adder()))
			.withMessageContaining("com.github.victools:jsonschema-generator");
	}

	private ConfigurableApplicationContext run(String... arguments) {
		String baseUrl = "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1";
		return new SpringApplicationBuilder(StarterApplication.class).web(WebApplicationType.NONE)
			.properties("huggingface.base-url=" + baseUrl, "huggingface.api-key=hf_test",
					"huggingface.chat.model=meta-llama/Llama-3.1-8B-Instruct")
			.run(arguments);
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			this.received.set(Received.from(exchange));
			byte[] body = COMPLETION.getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", "application/json");
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
	}

	private record Received(String path, String authorization, String body) {

		static Received from(HttpExchange exchange) throws IOException {
			return new Received(exchange.getRequestURI().getPath(),
					exchange.getRequestHeaders().getFirst("Authorization"),
					new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		}

	}

	static class Clock {

		@HuggingFaceTool("The hour")
		int hour() {
			return 12;
		}

	}

	static class Adder {

		@HuggingFaceTool("Adds")
		int add(int one, int other) {
			return one + other;
		}

	}

}
