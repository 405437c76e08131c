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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

import io.github.hfspring.autoconfigure.HuggingFaceChatAutoConfiguration;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where redirects lead, and what goes there. The models are those of an application that
 * lets its other clients follow redirects.
 */
class RedirectTests {

	private static final String TOKEN = Connector.TOKEN;

	private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

	private static final String INVALID = "The server redirects to an address that is not valid; correct";

	private static final Map<String, String> BAD_TARGETS = Map.of("http://user:secret@localhost:1/",
			"to 'localhost', which is not followed because the address names a user", "ftp://localhost/",
			"to 'localhost', which is not followed because the address is neither http nor https", "file:///etc/passwd",
			"is neither http nor https", "javascript:alert(1)", "is neither http nor https", "http:///nowhere",
			"which is not followed because the address names no host", "http://localhost:99999999/",
			"to 'localhost', which is not followed because the port is too high", "http://[bad", INVALID, "http://",
			INVALID, "%%%", INVALID, "http://local host/", INVALID);

	private static RawHttpServer.Script redirect(int status, String location) {
		return (exchange) -> exchange.head(status, "Location: " + location, "Content-Length: 0");
	}

	private static String otherHost(RawHttpServer server) {
		return "http://localhost:" + server.port() + "/elsewhere";
	}

