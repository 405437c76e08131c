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

import io.github.hfspring.chat.ChatOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ChatEndpoint}.
 */
class ChatEndpointTests {

	@ParameterizedTest
	@CsvSource({ "https://router.huggingface.co, https://router.huggingface.co/v1/chat/completions",
			"https://router.huggingface.co/, https://router.huggingface.co/v1/chat/completions",
			"https://router.huggingface.co/v1, https://router.huggingface.co/v1/chat/completions",
			"https://router.huggingface.co/v1/, https://router.huggingface.co/v1/chat/completions",
			"https://router.huggingface.co/v1///, https://router.huggingface.co/v1/chat/completions",
			"https://router.huggingface.co/v1/chat/completions, https://router.huggingface.co/v1/chat/completions",
			"https://router.huggingface.co/v1/chat/completions/, https://router.huggingface.co/v1/chat/completions",
			"https://a.us-east-1.aws.endpoints.huggingface.cloud/v1/, "
					+ "https://a.us-east-1.aws.endpoints.huggingface.cloud/v1/chat/completions",
			"https://router.huggingface.co/hf-inference/models/a/b, "
					+ "https://router.huggingface.co/hf-inference/models/a/b/v1/chat/completions",
			"https://router.huggingface.co/groq/openai/v1, "
					+ "https://router.huggingface.co/groq/openai/v1/chat/completions",
			"https://router.huggingface.co/zai-org/api/paas/v4/chat/completions, "
					+ "https://router.huggingface.co/zai-org/api/paas/v4/chat/completions",
			"http://127.0.0.1:8080, http://127.0.0.1:8080/v1/chat/completions",
			"http://[::1]:8080/v1, http://[::1]:8080/v1/chat/completions",
			"http://localhost:3000/a%20b/, http://localhost:3000/a%20b/v1/chat/completions",
			"https://host/v1?api-version=1, https://host/v1/chat/completions?api-version=1",
			"https://host?a=b%26c&d=/v1/, https://host/v1/chat/completions?a=b%26c&d=/v1/",
			"https://host/chat/completions?a=b, https://host/chat/completions?a=b",
			"https://host/v11, https://host/v11/v1/chat/completions" })
	void urlIsCompleted(String baseUrl, String uri) {
		ChatEndpoint endpoint = ChatEndpoint.of(baseUrl);
		assertThat(endpoint.uri()).isEqualTo(URI.create(uri));
		assertThat(uri).startsWith(endpoint.baseUrl() + "/chat/completions");
	}

	@Test
	void blanksAroundTheUrlAreRemoved() {
		assertThat(ChatEndpoint.of(" https://host/v1 \n").uri()).hasToString("https://host/v1/chat/completions");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "router.huggingface.co/v1", "ftp://host", "localhost:8080", "/v1", "https://", "https:///v1",
					"http://host:99999", "http://ho st", "https://host/#top", "https://host/{model}", "mailto:a@b" })
	void whatCannotBeCalledIsRefused(String baseUrl) {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatEndpoint.of(baseUrl))
			.withMessageContaining("'" + baseUrl + "'");
	}

	@Test
	void passwordIsRefusedAndNotShown() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatEndpoint.of("https://me:secret@host/v1"))
			.withMessageContaining("password")
			.withMessageNotContaining("secret");
	}

	@Test
	void descriptionHasNoQuery() {
		assertThat(ChatEndpoint.of("https://host:444/v1?key=secret").description())
			.isEqualTo("https://host:444/v1/chat/completions");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://router.huggingface.co", "https://ROUTER.huggingface.co/v1/",
			"https://router.huggingface.co/v1/chat/completions" })
	void providerIsAppendedForTheRouter(String baseUrl) {
		ChatEndpoint endpoint = ChatEndpoint.of(baseUrl);
		assertThat(endpoint.isRouter()).isTrue();
		assertThat(endpoint.modelId("a/b", "groq")).isEqualTo("a/b:groq");
		assertThat(endpoint.modelId("a/b", "fastest")).isEqualTo("a/b:fastest");
		assertThat(endpoint.modelId("a/b", "zai-org")).isEqualTo("a/b:zai-org");
		assertThat(endpoint.modelId("a/b", " ")).isEqualTo("a/b");
		assertThat(endpoint.modelId("a/b:cheapest", null)).isEqualTo("a/b:cheapest");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://router.huggingface.co/groq/openai/v1", "http://127.0.0.1:8080",
			"https://router.huggingface.co.example.org/v1" })
	void providerIsForNobodyElse(String baseUrl) {
		assertThat(ChatEndpoint.of(baseUrl).modelId("a/b", "groq")).isEqualTo("a/b");
	}

	@Test
	void providerIsNotAppendedToAnother() {
		ChatEndpoint endpoint = ChatEndpoint.of(ChatEndpoint.ROUTER);
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint.modelId("a/b:groq", "novita"))
			.withMessageContaining("'a/b:groq'")
			.withMessageContaining("'novita'");
	}

	@Test
	void thereIsNoProviderCalledAuto() {
		ChatEndpoint endpoint = ChatEndpoint.of(ChatEndpoint.ROUTER);
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint.modelId("a/b:auto", null))
			.withMessageContaining("auto");
		assertThatIllegalArgumentException().isThrownBy(() -> endpoint.modelId("a/b", "auto"))
			.withMessageContaining("auto");
	}

	@Test
	void routerNeedsAModelAndOthersDoNot() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatEndpoint.of(ChatEndpoint.ROUTER).modelId(null, null))
			.withMessageContaining("model name cannot be empty");
		assertThat(ChatEndpoint.of("http://127.0.0.1:8080").modelId(null, null)).isNull();
		assertThat(ChatEndpoint.of("http://127.0.0.1:8080").modelId("tgi", null)).isEqualTo("tgi");
	}

	@ParameterizedTest
	@CsvSource({ "Cheapest, cheapest", "' FASTEST ', fastest", "preferred, preferred", "Zai-Org, Zai-Org" })
	void whatTheRouterUnderstandsIsWrittenAsItDoes(String provider, String sent) {
		assertThat(ChatEndpoint.of(ChatEndpoint.ROUTER).modelId("a/b", provider)).isEqualTo("a/b:" + sent);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cheapest, tools", "cheapest,tools", "tools", "Capable", "structured-output",
			"context>=32000", "price<=2" })
	void whatAProviderMustBeAbleToDoNeedsAResolver(String provider) {
		ChatEndpoint router = ChatEndpoint.of(ChatEndpoint.ROUTER);
		assertThatIllegalArgumentException().isThrownBy(() -> router.modelId("a/b", provider))
			.withMessageContaining("ProviderRequestResolver");
		for (String model : new String[] { "a/b", null }) {
			ChatOptions options = ChatOptions.builder().model(model).provider(provider).build();
			assertThatIllegalArgumentException().isThrownBy(() -> router.check(options, false));
			router.check(options, true);
			ChatEndpoint.of("http://localhost").check(options, false);
		}
	}

	@Test
	void thereIsNoProviderAuto() {
		for (String model : new String[] { "a/b", null }) {
			ChatOptions options = ChatOptions.builder().model(model).provider("Auto").build();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> ChatEndpoint.of(ChatEndpoint.ROUTER).check(options, true))
				.withMessageContaining("'auto'");
		}
	}

}
