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

package io.github.hfspring.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.hfspring.catalog.CatalogServer;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseFormat;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.ModelInfo;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.client.ServerKind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How the dialect of response formats is chosen.
 */
@ExtendWith(OutputCaptureExtension.class)
class ResponseFormatDialectTests {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"{}"},"finish_reason":"stop"}]}""";

	private static final String OPENAI = """
			{"type":"json_schema","json_schema":{"name":"city","schema":{"type":"object"}}}""";

	private static final String TGI = """
			{"type":"json_schema","value":{"name":"city","schema":{"type":"object"}}}""";

	private static final ResponseFormat CITY = ResponseFormat.jsonSchema("city", Map.of("type", "object"));

	private static final ChatRequest HEARING = ChatRequest.builder()
		.user("Listen", ContentPart.audio(new byte[] { 1 }, "audio/wav"))
		.build();

	private final WireMockServer server = new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

	private ApplicationContextRunner runner = TestEnvironment.runner();

	@BeforeEach
	void start() {
		this.server.start();
		this.server.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
		this.runner = this.runner.withPropertyValues("huggingface.base-url=http://127.0.0.1:" + this.server.port());
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	private void run(Consumer<HuggingFaceChatModel> test, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(HuggingFaceChatModel.class)));
	}

	private static ChatRequest asking(ResponseFormat format) {
		return ChatRequest.builder().user("Name a city").responseFormat(format).build();
	}

	private JsonNode sent() {
		return JsonMapper.shared()
			.readTree(this.server.getAllServeEvents().get(0).getRequest().getBody())
			.path("response_format");
	}

	private static JsonNode json(String json) {
		return JsonMapper.shared().readTree(json);
	}

	private void isTgi() {
		this.server.stubFor(
				get("/v1/models").willReturn(okJson("{\"data\":[{\"id\":\"org/model\",\"owned_by\":\"org/model\"}]}")));
		this.server.stubFor(
				get("/info").willReturn(okJson("{\"router\":\"text-generation-router\",\"max_total_tokens\":4096}")));
	}

	@Test
	void tgiIsToldInItsOwnWay() {
		isTgi();
		run((model) -> {
			model.call(asking(CITY));
			assertThat(sent()).isEqualTo(json(TGI));
			model.call(asking(ResponseFormat.JSON_OBJECT));
			assertThat(sent()).isEqualTo(json("{\"type\":\"json\",\"value\":{\"type\":\"object\"}}"));
			model.stream(asking(CITY)).onErrorComplete().blockLast();
			assertThat(sent()).isEqualTo(json(TGI));
		});
		this.server.verify(1, getRequestedFor(urlEqualTo("/v1/models")));
		this.server.verify(1, getRequestedFor(urlEqualTo("/info")));
	}

	@Test
	void tgiIsSentNoSound() {
		isTgi();
		run((model) -> {
			for (Mono<?> answer : List.of(model.chat(HEARING), model.stream(HEARING).then())) {
				assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(answer::block)
					.withMessage("The request has a part of the kind 'audio', which the endpoint does not take: "
							+ "it is TGI, which takes image")
					.extracting(HuggingFaceException::kind)
					.isEqualTo(ErrorKind.INVALID_REQUEST);
			}
		});
		this.server.verify(0, postRequestedFor(anyUrl()));
		this.server.verify(1, getRequestedFor(urlEqualTo("/info")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "image,audio", "image,audio,video,file" })
	void whatIsSetOfMediaHolds(String kinds) {
		isTgi();
		run((model) -> model.call(HEARING), "huggingface.media.kinds=" + kinds);
		this.server.verify(1, postRequestedFor(anyUrl()));
		this.server.verify(0, getRequestedFor(anyUrl()));
	}

	@Test
	void soundIsSentToServersThatAreNotKnown() {
		this.server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(404)));
		run((model) -> model.call(HEARING));
		this.server.verify(1, postRequestedFor(anyUrl()));
	}

	@Test
	void nobodyAsksForTheSakeOfImages() {
		isTgi();
		run((model) -> model
			.call((request) -> request.user("Look", ContentPart.image("data:image/png;base64,iVBORw0KGgo="))));
		this.server.verify(1, postRequestedFor(anyUrl()));
		this.server.verify(0, getRequestedFor(anyUrl()));
	}

	@Test
	void vllmIsToldAsOpenAiIs() {
		this.server.stubFor(get("/v1/models")
			.willReturn(okJson("{\"data\":[{\"id\":\"m\",\"owned_by\":\"vllm\",\"max_model_len\":2048}]}")));
		run((model) -> model.call(asking(CITY)));
		assertThat(sent()).isEqualTo(json(OPENAI));
		this.server.verify(1, getRequestedFor(anyUrl()));
	}

	@Test
	void whoWantsNoFormAsksNobody() {
		isTgi();
		run((model) -> {
			model.call("Hello");
			model.call(asking(ResponseFormat.TEXT));
			model.call(asking(CITY).mutate().extraField("response_format", Map.of("type", "regex")).build());
		});
		this.server.verify(0, getRequestedFor(anyUrl()));
	}

	@Test
	void aDialectThatIsSetHolds() {
		isTgi();
		run((model) -> model.call(asking(CITY)), "huggingface.chat.response-format-dialect=openai");
		assertThat(sent()).isEqualTo(json(OPENAI));
		this.server.verify(0, getRequestedFor(anyUrl()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 500 })
	void anEndpointThatDoesNotTellIsToldAsOpenAiIs(int status) {
		this.server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(status)));
		run((model) -> model.call(asking(CITY)), "huggingface.retry.enabled=false");
		assertThat(sent()).isEqualTo(json(OPENAI));
	}

	@Test
	void tgiThatIsStartingIsAskedAgainSoon() {
		this.server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(503)));
		run((model) -> {
			model.call(asking(CITY));
			assertThat(sent()).isEqualTo(json(OPENAI));
			this.server.resetMappings();
			this.server.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
			isTgi();
			Awaitility.await().atMost(RawHttpServer.LIMIT).untilAsserted(() -> {
				model.call(asking(CITY));
				assertThat(sent()).isEqualTo(json(TGI));
			});
		}, "huggingface.retry.enabled=false");
	}

	@Test
	void anEndpointThatIsSilentIsNotWaitedForForLong() {
		this.server.stubFor(get(anyUrl()).willReturn(aResponse().withFixedDelay(60_000)));
		run((model) -> model.call(asking(CITY)), "huggingface.catalog.timeout=50ms");
		assertThat(sent()).isEqualTo(json(OPENAI));
	}

	@Test
	void aSourceOfTheApplicationTells() {
		ModelInfoSource source = (model, provider) -> Mono.just(new ModelInfo(null, null, ServerKind.TGI));
		this.runner.withBean(ModelInfoSource.class, () -> source)
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call(asking(CITY)));
		assertThat(sent()).isEqualTo(json(TGI));
		this.server.verify(0, getRequestedFor(anyUrl()));
	}

	@Test
	void aSourceThatIsBrokenIsTalkedAbout(CapturedOutput output) {
		ModelInfoSource source = (model, provider) -> {
			throw new IllegalStateException("Broken source");
		};
		this.runner.withBean(ModelInfoSource.class, () -> source).run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			model.call(asking(CITY));
			assertThat(sent()).isEqualTo(json(OPENAI));
			model.call(asking(CITY));
		});
		assertThat(output.getOut()
			.lines()
			.filter((line) -> line.contains("response-format-dialect' is set"))
			.filter((line) -> line.contains(" WARN "))).hasSize(1);
		assertThat(output).contains("Broken source");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					/v1                              | {"type":"json_schema","json_schema":{"name":"city","schema":{"type":"object"}}}
					/groq/openai/v1                  | {"type":"json_schema","json_schema":{"name":"city","schema":{"type":"object"}}}
					/hf-inference/models/org/model   | {"type":"json_object","value":{"type":"object"}}
					/fireworks-ai/inference/v1       | {"type":"json_object","schema":{"type":"object"}}
					/cohere/compatibility/v1         | {"type":"json_object","schema":{"type":"object"}}
					/together/v1                     | {"type":"json_schema","schema":{"type":"object"}}
					""")
	void theAddressOfTheRouterTells(String path, String format) {
		this.runner
			.withBean(WebClientCustomizer.class,
					() -> (webClient) -> webClient.filter(CatalogServer.to(this.server.port())))
			.withPropertyValues("huggingface.base-url=https://router.huggingface.co" + path,
					"huggingface.api-key=hf_test", "huggingface.chat.model=org/model")
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call(asking(CITY)));
		assertThat(sent()).isEqualTo(json(format));
		assertThat(this.server.getAllServeEvents()).hasSize(1);
		assertThat(List.of(this.server.getAllServeEvents().get(0).getRequest().getUrl())).first()
			.asString()
			.startsWith(path);
	}

}
