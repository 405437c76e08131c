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

package io.github.hfspring.docs.chat;

import java.util.ArrayList;
import java.util.List;

import io.github.hfspring.chat.ChatResponseCallback;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import io.github.hfspring.tool.ToolCallingChatModelBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalModelConfiguration} and {@link TwoModels}.
 */
class TwoModelsTests {

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	@RegisterExtension
	private final ChatServer local = new ChatServer();

	@Test
	void aSecondEndpointStandsBesideTheModelOfTheStarter() {
		this.server.answer("far");
		this.local.answer("near");
		List<String> answers = new ArrayList<>();
		Contexts.of(this.server)
			.withPropertyValues("local.url=" + this.local.baseUrl(), "huggingface.chat.model=default/model")
			.withUserConfiguration(LocalModelConfiguration.class, TwoModels.class)
			.withBean(ChatResponseCallback.class, () -> (request, response) -> answers.add(response.text()))
			.run((context) -> {
				TwoModels models = context.getBean(TwoModels.class);
				assertThat(models.answer("Hi", false)).isEqualTo("far");
				assertThat(models.answer("Hi", true)).isEqualTo("near");
				assertThat(this.server.request().json()).containsEntry("model", "default/model");
				assertThat(this.local.request().json()).containsEntry("model", "Qwen/Qwen3-8B");
				assertThat(answers).containsExactly("far", "near");
				assertThat(context.getBean(ToolCallingChatModelBuilder.class).build().call("Hi").text())
					.isEqualTo("far");
			});
	}

}
