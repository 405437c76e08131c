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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.client.HttpClient;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link HuggingFaceHub}.
 */
class HuggingFaceHubTests {

	private static final RawHttpServer.Script FILE = (exchange) -> exchange.respond(200, "application/octet-stream",
			"content");

	private static HuggingFaceChatModelBuilder builder() {
		return Connector.REACTOR.model("http://localhost:1")
			.billTo("acme")
			.defaultOptions((options) -> options.extraHeader("X-Secret", "secret"));
	}

	private static String download(HuggingFaceChatModelBuilder builder, RawHttpServer server, String model) {
		String url = "http://127.0.0.1:" + server.port();
		byte[] file = builder.buildHub(url, DataSize.ofBytes(100))
			.download(model, "tokenizer.json")
			.block(RawHttpServer.LIMIT);
		return new String(file, StandardCharsets.UTF_8);
	}

	@Test
	void readsAFileWithTheTokenAlone() {
		try (RawHttpServer server = new RawHttpServer(FILE)) {
			assertThat(download(builder(), server, "org/model")).isEqualTo("content");
			assertThat(server.request().line()).isEqualTo("GET /org/model/resolve/main/tokenizer.json HTTP/1.1");
			assertThat(server.request().headers("Authorization")).containsExactly("Bearer " + Connector.TOKEN);
			assertThat(server.request().headers("X-Secret")).isEmpty();
			assertThat(server.request().headers("X-HF-Bill-To")).isEmpty();
		}
	}

	@Test
	void theTokenOfAnotherServerDoesNotGoThere() {
		try (RawHttpServer server = new RawHttpServer(FILE)) {
			download(builder().token("tokenOfMyOwnServer"), server, "org/model");
			assertThat(server.request().headers("Authorization")).isEmpty();
		}
	}

	@Test
	void followsWhereLargeFilesAreWithoutTheToken() {
		try (RawHttpServer store = new RawHttpServer(FILE);
				RawHttpServer server = new RawHttpServer((exchange) -> exchange.head(302,
						"Location: http://localhost:" + store.port() + "/blob?signature=1", "Content-Length: 0"))) {
			assertThat(download(builder(), server, "org/model")).isEqualTo("content");
			assertThat(store.request().line()).isEqualTo("GET /blob?signature=1 HTTP/1.1");
			assertThat(store.request().headers("Authorization")).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatTheApplicationAddsForTheEndpointStaysThere(AnyConnector connector) throws Exception {
		try (AnyConnector.Client client = connector.open();
				RawHttpServer store = new RawHttpServer(FILE);
				RawHttpServer server = new RawHttpServer((exchange) -> exchange.head(302,
						"Location: http://localhost:" + store.port() + "/blob", "Content-Length: 0"))) {
			WebClient.Builder webClient = WebClient.builder()
				.clientConnector(client.connector())
				.defaultHeader("Authorization", "Bearer secretOfTheEndpoint")
				.defaultHeader("X-Api-Key", "secretKey")
				.defaultCookie("session", "secretSession")
				.filter((request, next) -> next
					.exchange(ClientRequest.from(request).header("X-Filter", "secretFilter").build()));
			HuggingFaceChatModelBuilder builder = Connector.model(webClient, "http://localhost:1");
			assertThat(download(builder.token("tokenOfMyOwnServer"), server, "org/model")).isEqualTo("content");
			assertThat(download(builder.token(Connector.TOKEN), server, "org/model")).isEqualTo("content");
			assertThat(server.requests().get(0).headers("Authorization")).isEmpty();
			assertThat(server.requests().get(1).headers("Authorization")).containsExactly("Bearer " + Connector.TOKEN);
			for (RawHttpServer other : List.of(server, store)) {
				assertThat(other.requests()).hasSize(2).allSatisfy((request) -> {
					assertThat(request.headers("User-Agent")).singleElement()
						.asString()
						.startsWith("huggingface-spring-boot");
					assertThat(request.headers("Accept")).hasSize(1);
					assertThat(request.headers("Host")).hasSize(1);
					assertThat(request.head().replace(Connector.TOKEN, "")).doesNotContain("secret", "Cookie");
				});
			}
			assertThat(store.requests())
				.allSatisfy((request) -> assertThat(request.head()).doesNotContainIgnoringCase("Authorization"));
		}
	}

	@Test
	void whatItsConnectorAddsStaysThereToo() {
		HttpClient client = HttpClient.create().headers((headers) -> headers.set("X-Api-Key", "secretKey"));
		try (RawHttpServer server = new RawHttpServer(FILE)) {
			WebClient.Builder webClient = WebClient.builder().clientConnector(new ReactorClientHttpConnector(client));
			download(Connector.model(webClient, "http://localhost:1"), server, "org/model");
			assertThat(server.request().head()).doesNotContain("secretKey");
		}
	}

	@Test
	void whatIsNotThereOrTooLargeIsAnError() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(404, "text/plain", "Entry not found"),
				(exchange) -> exchange.respond(200, "application/octet-stream", "x".repeat(101)))) {
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> download(builder(), server, "org/model"))
				.satisfies((ex) -> assertThat(ex.status()).isEqualTo(404));
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> download(builder(), server, "org/model"))
				.withMessage("The file is larger than 100 bytes [status 200]")
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE));
			assertThatIllegalArgumentException().isThrownBy(() -> download(builder(), server, "../model"));
		}
	}

	@Test
	void theTimeoutsOfRequestsAreNotItsOwn() {
		try (RawHttpServer server = new RawHttpServer(FILE)) {
			Duration none = Duration.ofNanos(1);
			HuggingFaceChatModelBuilder builder = builder().readTimeout(none)
				.defaultOptions((options) -> options.firstChunkTimeout(none).totalTimeout(none));
			assertThat(download(builder, server, "org/model")).isEqualTo("content");
		}
	}

	@Test
	void aRedirectThatIsRefusedNamesNoPropertyOfRequests() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.head(302, "Location: ftp://localhost/", "Content-Length: 0"))) {
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> download(builder(), server, "org/model"))
				.withMessageEndingWith("is neither http nor https [status 302]");
		}
	}

	@Test
	void whatItAsksForIsNotShownWithItsQuery() {
		HttpExchange.Target target = HttpRequests.target("http://localhost", "/{model}", "token=secret", "org/model");
		assertThat(target).hasToString("GET http://localhost/org/model");
		assertThat(target.template()).isEqualTo("http://localhost/{model}");
	}

}
