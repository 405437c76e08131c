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

package io.github.hfspring.docs.reasoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.docs.support.ChatServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ReasoningExamples}.
 */
class ReasoningExamplesTests {

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	private HuggingFaceChatModel model;

	private ReasoningExamples examples;

	@BeforeEach
	void createModel() {
		this.model = HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(this.server.baseUrl()).build();
		this.examples = new ReasoningExamples(this.model);
	}

	@Test
	void calls() {
		answer("reasoning");
		assertThat(this.examples.call()).isEqualTo("9.8 is 9.80 -> No");
		assertThat(this.server.request().json()).containsEntry("reasoning_effort", "high");
	}

	@Test
	void streams() {
		this.server.handler((exchange) -> {
			ChatServer.begin(exchange);
			ChatServer.write(exchange,
					"data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"9.8 is 9.80\"}}]}\n\n"
							+ ChatServer.chunk("No") + "data: [DONE]\n\n");
		});
		List<String> thoughts = new ArrayList<>();
		List<String> screen = new ArrayList<>();
		this.examples.stream("Is 9.11 above 9.8?", thoughts::add, screen::add);
		assertThat(thoughts).containsExactly("9.8 is 9.80", "");
		assertThat(screen).containsExactly("", "No");
	}

	@Test
	void sendsExtraFields() {
		answer("reasoning");
		this.examples.extraField();
		assertThat(this.server.request().json()).containsEntry("chat_template_kwargs",
				Map.of("enable_thinking", false));
	}

	@Test
	void replays() {
		answer("reasoning_content");
		this.examples.replay(this.model.call("Is 9.11 above 9.8?"));
		assertThat(messages().get(1)).containsEntry("reasoning_content", "9.8 is 9.80");
	}

	@Test
	void remembersThePlace() {
		answer("reasoning_content");
		this.model.call((request) -> request.messages(List.of(this.examples.message())));
		assertThat(messages().get(0)).doesNotContainKey("reasoning");
	}

	private void answer(String field) {
		this.server.answer(200, "application/json", "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"No\",\""
				+ field + "\":\"9.8 is 9.80\"},\"finish_reason\":\"stop\"}]}");
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> messages() {
		return (List<Map<String, Object>>) this.server.request().json().get("messages");
	}

}
