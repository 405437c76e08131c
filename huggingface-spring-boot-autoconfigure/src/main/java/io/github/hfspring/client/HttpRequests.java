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
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.thread.OwnThreads;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;
import org.springframework.web.util.UriUtils;

/**
 * Sends what is not a chat, with the attempts of one, which tell nobody about it.
 */
final class HttpRequests {

	private static final Pattern VARIABLE = Pattern.compile("\\{\\w+}");

	private static final byte[] NO_BODY = new byte[0];

	private final HttpExchange http;

	private final ChatOptions options;

	private final AttemptSettings attempts;

	private final ChatCallbacks callbacks = new ChatCallbacks(List.of(), List.of(), List.of(), List.of(), List.of());

	private final ResponseLimits limits;

	private final @Nullable ReadTimeout readTimeout;

	private final Scheduler threads = OwnThreads.create("huggingface-http-");

	private final JsonMapper mapper = JsonMapper.builder().build();

	/**
	 * Create what sends.
	 * @param http sends requests
	 * @param options the extra headers and the timeouts of what has none itself
	 * @param attempts whether and when to repeat
	 * @param limits how much of a response is held
	 * @param readTimeout how long nothing may arrive of an answer
	 */
	HttpRequests(HttpExchange http, ChatOptions options, AttemptSettings attempts, ResponseLimits limits,
			@Nullable ReadTimeout readTimeout) {
		this.http = http;
		this.options = options;
		this.attempts = attempts;
		this.limits = limits;
		this.readTimeout = readTimeout;
	}

	/**
	 * Ask.
	 * @param target where
	 * @param reader reads the body, and is given the token that must not be shown
	 * @param <T> the type of the answer
	 * @return the answer
	 */
	<T> Mono<T> get(HttpExchange.Target target, BiFunction<byte[], @Nullable String, T> reader) {
		return send(target, NO_BODY, this.options, reader);
	}

	/**
	 * Send a body.
	 * @param target where to
	 * @param body the body, which is JSON
	 * @param options the extra headers and the timeouts
	 * @param reader reads the body of the answer, and is given the token that must not be
	 * shown
	 * @param <T> the type of the answer
	 * @return the answer
	 */
	<T> Mono<T> post(HttpExchange.Target target, byte[] body, ChatOptions options,
			BiFunction<byte[], @Nullable String, T> reader) {
		return send(new HttpExchange.Target(HttpMethod.POST, target.uri(), target.description(), target.template()),
				body, options, reader);
	}

	private <T> Mono<T> send(HttpExchange.Target target, byte[] content, ChatOptions options,
			BiFunction<byte[], @Nullable String, T> reader) {
		ChatResponseReader responses = new ChatResponseReader(new ChunkDecoder(this.mapper),
				new ErrorDecoder(this.mapper, this.limits.maxErrorBody()), this.limits, this.readTimeout,
				target.description());
		HttpExchange.Reader<T> body = (response, refusal, attempt, token) -> responses
			.readWhole(response, refusal, attempt, token)
			// An answer may have megabytes, and the thread of the HTTP client serves
			// others
			.publishOn(this.threads)
			.map((bytes) -> reader.apply(bytes, token));
		ChatRequest request = new ChatRequest(List.of(), options);
		return Mono.defer(() -> new Attempts(request, false, this.attempts, this.callbacks)
			.make((attempt) -> this.http.send(target, content, options.extraHeaders(), attempt, body)));
	}

	/**
	 * Return where to ask.
	 * @param base the beginning of the URL
	 * @param path the path behind it, with names in braces
	 * @param query the query, or {@code null}
	 * @param variables what to put for the names
	 * @return the target
	 */
	static HttpExchange.Target target(String base, String path, @Nullable String query, String... variables) {
		Assert.isTrue(path.startsWith("/"), "'path' must start with '/'");
		String url = base + expand(path, variables);
		URI uri = URI.create((query != null) ? url + "?" + query : url);
		return new HttpExchange.Target(HttpMethod.GET, uri, url, base + path);
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
