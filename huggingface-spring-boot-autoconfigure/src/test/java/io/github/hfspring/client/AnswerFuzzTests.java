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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever bytes a server answers with, a call has one end of its own: an answer or a
 * {@link HuggingFaceException}, which does not show the token.
 */
class AnswerFuzzTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	/** It takes long to make them. */
	private static final ExchangeStrategies STRATEGIES = ExchangeStrategies.withDefaults();

	private static final String[] TYPES = { "application/json", "text/event-stream", "text/event-stream;;charset=x",
			"application/problem+json", "text/html", "application/octet-stream", "", " ", "/", "json", "\u00fc" };

	@Test
	void anyBytesAreAStreamOrOneError() throws InterruptedException {
		FuzzRounds.play(1000, (fuzz) -> {
			byte[] bytes = HostileBytes.of(fuzz);
			assertOneEndOfStream(fuzz, bytes, 200, fuzz.oneOf("text/event-stream", "application/json"));
		});
	}

	@Test
	void anyBytesAreACompletionOrOneError() throws InterruptedException {
		FuzzRounds.play(1000, (fuzz) -> {
			byte[] bytes = HostileBytes.of(fuzz);
			assertOneEndOfCall(fuzz, bytes, 200, fuzz.oneOf("application/json", "text/event-stream"));
		});
	}

	@Test
	void anyResponseIsAnAnswerOrOneError() throws InterruptedException {
		FuzzRounds.play(1000, (fuzz) -> {
			byte[] bytes = HostileBytes.withSecret(fuzz, Connector.TOKEN);
			int status = fuzz.oneOf(100 + fuzz.random().nextInt(900), 400, 401, 404, 422, 429, 500, 503, 200, 302);
			String contentType = fuzz.oneOf(TYPES);
			if (fuzz.chance(2)) {
				assertOneEndOfStream(fuzz, bytes, status, contentType);
			}
			else {
				assertOneEndOfCall(fuzz, bytes, status, contentType);
			}
		});
	}

	private static void assertOneEndOfStream(FuzzRounds.Case fuzz, byte[] bytes, int status, String contentType) {
		FuzzBody body = body(fuzz, bytes);
		List<ChatStreamResult> results = new CopyOnWriteArrayList<>();
		HuggingFaceChatModel model = model(fuzz, body, status, contentType)
			.onStreamComplete((request, result) -> results.add(result))
			.build();
		FuzzReader reader = FuzzReader.read(fuzz, model.stream("Hi"), body);
		assertThat(reader.ends()).isOne();
		assertThat(body.held()).isZero();
		assertThat(results).singleElement().satisfies((result) -> {
			assertThat(result.error()).isSameAs(reader.error());
			assertThat(result.outcome()).isEqualTo(
					(reader.error() != null) ? ChatStreamResult.Outcome.FAILED : ChatStreamResult.Outcome.COMPLETED);
			assertUsable(result.response());
		});
		reader.chunks().forEach((chunk) -> assertThat(chunk.text()).isNotNull());
		if (reader.error() != null) {
			assertTyped(reader.error());
		}
	}

	private static void assertOneEndOfCall(FuzzRounds.Case fuzz, byte[] bytes, int status, String contentType) {
		FuzzBody body = new FuzzBody(FuzzBody.cut(fuzz.random(), bytes), fuzz.chance(6), true);
		HuggingFaceChatModel model = model(fuzz.note("bytes", bytes), body, status, contentType).build();
		try {
			assertUsable(model.chat("Hi").block(LIMIT));
		}
		catch (AssertionError ex) {
			throw ex;
		}
		catch (Throwable ex) {
			assertTyped(ex);
		}
		assertThat(body.held()).isZero();
	}

	private static FuzzBody body(FuzzRounds.Case fuzz, byte[] bytes) {
		fuzz.note("bytes", bytes);
		return new FuzzBody(FuzzBody.cut(fuzz.random(), bytes), fuzz.chance(6), fuzz.chance(2));
	}

	private static HuggingFaceChatModelBuilder model(FuzzRounds.Case fuzz, FuzzBody body, int status,
			String contentType) {
		fuzz.note("status", status).note("content type", contentType);
		ClientResponse.Builder response = ClientResponse.create(HttpStatusCode.valueOf(status)).body(body);
		if (!contentType.isEmpty()) {
			response.header(HttpHeaders.CONTENT_TYPE, contentType);
		}
		header(fuzz, response, "Retry-After", "0", "-1", "1e99", "NaN", "Fri, 31 Dec 9999 23:59:59 GMT", "x");
		header(fuzz, response, "RateLimit", "\"api\";r=0;t=55", "\"api\";r=0;t=999999999", ";r=0;t=");
		header(fuzz, response, "X-Error-Message", "", "Invalid username or password.", Connector.TOKEN);
		header(fuzz, response, "X-Error-Code", "", "RepoNotFound", Connector.TOKEN);
		header(fuzz, response, "Location", "", ":", "http://[", "//other/x", "http://u:p@other/");
		header(fuzz, response, "Content-Encoding", "identity", "", "br", "gzip");
		WebClient.Builder builder = WebClient.builder()
			.exchangeStrategies(STRATEGIES)
			.exchangeFunction((request) -> Mono.just(response.build()));
		return Connector.model(builder, "http://127.0.0.1:1/v1")
			.bufferSize(fuzz.oneOf(1, 3, 256))
			.followRedirects(fuzz.chance(2))
			.maxErrorBody(DataSize.ofBytes(fuzz.oneOf(16, 100, 8192)))
			.maxEventSize(DataSize.ofBytes(fuzz.oneOf(64, 1000, 1_000_000)))
			.maxResponseSize(DataSize.ofBytes(fuzz.oneOf(64, 1000, 1_000_000)))
			.malformedEvents(fuzz.oneOf(MalformedEventPolicy.values()));
	}

	private static void header(FuzzRounds.Case fuzz, ClientResponse.Builder response, String name, String... values) {
		if (fuzz.chance(8)) {
			String value = fuzz.oneOf(values);
			fuzz.note(name, value);
			response.header(name, value);
		}
	}

	private static void assertUsable(ChatResponse response) {
		assertThat(response).isNotNull();
		assertThat(response.text()).isNotNull();
		assertThat(response.toString()).isNotEmpty();
		assertThat(response.toolCalls()).isNotNull();
	}

	private static void assertTyped(Throwable error) {
		assertThat(error).isExactlyInstanceOf(HuggingFaceException.class);
		HuggingFaceException exception = (HuggingFaceException) error;
		assertThat(exception).hasMessageMatching("(?s).*\\S.*");
		String shown = Causes.text(exception) + exception.body() + " " + exception.serverMessage() + " "
				+ exception.type() + exception.code() + exception.param();
		assertThat(shown).doesNotContain(Connector.TOKEN.substring(0, 12));
		if (exception.partialResponse() != null) {
			assertUsable(exception.partialResponse());
		}
	}

}
