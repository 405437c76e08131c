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

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;
import org.springframework.web.util.UriUtils;

/**
 * Asks an endpoint in the way in which a model does: with the same attempts, which tell
 * nobody about it.
 */
final class DefaultHuggingFaceEndpoint implements HuggingFaceEndpoint {

	private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

	private static final byte[] NO_BODY = new byte[0];

	private final HttpExchange http;

	private final ChatEndpoint endpoint;

	private final ChatOptions options;

	private final AttemptSettings attempts;

	private final ChatCallbacks callbacks = new ChatCallbacks(List.of(), List.of(), List.of(), List.of(), List.of());

	private final ResponseLimits limits;

	private final @Nullable ReadTimeout readTimeout;

	private final JsonMapper mapper = JsonMapper.builder().build();

	/**
	 * Create the endpoint.
	 * @param http sends requests
	 * @param endpoint where they go
	 * @param options the extra headers and the timeouts
	 * @param attempts whether and when to repeat
	 * @param limits how much of a response is held
	 * @param readTimeout how long nothing may arrive of an answer
	 */
	DefaultHuggingFaceEndpoint(HttpExchange http, ChatEndpoint endpoint, ChatOptions options, AttemptSettings attempts,
			ResponseLimits limits, @Nullable ReadTimeout readTimeout) {
		this.http = http;
		this.endpoint = endpoint;
		this.options = options;
		this.attempts = attempts;
		this.limits = limits;
		this.readTimeout = readTimeout;
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
		String base = this.endpoint.baseUrl();
		return get(base.endsWith("/v1") ? base.substring(0, base.length() - "/v1".length()) : base, path, variables);
	}

	private Mono<Map<String, Object>> get(String base, String path, String... variables) {
		Assert.isTrue(path.startsWith("/"), "'path' must start with '/'");
		String query = this.endpoint.uri().getRawQuery();
		URI uri = URI.create(base + expand(path, variables) + ((query != null) ? "?" + query : ""));
		return get(new HttpExchange.Target(HttpMethod.GET, uri, base + path));
	}

	private Mono<Map<String, Object>> get(HttpExchange.Target target) {
		ErrorDecoder errors = new ErrorDecoder(this.mapper, this.limits.maxErrorBody());
		ChatResponseReader reader = new ChatResponseReader(new ChunkDecoder(this.mapper), errors, this.limits,
				this.readTimeout, target.description());
		ChatRequest request = new ChatRequest(List.of(), this.options);
		return Mono.defer(
				() -> new Attempts(request, false, this.attempts, this.callbacks).make(
						(attempt) -> this.http.send(target, NO_BODY, this.options.extraHeaders(), attempt,
								(response, refusal, current, token) -> reader
									.readWhole(response, refusal, current, token)
									.map((body) -> object(body, target, errors, token)))));
	}

	private Map<String, Object> object(byte[] body, HttpExchange.Target target, ErrorDecoder errors,
			@Nullable String token) {
		try (JsonParser parser = this.mapper.createParser(body)) {
			if (parser.nextToken() == JsonToken.START_OBJECT && JsonValues.value(parser) instanceof Map<?, ?> fields) {
				return JsonValues.withoutNulls(fields);
			}
		}
		catch (JacksonException ex) {
			throw malformed(body, target, errors, token);
		}
		throw malformed(body, target, errors, token);
	}

	private static HuggingFaceException malformed(byte[] body, HttpExchange.Target target, ErrorDecoder errors,
			@Nullable String token) {
		return HuggingFaceException
			.of(ErrorKind.MALFORMED_RESPONSE, "The response of " + target.description() + " is not a JSON object")
			.body(errors.excerpt(body, 0, body.length, token))
			.build();
	}

	private static String expand(String path, String... variables) {
		List<String> values = new ArrayList<>(List.of(variables));
		Matcher matcher = VARIABLE.matcher(path);
		String expanded = matcher.replaceAll((match) -> {
			Assert.isTrue(!values.isEmpty(), () -> "'" + path + "' has more names than there are values");
			return Matcher.quoteReplacement(encode(values.remove(0)));
		});
		Assert.isTrue(values.isEmpty(), () -> "'" + path + "' has fewer names than there are values");
		return expanded;
	}

	/**
	 * An id has the form {@code organization/name}. What would lead elsewhere is no part
	 * of an id.
	 */
	private static String encode(String id) {
		List<String> segments = new ArrayList<>();
		for (String segment : id.split("/", -1)) {
			Assert.isTrue(!segment.isEmpty() && !segment.equals(".") && !segment.equals(".."),
					() -> "'" + id + "' is not a valid id");
			segments.add(UriUtils.encodePathSegment(segment, StandardCharsets.UTF_8));
		}
		return String.join("/", segments);
	}

}
