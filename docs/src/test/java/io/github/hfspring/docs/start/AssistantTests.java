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

package io.github.hfspring.docs.start;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Assistant}.
 */
class AssistantTests {

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	@Test
	void answers() {
		this.server.answer("Paris");
		Contexts.of(this.server)
			.withUserConfiguration(Assistant.class)
			.withPropertyValues("huggingface.api-key=hf_test", "huggingface.chat.model=some/model")
			.run((context) -> {
				Assistant assistant = context.getBean(Assistant.class);
				assertThat(assistant.answer("Capital of France?")).isEqualTo("Paris");
				assertThat(assistant.answerLater("Capital of France?").block(Duration.ofSeconds(10)))
					.isEqualTo("Paris");
			});
		ChatServer.Received request = this.server.request();
		assertThat(request.uri()).isEqualTo("/v1/chat/completions");
		assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer hf_test");
		assertThat(request.json()).containsEntry("model", "some/model");
	}

	@Test
	void tells() {
		this.server.stream("Once", " upon", " a time");
		Contexts.of(this.server).withUserConfiguration(Assistant.class).run((context) -> {
			List<String> pieces = context.getBean(Assistant.class).tell("a fox").collectList().block();
			assertThat(String.join("", pieces)).isEqualTo("Once upon a time");
		});
		assertThat(this.server.request().json()).containsEntry("stream", true)
			.containsEntry("temperature", 0.7)
			.containsEntry("messages", List.of(Map.of("role", "system", "content", "You are a storyteller."),
					Map.of("role", "user", "content", "a fox")));
	}

	@Test
	void serverOfOnesOwnNeedsNeitherTokenNorModel() {
		this.server.answer("Paris");
		Contexts.of(this.server)
			.withPropertyValues("huggingface.api-key=", "HF_TOKEN=", "HUGGING_FACE_HUB_TOKEN=",
					"HUGGINGFACEHUB_API_TOKEN=", "HF_TOKEN_PATH=", "HF_HUB_DISABLE_IMPLICIT_TOKEN=1")
			.run((context) -> assertThat(context.getBean(HuggingFaceChatModel.class).call("Hi").text())
				.isEqualTo("Paris"));
		assertThat(this.server.request().headers()).doesNotContainKey("Authorization");
		assertThat(this.server.request().json()).doesNotContainKey("model");
	}

	@Test
	void switchedOffThereIsNoModel() {
		Contexts.empty()
			.withPropertyValues("huggingface.chat.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HuggingFaceChatModel.class));
	}

}
