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

import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Nothing that is given as a value can become a header of its own: it is refused before
 * anything is sent.
 */
class HeaderInjectionTests {

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX-Injected: yes", "a\nX-Injected: yes", "a\rX-Injected: yes", "a\u0000b", "a\u0001b",
			"a\u007fb", "a\u20acb", "a\ud83d\ude00b", "a\u0100b", "a\u010db", "a\u010ab" })
	void isRefused(String value) {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			for (Connector connector : Connector.values()) {
				HuggingFaceChatModel model = connector.model(server.url()).build();
				assertThatIllegalArgumentException()
					.isThrownBy(() -> model.call((request) -> request.user("Hi").extraHeader("X-Own", value)))
					.withMessageContaining("'X-Own'");
				assertThatIllegalArgumentException()
					.isThrownBy(() -> model.call((request) -> request.user("Hi").extraHeader(value, "own")))
					.withMessageContaining("not a valid name of a header");
				assertThatIllegalArgumentException()
					.isThrownBy(() -> model
						.stream((request) -> request.user("Hi").extraHeader("Authorization", "Bearer " + value))
						.blockLast(RawHttpServer.LIMIT))
					.withMessageContaining("'Authorization'");
				assertThatIllegalArgumentException()
					.isThrownBy(() -> connector.model(server.url()).billTo(value).build())
					.withMessageContaining("'billTo'");
				assertThatIllegalArgumentException()
					.isThrownBy(() -> connector.model(server.url()).userAgentProduct(value))
					.withMessageContaining("'product'");
				for (HuggingFaceChatModel bad : List.of(connector.model(server.url()).token(value).build(),
						connector.model(server.url()).token(() -> value).build())) {
					assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> bad.call("Hi"))
						.withMessageContaining("no header can carry");
					assertThatExceptionOfType(HuggingFaceException.class)
						.isThrownBy(() -> bad.stream("Hi").blockLast(RawHttpServer.LIMIT));
				}
			}
			assertThat(server.connectionCount()).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\r\nX-Injected: yes", "a\nb", "a\rb", "a\u0000b", "a\u007fb" })
	void modelsAndProvidersAreRefusedToo(String value) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Connector.REACTOR.model("http://localhost").defaultOptions((it) -> it.model(value)))
			.withMessageContaining("control character");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> HuggingFaceChatModel.builder(WebClient.builder())
				.token(Connector.TOKEN)
				.defaultOptions((options) -> options.model("test/model").provider(value))
				.build())
			.withMessageContaining("not the name of a provider");
	}

}
