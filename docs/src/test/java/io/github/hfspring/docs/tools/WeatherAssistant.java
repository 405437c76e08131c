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

import java.util.Map;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.tool.ToolCallingChatModel;
import io.github.hfspring.tool.ToolCallingChatModelBuilder;
import reactor.core.publisher.Flux;

import org.springframework.stereotype.Service;

/**
 * A service that asks a model with tools.
 */
// tag::service[]
@Service
class WeatherAssistant {

	private final ToolCallingChatModel model;

	WeatherAssistant(ToolCallingChatModelBuilder builder) {
		this.model = builder.build();
	}

	String answer(String user, String question) {
		return this.model.withContext(Map.of("user", user)).call(question).text();
	}

	Flux<String> tell(String question) {
		return this.model.stream(question).map(ChatChunk::text).filter((text) -> !text.isEmpty());
	}

}
// end::service[]
