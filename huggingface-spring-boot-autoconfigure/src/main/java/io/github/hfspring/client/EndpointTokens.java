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

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.TextPart;
import io.github.hfspring.chat.UserMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has servers count the tokens of requests. Each puts the messages and the tools into the
 * template of the model first, as it does to answer.
 */
final class EndpointTokens {

	private final ChatEndpoint endpoint;

	private final JsonMapper mapper;

	private final ChatRequestEncoder encoder;

	private final Post post;

	/**
	 * Create what has tokens counted.
	 * @param endpoint the endpoint
	 * @param mapper writes JSON
	 * @param post sends beside the base URL
	 */
	EndpointTokens(ChatEndpoint endpoint, JsonMapper mapper, Post post) {
		this.endpoint = endpoint;
		this.mapper = mapper;
		this.encoder = new ChatRequestEncoder(mapper, MediaRules.none());
		this.post = post;
	}

	/**
	 * Count.
	 * @param request the request
	 * @param server the kind of the server
	 * @return the number of tokens; empty if nobody can count that
	 */
	Mono<Integer> count(ChatRequest request, @Nullable ServerKind server) {
		if (server == null || !request.messages().stream().allMatch(EndpointTokens::isText)) {
			return Mono.empty();
		}
		return Mono.defer(() -> {
			ChatOptions options = request.options();
			String model = this.endpoint.modelId(options.model(), options.provider());
			byte[] body = this.encoder.encode(request.withOptions(template(options)), model, false,
					ResponseFormatDialect.OPENAI);
			return switch (server) {
				case VLLM, SGLANG -> this.post.send("/tokenize", body, options).map((answer) -> number(answer));
				case TGI ->
					this.post.send("/chat_tokenize", body, options).map((answer) -> size(answer, "tokenize_response"));
				case LLAMA_CPP -> this.post.send("/apply-template", body, options)
					.flatMap((answer) -> this.post.send("/tokenize", prompt(answer), options))
					.map((answer) -> size(answer, "tokens"));
			};
		});
	}

	/**
	 * Servers do not agree on what an image is when nothing has to be answered: TGI
	 * counts the characters of its data.
	 */
	private static boolean isText(ChatMessage message) {
		return !(message instanceof UserMessage user) || user.content().stream().allMatch(TextPart.class::isInstance);
	}

	/**
	 * Return what templates know of the options. A server that checks its fields refuses
	 * the others where nothing is answered.
	 */
	private static ChatOptions template(ChatOptions options) {
		return ChatOptions.builder()
			.tools(options.tools())
			.toolChoice(options.toolChoice())
			.toolsDisabled(options.toolsDisabled())
			.reasoningEffort(options.reasoningEffort())
			.extraFields(options.extraFields())
			.build();
	}

	private byte[] prompt(Map<String, Object> answer) {
		if (answer.get("prompt") instanceof String prompt) {
			return this.mapper.writeValueAsBytes(Map.of("content", prompt, "add_special", true, "parse_special", true));
		}
		throw countless();
	}

	private static int number(Map<String, Object> answer) {
		if (answer.get("count") instanceof Number count && count.intValue() > 0) {
			return count.intValue();
		}
		throw countless();
	}

	private static int size(Map<String, Object> answer, String field) {
		if (answer.get(field) instanceof List<?> tokens && !tokens.isEmpty()) {
			return tokens.size();
		}
		throw countless();
	}

	private static HuggingFaceException countless() {
		return HuggingFaceException
			.of(ErrorKind.MALFORMED_RESPONSE, "The endpoint was asked how many tokens a request has, and did not tell")
			.build();
	}

	/**
	 * Sends a body.
	 */
	@FunctionalInterface
	interface Post {

		/**
		 * Send a body beside the base URL.
		 * @param path the path
		 * @param body the body
		 * @param options the headers and timeouts
		 * @return the object that the server answers
		 */
		Mono<Map<String, Object>> send(String path, byte[] body, ChatOptions options);

	}

}
