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

package io.github.hfspring.docs.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RetrySettings;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import io.github.hfspring.tool.Tool;
import io.github.hfspring.tool.ToolCallingChatModel;
import io.github.hfspring.tool.ToolCallingChatModelBuilder;
import io.github.hfspring.tool.ToolContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolExamples}.
 */
class ToolExamplesTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String CALL = call("weather", "{\\\"city\\\":\\\"Rome\\\"}");

	private static final String TEXT = "{\"role\":\"assistant\",\"content\":\"No\"}";

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	private final ToolExamples examples = new ToolExamples();

	private HuggingFaceChatModel model;

	@BeforeEach
	void createModel() {
		this.model = HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(this.server.baseUrl()).build();
	}

	@Test
	void functions() {
		for (Tool tool : List.of(this.examples.function(), this.examples.reactive(), this.examples.byHand())) {
			answer(CALL, TEXT);
			assertThat(this.examples.model(this.model, tool)).isEqualTo("No");
			assertThat(messages().get(2)).containsEntry("role", "tool").containsEntry("content", "sunny in Rome");
		}
		assertThat(this.examples.parameters()).isEqualTo(
				Map.of("type", "object", "properties",
						Map.of("city", Map.of("type", "string", "description", "The name of the city"), "days",
								Map.of("type", "integer")),
						"required", List.of("city"), "additionalProperties", false));
	}

	@Test
	void validation() {
		answer(call("book", "{\\\"guests\\\":40}"), call("book", "{\\\"guests\\\":4}"), TEXT);
		Contexts.of(this.server)
			.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withBean(Bookings.class)
			.run((context) -> {
				context.getBean(ToolCallingChatModelBuilder.class).build().call("A table, please");
				assertThat(messages().get(2).get("content").toString()).contains("guests")
					.contains("must be less than or equal to 12");
				assertThat(messages().get(4)).containsEntry("content", "A table for 4");
			});
	}

	@Test
	void beans() {
		answer(call("forecast", "{\\\"city\\\":\\\"Rome\\\"}"), call("home", "{}"), TEXT);
		Contexts.of(this.server)
			.withUserConfiguration(Forecasts.class, WeatherAssistant.class)
			.run((context) -> assertThat(context.getBean(WeatherAssistant.class).answer("ada", "Rome?"))
				.isEqualTo("No"));
		assertThat(messages().get(2)).containsEntry("content", "{\"city\":\"Rome\",\"days\":1,\"sky\":\"sunny\"}");
		assertThat(messages().get(4)).containsEntry("content", "London");
		assertThat(this.examples.annotated(this.model).tools()).hasSize(2);
	}

	@Test
	void aToolIsTestedWithoutAModel() {
		// tag::test[]
		Tool weather = this.examples.function();
		String result = weather.call("{\"city\": \"Rome\"}", ToolContext.of(Map.of())).block(LIMIT);
		assertThat(result).isEqualTo("sunny in Rome");
		// end::test[]
	}

	@Test
	void history() {
		answer(CALL, TEXT);
		List<ChatMessage> history = this.examples.history(assistant(), List.of(ChatMessage.system("Be brief.")),
				"Rome?");
		assertThat(history).extracting(ChatMessage::role)
			.containsExactly("system", "user", "assistant", "tool", "assistant");
	}

	@Test
	void streams() {
		Iterator<String> deltas = List.of(CALL, TEXT).iterator();
		this.server.handler((exchange) -> {
			ChatServer.begin(exchange);
			ChatServer.write(exchange, "data: {\"choices\":[{\"index\":0,\"delta\":" + deltas.next()
					+ ",\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
		});
		List<String> screen = new ArrayList<>();
		assertThat(this.examples.stream(assistant(), "Rome?", screen::add)).hasSize(4);
		assertThat(String.join("", screen)).isEqualTo("No");
	}

	@Test
	void limits() {
		answer(CALL, TEXT);
		assertThat(this.examples.limits(this.model, this.examples.function()).call("Rome?").text()).isEqualTo("No");
		answer(CALL, CALL, TEXT);
		ToolCallingChatModel impatient = ToolCallingChatModel.builder(this.model)
			.tools(this.examples.function())
			.maxRounds(1)
			.build();
		assertThat(this.examples.patient(impatient, this.model, "Rome?")).isEqualTo("No");
		assertThat(messages()).hasSize(3);
	}

	@Test
	void goesOnAfterAnError() {
		Iterator<String> messages = List.of(CALL, "", TEXT).iterator();
		this.server.handler((exchange) -> {
			String message = messages.next();
			ChatServer.send(exchange, message.isEmpty() ? 500 : 200, "application/json",
					"{\"choices\":[{\"index\":0,\"message\":" + (message.isEmpty() ? "null" : message) + "}]}");
		});
		HuggingFaceChatModel once = HuggingFaceChatModel.builder(WebClient.builder())
			.baseUrl(this.server.baseUrl())
			.retry(RetrySettings.defaults().withMaxRetries(0))
			.build();
		ToolCallingChatModel assistant = ToolCallingChatModel.builder(once).tools(this.examples.function()).build();
		assertThat(this.examples.persistent(assistant, "Rome?")).isEqualTo("No");
		assertThat(messages()).hasSize(3);
	}

	@Test
	void chooses() {
		answer(TEXT, TEXT);
		assertThat(this.examples.choose(assistant(), this.examples.function())).isEqualTo("NoNo");
		assertThat(this.server.requests().get(0).json()).containsKey("tools");
		assertThat(this.server.requests().get(1).json()).doesNotContainKey("tools");
	}

	private ToolCallingChatModel assistant() {
		return ToolCallingChatModel.builder(this.model).tools(this.examples.function()).build();
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> messages() {
		return (List<Map<String, Object>>) this.server.request().json().get("messages");
	}

	private void answer(String... messages) {
		Iterator<String> rest = List.of(messages).iterator();
		this.server.handler((exchange) -> ChatServer.send(exchange, 200, "application/json",
				"{\"choices\":[{\"index\":0,\"message\":" + rest.next() + ",\"finish_reason\":\"stop\"}]}"));
	}

	private static String call(String name, String arguments) {
		return "{\"role\":\"assistant\",\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
				+ "\"function\":{\"name\":\"" + name + "\",\"arguments\":\"" + arguments + "\"}}]}";
	}

}
