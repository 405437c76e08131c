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

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

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
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE));
			assertThatIllegalArgumentException().isThrownBy(() -> download(builder(), server, "../model"));
		}
	}

}
