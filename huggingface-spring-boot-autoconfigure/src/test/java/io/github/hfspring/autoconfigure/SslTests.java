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

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceHub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Connections to servers whose certificates are their own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SslTests {

	private static final String STREAM = """
			data: {"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	private Path directory;

	private WireMockServer server;

	private WireMockServer serverForFriends;

	private final List<ChatProgress> progress = new CopyOnWriteArrayList<>();

	@BeforeAll
	void start(@TempDir Path directory) throws Exception {
		this.directory = directory;
		keyStore("server");
		keyStore("client");
		this.server = new WireMockServer(wireMockConfig().bindAddress("127.0.0.1")
			.dynamicPort()
			.dynamicHttpsPort()
			.keystorePath(path("server"))
			.keystorePassword("changeit")
			.keyManagerPassword("changeit")
			.keystoreType("PKCS12"));
		this.serverForFriends = new WireMockServer(wireMockConfig().bindAddress("127.0.0.1")
			.dynamicPort()
			.dynamicHttpsPort()
			.keystorePath(path("server"))
			.keystorePassword("changeit")
			.keyManagerPassword("changeit")
			.keystoreType("PKCS12")
			.needClientAuth(true)
			.trustStorePath(path("client"))
			.trustStorePassword("changeit")
			.trustStoreType("PKCS12"));
		for (WireMockServer each : List.of(this.server, this.serverForFriends)) {
			each.start();
			each.stubFor(WireMock.post(WireMock.anyUrl()).willReturn(okForContentType("text/event-stream", STREAM)));
		}
	}

	@AfterAll
	void stop() {
		this.server.stop();
		this.serverForFriends.stop();
	}

	@BeforeEach
	void reset() {
		this.progress.clear();
		this.server.resetRequests();
		this.serverForFriends.resetRequests();
	}

	private String path(String name) {
		return this.directory.resolve(name + ".p12").toString();
	}

	private void keyStore(String name) throws Exception {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-keystore", path(name), "-storepass", "changeit", "-storetype", "PKCS12", "-alias",
				name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=dns:localhost")
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(keytool.exitValue()).isZero();
	}

	private ApplicationContextRunner runner(String connector, String host, WireMockServer server) {
		return TestEnvironment.runner()
			.withBean(ChatProgressCallback.class, () -> (request, progress) -> this.progress.add(progress))
			.withPropertyValues("huggingface.base-url=https://" + host + ":" + server.httpsPort(),
					"huggingface.api-key=hf_secret", "spring.http.clients.reactive.connector=" + connector);
	}

	private ApplicationContextRunner withBundle(ApplicationContextRunner runner, String... stores) {
		List<String> properties = new ArrayList<>(List.of("huggingface.ssl.bundle=own"));
		Stream.of(stores).forEach((store) -> {
			String name = store.equals("server") ? "truststore" : "keystore";
			String prefix = "spring.ssl.bundle.jks.own." + name;
			properties.addAll(List.of(prefix + ".location=file:" + path(store), prefix + ".password=changeit",
					prefix + ".type=PKCS12"));
		});
		return runner.withPropertyValues(properties.toArray(String[]::new));
	}

	private void assertAnswers(ApplicationContextRunner runner) {
		runner.run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			assertThat(model.call("Hello").text()).isEqualTo("Hi");
			assertThat(model.stream("Hello").collectList().block()).singleElement()
				.satisfies((chunk) -> assertThat(chunk.text()).isEqualTo("Hi"));
			assertThat(this.progress).isEmpty();
		});
	}

	/**
	 * A certificate that is not trusted now will not be trusted in a second.
	 */
	private void assertRefusesAtOnce(ApplicationContextRunner runner) {
		runner.run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			for (Runnable action : List.<Runnable>of(() -> model.call("Hello"),
					() -> model.stream("Hello").blockLast())) {
				this.progress.clear();
				assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(action::run)
					.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.CONNECTION));
				assertThat(this.progress).singleElement()
					.isInstanceOfSatisfying(ChatProgress.AttemptFailed.class,
							(failed) -> assertThat(failed.attempt()).isOne());
			}
			this.server.verify(0, WireMock.anyRequestedFor(WireMock.anyUrl()));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void theBundleIsTrusted(String connector) {
		assertAnswers(withBundle(runner(connector, "localhost", this.server), "server"));
	}

	@Test
	void theBundleIsTheEndpointsAndNotTheHubs() {
		withBundle(runner("reactor", "localhost", this.server), "server")
			.withPropertyValues("huggingface.tailoring.hub-url=https://localhost:" + this.server.httpsPort())
			.run((context) -> {
				assertThat(context.getBean(HuggingFaceChatModel.class).call("Hello").text()).isEqualTo("Hi");
				HuggingFaceHub hub = context.getBean(HuggingFaceChatModelFactory.class)
					.createHub(context.getBean(HuggingFaceProperties.class),
							context.getBean(HuggingFaceConnectionDetails.class));
				assertThatExceptionOfType(HuggingFaceException.class)
					.isThrownBy(() -> hub.download("org/model", "tokenizer.json").block())
					.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.CONNECTION));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void anUnknownCertificateIsRefusedAtOnce(String connector) {
		assertRefusesAtOnce(runner(connector, "localhost", this.server));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void aCertificateOfAnotherHostIsRefusedAtOnce(String connector) {
		assertRefusesAtOnce(withBundle(runner(connector, "127.0.0.1", this.server), "server"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk", "jetty", "http-components" })
	void theBundleCanHoldACertificateOfOurOwn(String connector) {
		withBundle(runner(connector, "localhost", this.serverForFriends), "server").run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> model.call((request) -> request.user("Hello").totalTimeout(Duration.ofSeconds(5))))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.CONNECTION));
		});
		this.progress.clear();
		assertAnswers(withBundle(runner(connector, "localhost", this.serverForFriends), "server", "client"));
	}

}
