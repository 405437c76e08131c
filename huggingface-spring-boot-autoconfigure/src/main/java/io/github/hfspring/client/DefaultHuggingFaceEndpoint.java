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

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;

/**
 * Asks an endpoint in the way in which a model does.
 */
final class DefaultHuggingFaceEndpoint implements HuggingFaceEndpoint {

	private static final ResponseMetadata OK = new ResponseMetadata(HttpStatus.OK.value(), null, null, Map.of());

	private final HttpRequests http;

	private final ChatEndpoint endpoint;

	private final ErrorDecoder errors;

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final EndpointTokens tokens;

	/**
	 * Create the endpoint.
	 * @param http sends requests
	 * @param endpoint where they go
	 * @param limits how much of a response is held
	 */
	DefaultHuggingFaceEndpoint(HttpRequests http, ChatEndpoint endpoint, ResponseLimits limits) {
		this.http = http;
		this.endpoint = endpoint;
		this.errors = new ErrorDecoder(this.mapper, limits.maxErrorBody());
		this.tokens = new EndpointTokens(endpoint, this.mapper, this::post);
	}

	@Override
	public String baseUrl() {
		return this.endpoint.baseUrl();
	}

	@Override
	public boolean isRouter() {
		return this.endpoint.takesProvider();
	}

	@Override
	public Mono<Map<String, Object>> get(String path, String... variables) {
		return get(this.endpoint.baseUrl(), path, variables);
	}

	@Override
	public Mono<Map<String, Object>> getBeside(String path, String... variables) {
		return get(root(), path, variables);
	}

	@Override
	public Mono<Integer> countTokens(ChatRequest request, @Nullable ServerKind server) {
		return this.tokens.count(request, server);
	}

	private String root() {
		String base = this.endpoint.baseUrl();
		return base.endsWith("/v1") ? base.substring(0, base.length() - "/v1".length()) : base;
	}

	private <T> Mono<T> post(String path, byte[] content, ChatOptions options, Function<JsonParser, T> reader) {
		HttpExchange.Target target = HttpRequests.target(root(), path, this.endpoint.uri().getRawQuery());
		return this.http.post(target, content, options, (body, token) -> read(body, target, token, reader));
	}

	private Mono<Map<String, Object>> get(String base, String path, String... variables) {
		HttpExchange.Target target = HttpRequests.target(base, path, this.endpoint.uri().getRawQuery(), variables);
		return this.http.get(target, (body, token) -> answer(body, target, token)).flatMap(Function.identity());
	}

	/**
	 * An error that comes with the status of success may say no more than that there is
	 * nothing here, and is not worth another attempt.
	 */
	private Mono<Map<String, Object>> answer(byte[] body, HttpExchange.Target target, @Nullable String token) {
		Map<String, Object> fields = read(body, target, token,
				(parser) -> JsonValues.withoutNulls(JsonValues.object(parser)));
		return ErrorBody.isError(fields) ? Mono.error(this.errors.event(OK, body, 0, body.length, token))
				: Mono.just(fields);
	}

	private <T> T read(byte[] body, HttpExchange.Target target, @Nullable String token,
			Function<JsonParser, T> reader) {
		try (JsonParser parser = this.mapper.createParser(body)) {
			if (parser.nextToken() == JsonToken.START_OBJECT) {
				return reader.apply(parser);
			}
		}
		catch (JacksonException ex) {
			throw malformed(body, target, token);
		}
		throw malformed(body, target, token);
	}

	private HuggingFaceException malformed(byte[] body, HttpExchange.Target target, @Nullable String token) {
		return HuggingFaceException
			.of(ErrorKind.MALFORMED_RESPONSE, "The response of " + target.description() + " is not a JSON object")
			.body(this.errors.excerpt(body, 0, body.length, token))
			.build();
	}

}
