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

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The application's settings of HTTP clients hold for the model.
 */
class HttpClientTests {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";

	private final WireMockServer server = new WireMockServer(
			wireMockConfig().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort());

	private ApplicationContextRunner runner = TestEnvironment.runner();

	@BeforeEach
	void start() {
		this.server.start();
		this.server.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
		this.runner = this.runner.withPropertyValues("huggingface.base-url=http://127.0.0.1:" + this.server.port(),
				"huggingface.api-key=hf_secret");
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@Test
	void usesTheApplicationsCustomizers() {
		this.runner.withBean(WebClientCustomizer.class, () -> (builder) -> builder.defaultHeader("X-Customized", "yes"))
			.run((context) -> {
				assertThat(call(context.getBean(HuggingFaceChatModel.class))).isEqualTo("Hi");
				this.server.verify(postRequestedFor(anyUrl()).withHeader("X-Customized", equalTo("yes")));
			});
	}

	@Test
	void buildsNoClientBeforeTheFirstRequest() {
		List<String> calls = new ArrayList<>();
		this.runner.withBean(WebClientCustomizer.class, () -> (builder) -> calls.add("customizer")).run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			assertThat(calls).isEmpty();
			call(model);
			call(model);
			assertThat(calls).hasSize(1);
		});
	}

	@Test
	void aConnectorSetByACustomizerWins() {
		RecordingConnector connector = new RecordingConnector();
		this.runner.withBean(WebClientCustomizer.class, () -> (builder) -> builder.clientConnector(connector))
			.run((context) -> {
				call(context.getBean(HuggingFaceChatModel.class));
				assertThat(connector.uris).hasSize(1);
			});
	}

	@Test
	void aConnectorBeanIsKept() {
		RecordingConnector connector = new RecordingConnector();
		this.runner.withBean("own", ClientHttpConnector.class, () -> connector).run((context) -> {
			call(context.getBean(HuggingFaceChatModel.class));
			assertThat(connector.uris).hasSize(1);
		});
	}

	@Test
	void aPropertyThatAConnectorBeanCannotTakeStopsTheStart() {
		ApplicationContextRunner own = this.runner.withBean("own", ClientHttpConnector.class, RecordingConnector::new);
		for (String property : List.of("connect-timeout=1s", "cookie-handling=disable")) {
			String name = "huggingface." + property.substring(0, property.indexOf('='));
			own.withPropertyValues("huggingface." + property)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class, (ex) -> {
						assertThat(ex.property()).isEqualTo(name);
						assertThat(ex).hasMessageContaining("'own'");
					}));
		}
	}

	@Test
	void aBuilderBeanIsUsedAndNotChanged() {
		WebClient.Builder own = WebClient.builder().defaultHeader("X-Own", "yes");
		this.runner.withBean("own", WebClient.Builder.class, () -> own).run((context) -> {
			call(context.getBean(HuggingFaceChatModel.class));
			this.server.verify(postRequestedFor(anyUrl()).withHeader("X-Own", equalTo("yes")));
		});
	}

	@Test
	void beansThatAreNoDefaultCandidatesDecideNothing() {
		redirect();
		this.server.stubFor(post("/slow/v1/chat/completions").willReturn(okJson("{}").withFixedDelay(5000)));
		this.runner.withUserConfiguration(OtherClientConfiguration.class)
			.withPropertyValues("huggingface.read-timeout=10s")
			.run((context) -> {
				assertThatExceptionOfType(HuggingFaceException.class)
					.isThrownBy(() -> call(context.getBean(HuggingFaceChatModel.class)))
					.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.REDIRECT));
				assertThat(context.getBean(RecordingConnector.class).uris).isEmpty();
				this.server.verify(postRequestedFor(anyUrl()).withoutHeader("X-Other"));
				this.server.verify(0, postRequestedFor(WireMock.urlEqualTo("/elsewhere")));
			});
		this.runner.withUserConfiguration(OtherClientConfiguration.class)
			.withPropertyValues("huggingface.read-timeout=200ms",
					"huggingface.base-url=http://127.0.0.1:" + this.server.port() + "/slow")
			.run((context) -> assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> call(context.getBean(HuggingFaceChatModel.class)))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.TIMEOUT)));
	}

	@Test
	void thePrimaryBuilderIsUsed() {
		this.runner
			.withBean("one", WebClient.Builder.class, () -> WebClient.builder().defaultHeader("X-Builder", "one"))
			.withBean("two", WebClient.Builder.class, () -> WebClient.builder().defaultHeader("X-Builder", "two"),
					(definition) -> definition.setPrimary(true))
			.run((context) -> {
				call(context.getBean(HuggingFaceChatModel.class));
				this.server.verify(postRequestedFor(anyUrl()).withHeader("X-Builder", equalTo("two")));
			});
	}

	@Test
	void aConnectorBeanOfTheParentIsKept() {
		RecordingConnector connector = new RecordingConnector();
		new ApplicationContextRunner().withBean("own", ClientHttpConnector.class, () -> connector)
			.run((parent) -> this.runner.withParent(parent).run((context) -> {
				call(context.getBean(HuggingFaceChatModel.class));
				assertThat(connector.uris).hasSize(1);
			}));
	}

	@Test
	void usesTheApplicationsConnectorBuilderCustomizers() {
		this.runner.withUserConfiguration(ReactorCustomizerConfiguration.class).run((context) -> {
			call(context.getBean(HuggingFaceChatModel.class));
			this.server.verify(postRequestedFor(anyUrl()).withHeader("X-Netty", equalTo("yes")));
		});
	}

	@Test
	void usesTheConnectorThatTheApplicationChose() {
		List<String> connectors = new ArrayList<>();
		this.runner.withPropertyValues("spring.http.clients.reactive.connector=jdk")
			.withBean("jdk", ClientHttpConnectorBuilderCustomizer.class, () -> (builder) -> {
				connectors.add(builder.getClass().getSimpleName());
				return builder;
			})
			.run((context) -> {
				assertThat(call(context.getBean(HuggingFaceChatModel.class))).isEqualTo("Hi");
				assertThat(connectors).contains("JdkClientHttpConnectorBuilder");
			});
	}

	@Test
	void nobodyElseRepeatsRequests() {
		this.server.stubFor(post(anyUrl()).willReturn(WireMock.aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
		for (String connector : List.of("reactor", "jdk", "http-components")) {
			this.server.resetRequests();
			this.runner
				.withPropertyValues("huggingface.retry.max-retries=2", "huggingface.retry.initial-interval=1ms",
						"spring.http.clients.reactive.connector=" + connector)
				.run((context) -> assertThatExceptionOfType(HuggingFaceException.class)
					.isThrownBy(() -> call(context.getBean(HuggingFaceChatModel.class)))
					.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.CONNECTION)));
			this.server.verify(3, postRequestedFor(anyUrl()));
		}
	}

	@Test
	void redirectsAreNotFollowedThoughOtherClientsFollow() {
		redirect();
		for (String connector : List.of("reactor", "jdk", "http-components")) {
			this.runner
				.withPropertyValues("spring.http.clients.redirects=follow",
						"spring.http.clients.reactive.connector=" + connector)
				.run((context) -> assertThatExceptionOfType(HuggingFaceException.class)
					.isThrownBy(() -> call(context.getBean(HuggingFaceChatModel.class)))
					.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.REDIRECT)));
			this.server.verify(0, postRequestedFor(WireMock.urlEqualTo("/elsewhere")));
		}
	}

	@Test
	void redirectsAreFollowedIfAskedFor() {
		redirect();
		this.runner.withPropertyValues("huggingface.redirects=follow").run((context) -> {
			assertThat(call(context.getBean(HuggingFaceChatModel.class))).isEqualTo("Hi");
			this.server.verify(postRequestedFor(WireMock.urlEqualTo("/elsewhere")));
		});
	}

	private void redirect() {
		this.server.stubFor(post("/v1/chat/completions")
			.willReturn(WireMock.aResponse().withStatus(307).withHeader("Location", "/elsewhere")));
	}

	@Test
	void readTimeoutOfOtherClientsHolds() {
		this.server.stubFor(post(anyUrl()).willReturn(okJson("{}").withFixedDelay(5000)));
		this.runner.withPropertyValues("spring.http.clients.read-timeout=100ms")
			.run((context) -> assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> call(context.getBean(HuggingFaceChatModel.class)))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.TIMEOUT)));
	}

	@Test
	void ownReadTimeoutWins() {
		this.server.stubFor(post(anyUrl()).willReturn(okJson("{}").withFixedDelay(5000)));
		for (String connector : List.of("reactor", "jdk", "http-components")) {
			this.runner
				.withPropertyValues("spring.http.clients.read-timeout=60s", "huggingface.read-timeout=100ms",
						"spring.http.clients.reactive.connector=" + connector)
				.run((context) -> assertThatExceptionOfType(HuggingFaceException.class)
					.isThrownBy(() -> call(context.getBean(HuggingFaceChatModel.class)))
					.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.TIMEOUT)));
		}
	}

	@Test
	void aCertificateThatNobodyKnowsIsRefused() {
		this.runner.withPropertyValues("huggingface.base-url=https://localhost:" + this.server.httpsPort())
			.run((context) -> assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> call(context.getBean(HuggingFaceChatModel.class)))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.CONNECTION)));
	}

	@Test
	void usesTheSslBundle(@TempDir Path directory) throws Exception {
		Path keyStore = directory.resolve("server.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keystore", keyStore.toString(), "-storepass", "changeit", "-storetype", "PKCS12",
				"-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost")
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
		WireMockServer secure = new WireMockServer(wireMockConfig().bindAddress("127.0.0.1")
			.dynamicPort()
			.dynamicHttpsPort()
			.keystorePath(keyStore.toString())
			.keystorePassword("changeit")
			.keyManagerPassword("changeit")
			.keystoreType("PKCS12"));
		secure.start();
		try {
			secure.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
			for (String property : List.of("huggingface.ssl.bundle", "spring.http.clients.ssl.bundle")) {
				for (String connector : List.of("reactor", "jdk", "http-components")) {
					this.runner
						.withPropertyValues("huggingface.base-url=https://localhost:" + secure.httpsPort(),
								"spring.ssl.bundle.jks.own.truststore.location=file:" + keyStore,
								"spring.ssl.bundle.jks.own.truststore.password=changeit",
								"spring.ssl.bundle.jks.own.truststore.type=PKCS12", property + "=own",
								"spring.http.clients.reactive.connector=" + connector)
						.run((context) -> assertThat(call(context.getBean(HuggingFaceChatModel.class)))
							.isEqualTo("Hi"));
				}
			}
		}
		finally {
			secure.stop();
		}
	}

	@Test
	void usesTheProxyOfTheSystem() {
		this.runner
			.withSystemProperties("http.proxyHost=127.0.0.1", "http.proxyPort=" + this.server.port(),
					"http.nonProxyHosts=")
			.withPropertyValues("huggingface.base-url=http://model.example")
			.run((context) -> {
				assertThat(call(context.getBean(HuggingFaceChatModel.class))).isEqualTo("Hi");
				this.server.verify(postRequestedFor(anyUrl()).withHeader("Host", equalTo("model.example")));
			});
	}

	@Test
	void aMissingSslBundleStopsTheStart() {
		this.runner.withPropertyValues("huggingface.ssl.bundle=missing")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("huggingface.ssl.bundle"))
				.hasMessageContaining("'missing'"));
	}

	@Test
	void theApplicationsJsonSettingsDoNotLeakIn() {
		this.runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withPropertyValues("spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE",
					"spring.jackson.default-property-inclusion=always", "huggingface.chat.max-tokens=5")
			.run((context) -> {
				assertThat(call(context.getBean(HuggingFaceChatModel.class))).isEqualTo("Hi");
				this.server.verify(postRequestedFor(anyUrl()).withRequestBody(WireMock.equalToJson("""
						{"messages":[{"role":"user","content":"Hello"}],"max_tokens":5}""")));
			});
	}

	private static String call(HuggingFaceChatModel model) {
		return model.call("Hello").text();
	}

	@Configuration(proxyBeanMethods = false)
	static class ReactorCustomizerConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> customizer() {
			return (builder) -> builder
				.withHttpClientCustomizer((client) -> client.headers((headers) -> headers.set("X-Netty", "yes")));
		}

	}

	/**
	 * What the application has for another service.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OtherClientConfiguration {

		@Bean(defaultCandidate = false)
		WebClient.Builder otherBuilder() {
			return WebClient.builder().defaultHeader("X-Other", "yes");
		}

		@Bean(defaultCandidate = false)
		RecordingConnector otherConnector() {
			return new RecordingConnector();
		}

	}

	/**
	 * Notes where requests go.
	 */
	static class RecordingConnector implements ClientHttpConnector {

		private final ClientHttpConnector delegate = new ReactorClientHttpConnector();

		private final List<URI> uris = new ArrayList<>();

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
			this.uris.add(uri);
			return this.delegate.connect(method, uri, requestCallback);
		}

	}

}
