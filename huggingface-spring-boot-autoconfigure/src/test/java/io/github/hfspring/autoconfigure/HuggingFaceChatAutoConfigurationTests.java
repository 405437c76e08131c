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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.junit5.WireMockRuntimeInfo;
import com.github.tomakehurst.wiremock.junit5.WireMockTest;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkCallback;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatRequestCallback;
import io.github.hfspring.chat.ChatRequestCustomizer;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ChatResponseCallback;
import io.github.hfspring.chat.ChatStreamCompleteCallback;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.ChatRequestResolver;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceModelInfo;
import io.github.hfspring.event.ChatChunkEvent;
import io.github.hfspring.event.ChatChunkListeners;
import io.github.hfspring.event.ChatEvent;
import io.github.hfspring.event.ChatEventPublisher;
import io.github.hfspring.event.ChatProgressEvent;
import io.github.hfspring.event.ChatRequestEvent;
import io.github.hfspring.event.ChatResponseEvent;
import io.github.hfspring.event.ChatStreamCompleteEvent;
import io.github.hfspring.structured.InvalidAnswerException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.stubFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.verify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link HuggingFaceChatAutoConfiguration}.
 */
@WireMockTest
class HuggingFaceChatAutoConfigurationTests {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";

	private static final String STREAM = """
			data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":null}]}

			data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private ApplicationContextRunner runner = TestEnvironment.runner();

	@BeforeEach
	void stub(WireMockRuntimeInfo server) {
		this.runner = this.runner.withPropertyValues("huggingface.base-url=" + server.getHttpBaseUrl(),
				"huggingface.chat.model=org/model");
		stubFor(post(anyUrl()).atPriority(2).willReturn(okJson(ANSWER)));
		stubFor(post(anyUrl()).atPriority(1)
			.withHeader("Accept", equalTo("text/event-stream"))
			.willReturn(WireMock.ok(STREAM).withHeader("Content-Type", "text/event-stream")));
	}

	@Test
	void letsTheModelMendAnswers() {
		this.runner.withPropertyValues("huggingface.structured.max-repairs=2")
			.run((context) -> assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> context.getBean(HuggingFaceChatModel.class).call("Hello", Integer.class)));
		verify(3, postRequestedFor(anyUrl()));
	}

	@Test
	void providesAModel() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(HuggingFaceChatModel.class)
				.hasSingleBean(HuggingFaceConnectionDetails.class)
				.hasSingleBean(ChatEventPublisher.class);
			assertThat(context.getBean(HuggingFaceChatModel.class).call("Hello").text()).isEqualTo("Hi");
		});
	}

	@Test
	void addsFewBeans() {
		this.runner.withConfiguration(AutoConfigurations.of(HuggingFaceToolAutoConfiguration.class)).run((context) -> {
			List<String> names = new ArrayList<>();
			for (String name : context.getBeanDefinitionNames()) {
				if (name.toLowerCase(Locale.ROOT).contains("huggingface") || name.contains("hfspring")
						|| name.contains("toolCalling")) {
					names.add(name);
				}
			}
			assertThat(names).hasSizeLessThanOrEqualTo(12).contains("toolCallingChatModelBuilder");
			assertThat(names).filteredOn(context.getBeanFactory()::containsSingleton)
				.doesNotContain("huggingFaceEndpoint", "huggingFaceModelCatalog");
		});
	}

	@Test
	void canBeSwitchedOff() {
		this.runner.withPropertyValues("huggingface.chat.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HuggingFaceChatModel.class)
				.doesNotHaveBean(HuggingFaceConnectionDetails.class)
				.doesNotHaveBean(ChatEventPublisher.class));
	}

	@Test
	void needsWebClient() {
		this.runner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("huggingFaceChatModel"));
	}

	@Test
	void modelBacksOff() {
		this.runner.withBean("own", HuggingFaceChatModel.class, StubModel::new)
			.run((context) -> assertThat(context).hasSingleBean(HuggingFaceChatModel.class).hasBean("own"));
	}

	@Test
	void tokenIsNotLookedForIfTheModelIsTheApplicationsOwn() {
		this.runner.withPropertyValues("huggingface.api-key=${NOPE}")
			.withBean("own", HuggingFaceChatModel.class, StubModel::new)
			.run((context) -> assertThat(context).hasNotFailed().hasBean("own"));
	}

	@Test
	void chunkListenersBackOff() {
		this.runner.withUserConfiguration(NobodyListensConfiguration.class, ListenerConfiguration.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(ChatChunkListeners.class)
					.doesNotHaveBean("huggingFaceChatChunkListeners");
				context.getBean(HuggingFaceChatModel.class).stream("Hello").blockLast(Duration.ofSeconds(10));
				assertThat(context.getBean(ListenerConfiguration.class).events).containsExactly(ChatRequestEvent.class,
						ChatStreamCompleteEvent.class);
			});
	}

	@Test
	void eventPublisherBacksOff() {
		this.runner.withBean("own", ChatEventPublisher.class, () -> new ChatEventPublisher((event) -> {
		}))
			.run((context) -> assertThat(context).hasSingleBean(ChatEventPublisher.class)
				.hasBean("own")
				.doesNotHaveBean("huggingFaceChatChunkListeners"));
	}

	@Test
	void connectionDetailsBackOffAndTheirTokenIsAskedForEachTime(WireMockRuntimeInfo server) {
		List<String> tokens = new ArrayList<>(List.of("third", "second", "first"));
		HuggingFaceConnectionDetails own = new HuggingFaceConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return server.getHttpBaseUrl() + "/own";
			}

			@Override
			public String getToken() {
				return (tokens.size() > 1) ? tokens.remove(tokens.size() - 1) : tokens.get(0);
			}

		};
		this.runner.withBean(HuggingFaceConnectionDetails.class, () -> own).run((context) -> {
			assertThat(context).hasSingleBean(HuggingFaceConnectionDetails.class);
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			tokens.clear();
			tokens.addAll(List.of("third", "second", "first"));
			model.call("Hello");
			model.call("Hello");
			verify(own("/own").withHeader("Authorization", equalTo("Bearer first")));
			verify(own("/own").withHeader("Authorization", equalTo("Bearer second")));
		});
	}

	@Test
	void ownConnectionDetailsMayHaveTheirTokenLater() {
		HuggingFaceConnectionDetails own = new HuggingFaceConnectionDetails() {

			@Override
			public String getBaseUrl() {
				return "https://router.huggingface.co/v1";
			}

			@Override
			public @Nullable String getToken() {
				return null;
			}

		};
		this.runner.withBean(HuggingFaceConnectionDetails.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(HuggingFaceChatModel.class));
	}

	@Test
	void blanksAroundTheProviderAreRemoved() {
		MockClientHttpRequest sent = new MockClientHttpRequest(HttpMethod.POST, "/");
		WebClient.Builder builder = WebClient.builder()
			.exchangeFunction((request) -> request.writeTo(sent, ExchangeStrategies.withDefaults())
				.then(Mono.error(new IllegalStateException("sent"))));
		this.runner
			.withPropertyValues("huggingface.base-url=https://router.huggingface.co/v1", "huggingface.api-key=hf_abc")
			.withInitializer(TestEnvironment.yaml("huggingface.chat.provider: \" groq \""))
			.withBean(WebClient.Builder.class, () -> builder)
			.run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> model.call("Hello"));
				assertThat(sent.getBodyAsString().block(Duration.ofSeconds(10))).contains("\"org/model:groq\"");
			});
	}

	@Test
	void scaleUpTimeoutIsRoundedUp() {
		this.runner.withPropertyValues("huggingface.scale-up-timeout=500ms").run((context) -> {
			context.getBean(HuggingFaceChatModel.class).call("Hello");
			verify(postRequestedFor(anyUrl()).withHeader("X-Scale-Up-Timeout", equalTo("1")));
		});
	}

	private static RequestPatternBuilder own(String path) {
		return postRequestedFor(urlEqualTo(path + "/v1/chat/completions"));
	}

	@Test
	void appliesTheProperties(WireMockRuntimeInfo server) {
		this.runner
			.withPropertyValues("huggingface.api-key=hf_abc", "huggingface.bill-to=my-org",
					"huggingface.scale-up-timeout=10m", "huggingface.extra-headers.X-Team=a",
					"huggingface.extra-fields-json={\"top_k\":5,\"nested\":{\"on\":true}}",
					"huggingface.chat.temperature=0.5", "huggingface.chat.top-p=0.9", "huggingface.chat.max-tokens=7",
					"huggingface.chat.stop=a,b", "huggingface.chat.seed=18446744073709551615",
					"huggingface.chat.frequency-penalty=0.1", "huggingface.chat.presence-penalty=0.2",
					"huggingface.chat.reasoning-effort=low", "huggingface.chat.reasoning-replay=always",
					"huggingface.tailoring.context-window=204800")
			.run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				model.call("Hello");
				verify(postRequestedFor(urlEqualTo("/v1/chat/completions"))
					.withHeader("Authorization", equalTo("Bearer hf_abc"))
					.withHeader("X-HF-Bill-To", equalTo("my-org"))
					.withHeader("X-Scale-Up-Timeout", equalTo("600"))
					.withHeader("X-Team", equalTo("a"))
					.withHeader("User-Agent", matching("huggingface-spring-boot/\\S+; java/\\d+; spring-boot/[\\d.]+"))
					.withRequestBody(equalToJson("""
							{"model":"org/model","messages":[{"role":"user","content":"Hello"}],"temperature":0.5,
							"top_p":0.9,"max_tokens":7,"stop":["a","b"],"seed":18446744073709551615,
							"frequency_penalty":0.1,"presence_penalty":0.2,"reasoning_effort":"low","top_k":5,
							"nested":{"on":true}}""")));
				assertThat(model.info())
					.isEqualTo(new HuggingFaceModelInfo("org/model", server.getHttpBaseUrl() + "/v1", 204800));
				model.call((request) -> request.message(AssistantMessage.builder().text("a").reasoning("Hm").build()));
				verify(postRequestedFor(urlEqualTo("/v1/chat/completions"))
					.withRequestBody(matchingJsonPath("$.messages[0].reasoning_content", equalTo("Hm"))));
			});
	}

	@Test
	void limitsWhatMediaAreSent() {
		this.runner.withPropertyValues("huggingface.media.max-size=1KB", "huggingface.media.kinds=image,audio")
			.run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				assertThat(model.call((request) -> request.user(ContentPart.image(new byte[1024], "image/png"))).text())
					.isEqualTo("Hi");
				assertThatExceptionOfType(HuggingFaceException.class)
					.isThrownBy(
							() -> model.call((request) -> request.user(ContentPart.image(new byte[1025], "image/png"))))
					.withMessageContaining("huggingface.media.max-size");
				assertThatExceptionOfType(HuggingFaceException.class)
					.isThrownBy(
							() -> model.call((request) -> request.user(ContentPart.video("https://example.com/a.mp4"))))
					.withMessageContaining("huggingface.media.kinds");
			});
	}

	@Test
	void sendsAllMediaByDefault() {
		this.runner.run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			byte[] bytes = new byte[1024 * 1024];
			assertThat(model.call((request) -> request.user(ContentPart.image(bytes, "image/png"),
					ContentPart.audio(bytes, "audio/wav"), ContentPart.video(bytes, "video/mp4"),
					ContentPart.file(bytes, "application/pdf", "a.pdf")))
				.text()).isEqualTo("Hi");
		});
	}

	@Test
	void keepsTheTypesOfExtraFieldsInYaml() {
		this.runner.withInitializer(TestEnvironment.yaml("""
				huggingface:
				  extra-fields:
				    top_k: 5
				    min_p: 0.25
				    do_sample: true
				    zip: "0123"
				    guided_choice: [ "yes", "no" ]
				    chat_template_kwargs:
				      enable_thinking: false
				      levels: [ 1, 2 ]
				    objects:
				      - name: a
				      - name: b
				""")).run((context) -> {
			context.getBean(HuggingFaceChatModel.class).call("Hello");
			verify(postRequestedFor(anyUrl()).withRequestBody(equalToJson("""
					{"model":"org/model","messages":[{"role":"user","content":"Hello"}],"top_k":5,"min_p":0.25,
					"do_sample":true,"zip":"0123","guided_choice":["yes","no"],
					"chat_template_kwargs":{"enable_thinking":false,"levels":[1,2]},
					"objects":[{"name":"a"},{"name":"b"}]}""")));
		});
	}

	@Test
	void usageOfStreamsCanBeSwitchedOff() {
		this.runner.withPropertyValues("huggingface.stream.include-usage=false").run((context) -> {
			context.getBean(HuggingFaceChatModel.class).stream("Hello").blockLast();
			verify(postRequestedFor(anyUrl()).withRequestBody(equalToJson("""
					{"model":"org/model","messages":[{"role":"user","content":"Hello"}],"stream":true}""")));
		});
	}

	@Test
	void bindsEnvironmentVariables(WireMockRuntimeInfo server) {
		this.runner.withInitializer(TestEnvironment.yaml("huggingface.api-key: hf_yaml"))
			.withInitializer(TestEnvironment.environmentVariables("HUGGINGFACE_API_KEY=hf_variable",
					"HUGGINGFACE_CHAT_MODEL=org/other", "HF_TOKEN=hf_other",
					"HUGGINGFACE_EXTRA_FIELDS_JSON={\"top_k\": 3}"))
			.run((context) -> {
				context.getBean(HuggingFaceChatModel.class).call("Hello");
				verify(postRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer hf_variable"))
					.withRequestBody(WireMock.matchingJsonPath("$.top_k", equalTo("3"))));
			});
	}

	@Test
	void sendsNoTokenIfThereIsNone() {
		this.runner.run((context) -> {
			context.getBean(HuggingFaceChatModel.class).call("Hello");
			verify(postRequestedFor(anyUrl()).withHeader("Authorization", absent()));
		});
	}

	@Test
	void collectsOrderedBeans() {
		this.runner.withUserConfiguration(CallbackConfiguration.class).run((context) -> {
			List<String> calls = context.getBean(Recorder.class).calls;
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			model.call("Hello");
			assertThat(calls).containsExactly("customizer 1", "customizer 2", "resolver", "request 1", "request 2",
					"response");
			calls.clear();
			model.stream("Hello").blockLast();
			assertThat(calls).containsExactly("customizer 1", "customizer 2", "resolver", "request 1", "request 2",
					"chunk", "chunk", "complete COMPLETED");
		});
	}

	@Test
	void builderCustomizersComeLast() {
		this.runner
			.withBean(HuggingFaceChatModelBuilderCustomizer.class,
					() -> (builder) -> builder.defaultOptions((options) -> options.model("org/customized")))
			.run((context) -> assertThat(context.getBean(HuggingFaceChatModel.class).info().model())
				.isEqualTo("org/customized"));
	}

	@Test
	void publishesEvents() {
		this.runner.withUserConfiguration(ListenerConfiguration.class).run((context) -> {
			List<Class<?>> events = context.getBean(ListenerConfiguration.class).events;
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			model.call("Hello");
			assertThat(events).containsExactly(ChatRequestEvent.class, ChatResponseEvent.class);
			events.clear();
			model.stream("Hello").blockLast();
			assertThat(events).containsExactly(ChatRequestEvent.class, ChatChunkEvent.class, ChatChunkEvent.class,
					ChatStreamCompleteEvent.class);
			events.clear();
			stubFor(post(anyUrl()).atPriority(1).willReturn(WireMock.unauthorized()));
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> model.call("Hello"));
			assertThat(events).containsExactly(ChatRequestEvent.class, ChatProgressEvent.class);
		});
	}

	@Test
	void eventsCanBeSwitchedOff() {
		this.runner.withPropertyValues("huggingface.events.enabled=false")
			.withUserConfiguration(ListenerConfiguration.class)
			.run((context) -> {
				context.getBean(HuggingFaceChatModel.class).call("Hello");
				assertThat(context).doesNotHaveBean(ChatEventPublisher.class);
				assertThat(context.getBean(ListenerConfiguration.class).events).isEmpty();
			});
	}

	@Test
	void chunkEventsCanBeSwitchedOff() {
		this.runner.withPropertyValues("huggingface.events.chunk=never")
			.withUserConfiguration(ListenerConfiguration.class)
			.run((context) -> {
				context.getBean(HuggingFaceChatModel.class).stream("Hello").blockLast();
				assertThat(context.getBean(ListenerConfiguration.class).events).containsExactly(ChatRequestEvent.class,
						ChatStreamCompleteEvent.class);
			});
	}

	@Test
	void listenerThatThrowsDoesNoHarm() {
		this.runner
			.withBean("throwing", ApplicationListener.class, () -> (ApplicationListener<ChatRequestEvent>) (event) -> {
				throw new IllegalStateException("thrown by a listener");
			})
			.run((context) -> assertThat(context.getBean(HuggingFaceChatModel.class).call("Hello").text())
				.isEqualTo("Hi"));
	}

	@Test
	void customizerRefuses() {
		this.runner.withBean(ChatRequestCustomizer.class, () -> (request) -> {
			throw new IllegalStateException("refused");
		}).run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			assertThatIllegalStateException().isThrownBy(() -> model.call("Hello")).withMessage("refused");
			verify(0, postRequestedFor(anyUrl()));
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class CallbackConfiguration {

		@Bean
		Recorder recorder() {
			return new Recorder();
		}

		@Bean
		@Order(2)
		ChatRequestCustomizer secondCustomizer(Recorder recorder) {
			return (request) -> recorder.record("customizer 2", request);
		}

		@Bean
		@Order(1)
		ChatRequestCustomizer firstCustomizer(Recorder recorder) {
			return (request) -> recorder.record("customizer 1", request);
		}

		@Bean
		ChatRequestResolver resolver(Recorder recorder) {
			return (request) -> Mono.fromSupplier(() -> recorder.record("resolver", request));
		}

		@Bean
		@Order(2)
		ChatRequestCallback secondRequest(Recorder recorder) {
			return (request) -> recorder.record("request 2", request);
		}

		@Bean
		@Order(1)
		ChatRequestCallback firstRequest(Recorder recorder) {
			return (request) -> recorder.record("request 1", request);
		}

		@Bean
		ChatResponseCallback response(Recorder recorder) {
			return (request, response) -> recorder.record("response", request);
		}

		@Bean
		ChatChunkCallback chunk(Recorder recorder) {
			return (request, chunk) -> recorder.record("chunk", request);
		}

		@Bean
		ChatStreamCompleteCallback complete(Recorder recorder) {
			return (request, result) -> recorder.record("complete " + result.outcome(), request);
		}

		@Bean
		ChatProgressCallback progress(Recorder recorder) {
			return (request, progress) -> recorder.record("progress", request);
		}

	}

	static class Recorder {

		private final List<String> calls = new ArrayList<>();

		ChatRequest record(String call, ChatRequest request) {
			this.calls.add(call);
			return request;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ListenerConfiguration {

		private final List<Class<?>> events = new ArrayList<>();

		@EventListener
		void onEvent(ChatEvent event) {
			this.events.add(event.getClass());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NobodyListensConfiguration {

		@Bean
		ChatChunkListeners own(ApplicationContext context) {
			return new ChatChunkListeners(context) {

				@Override
				public boolean getAsBoolean() {
					return false;
				}

			};
		}

	}

	static class StubModel implements HuggingFaceChatModel {

		@Override
		public Mono<ChatResponse> chat(ChatRequest request) {
			return Mono.empty();
		}

		@Override
		public Flux<ChatChunk> stream(ChatRequest request) {
			return Flux.empty();
		}

		@Override
		public HuggingFaceModelInfo info() {
			return new HuggingFaceModelInfo(null, "", null);
		}

	}

}
