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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.client.RetrySettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link ModelCatalog}.
 */
class ModelCatalogTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private final CatalogServer server = new CatalogServer();

	@AfterEach
	void stop() {
		this.server.close();
	}

	private ModelCatalog catalog() {
		return ModelCatalog.of(this.server.endpoint(), Duration.ofMinutes(5), LIMIT);
	}

	private ModelCatalog router() {
		return ModelCatalog.of(this.server.router().asRouter(), Duration.ofMinutes(5), LIMIT);
	}

	private CatalogModel only(ModelCatalog catalog) {
		List<CatalogModel> models = catalog.models().block(LIMIT);
		assertThat(models).hasSize(1);
		return models.get(0);
	}

	@Test
	void readsTheRouter() {
		CatalogModel model = only(router());
		assertThat(model.id()).isEqualTo("org/model");
		assertThat(model.ownedBy()).isEqualTo("org");
		assertThat(model.created()).isEqualTo(Instant.ofEpochSecond(1776837885));
		assertThat(model.inputModalities()).containsExactly("text", "image");
		assertThat(model.outputModalities()).containsExactly("text");
		assertThat(model.contextLength()).isNull();
		assertThat(model.additionalFields()).containsOnlyKeys("description");
		assertThat(model.providers()).extracting(CatalogProvider::name)
			.containsExactly("novita", "together", "fireworks-ai", "featherless-ai", "deepinfra");
		CatalogProvider novita = model.provider("novita");
		assertThat(novita).isEqualTo(new CatalogProvider("novita", "live", 1048576, 1.69, 3.38, null, true, false,
				Duration.ofMillis(1490), 24.69124008437934, false, Map.of()));
		assertThat(novita.isLive()).isTrue();
		CatalogProvider silent = model.provider("featherless-ai");
		assertThat(silent.contextLength()).isNull();
		assertThat(silent.outputPrice()).isNull();
		assertThat(silent.supportsTools()).isNull();
		CatalogProvider broken = model.provider("deepinfra");
		assertThat(broken.isLive()).isFalse();
		assertThat(broken.additionalFields()).containsEntry("region", "us").hasSize(1);
		assertThat(model.provider("nobody")).isNull();
	}

	@Test
	void asksTheRouterForOneModel() {
		ModelCatalog catalog = router();
		assertThat(catalog.model("org/model:novita").block(LIMIT)).isEqualTo(catalog.model("org/model").block(LIMIT))
			.extracting(CatalogModel::id)
			.isEqualTo("org/model");
		assertThat(catalog.model("org/unknown").blockOptional(LIMIT)).isEmpty();
		assertThat(this.server.paths()).containsExactly("/v1/models/org/model", "/v1/models/org/unknown");
	}

	@Test
	void readsVllm() {
		this.server.with("/v1/models", """
				{"object":"list","data":[{"id":"served","object":"model","created":1737783302,"owned_by":"vllm",
				"root":"org/model","parent":null,"max_model_len":131072,"permission":[{"id":"modelperm-1"}]}]}""");
		ModelCatalog catalog = catalog();
		CatalogModel model = only(catalog);
		assertThat(model.contextLength()).isEqualTo(131072);
		assertThat(model.providers()).isEmpty();
		assertThat(model.additionalFields()).containsOnlyKeys("root", "permission");
		assertThat(catalog.model("served").block(LIMIT)).isEqualTo(model);
		assertThat(catalog.model("org/model").block(LIMIT)).isEqualTo(model);
		assertThat(catalog.model("other").blockOptional(LIMIT)).isEmpty();
		assertThat(this.server.paths()).containsExactly("/v1/models");
	}

	@Test
	void readsTgi() {
		this.server.with("/v1/models", """
				{"object":"list","data":[{"id":"org/model","object":"model","created":0,"owned_by":"org/model"}]}""");
		CatalogModel model = only(catalog());
		assertThat(model.created()).isNull();
		assertThat(model.contextLength()).isNull();
	}

	@Test
	void readsLlamaCpp() {
		this.server.with("/v1/models", """
				{"object":"list","data":[{"id":"../models/a.gguf","object":"model",
				"architecture":{"input_modalities":["text"],"output_modalities":["text"]},"created":1735142223,
				"owned_by":"llamacpp","meta":{"vocab_type":2,"n_ctx_train":131072,"size":4912898304}}]}""");
		CatalogModel model = only(catalog());
		assertThat(model.id()).isEqualTo("../models/a.gguf");
		assertThat(model.contextLength()).as("what it was trained with is not what it was started with").isNull();
		assertThat(model.additionalFields()).containsKey("meta");
	}

	@Test
	void takesWhatIsNotAsItShouldBe() {
		this.server.with("/v1/models", """
				{"data":[null,1,{"object":"model"},{"id":""},{"id":7,"created":"1735142223","owned_by":{},
				"architecture":"none","context_length":"4096","providers":[{},{"provider":"x","status":"live",
				"context_length":-1,"pricing":{"input":"0.5","output":"free"},"supports_tools":"true",
				"first_token_latency_ms":1e300,"throughput":"12.5","is_free":1}]},
				{"id":"y","providers":{"z":1},"max_model_len":99999999999}]}""");
		List<CatalogModel> models = catalog().models().block(LIMIT);
		assertThat(models).extracting(CatalogModel::id).containsExactly("7", "y");
		CatalogModel model = models.get(0);
		assertThat(model.created()).isEqualTo(Instant.ofEpochSecond(1735142223));
		assertThat(model.contextLength()).isEqualTo(4096);
		CatalogProvider provider = model.provider("x");
		assertThat(provider.contextLength()).isNull();
		assertThat(provider.inputPrice()).isEqualTo(0.5);
		assertThat(provider.outputPrice()).isNull();
		assertThat(provider.supportsTools()).isTrue();
		assertThat(provider.firstTokenLatency()).isNull();
		assertThat(provider.throughput()).isEqualTo(12.5);
		assertThat(provider.free()).isNull();
		assertThat(models.get(1).contextLength()).isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void manyAskersShareOneAnswer() {
		ModelCatalog catalog = router();
		assertThat(this.server.paths()).as("nobody asked yet").isEmpty();
		Flux.range(0, 50)
			.flatMap((number) -> Mono.defer(catalog::models).subscribeOn(Schedulers.boundedElastic()), 50)
			.blockLast(LIMIT);
		assertThat(this.server.paths()).containsExactly("/v1/models");
	}

	@Test
	void oneWhoGivesUpTakesNothingFromTheOthers() {
		ModelCatalog catalog = router();
		catalog.models().subscribe().dispose();
		assertThat(catalog.models().block(LIMIT)).hasSize(1);
		assertThat(this.server.paths()).hasSize(1);
	}

	@Test
	void whatIsOldIsAskedForAgain() {
		ModelCatalog catalog = ModelCatalog.of(this.server.router().asRouter(), Duration.ofMillis(1), LIMIT);
		catalog.model("org/model").block(LIMIT);
		await().atMost(LIMIT).until(() -> {
			catalog.model("org/model").block(LIMIT);
			return this.server.paths().size() > 1;
		});
		ModelCatalog never = ModelCatalog.of(this.server.endpoint(), Duration.ZERO, LIMIT);
		never.models().block(LIMIT);
		never.models().block(LIMIT);
		assertThat(this.server.paths()).filteredOn("/v1/models"::equals).hasSize(2);
	}

	@Test
	void anErrorIsNotKept() {
		ModelCatalog catalog = router();
		this.server.status(500);
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> catalog.model("org/model").block(LIMIT))
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.SERVER_ERROR));
		this.server.status(200);
		assertThat(catalog.model("org/model").block(LIMIT)).isNotNull();
	}

	@Test
	void nobodyWaitsLongerThanTheTimeout() {
		try (RawHttpServer silent = new RawHttpServer((exchange) -> {
		})) {
			ModelCatalog catalog = ModelCatalog.of(
					HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(silent.url()).buildEndpoint(),
					Duration.ofMinutes(5), Duration.ofMillis(50));
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> catalog.models().block(LIMIT))
				.withMessageContaining("huggingface.catalog.timeout")
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.TIMEOUT));
			silent.awaitClosedByClient(0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":\"The endpoint is being updated\"}",
			"{\"error\":{\"message\":\"No\",\"type\":\"server_error\"}}", "{\"object\":\"error\",\"message\":\"No\"}",
			"{}", "{\"detail\":\"Not Found\"}", "{\"data\":{}}", "<html>" })
	void whatIsNoAnswerIsNotKeptAsOne(String body) {
		this.server.with("/v1/models", body).with("/v1/models/org/model", body);
		for (ModelCatalog catalog : List.of(catalog(), ModelCatalog.of(this.server.asRouter(), LIMIT, LIMIT))) {
			for (Mono<?> answer : List.of(catalog.models(), catalog.model("org/model"))) {
				assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> answer.block(LIMIT))
					.satisfies((ex) -> assertThat(ex.kind())
						.isEqualTo(body.contains("error") ? ErrorKind.SERVER_ERROR : ErrorKind.MALFORMED_RESPONSE));
			}
		}
		assertThat(this.server.paths()).as("each asked once").hasSize(4);
		this.server.router();
		assertThat(ModelCatalog.of(this.server.asRouter(), LIMIT, LIMIT).models().block(LIMIT)).hasSize(1);
	}

	@Test
	void anErrorWithTheStatusOfSuccessSaysWhatItSays() {
		this.server.with("/v1/models", "{\"error\":{\"message\":\"Busy\",\"type\":\"overloaded_error\"}}");
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> catalog().models().block(LIMIT))
			.withMessageContaining("Busy")
			.satisfies((ex) -> {
				assertThat(ex.kind()).isEqualTo(ErrorKind.OVERLOADED);
				assertThat(ex.status()).isEqualTo(200);
			});
	}

	@Test
	void theProvidersSurviveAnEndpointThatFailsForAMoment() {
		ModelCatalog catalog = ModelCatalog.of(this.server.router().asRouter(), Duration.ofMillis(1), LIMIT);
		CatalogModel model = catalog.model("org/model").block(LIMIT);
		for (int status : List.of(500, 401, 503)) {
			this.server.status(status);
			int before = this.server.paths().size();
			await().atMost(LIMIT).until(() -> {
				assertThat(catalog.model("org/model").block(LIMIT)).isEqualTo(model);
				return this.server.paths().size() > before + 1;
			});
		}
	}

	@Test
	void aModelThatIsGoneIsGone() {
		ModelCatalog catalog = ModelCatalog.of(this.server.router().asRouter(), Duration.ofMillis(1), LIMIT);
		for (int status : List.of(404, 400)) {
			this.server.status(200);
			await().atMost(LIMIT).until(() -> catalog.model("org/model").blockOptional(LIMIT).isPresent());
			this.server.status(status, "{\"error\":{\"message\":\"No\",\"code\":\"model_not_found\"}}");
			await().atMost(LIMIT).until(() -> catalog.model("org/model").blockOptional(LIMIT).isEmpty());
		}
	}

	@Test
	void anEndpointWithoutModelsHasNone() {
		this.server.with("/v1/models", "{\"data\":[]}");
		ModelCatalog catalog = ModelCatalog.of(this.server.endpoint(), Duration.ofMillis(1), LIMIT);
		assertThat(catalog.models().block(LIMIT)).isEmpty();
		this.server.with("/v1/models", "{\"data\":[{\"id\":\"m\"}]}");
		await().atMost(LIMIT).until(() -> catalog.models().block(LIMIT).size() == 1);
		this.server.with("/v1/models", "{\"data\":[]}");
		await().atMost(LIMIT).until(() -> catalog.models().block(LIMIT).isEmpty());
	}

	@Test
	void thoseWhoWaitForTheSameGetExceptionsOfTheirOwn() {
		CountDownLatch bothWait = new CountDownLatch(2);
		try (RawHttpServer slow = new RawHttpServer((exchange) -> {
			await().atMost(LIMIT).until(() -> bothWait.getCount() == 0);
			exchange.respond(500, "application/json", "{\"error\":\"No\"}");
		})) {
			ModelCatalog catalog = ModelCatalog.of(HuggingFaceChatModel.builder(WebClient.builder())
				.retry(RetrySettings.defaults().withMaxRetries(0))
				.baseUrl(slow.url())
				.buildEndpoint(), Duration.ofMinutes(5), LIMIT);
			List<Throwable> errors = Flux.range(0, 2)
				.flatMap((number) -> catalog.models()
					.doOnSubscribe((subscription) -> bothWait.countDown())
					.then(Mono.<Throwable>empty())
					.onErrorResume(Mono::just))
				.collectList()
				.block(LIMIT);
			assertThat(slow.requests()).hasSize(1);
			assertThat(errors).hasSize(2).doesNotHaveDuplicates();
			((HuggingFaceException) errors.get(0)).withConversation(List.of(ChatMessage.user("Secret")));
			assertThat(((HuggingFaceException) errors.get(1)).conversation()).isEmpty();
		}
	}

	@Test
	void whatIsNoIdIsAnErrorLikeOthers() {
		ModelCatalog catalog = router();
		for (String id : List.of("a//b", "../b", ":novita")) {
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> catalog.model(id).block(LIMIT))
				.withMessageContaining("is not a valid id")
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
		}
		assertThat(this.server.paths()).isEmpty();
	}

	@Test
	void timesMakeSense() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ModelCatalog.of(this.server.endpoint(), Duration.ofMillis(-1), LIMIT));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ModelCatalog.of(this.server.endpoint(), Duration.ZERO, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> catalog().model(" "));
		assertThat(ModelCatalog.of(this.server.router().asRouter(), Duration.ofSeconds(Long.MAX_VALUE), LIMIT)
			.models()
			.block(LIMIT)).hasSize(1);
	}

}
