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

package io.github.hfspring.structured;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceChatModelBuilder;
import io.github.hfspring.client.RawHttpServer;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * A server that answers what a test says.
 */
final class AnswerServer extends RawHttpServer {

	private AnswerServer(RawHttpServer.Script... scripts) {
		super(scripts);
	}

	/**
	 * Start a server of texts, the last of which is given again and again.
	 */
	static AnswerServer of(String... texts) {
		List<RawHttpServer.Script> scripts = new ArrayList<>();
		for (String text : texts) {
			scripts.add(answer(Map.of("role", "assistant", "content", text), "stop"));
		}
		return new AnswerServer(scripts.toArray(RawHttpServer.Script[]::new));
	}

	static AnswerServer of(RawHttpServer.Script... scripts) {
		return new AnswerServer(scripts);
	}

	static RawHttpServer.Script answer(Map<String, ?> message, String finishReason) {
		Map<String, Object> choice = Map.of("index", 0, "message", message, "finish_reason", finishReason);
		String body = JsonMapper.shared()
			.writeValueAsString(Map.of("id", "c", "choices", List.of(choice), "usage",
					Map.of("prompt_tokens", 1, "completion_tokens", 2, "total_tokens", 3)));
		return (exchange) -> exchange.respond(200, "application/json", body);
	}

	static String event(String text) {
		return event(Map.of("content", text), null);
	}

	static String event(Map<String, ?> delta, String finishReason) {
		String choice = JsonMapper.shared().writeValueAsString(Map.of("index", 0, "delta", delta));
		String end = (finishReason != null) ? ",\"finish_reason\":\"" + finishReason + "\"}" : "}";
		return "data: {\"id\":\"c\",\"choices\":[" + choice.substring(0, choice.length() - 1) + end + "]}\n\n";
	}

	/**
	 * Send texts as a stream that ends well.
	 */
	static RawHttpServer.Script stream(String... texts) {
		return (exchange) -> {
			exchange.stream();
			for (String text : texts) {
				exchange.piece(event(text));
			}
			exchange.piece(event(Map.of(), "stop")).piece("data: [DONE]\n\n").end();
		};
	}

	HuggingFaceChatModelBuilder builder() {
		return HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(url());
	}

	HuggingFaceChatModel model() {
		return builder().build();
	}

}
