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

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of what is sent again, how often, and when.
 */
@Timeout(60)
class RetryTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private static final RetrySettings FAST = RetrySettings.defaults()
		.withIntervals(Duration.ofMillis(1), 2, Duration.ofMillis(20));

	private final List<ChatProgress> progress = new CopyOnWriteArrayList<>();

	private HuggingFaceChatModelBuilder model(RawHttpServer server) {
		return model(Connector.REACTOR, server);
	}

	private HuggingFaceChatModelBuilder model(Connector connector, RawHttpServer server) {
		return connector.model(server.url()).retry(FAST).onProgress((request, progress) -> this.progress.add(progress));
	}

	/**
	 * The first request of all loads classes, which may take longer than a test waits.
	 */
	private static HuggingFaceChatModel warm(HuggingFaceChatModelBuilder builder) {
		HuggingFaceChatModel model = builder.build();
		model.call("Hi");
		return model;
	}

	private static RawHttpServer.Script status(int status, String... headers) {
		return (exchange) -> {
			exchange.head(status, concat(headers, "Content-Type: application/json", "Content-Length: 17"));
			exchange.write("{\"error\":\"Sorry\"}");
		};
	}

	private static String[] concat(String[] headers, String... more) {
		List<String> all = new CopyOnWriteArrayList<>(headers);
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	private static HuggingFaceException error(HuggingFaceChatModel model) {
		HuggingFaceException error = catchThrowableOfType(HuggingFaceException.class, () -> model.call("Hi"));
		assertThat(error).isNotNull();
		return error;
	}

	private static List<String> texts(HuggingFaceChatModel model) {
		return model.stream("Hi").map(ChatChunk::text).collectList().block(LIMIT);
	}

	private ChatProgress.AttemptFailed failed(int index) {
		assertThat(this.progress.get(index)).isInstanceOf(ChatProgress.AttemptFailed.class);
		return (ChatProgress.AttemptFailed) this.progress.get(index);
	}

	private static Duration elapsed(Runnable work) {
		long start = System.nanoTime();
		work.run();
		return Duration.ofNanos(System.nanoTime() - start);
	}

	@ParameterizedTest
	@ValueSource(ints = { 408, 425, 429, 500, 502, 503, 504 })
	void repeatsWhatMayPass(int status) {
		try (RawHttpServer server = new RawHttpServer(status(status), Answers::hello)) {
			assertThat(model(server).build().call("Hi").text()).isEqualTo("Hello");
			assertThat(server.requests()).hasSize(2);
			assertThat(failed(0).attempt()).isOne();
			assertThat(failed(0).retryIn()).isLessThanOrEqualTo(Duration.ofMillis(1));
			assertThat(this.progress).hasSize(1);
		}
		try (RawHttpServer server = new RawHttpServer(status(status), Answers::hello)) {
			assertThat(texts(model(server).build())).containsExactly("Hel", "lo");
			assertThat(server.requests()).hasSize(2);
			assertThat(server.requests().get(1).text()).isEqualTo(server.requests().get(0).text());
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 402, 403, 404, 405, 409, 413, 418, 422, 424, 501, 505, 529 })
	void doesNotRepeatWhatWillFailAgain(int status) {
		try (RawHttpServer server = new RawHttpServer(status(status, "Retry-After: 0"), Answers::hello)) {
			assertThat(error(model(server).build()).status()).isEqualTo(status);
			assertThat(server.requests()).hasSize(1);
			assertThat(failed(0).retryIn()).isNull();
		}
	}

	@Test
	void givesUpAfterTheLastRetry() {
		try (RawHttpServer server = new RawHttpServer(status(502))) {
			HuggingFaceException error = error(model(server).build());
			assertThat(error.status()).isEqualTo(502);
			assertThat(server.requests()).hasSize(4);
			assertThat(this.progress).hasSize(4);
			for (int i = 0; i < 4; i++) {
				assertThat(failed(i).attempt()).isEqualTo(i + 1);
			}
			assertThat(failed(2).retryIn()).isNotNull();
			assertThat(failed(3).retryIn()).isNull();
			assertThat(failed(3).error()).isSameAs(error);
		}
	}

	@Test
	void repeatsAnInternalErrorOnce() {
		try (RawHttpServer server = new RawHttpServer(status(500))) {
			assertThat(error(model(server).build()).status()).isEqualTo(500);
			assertThat(server.requests()).hasSize(2);
		}
		try (RawHttpServer server = new RawHttpServer(status(500), status(503), status(500), Answers::hello)) {
			assertThat(error(model(server).build()).status()).isEqualTo(500);
			assertThat(server.requests()).hasSize(3);
		}
	}

	/**
	 * A server may have failed for once; but if the conversation is too long, it says
	 * nothing again and again.
	 */
	@Test
	void repeatsAnEmptyStreamOnce() {
		RawHttpServer.Script empty = (exchange) -> exchange.stream().piece(Answers.DONE).end();
		try (RawHttpServer server = new RawHttpServer(empty, Answers::hello)) {
			assertThat(texts(model(server).build())).containsExactly("Hel", "lo");
			assertThat(server.requests()).hasSize(2);
			assertThat(((HuggingFaceException) failed(0).error()).kind()).isEqualTo(ErrorKind.STREAM_EMPTY);
		}
		try (RawHttpServer server = new RawHttpServer(empty)) {
			StepVerifier.create(model(server).build().stream("Hi")).expectErrorSatisfies((error) -> {
				assertThat(((HuggingFaceException) error).kind()).isEqualTo(ErrorKind.STREAM_EMPTY);
				assertThat(((HuggingFaceException) error).isRetryable()).isTrue();
			}).verify(LIMIT);
			assertThat(server.requests()).hasSize(2);
		}
		try (RawHttpServer server = new RawHttpServer(empty, status(500), Answers::hello)) {
			assertThat(error(model(server).build()).status()).isEqualTo(500);
			assertThat(server.requests()).hasSize(2);
		}
	}

	@Test
	void doesNotRepeatAnEmptyStreamOnceAChunkIsThere() {
		String usage = Answers.event("{\"choices\":[],\"usage\":{\"total_tokens\":1}}");
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(usage + Answers.DONE).end(),
				Answers::hello)) {
			StepVerifier.create(model(server).build().stream("Hi"))
				.expectNextCount(1)
				.expectErrorSatisfies(
						(error) -> assertThat(((HuggingFaceException) error).kind()).isEqualTo(ErrorKind.STREAM_EMPTY))
				.verify(LIMIT);
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void canBeSwitchedOff() {
		try (RawHttpServer server = new RawHttpServer(status(503))) {
			assertThat(error(model(server).retry(FAST.withMaxRetries(0)).build()).status()).isEqualTo(503);
			assertThat(server.requests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@EnumSource
	void repeatsWhenTheConnectionBreaksBeforeTheFirstChunk(Connector connector) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.reset(),
				(exchange) -> exchange.stream().piece(": begun\n\n").reset(), Answers::hello)) {
			assertThat(texts(model(connector, server).build())).containsExactly("Hel", "lo");
			// A client may repeat a request of its own accord when its connection is
			// closed
			assertThat(server.requests()).hasSizeGreaterThanOrEqualTo(3);
		}
	}

	@Test
	void repeatsWhenNobodyListensYet() throws IOException {
		int port;
		try (ServerSocket free = new ServerSocket(0)) {
			port = free.getLocalPort();
		}
		HuggingFaceChatModel model = Connector.REACTOR.model("http://127.0.0.1:" + port)
			.retry(FAST)
			.onProgress((request, progress) -> this.progress.add(progress))
			.build();
		assertThat(error(model).kind()).isEqualTo(ErrorKind.CONNECTION);
		assertThat(this.progress).hasSize(4);
	}

	@Test
	void repeatsWhenNoConnectionIsFree() {
		HttpClient oneConnection = HttpClient.create(ConnectionProvider.builder("one")
			.maxConnections(1)
			.pendingAcquireTimeout(Duration.ofMillis(100))
			.build());
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(Answers.event(Answers.chunk("Once", null))))) {
			HuggingFaceChatModel model = Connector
				.model(WebClient.builder().clientConnector(new ReactorClientHttpConnector(oneConnection)), server.url())
				.retry(FAST.withMaxRetries(1))
				.onProgress((request, progress) -> this.progress.add(progress))
				.build();
			Disposable holder = model.stream("Hi").subscribe();
			server.awaitRequests(1);
			assertThat(error(model).kind()).isEqualTo(ErrorKind.CONNECTION);
			assertThat(this.progress).hasSize(2);
			assertThat(server.requests()).hasSize(1);
			holder.dispose();
		}
	}

	@Test
	void doesNotRepeatOnceAChunkIsThere() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(Answers.event(Answers.chunk("Once", null))).end(),
				Answers::hello)) {
			StepVerifier.create(model(server).build().stream("Hi").map(ChatChunk::text))
				.expectNext("Once")
				.expectErrorSatisfies(
						(error) -> assertThat(((HuggingFaceException) error).kind()).isEqualTo(ErrorKind.STREAM_CUT))
				.verify(LIMIT);
			assertThat(server.requests()).hasSize(1);
			assertThat(failed(0).attempt()).isOne();
		}
	}

	@Test
	void anErrorInsideAResponseThatLooksLikeSuccessIsRepeatedByItsMeaning() {
		String overloaded = "{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}";
		String invalid = "{\"error\":\"Input validation error\",\"error_type\":\"validation\"}";
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(Answers.event(overloaded)).end(), Answers::hello)) {
			assertThat(texts(model(server).build())).containsExactly("Hel", "lo");
		}
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(200, "application/json", overloaded), Answers::hello)) {
			assertThat(model(server).build().call("Hi").text()).isEqualTo("Hello");
		}
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(Answers.event(invalid)).end(), Answers::hello)) {
			StepVerifier.create(model(server).build().stream("Hi")).expectError().verify(LIMIT);
			assertThat(server.requests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Retry-After: 0.3", "RateLimit: \"api\";r=0;t=0", "RateLimit: \"a\";r=9;t=9, \"b\";t=0;r=0" })
	void comesBackWhenTheServerSays(String header) {
		try (RawHttpServer server = new RawHttpServer(status(429, header), Answers::hello)) {
			Duration elapsed = elapsed(() -> model(server).build().call("Hi"));
			assertThat(failed(0).retryIn()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
			assertThat(elapsed).isGreaterThanOrEqualTo(failed(0).retryIn());
		}
	}

	@Test
	void comesBackAtTheDateTheServerSays() {
		ZonedDateTime date = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2);
		String header = "Retry-After: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(date);
		try (RawHttpServer server = new RawHttpServer(status(503, header), Answers::hello)) {
			assertThat(model(server).build().call("Hi").text()).isEqualTo("Hello");
			assertThat(failed(0).retryIn()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(2));
		}
	}

	@Test
	void retryAfterGoesBeforeTheRateLimit() {
		try (RawHttpServer server = new RawHttpServer(status(429, "RateLimit: \"api\";r=0;t=3600", "Retry-After: 0"),
				Answers::hello)) {
			assertThat(model(server).build().call("Hi").text()).isEqualTo("Hello");
			assertThat(failed(0).retryIn()).isZero();
		}
	}

	@Test
	void aRateLimitWithSomethingLeftSaysNothing() {
		try (RawHttpServer server = new RawHttpServer(status(429, "RateLimit: \"api\";r=7;t=3600"), Answers::hello)) {
			assertThat(model(server).build().call("Hi").text()).isEqualTo("Hello");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "3600", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT" })
	void aServerThatWantsTooLongAWaitFailsAtOnce(String retryAfter) {
		try (RawHttpServer server = new RawHttpServer(status(429, "Retry-After: " + retryAfter), Answers::hello)) {
			HuggingFaceException error = error(model(server).build());
			assertThat(error.retryAfter()).isGreaterThanOrEqualTo(Duration.ofHours(1));
			assertThat(server.requests()).hasSize(1);
		}
	}

	@Test
	void retryAfterOfASuccessIsIgnored() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			exchange.head(200, "Content-Type: text/event-stream", "Retry-After: 3600", "Transfer-Encoding: chunked");
			exchange.piece(Answers.event("{\"error\":\"Model is overloaded\",\"error_type\":\"overloaded\"}")).end();
		}, Answers::hello)) {
			assertThat(texts(model(server).build())).containsExactly("Hel", "lo");
			assertThat(((HuggingFaceException) failed(0).error()).retryAfter()).isNull();
		}
	}

	@Test
	void noRetryBeginsAfterTheMaximumTime() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello, status(503, "Retry-After: 0.2"))) {
			RetrySettings settings = FAST.withMaxRetries(100).withMaxElapsedTime(Duration.ofMillis(500));
			HuggingFaceChatModel model = warm(model(server).retry(settings));
			Duration elapsed = elapsed(() -> error(model));
			assertThat(server.requests().size()).isBetween(3, 4);
			assertThat(elapsed).isLessThan(Duration.ofSeconds(2));
		}
	}

	@Test
	void theTotalTimeoutBoundsRetriesAndWaits() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello, status(503, "Retry-After: 0.2"))) {
			HuggingFaceChatModel model = warm(model(server).retry(FAST.withMaxRetries(100)));
			Duration elapsed = elapsed(() -> StepVerifier
				.create(model.stream((request) -> request.user("Hi").totalTimeout(Duration.ofMillis(500))))
				.expectErrorSatisfies((error) -> assertThat(((HuggingFaceException) error).status()).isEqualTo(503))
				.verify(LIMIT));
			assertThat(server.requests().size()).isBetween(3, 4);
			assertThat(elapsed).isLessThan(Duration.ofSeconds(2));
		}
	}

	@Test
	void waitsGrowAndAreSpread() {
		RetrySettings settings = RetrySettings.defaults();
		RetryRules rules = new RetryRules(settings, false);
		RetryRules exact = new RetryRules(settings.withJitter(RetrySettings.Jitter.NONE), false);
		HuggingFaceException error = HuggingFaceException.of(ErrorKind.OVERLOADED, "Busy").build();
		assertThat(List.of(exact.waitAfter(error, 0), exact.waitAfter(error, 1), exact.waitAfter(error, 2),
				exact.waitAfter(error, 1000)))
			.containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2),
					Duration.ofSeconds(30));
		List<Duration> waits = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 100; i++) {
			waits.add(rules.waitAfter(error, 1));
		}
		assertThat(waits).allSatisfy((wait) -> assertThat(wait).isBetween(Duration.ZERO, Duration.ofSeconds(1)));
		assertThat(waits.stream().distinct().count()).isGreaterThan(20);
	}

	@Test
	void everyAttemptAsksForTheTokenAnew() {
		try (RawHttpServer server = new RawHttpServer(status(503), Answers::hello)) {
			List<String> tokens = new CopyOnWriteArrayList<>(List.of("first", "second"));
			model(server).token(() -> tokens.remove(0)).build().call("Hi");
			assertThat(server.requests()).extracting((request) -> request.headers("Authorization").get(0))
				.containsExactly("Bearer first", "Bearer second");
		}
	}

	@Test
	void waitsForAModelThatIsBeingLoaded() {
		try (RawHttpServer server = new RawHttpServer(loading(0.2), loading(null), Answers::hello)) {
			HuggingFaceChatModel model = model(server).retry(FAST.withMaxRetries(0))
				.coldStartWait(Duration.ofSeconds(30))
				.build();
			assertThat(texts(model)).containsExactly("Hel", "lo");
			assertThat(this.progress).hasSize(2)
				.allSatisfy((progress) -> assertThat(progress).isInstanceOf(ChatProgress.WaitingForModel.class));
			ChatProgress.WaitingForModel first = (ChatProgress.WaitingForModel) this.progress.get(0);
			assertThat(first.attempt()).isOne();
			// No longer than max-interval, whatever the estimate is
			assertThat(first.retryIn()).isEqualTo(Duration.ofMillis(20));
			assertThat(first.waited()).isZero();
			assertThat(first.error().estimatedTime()).isEqualTo(Duration.ofMillis(200));
			ChatProgress.WaitingForModel second = (ChatProgress.WaitingForModel) this.progress.get(1);
			assertThat(second.attempt()).isEqualTo(2);
			assertThat(second.waited()).isGreaterThanOrEqualTo(first.retryIn());
		}
	}

	@Test
	void aServerThatIsStartingIsNotAskedWithoutAPause() {
		RetryRules rules = new RetryRules(RetrySettings.defaults(), true);
		HuggingFaceException atOnce = HuggingFaceException.of(ErrorKind.MODEL_LOADING, "Loading")
			.status(503)
			.retryAfter(Duration.ZERO)
			.build();
		assertThat(rules.waitForModel(atOnce, 0)).isEqualTo(Duration.ofMillis(500));
		assertThat(rules.waitForModel(atOnce, 3)).isEqualTo(Duration.ofSeconds(4));
		assertThat(rules.waitForModel(atOnce, 1000)).isEqualTo(Duration.ofSeconds(30));
	}

	@Test
	void timesBeyondAllMeasureDoNoHarm() {
		Duration forever = ChronoUnit.FOREVER.getDuration();
		RetrySettings settings = RetrySettings.defaults()
			.withIntervals(Duration.ofMillis(1), 1, forever)
			.withMaxElapsedTime(forever);
		try (RawHttpServer server = new RawHttpServer(loading(0.001), status(503), Answers::hello)) {
			HuggingFaceChatModel model = model(server).retry(settings)
				.coldStartWait(forever)
				.scaleUpTimeout(forever)
				.readTimeout(forever)
				.build();
			assertThat(model.call((request) -> request.user("Hi").totalTimeout(forever)).text()).isEqualTo("Hello");
		}
	}

	private static RawHttpServer.Script loading(@Nullable Double estimatedTime) {
		String body = (estimatedTime != null)
				? "{\"error\":\"Model a/b is currently loading\",\"estimated_time\":" + estimatedTime + "}"
				: "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}";
		return (exchange) -> exchange.respond(503, "application/json", body);
	}

	@Test
	void waitsForAModelOnlySoLong() {
		try (RawHttpServer server = new RawHttpServer(loading(0.1))) {
			HuggingFaceChatModel model = model(server).coldStartWait(Duration.ofMillis(300)).build();
			Duration elapsed = elapsed(() -> assertThat(error(model).kind()).isEqualTo(ErrorKind.MODEL_LOADING));
			assertThat(elapsed).isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
			assertThat(server.requests()).hasSizeGreaterThan(5);
			assertThat(this.progress.get(this.progress.size() - 1)).isInstanceOf(ChatProgress.AttemptFailed.class);
		}
	}

	@Test
	void aModelThatIsNotWaitedForIsAnOrdinaryError() {
		try (RawHttpServer server = new RawHttpServer(loading(0.001), Answers::hello)) {
			assertThat(model(server).coldStartWait(Duration.ZERO).build().call("Hi").text()).isEqualTo("Hello");
			assertThat(failed(0).retryIn()).isEqualTo(Duration.ofMillis(1));
		}
	}

	@Test
	void a503OfADedicatedEndpointMeansThatItStarts() {
		HuggingFaceException unavailable = HuggingFaceException.of(ErrorKind.SERVER_ERROR, "Service Unavailable")
			.status(503)
			.build();
		HuggingFaceException overloaded = HuggingFaceException.of(ErrorKind.OVERLOADED, "Busy").status(503).build();
		RetryRules dedicated = new RetryRules(FAST, true);
		assertThat(dedicated.isColdStart(unavailable)).isTrue();
		assertThat(dedicated.isColdStart(overloaded)).isFalse();
		assertThat(new RetryRules(FAST, false).isColdStart(unavailable)).isFalse();
		assertThat(ChatEndpoint.of("https://x.eu-west-1.aws.endpoints.huggingface.cloud").isDedicated()).isTrue();
		assertThat(ChatEndpoint.of(ChatEndpoint.ROUTER).isDedicated()).isFalse();
	}

	@Test
	void anEventThatIsNoJsonFailsTheStreamOrIsLeftOut() {
		String stream = Answers.event(Answers.chunk("Hel", null)) + "data: {oops\n\n"
				+ Answers.event(Answers.chunk("lo", "stop")) + Answers.DONE;
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.stream().piece(stream).end())) {
			StepVerifier.create(model(server).build().stream("Hi").map(ChatChunk::text))
				.expectNext("Hel")
				.expectErrorSatisfies((error) -> assertThat(((HuggingFaceException) error).kind())
					.isEqualTo(ErrorKind.MALFORMED_RESPONSE))
				.verify(LIMIT);
			this.progress.clear();
			assertThat(texts(model(server).malformedEvents(MalformedEventPolicy.SKIP).build())).containsExactly("Hel",
					"lo");
			assertThat(this.progress).singleElement()
				.isInstanceOfSatisfying(ChatProgress.EventSkipped.class, (skipped) -> {
					assertThat(skipped.error().kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
					assertThat(skipped.error().body()).isEqualTo("{oops");
				});
		}
	}

}