	private static void run(AnyConnector connector, RawHttpServer server, String redirects,
			BiConsumer<HuggingFaceChatModel, RawHttpServer> test) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
							WebClientAutoConfiguration.class, HuggingFaceChatAutoConfiguration.class))
			.withPropertyValues(
					"spring.http.clients.reactive.connector="
							+ connector.name().toLowerCase(Locale.ROOT).replace('_', '-'),
					"spring.http.clients.redirects=follow", "huggingface.base-url=" + server.url(),
					"huggingface.redirects=" + redirects, "huggingface.api-key=" + TOKEN,
					"huggingface.extra-headers.X-Secret=secretOfTheHeader", "huggingface.bill-to=my-org",
					"huggingface.chat.model=test/model")
			.withBean(WebClientCustomizer.class,
					() -> (builder) -> builder.defaultCookie("session", "secretOfTheCookie")
						.defaultHeader("Authorization", "Bearer secretOfOthers")
						.defaultHeader("X-Api-Key", "secretOfOthers"))
			.run((context) -> test.accept(context.getBean(HuggingFaceChatModel.class), server));
	}

	private static void assertRedirect(HuggingFaceChatModel model, String message) {
		for (Runnable action : List.<Runnable>of(() -> model.call("Hi"),
				() -> model.stream("Hi").blockLast(RawHttpServer.LIMIT))) {
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(action::run).satisfies((ex) -> {
				assertThat(ex.kind()).isEqualTo(ErrorKind.REDIRECT);
				assertThat(ex).hasMessageContaining(message);
				assertThat(Causes.text(ex)).doesNotContain("secret");
			});
		}
	}

	private static void assertAnswers(HuggingFaceChatModel model) {
		assertThat(model.call("Hi").text()).isEqualTo("Hello");
		assertThat(model.stream("Hi").collectList().block(RawHttpServer.LIMIT)).hasSize(2);
	}

	/**
	 * This is why redirects are not left to the HTTP client.
	 */
	@Test
	@EnabledForJreRange(max = JRE.JAVA_17)
	void theClientOfTheJdkCarriesTheTokenToAnotherHost() throws Exception {
		try (RawHttpServer other = new RawHttpServer((exchange) -> exchange.respond(200, "text/plain", ""));
				RawHttpServer server = new RawHttpServer(redirect(307, otherHost(other)))) {
			HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
			HttpRequest request = HttpRequest.newBuilder(URI.create(server.url()))
				.header("Authorization", "Bearer " + TOKEN)
				.POST(HttpRequest.BodyPublishers.ofString("{}"))
				.build();
			client.send(request, HttpResponse.BodyHandlers.discarding());
			assertThat(other.request().headers("Authorization")).containsExactly("Bearer " + TOKEN);
		}
	}

	@ParameterizedTest
	@EnumSource
	void noneIsFollowedByDefault(AnyConnector connector) {
		for (int status : STATUSES) {
			try (RawHttpServer other = new RawHttpServer(Answers::hello);
					RawHttpServer server = new RawHttpServer(redirect(status, otherHost(other)))) {
				for (String redirects : List.of("", "dont-follow")) {
					run(connector, server, redirects, (model, first) -> assertRedirect(model,
							"to 'localhost', which is not followed so that the token does not go there"));
				}
				assertThat(other.connectionCount()).isZero();
				assertThat(server.requests()).hasSize(4);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void theTokenGoesToNoOtherOrigin(AnyConnector connector) {
		for (int status : List.of(307, 308)) {
			for (String host : List.of("127.0.0.1", "localhost")) {
				try (RawHttpServer other = new RawHttpServer(Answers::hello);
						RawHttpServer server = new RawHttpServer(
								redirect(status, "http://" + host + ":" + other.port() + "/elsewhere?x=1"))) {
					run(connector, server, "follow", (model, first) -> assertAnswers(model));
					assertThat(other.requests()).hasSize(2).allSatisfy((request) -> {
						assertThat(request.line()).isEqualTo("POST /elsewhere?x=1 HTTP/1.1");
						assertThat(request.head()).doesNotContainIgnoringCase("Authorization")
							.doesNotContain(TOKEN, "X-Secret", "secretOfTheHeader", "my-org", "secretOfTheCookie",
									"secretOfOthers");
						assertThat(request.text()).contains("\"content\":\"Hi\"");
					});
					assertThat(server.requests()).allSatisfy((request) -> assertThat(request.head()).contains(TOKEN));
				}
			}
		}
	}

	@Test
	void nothingSecretOfTheConnectorGoesToAnotherOrigin() {
		reactor.netty.http.client.HttpClient client = reactor.netty.http.client.HttpClient.create()
			.headers((headers) -> headers.set("Authorization", "Bearer secretOfOthers").set("Cookie", "secretToo=1"));
		try (RawHttpServer other = new RawHttpServer(Answers::hello);
				RawHttpServer server = new RawHttpServer(redirect(307, otherHost(other)))) {
			WebClient.Builder builder = WebClient.builder().clientConnector(new ReactorClientHttpConnector(client));
			assertAnswers(Connector.model(builder, server.url()).followRedirects(true).build());
			assertThat(other.requests()).hasSize(2)
				.allSatisfy((request) -> assertThat(request.head()).doesNotContain("secret"));
		}
	}

	@ParameterizedTest
	@EnumSource
	void theTokenGoesAlongOnTheSameServer(AnyConnector connector) {
		Map<String, String> paths = Map.of("/v2/chat", "/v2/chat", "chat2", "/v1/chat/chat2", "?page=2",
				"/v1/chat/completions?page=2", "//127.0.0.1:PORT/v2", "/v2", "http://127.0.0.1:PORT/v2#top", "/v2");
		paths.forEach((location, path) -> {
			try (RawHttpServer server = new RawHttpServer((exchange) -> {
				if (exchange.request().line().contains("/v1/chat/completions HTTP")) {
					redirect(307, location.replace("PORT", exchange.request().headers("Host").get(0).split(":")[1]))
						.answer(exchange);
				}
				else {
					Answers.hello(exchange);
				}
			})) {
				run(connector, server, "follow", (model, first) -> assertAnswers(model));
				assertThat(server.requests()).hasSize(4).allSatisfy((request) -> {
					assertThat(request.headers("Authorization")).containsExactly("Bearer " + TOKEN);
					assertThat(request.headers("X-Secret")).containsExactly("secretOfTheHeader");
					assertThat(request.headers("X-HF-Bill-To")).containsExactly("my-org");
					assertThat(request.text()).contains("\"content\":\"Hi\"");
				});
				assertThat(server.requests().get(1).line()).isEqualTo("POST " + path + " HTTP/1.1");
			}
		});
	}

	/**
	 * Back at the first server it is the same origin again, and that one may be trusted.
	 */
	@ParameterizedTest
	@EnumSource
	void noOtherServerOnTheWayGetsTheToken(AnyConnector connector) throws IOException {
		try (RawHttpServer last = new RawHttpServer(Answers::hello);
				RawHttpServer middle = new RawHttpServer(redirect(308, otherHost(last)));
				RawHttpServer server = new RawHttpServer(redirect(307, otherHost(middle)))) {
			run(connector, server, "follow", (model, first) -> assertAnswers(model));
			for (RawHttpServer other : List.of(middle, last)) {
				assertThat(other.requests()).hasSize(2)
					.allSatisfy((request) -> assertThat(request.head()).doesNotContain(TOKEN, "secretOfTheHeader"));
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void thoseThatChangeTheMethodAreNotFollowed(AnyConnector connector) {
		for (int status : List.of(300, 301, 302, 303, 305)) {
			try (RawHttpServer other = new RawHttpServer(Answers::hello);
					RawHttpServer server = new RawHttpServer(redirect(status, otherHost(other)))) {
				run(connector, server, "follow",
						(model, first) -> assertRedirect(model,
								"to 'localhost', which is not followed because its status is " + status
										+ " and only 307 and 308 repeat the request as it is"));
				assertThat(other.connectionCount()).isZero();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void aLoopEnds(AnyConnector connector) {
		try (RawHttpServer server = new RawHttpServer(redirect(307, "/v1/chat/completions"))) {
			run(connector, server, "follow", (model, first) -> assertRedirect(model,
					"to another path, which is not followed because 5 redirects were followed before it"));
			assertThat(server.requests()).hasSize(12);
		}
	}

	@ParameterizedTest
	@EnumSource
	void badTargetsAreNotFollowed(AnyConnector connector) {
		BAD_TARGETS.forEach((location, reason) -> {
			try (RawHttpServer server = new RawHttpServer(redirect(307, location))) {
				run(connector, server, "follow", (model, first) -> assertRedirect(model, reason));
				assertThat(server.requests()).hasSize(2);
			}
		});
	}

	@ParameterizedTest
	@EnumSource
	void oneWithoutTargetSaysSo(AnyConnector connector) {
		for (int status : STATUSES) {
			try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.head(status, "Content-Length: 0"))) {
				for (String redirects : List.of("dont-follow", "follow")) {
					run(connector, server, redirects,
							(model, first) -> assertRedirect(model, "The server redirects and does not say where to"));
				}
			}
		}
	}

	/**
	 * By the examples of RFC 3986, section 5.4, as far as servers send them.
	 */
	@ParameterizedTest
	@CsvSource({ "?page=2, http://h/v1/chat/completions?page=2", "?, http://h/v1/chat/completions?",
			"?page=2#top, http://h/v1/chat/completions?page=2", "#top, http://h/v1/chat/completions?q=1",
			"x, http://h/v1/chat/x", "x?y#top, http://h/v1/chat/x?y", "./x, http://h/v1/chat/x", "../x, http://h/v1/x",
			"/x, http://h/x", "//o/x, http://o/x", "http://o/x#top, http://o/x", "http://o, http://o" })
	void relativeTargetsAreResolved(String location, String target) {
		assertThat(target("http://h/v1/chat/completions?q=1", location)).isEqualTo(URI.create(target));
	}

	@ParameterizedTest
	@CsvSource({ "x, http://h/x", "?page=2, http://h/?page=2", "/x, http://h/x" })
	void relativeTargetsAreResolvedAgainstAServerWithoutPath(String location, String target) {
		assertThat(target("http://h", location)).isEqualTo(URI.create(target));
	}

	private static URI target(String from, String location) {
		ClientResponse response = ClientResponse.create(HttpStatus.TEMPORARY_REDIRECT)
			.header("Location", location)
			.build();
		return new Redirects(true).next(HttpMethod.POST, URI.create(from), response, 0).target();
	}

	@Test
	void noneLeadsFromHttpsToHttp() {
		URI from = URI.create("https://one.example/v1/chat/completions");
		ClientResponse plain = ClientResponse.create(HttpStatus.PERMANENT_REDIRECT)
			.header("Location", "http://one.example/v1/chat/completions")
			.build();
		ClientResponse secure = ClientResponse.create(HttpStatus.PERMANENT_REDIRECT)
			.header("Location", "https://two.example/")
			.build();
		Redirects redirects = new Redirects(true);
		Redirects.Next refused = redirects.next(HttpMethod.POST, from, plain, 0);
		assertThat(refused.target()).isNull();
		assertThat(refused.refusal()).contains("'one.example'", "because it leads from https to http");
		assertThat(redirects.next(HttpMethod.POST, from, secure, 0).target())
			.isEqualTo(URI.create("https://two.example/"));
		assertThat(Redirects.isSameOrigin(from, URI.create("http://one.example:443/"))).isFalse();
		assertThat(Redirects.isSameOrigin(from, URI.create("HTTPS://ONE.example:443/"))).isTrue();
	}

}
