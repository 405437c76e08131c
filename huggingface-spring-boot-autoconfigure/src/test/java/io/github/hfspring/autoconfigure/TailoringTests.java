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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.hfspring.catalog.CatalogServer;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.client.ChatRequestResolver;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.ModelInfo;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.tailoring.TailoringRequestResolver;
import io.github.hfspring.tailoring.TokenBudget;
import io.github.hfspring.tailoring.TokenCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
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
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Long conversations of an application, and what is sent of them.
 */
@ExtendWith(OutputCaptureExtension.class)
class TailoringTests {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";

	private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

	private final WireMockServer server = new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

	private final List<ChatProgress> progress = new CopyOnWriteArrayList<>();

	private ApplicationContextRunner runner = TestEnvironment.runner();

	@BeforeEach
	void start() {
		this.server.start();
		this.server.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
		this.runner = this.runner
			.withPropertyValues("huggingface.base-url=http://127.0.0.1:" + this.server.port(),
					"huggingface.tailoring.enabled=true")
			.withBean(ChatProgressCallback.class, () -> (request, progress) -> this.progress.add(progress));
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	private void run(Consumer<HuggingFaceChatModel> test, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(HuggingFaceChatModel.class)));
	}

	private List<String> sent() {
		JsonNode body = JsonMapper.shared().readTree(this.server.getAllServeEvents().get(0).getRequest().getBody());
		assertThat(body.has("max_tokens")).isFalse();
		List<String> texts = new ArrayList<>();
		body.get("messages").forEach((message) -> texts.add(message.get("content").asString()));
		return texts;
	}

	private static ChatRequest questions(int count) {
		ChatRequest.Builder request = ChatRequest.builder().system("You are a helpful assistant.");
		for (int i = 1; i <= count; i++) {
			request.user("Question " + i);
		}
		return request.build();
	}

	@Test
	void thePropertiesHaveTheDefaultsOfTheBudget() {
		assertThat(new HuggingFaceTailoringProperties().toBudget()).isEqualTo(TokenBudget.defaults());
	}

	@Test
	void nothingIsDoneUnlessAskedFor() {
		this.runner
			.withPropertyValues("huggingface.tailoring.enabled=false", "huggingface.tailoring.context-window=512")
			.run((context) -> {
				assertThat(context).doesNotHaveBean(TailoringRequestResolver.class);
				context.getBean(HuggingFaceChatModel.class).call(questions(500));
			});
		assertThat(sent()).hasSize(501);
	}

	@Test
	void whatFitsIsSentAsItIs() {
		run((model) -> model.call(questions(2)), "huggingface.tailoring.max-input-tokens=100");
		assertThat(sent()).containsExactly("You are a helpful assistant.", "Question 1", "Question 2");
		assertThat(this.progress).isEmpty();
	}

	@Test
	void whatIsTooLongIsSentShorterAndToldOf() {
		run((model) -> model.call(questions(5)), "huggingface.tailoring.max-input-tokens=12",
				"huggingface.tailoring.strategy=head-out");
		assertThat(sent()).containsExactly("You are a helpful assistant.", "Question 4", "Question 5");
		assertThat(this.progress).containsExactly(new ChatProgress.Tailored(17, 11, 12, 3));
	}

	@Test
	void theContextWindowGivesTheBudget() {
		run((model) -> model.call(questions(1000)), "huggingface.tailoring.context-window=2048");
		assertThat(sent()).hasSizeBetween(300, 500)
			.contains("Question 1", "Question 1000")
			.doesNotContain("Question 500");
		assertThat(this.progress).last().isInstanceOfSatisfying(ChatProgress.Tailored.class, (tailored) -> {
			assertThat(tailored.budget()).isEqualTo(1024);
			assertThat(tailored.tokens()).isBetween(1020, 1024);
		});
		run((model) -> model.call(questions(1000)), "huggingface.tailoring.context-window=4096",
				"huggingface.tailoring.reserved-output-tokens=0", "huggingface.tailoring.protocol-overhead=0",
				"huggingface.tailoring.safety-margin=0", "huggingface.tailoring.max-input-ratio=0.5",
				"huggingface.tailoring.min-input-tokens=0");
		assertThat(this.progress).last()
			.isInstanceOfSatisfying(ChatProgress.Tailored.class,
					(tailored) -> assertThat(tailored.budget()).isEqualTo(2048));
	}

	@Test
	void chineseMessagesFitTheirLimit() {
		ChatRequest.Builder request = ChatRequest.builder();
		for (int i = 0; i < 200; i++) {
			request.user("\u8fd9\u662f\u7b2c" + i + "\u6761\u6d88\u606f\uff0c\u5185\u5bb9\u5f88\u957f");
		}
		run((model) -> model.call(request.build()), "huggingface.tailoring.max-input-tokens=500");
		assertThat(sent()).hasSizeBetween(1, 60);
	}

	@Test
	void toolsTakeTheirPart() {
		ChatRequest request = questions(20).mutate()
			.tools(ToolDefinition.of("weather", "x".repeat(80), Map.of("type", "object")))
			.build();
		run((model) -> model.call(request), "huggingface.tailoring.max-input-tokens=50");
		assertThat(this.progress).singleElement()
			.isInstanceOfSatisfying(ChatProgress.Tailored.class,
					(tailored) -> assertThat(tailored.budget()).isBetween(20, 28));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max_tokens", "max_completion_tokens" })
	void anAnswerWhoseLengthIsAFieldTakesItsPart(String field) {
		ChatRequest request = questions(500).mutate().extraField(field, 1500).build();
		run((model) -> model.call(request), "huggingface.tailoring.context-window=2048",
				"huggingface.tailoring.protocol-overhead=0", "huggingface.tailoring.safety-margin=0");
		assertThat(this.progress).singleElement()
			.isInstanceOfSatisfying(ChatProgress.Tailored.class,
					(tailored) -> assertThat(tailored.budget()).isEqualTo(548));
	}

	@Test
	void whatCannotBeMadeShortEnoughIsNotSent() {
		run((model) -> {
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call("x".repeat(400)))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.CONTEXT_LENGTH_EXCEEDED))
				.withMessageContaining("100")
				.withMessageContaining("50");
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> model.stream("x".repeat(400)).blockLast());
		}, "huggingface.tailoring.max-input-tokens=50");
		assertThat(this.server.getAllServeEvents()).isEmpty();
	}

	@Test
	void orItIsSentAllTheSame() {
		run((model) -> assertThat(model.call("x".repeat(400)).text()).isEqualTo("Hi"),
				"huggingface.tailoring.max-input-tokens=50", "huggingface.tailoring.on-overflow=send");
		assertThat(sent()).hasSize(1);
	}

	@Test
	void aCounterOfTheApplicationIsUsed() {
		TokenCounter counter = new TokenCounter() {

			@Override
			public int count(ChatMessage message) {
				return 10;
			}

			@Override
			public int count(ToolDefinition tool) {
				return 10;
			}

		};
		this.runner.withBean(TokenCounter.class, () -> counter)
			.withPropertyValues("huggingface.tailoring.max-input-tokens=30")
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call(questions(5)));
		assertThat(sent()).containsExactly("You are a helpful assistant.", "Question 1", "Question 5");
	}

	@Test
	void theTokenizerOfTheModelCounts() {
		run((model) -> model.call((request) -> request.system("Hello world").user("One two three").user("Four")),
				"huggingface.tailoring.max-input-tokens=11",
				"huggingface.tailoring.tokenizer=classpath:/tokenizer.json");
		assertThat(this.progress).containsExactly(new ChatProgress.Tailored(18, 11, 11, 1));
	}

	@Test
	void theTokenizerIsFetchedFromTheHub() throws IOException {
		byte[] json = new ClassPathResource("tokenizer.json").getContentAsByteArray();
		this.server.stubFor(get("/org/model/resolve/main/tokenizer.json").willReturn(aResponse().withBody(json)));
		String question = "hello world ".repeat(10);
		run((model) -> {
			assertThat(this.server.getAllServeEvents()).isEmpty();
			// As estimated it is too long
			await().ignoreExceptions().untilAsserted(() -> assertThat(model.call(question).text()).isEqualTo("Hi"));
		}, "huggingface.tailoring.max-input-tokens=25", "huggingface.tailoring.tokenizer=org/model",
				"huggingface.tailoring.hub-url=http://127.0.0.1:" + this.server.port());
		this.server.verify(1, getRequestedFor(anyUrl()));
	}

	@ParameterizedTest
	@CsvSource({ "HF_HUB_CACHE, '', org/model", "HUGGINGFACE_HUB_CACHE, '', org/model", "HF_HOME, hub, org/model",
			"XDG_CACHE_HOME, huggingface/hub, org/model", "HF_HUB_CACHE, '', gpt2" })
	void whatToolsHaveFetchedFromTheHubIsRead(String variable, String folder, String model, @TempDir Path home)
			throws IOException {
		byte[] json = new ClassPathResource("tokenizer.json").getContentAsByteArray();
		cache(home.resolve(folder), model, COMMIT + "\n", json);
		String question = "hello world ".repeat(10);
		fromCache(
				(loaded) -> await().ignoreExceptions()
					.untilAsserted(() -> assertThat(loaded.call(question).text()).isEqualTo("Hi")),
				model, variable + "=" + home);
		this.server.verify(0, getRequestedFor(urlEqualTo("/" + model + "/resolve/main/tokenizer.json")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../../..", "0123456789abcdef0123456789abcdef0123456" })
	void whatIsNotInTheCacheIsFetched(String commit, @TempDir Path home) throws IOException {
		byte[] json = new ClassPathResource("tokenizer.json").getContentAsByteArray();
		cache(home.resolve("a/b/c"), "org/model", commit, json);
		this.server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(404)));
		fromCache((model) -> {
			await().ignoreExceptions().untilAsserted(() -> {
				model.call("Hi");
				this.server.verify(1, getRequestedFor(urlEqualTo("/org/model/resolve/main/tokenizer.json")));
			});
		}, "org/model", "HF_HUB_CACHE=" + home.resolve("a/b/c"));
	}

	@Test
	void whatIsInTheCacheIsOfNoOtherHub(@TempDir Path home) throws IOException {
		cache(home, "org/model", COMMIT, "{}".getBytes(StandardCharsets.UTF_8));
		fromCache((model) -> await().ignoreExceptions().untilAsserted(() -> {
			model.call("Hi");
			this.server.verify(1, getRequestedFor(urlEqualTo("/org/model/resolve/main/tokenizer.json")));
		}), "org/model", "HF_HUB_CACHE=" + home,
				"huggingface.tailoring.hub-url=http://127.0.0.1:" + this.server.port());
	}

	@Test
	void whatWasReadInVainIsFetchedTheNextTime(@TempDir Path home) throws IOException {
		byte[] cached = { 1 };
		byte[] fetched = { 2 };
		cache(home, "org/model", COMMIT, cached);
		MockEnvironment environment = new MockEnvironment().withProperty("HF_HUB_CACHE", home.toString());
		Mono<byte[]> file = new HubCache(environment, 1).read("org/model", "tokenizer.json", Mono.just(fetched));
		assertThat(file.block()).isEqualTo(cached);
		assertThat(file.block()).isEqualTo(fetched);
		Mono<byte[]> tooLarge = new HubCache(environment, 0).read("org/model", "tokenizer.json", Mono.just(fetched));
		assertThat(tooLarge.block()).isEqualTo(fetched);
	}

	@Test
	void whatComesIntoTheCacheLaterIsRead(@TempDir Path home) throws IOException {
		byte[] cached = { 1 };
		MockEnvironment environment = new MockEnvironment().withProperty("HF_HUB_CACHE", home.toString());
		Mono<byte[]> file = new HubCache(environment, 1).read("org/model", "tokenizer.json", Mono.empty());
		assertThat(file.block()).isNull();
		cache(home, "org/model", COMMIT, cached);
		assertThat(file.block()).isEqualTo(cached);
	}

	@Test
	void aCacheThatCannotBeFoundDoesNoHarm() {
		byte[] fetched = { 2 };
		MockEnvironment environment = new MockEnvironment().withProperty("HF_HUB_CACHE", "${NOT_THERE}");
		assertThat(new HubCache(environment, 1).read("org/model", "tokenizer.json", Mono.just(fetched)).block())
			.isEqualTo(fetched);
	}

	private void fromCache(Consumer<HuggingFaceChatModel> test, String model, String variable, String... properties) {
		this.runner
			.withPropertyValues("huggingface.tailoring.max-input-tokens=25", "huggingface.tailoring.tokenizer=" + model)
			.withPropertyValues(properties)
			.withBean(WebClientCustomizer.class,
					() -> (webClient) -> webClient.filter(CatalogServer.to(this.server.port())))
			.withInitializer(TestEnvironment.environmentVariables("HF_HUB_DISABLE_IMPLICIT_TOKEN=1", "HF_TOKEN=",
					"HF_TOKEN_PATH=", "HF_HOME=", "XDG_CACHE_HOME=", "HF_HUB_CACHE=", "HUGGINGFACE_HUB_CACHE=",
					variable))
			.run((context) -> test.accept(context.getBean(HuggingFaceChatModel.class)));
	}

	private static void cache(Path hub, String model, String commit, byte[] json) throws IOException {
		Path repository = hub.resolve("models--" + model.replace("/", "--"));
		Path snapshots = Files.createDirectories(repository.resolve("snapshots"));
		Path snapshot = Files.createDirectories(snapshots.resolve(commit.strip()));
		Files.write(snapshot.resolve("tokenizer.json"), json);
		Files.createDirectories(repository.resolve("refs"));
		Files.writeString(repository.resolve("refs/main"), commit);
	}

	@Test
	void aHubHasAUrl() {
		this.runner
			.withPropertyValues("huggingface.tailoring.tokenizer=org/model", "huggingface.tailoring.hub-url=nowhere")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("huggingface.tailoring.hub-url")));
	}

	@Test
	void aTokenizerThatCannotBeReadStopsTheStart() {
		for (String location : List.of("classpath:/nothing.json", "file:/does/not/exist.json",
				"classpath:/META-INF/spring.factories", "https://huggingface.co/org/model")) {
			this.runner
				.withPropertyValues("huggingface.tailoring.context-window=4096",
						"huggingface.tailoring.tokenizer=" + location)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
							(ex) -> assertThat(ex.property()).isEqualTo("huggingface.tailoring.tokenizer")));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/models/tokenizer.json", "./tokenizer.json", "tokenizer.json", "org/tokenizer.json",
			"a/b/c", "../model", "org/..", "org/my model", "org//model", "~/tokenizer" })
	void whatIsNeitherModelNorLocationStopsTheStart(String tokenizer) {
		this.runner.withPropertyValues("huggingface.tailoring.tokenizer=" + tokenizer)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("huggingface.tailoring.tokenizer");
					assertThat(ex.action()).contains("'file:/models/tokenizer.json'");
				}));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gpt2", "Qwen/Qwen3-32B", "01-ai/Yi-1.5_b", "" })
	void whatIsAModelOrNothingDoesNot(String tokenizer) {
		this.runner.withPropertyValues("huggingface.tailoring.tokenizer=" + tokenizer).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(TokenCounter.class)).hasSize(tokenizer.isEmpty() ? 0 : 1);
		});
	}

	@Test
	void aTokenizerThatNobodyUsesStopsNothing() {
		this.runner
			.withPropertyValues("huggingface.tailoring.enabled=false", "huggingface.tailoring.tokenizer=file:/nothing")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TokenCounter.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "tokenizer", "hub-url" })
	void whatIsNotResolvedStopsTheStart(String property) {
		this.runner
			.withPropertyValues("huggingface.tailoring.tokenizer=org/model",
					"huggingface.tailoring." + property + "=\\${nowhere}")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("huggingface.tailoring." + property)));
	}

	@Test
	void aCounterThatFailsDoesNoHarm() {
		TokenCounter counter = new TokenCounter() {

			@Override
			public int count(ChatMessage message) {
				throw new IllegalStateException("No tokenizer");
			}

			@Override
			public int count(ToolDefinition tool) {
				throw new IllegalStateException("No tokenizer");
			}

		};
		this.runner.withBean(TokenCounter.class, () -> counter)
			.withPropertyValues("huggingface.tailoring.max-input-tokens=12")
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call(questions(5)));
		assertThat(sent()).containsExactly("You are a helpful assistant.", "Question 1", "Question 5");
	}

	@Test
	void anotherWayToTailorTakesItsPlace() {
		this.runner
			.withBean(ChatRequestResolver.class,
					() -> (request) -> Mono.just(request.mutate().messages(request.messages().subList(0, 2)).build()))
			.withPropertyValues("huggingface.tailoring.enabled=false")
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call(questions(5)));
		assertThat(sent()).containsExactly("You are a helpful assistant.", "Question 1");
	}

	@Test
	void itComesAfterTheResolversOfTheApplication() {
		this.runner
			.withBean(ChatRequestResolver.class,
					() -> (request) -> Mono.just(request.mutate().user("Added " + "x".repeat(40)).build()))
			.withPropertyValues("huggingface.tailoring.max-input-tokens=20")
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call(questions(5)));
		assertThat(sent()).last().asString().startsWith("Added");
		assertThat(this.progress).hasSize(1);
	}

	@Test
	void howLongAConversationMayBeHasToBeKnown() {
		this.runner.withPropertyValues("huggingface.tailoring.ask-endpoint=false")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("huggingface.tailoring.context-window")));
	}

	@Test
	void theEndpointHasTheFirstWord() {
		this.server.stubFor(get("/v1/models").willReturn(okJson("{\"data\":[{\"id\":\"m\",\"max_model_len\":2048}]}")));
		run((model) -> {
			model.call(questions(1000));
			model.stream(questions(1000)).onErrorComplete().blockLast();
		});
		run((model) -> model.call(questions(1000)), "huggingface.tailoring.context-window=131072");
		assertThat(this.progress).hasSize(3)
			.allSatisfy((progress) -> assertThat(((ChatProgress.Tailored) progress).budget()).isEqualTo(1024));
		this.server.verify(2, getRequestedFor(urlEqualTo("/v1/models")));
	}

	@Test
	void anEndpointThatIsNotAskedHasNoWord() {
		this.server.stubFor(get("/v1/models").willReturn(okJson("{\"data\":[{\"id\":\"m\",\"max_model_len\":2048}]}")));
		run((model) -> model.call(questions(1000)), "huggingface.tailoring.context-window=131072",
				"huggingface.tailoring.ask-endpoint=false");
		run((model) -> model.call(questions(5)), "huggingface.tailoring.max-input-tokens=100000");
		assertThat(this.progress).isEmpty();
		this.server.verify(0, getRequestedFor(anyUrl()));
	}

	@Test
	void whatMayBeSentIsLimitedByItself() {
		this.server.stubFor(get("/info").willReturn(okJson("{\"max_input_tokens\":2000,\"max_total_tokens\":32768}")));
		run((model) -> model.call(questions(1000)), "huggingface.tailoring.protocol-overhead=0",
				"huggingface.tailoring.safety-margin=0", "huggingface.tailoring.reserved-output-tokens=1000");
		assertThat(this.progress).singleElement()
			.isInstanceOfSatisfying(ChatProgress.Tailored.class,
					(tailored) -> assertThat(tailored.budget()).isEqualTo(2000));
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 500 })
	void whereTheEndpointDoesNotTellThePropertyHolds(int status) {
		this.server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(status)));
		run((model) -> model.call(questions(1000)), "huggingface.tailoring.context-window=2048",
				"huggingface.retry.enabled=false");
		assertThat(this.progress).singleElement()
			.isInstanceOfSatisfying(ChatProgress.Tailored.class,
					(tailored) -> assertThat(tailored.budget()).isEqualTo(1024));
	}

	@ParameterizedTest
	@ValueSource(ints = { 404, 500 })
	void whereNobodyKnowsItIsSentAsItIs(int status, CapturedOutput output) {
		this.server.stubFor(get(anyUrl()).willReturn(aResponse().withStatus(status)));
		run((model) -> {
			model.call(questions(500));
			model.call(questions(500));
		}, "huggingface.retry.enabled=false");
		assertThat(sent()).hasSize(501);
		assertThat(output).containsOnlyOnce("conversations are sent as they are");
	}

	@Test
	void aSourceOfTheApplicationIsAsked() {
		List<String> asked = new ArrayList<>();
		ModelInfoSource source = (model, provider) -> {
			asked.add(model + " by " + provider);
			return Mono.just(new ModelInfo(2048, null));
		};
		this.runner.withBean(ModelInfoSource.class, () -> source)
			.withPropertyValues("huggingface.chat.model=org/model", "huggingface.chat.provider=novita")
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call(questions(1000)));
		assertThat(asked).containsExactly("org/model by novita");
		assertThat(this.progress).hasSize(1);
		this.server.verify(0, getRequestedFor(anyUrl()));
	}

	@Test
	void valuesThatMakeNoSenseStopTheStart() {
		for (String property : List.of("max-input-tokens=0", "reserved-output-tokens=-1", "protocol-overhead=-1",
				"safety-margin=1", "max-input-ratio=0", "max-input-ratio=1.1", "min-input-tokens=-1")) {
			this.runner
				.withPropertyValues("huggingface.tailoring.context-window=4096", "huggingface.tailoring." + property)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
							(ex) -> assertThat("huggingface.tailoring." + property).startsWith(ex.property() + "=")));
		}
	}

}
