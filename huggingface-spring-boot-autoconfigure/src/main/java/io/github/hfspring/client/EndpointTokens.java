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

import java.util.Map;
import java.util.function.Function;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.TextPart;
import io.github.hfspring.chat.UserMessage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
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
				case VLLM, SGLANG -> this.post.send("/tokenize", body, options,
						(answer) -> field(answer, "count", EndpointTokens::number));
				case TGI -> this.post.send("/chat_tokenize", body, options,
						(answer) -> field(answer, "tokenize_response", EndpointTokens::size));
				case LLAMA_CPP -> this.post
					.send("/apply-template", body, options, (answer) -> field(answer, "prompt", EndpointTokens::prompt))
					.flatMap((prompt) -> this.post.send("/tokenize", text(prompt), options,
							(answer) -> field(answer, "tokens", EndpointTokens::size)));
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

	private byte[] text(String prompt) {
		return this.mapper.writeValueAsBytes(Map.of("content", prompt, "add_special", true, "parse_special", true));
	}

	/**
	 * Read one field of an answer. There may be a hundred thousand tokens in the others,
	 * which are not kept.
	 */
	private static <T> T field(JsonParser answer, String name, Function<JsonParser, @Nullable T> reader) {
		T value = null;
		String next;
		while ((next = answer.nextName()) != null) {
			answer.nextToken();
			if (next.equals(name)) {
				value = reader.apply(answer);
			}
			answer.skipChildren();
		}
		if (value == null) {
			throw HuggingFaceException
				.of(ErrorKind.MALFORMED_RESPONSE,
						"The endpoint was asked how many tokens a request has, and did not tell")
				.build();
		}
		return value;
	}

	private static @Nullable String prompt(JsonParser value) {
		return (value.currentToken() == JsonToken.VALUE_STRING) ? value.getString() : null;
	}

	private static @Nullable Integer number(JsonParser value) {
		boolean isInt = value.currentToken() == JsonToken.VALUE_NUMBER_INT
				&& value.getNumberType() == JsonParser.NumberType.INT;
		return (isInt && value.getIntValue() > 0) ? value.getIntValue() : null;
	}

	private static @Nullable Integer size(JsonParser value) {
		if (value.currentToken() != JsonToken.START_ARRAY) {
			return null;
		}
		int size = 0;
		while (value.nextToken() != JsonToken.END_ARRAY) {
			value.skipChildren();
			size++;
		}
		return (size > 0) ? size : null;
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
		 * @param reader reads the object that the server answers, from its beginning on
		 * @param <T> the type of what is read
		 * @return what was read
		 */
		<T> Mono<T> send(String path, byte[] body, ChatOptions options, Function<JsonParser, T> reader);

	}

}
