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

package io.github.hfspring.catalog;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfo;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.client.ServerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link EndpointModelInfoSource}.
 */
class EndpointModelInfoSourceTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private static final Duration AGE = Duration.ofMinutes(5);

	private static final String TGI_MODELS = """
			{"object":"list","data":[{"id":"org/model","object":"model","created":0,"owned_by":"org/model"}]}""";

	private static final String TGI_INFO = """
			{"model_id":"org/model","max_concurrent_requests":128,"max_best_of":2,"max_stop_sequences":4,
			"max_input_tokens":4095,"max_total_tokens":4096,"router":"text-generation-router","version":"3.2.1"}""";

	private static final String LLAMA_MODELS = """
			{"object":"list","data":[{"id":"a.gguf","owned_by":"llamacpp","meta":{"n_ctx_train":131072}}]}""";

	private final CatalogServer server = new CatalogServer();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private static EndpointModelInfoSource source(HuggingFaceEndpoint endpoint, Duration age) {
		return new EndpointModelInfoSource(endpoint, ModelCatalog.of(endpoint, age, LIMIT), age, LIMIT);
	}

	private ModelInfo ofServer(String model) {
		return source(this.server.endpoint(), AGE).info(model, null).block(LIMIT);
	}

	@ParameterizedTest
	@CsvSource({ "org/model, novita, 1048576", "org/model, ' together ', 512000", "org/model:together, , 512000",
			"org/model, deepinfra, 65536", "org/model, , 512000", "org/model, fastest, 512000",
			"org/model:cheapest, , 512000", "org/model, featherless-ai, ", "org/model:novita, together, 1048576" })
	void eachProviderOfTheRouterHasItsOwn(String model, String provider, Integer window) {
		HuggingFaceEndpoint router = this.server.router().asRouter();
		assertThat(source(router, AGE).info(model, provider).block(LIMIT)).isEqualTo(new ModelInfo(window, null));
	}

	@Test
	void theRouterIsAskedOncePerModel() {
		EndpointModelInfoSource source = source(this.server.router().asRouter(), AGE);
		Flux.just("novita", "together", "novita", "cheapest")
			.concatMap((provider) -> source.info("org/model", provider))
			.blockLast(LIMIT);
		assertThat(source.info("org/unknown", null).blockOptional(LIMIT)).isEmpty();
		assertThat(source.info(null, null).blockOptional(LIMIT)).isEmpty();
		assertThat(this.server.paths()).containsExactly("/v1/models/org/model", "/v1/models/org/unknown");
	}

	@Test
	void vllmAndSglangTellInTheirList() {
		this.server.with("/v1/models", """
				{"data":[{"id":"served","owned_by":"vllm","root":"org/model","max_model_len":8192},
				{"id":"small","owned_by":"sglang","max_model_len":1024},
				{"id":"adapter","owned_by":"vllm","root":"/loras/a","parent":"served","max_model_len":null}]}""");
		assertThat(ofServer("served")).isEqualTo(new ModelInfo(8192, null, ServerKind.VLLM));
		assertThat(ofServer("org/model")).isEqualTo(new ModelInfo(8192, null, ServerKind.VLLM));
		assertThat(ofServer("adapter")).isEqualTo(new ModelInfo(8192, null, ServerKind.VLLM));
		assertThat(ofServer("small")).isEqualTo(new ModelInfo(1024, null, ServerKind.SGLANG));
		assertThat(this.server.paths()).containsOnly("/v1/models");
		assertThat(ofServer("other")).as("one of several").isEqualTo(ModelInfo.unknown());
		assertThat(ofServer(null)).as("any of several").isEqualTo(new ModelInfo(1024, null, ServerKind.VLLM));
	}

	@Test
	void theOnlyModelIsTheOneThatIsMeant() {
		this.server.with("/v1/models", "{\"data\":[{\"id\":\"served\",\"max_model_len\":8192}]}");
		assertThat(ofServer(null)).isEqualTo(new ModelInfo(8192, null));
		assertThat(ofServer("tgi")).isEqualTo(new ModelInfo(8192, null));
	}

	@Test
	void tgiTellsItsInfo() {
		this.server.with("/v1/models", TGI_MODELS).with("/info", TGI_INFO);
		assertThat(ofServer("tgi")).isEqualTo(new ModelInfo(4096, 4095, ServerKind.TGI));
		assertThat(this.server.paths()).containsExactly("/v1/models", "/info");
		this.server.with("/info", "{\"max_input_length\":1024,\"max_total_tokens\":2048}");
		assertThat(ofServer(null)).isEqualTo(new ModelInfo(2048, 1024, ServerKind.TGI));
	}

	@Test
	void aServerWithoutModelsMayHaveAnInfo() {
		this.server.with("/info", TGI_INFO);
		assertThat(ofServer("org/model")).isEqualTo(new ModelInfo(4096, 4095, ServerKind.TGI));
	}

	@Test
	void llamaCppTellsItsProperties() {
		this.server.with("/v1/models", LLAMA_MODELS)
			.with("/props", "{\"default_generation_settings\":{\"n_ctx\":4096,\"params\":{}},\"total_slots\":1}");
		assertThat(ofServer("a.gguf")).isEqualTo(new ModelInfo(4096, null, ServerKind.LLAMA_CPP));
		assertThat(this.server.paths()).containsExactly("/v1/models", "/props");
	}

	@Test
	void theSlotsOfLlamaCppDivideItsWindow() {
		this.server.with("/v1/models", """
				{"object":"list","data":[{"id":"a.gguf","owned_by":"llamacpp","max_model_len":8192}]}""");
		assertThat(ofServer(null)).isEqualTo(new ModelInfo(8192, null, ServerKind.LLAMA_CPP));
		this.server.with("/props", "{\"default_generation_settings\":{\"n_ctx\":2048},\"total_slots\":4}");
		assertThat(ofServer(null)).isEqualTo(new ModelInfo(2048, null, ServerKind.LLAMA_CPP));
		assertThat(this.server.paths()).containsExactly("/v1/models", "/props", "/v1/models", "/props");
	}

	@Test
	void whatLlamaCppWasTrainedWithIsTheLastResort() {
		this.server.with("/v1/models", LLAMA_MODELS);
		assertThat(ofServer(null)).isEqualTo(new ModelInfo(131072, null, ServerKind.LLAMA_CPP));
		assertThat(this.server.paths()).containsExactly("/v1/models", "/props", "/info");
	}

	@Test
	void aServerThatTellsNothingIsNotAskedAgain() {
		EndpointModelInfoSource source = source(this.server.endpoint(), AGE);
		for (int i = 0; i < 3; i++) {
			assertThat(source.info("a", null).block(LIMIT)).isEqualTo(ModelInfo.unknown());
		}
		assertThat(this.server.paths()).containsExactly("/v1/models", "/info", "/props");
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 403, 405, 422, 499 })
	void aServerThatDoesNotAnswerGetsNothingOutOfIt(int status) {
		this.server.with("/v1/models", "").with("/info", "").with("/props", "");
		this.server.status(status);
		assertThat(ofServer("a")).isEqualTo(ModelInfo.unknown());
	}

	@Test
	void whatIsNoJsonTellsNothing() {
		this.server.with("/v1/models", "<html>").with("/info", "[]").with("/props", "{}");
		assertThat(ofServer("a")).isEqualTo(ModelInfo.unknown());
	}

	@Test
	void aServerThatFailsIsLeftAloneForAWhile() {
		EndpointModelInfoSource source = source(this.server.with("/v1/models", "").endpoint(), AGE);
		this.server.status(500);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> source.info("a", null).block(LIMIT));
		}
		assertThat(this.server.paths()).containsExactly("/v1/models");
		EndpointModelInfoSource always = source(this.server.endpoint(), Duration.ZERO);
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> always.info("a", null).block(LIMIT));
		}
		assertThat(this.server.paths()).hasSize(3);
	}

	@Test
	void nobodyWaitsForItAgain() {
		AtomicBoolean silent = new AtomicBoolean();
		try (RawHttpServer other = new RawHttpServer((exchange) -> {
			if (!silent.get()) {
				exchange.respond(404, "text/plain", "Nothing here");
			}
		})) {
			EndpointModelInfoSource source = source(
					HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(other.url()).buildEndpoint(),
					Duration.ofMillis(1));
			assertThat(source.info("a", null).block(LIMIT)).isEqualTo(ModelInfo.unknown());
			silent.set(true);
			await().atMost(LIMIT).until(() -> {
				assertThat(source.info("a", null).block(LIMIT)).isEqualTo(ModelInfo.unknown());
				return other.requests().size() == 4;
			});
			assertThat(source.info("a", null).block(LIMIT)).isEqualTo(ModelInfo.unknown());
		}
	}

	@Test
	void thoseWhoSayWithSuccessThatThereIsNothingTellNothing() {
		this.server.with("/v1/models", "{\"data\":[{\"id\":\"m\"}]}")
			.with("/info", "{\"error\":\"Unexpected endpoint or method. (GET /info)\"}")
			.with("/props", "{\"default_generation_settings\":{\"n_ctx\":4096}}");
		assertThat(ofServer("m")).isEqualTo(new ModelInfo(4096, null, ServerKind.LLAMA_CPP));
		assertThat(this.server.paths()).containsExactly("/v1/models", "/info", "/props");
	}

	@Test
	void theWindowSurvivesAnEndpointThatFailsForAMoment() {
		EndpointModelInfoSource source = source(
				this.server.with("/v1/models", "{\"data\":[{\"id\":\"m\",\"max_model_len\":8192}]}").endpoint(),
				Duration.ofMillis(1));
		source.info("m", null).block(LIMIT);
		for (int status : List.of(500, 404, 403)) {
			this.server.status(status);
			int before = this.server.paths().size();
			await().atMost(LIMIT).until(() -> {
				assertThat(source.info("m", null).block(LIMIT)).isEqualTo(new ModelInfo(8192, null));
				return this.server.paths().size() > before + 1;
			});
		}
	}

	@Test
	void manyAskersShareOneAnswer() {
		EndpointModelInfoSource source = source(
				this.server.with("/v1/models", TGI_MODELS).with("/info", TGI_INFO).endpoint(), AGE);
		Flux.range(0, 50)
			.flatMap((number) -> Mono.defer(() -> source.info("org/model", null))
				.subscribeOn(Schedulers.boundedElastic()), 50)
			.blockLast(LIMIT);
		assertThat(this.server.paths()).containsExactly("/v1/models", "/info");
	}

}
