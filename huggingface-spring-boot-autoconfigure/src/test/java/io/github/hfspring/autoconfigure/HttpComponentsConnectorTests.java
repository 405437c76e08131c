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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.hfspring.client.HuggingFaceChatModel;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests of HttpComponents' client are given up at once, and only those.
 */
class HttpComponentsConnectorTests {

	private static final Duration LIMIT = Duration.ofSeconds(8);

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";

	private static final CountDownLatch OPEN = new CountDownLatch(0);

	private final Requests requests = new Requests();

	private final WireMockServer server = new WireMockServer(
			wireMockConfig().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort().extensions(this.requests));

	private final List<HttpComponentsExchange> exchanges = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@Test
	void theModelGivesUpACancelledRequestAtOnce() throws Exception {
		this.server.stubFor(post(anyUrl()).willReturn(okJson(ANSWER).withFixedDelay(60_000)));
		try (Relay relay = new Relay(this.server.port(), OPEN)) {
			runner(relay).run((context) -> {
				Disposable stream = context.getBean(HuggingFaceChatModel.class).stream("Hi").subscribe();
				awaitRequests(1);
				stream.dispose();
				relay.awaitClosed(1);
			});
		}
	}

	@Test
	void whatTheApplicationCustomizedHolds() throws Exception {
		this.server.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
		try (Relay relay = new Relay(this.server.port(), OPEN)) {
			runner(relay).withUserConfiguration(CustomizerConfiguration.class).run((context) -> {
				assertThat(context.getBean(HuggingFaceChatModel.class).call("Hi").text()).isEqualTo("Hi");
				this.server.verify(postRequestedFor(anyUrl()).withHeader("X-Customized", equalTo("yes")));
			});
		}
	}

	@Test
	void aConnectionIsUsedAgain() throws Exception {
		this.server.stubFor(post(anyUrl()).willReturn(okJson(ANSWER)));
		try (Relay relay = new Relay(this.server.port(), OPEN)) {
			runner(relay).withUserConfiguration(CustomizerConfiguration.class).run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				model.call("Hi");
				model.call("Hi");
				assertThat(relay.connections()).isOne();
			});
		}
	}

	@Test
	void aRequestThatIsOverCannotCloseTheConnectionOfTheNext() throws Exception {
		this.server.stubFor(get("/first").willReturn(ok("first")));
		this.server.stubFor(get("/next").willReturn(ok("next").withFixedDelay(500)));
		try (Relay relay = new Relay(this.server.port(), OPEN); HttpComponentsConnector connector = connector()) {
			URI base = URI.create("http://127.0.0.1:" + relay.port());
			assertThat(body(connector, base.resolve("/first")).collectList().block(LIMIT)).hasSize(1);
			List<DataBuffer> received = new CopyOnWriteArrayList<>();
			Disposable next = body(connector, base.resolve("/next")).subscribe(received::add);
			awaitRequests(2);
			assertThat(this.exchanges).hasSize(2);
			this.exchanges.get(0).cancel();
			this.exchanges.get(0).cancel();
			Awaitility.await().atMost(LIMIT).until(next::isDisposed);
			assertThat(received).hasSize(1);
			assertThat(relay.connections()).isOne();
			this.exchanges.get(1).cancel();
			assertThat(body(connector, base.resolve("/first")).collectList().block(LIMIT)).hasSize(1);
			assertThat(relay.connections()).isOne();
		}
	}

	/**
	 * The client would forget the connection, and leave it open.
	 */
	@Test
	void aConnectionThatIsBeingOpenedIsClosedWhenItIsOpen() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		try (Relay relay = new Relay(this.server.httpsPort(), gate); HttpComponentsConnector connector = connector()) {
			Disposable request = body(connector, URI.create("https://localhost:" + relay.port())).subscribe();
			relay.awaitConnections(1);
			request.dispose();
			gate.countDown();
			relay.awaitClosed(1);
			assertThat(this.requests.count).hasValue(0);
		}
	}

	private static ApplicationContextRunner runner(Relay relay) {
		return TestEnvironment.runner()
			.withPropertyValues("huggingface.base-url=http://127.0.0.1:" + relay.port(),
					"huggingface.api-key=hf_secret", "huggingface.chat.model=a/b",
					"spring.http.clients.reactive.connector=http-components");
	}

	private static HttpComponentsConnector connector() throws Exception {
		ClientTlsStrategyBuilder tls = ClientTlsStrategyBuilder.create()
			.setSslContext(SSLContextBuilder.create().loadTrustMaterial(TrustAllStrategy.INSTANCE).build())
			.setHostnameVerifier(NoopHostnameVerifier.INSTANCE);
		return HttpComponentsConnector.create(
				ClientHttpConnectorBuilder.httpComponents()
					.withConnectionManagerCustomizer(
							(manager) -> manager.setTlsStrategy(tls.buildAsync()).setMaxConnPerRoute(1)),
				HttpClientSettings.defaults());
	}

	private Flux<DataBuffer> body(HttpComponentsConnector connector, URI uri) {
		return connector.connect(HttpMethod.GET, uri, (request) -> {
			this.exchanges
				.add((HttpComponentsExchange) request.getAttributes().get(HttpComponentsExchange.class.getName()));
			return request.setComplete();
		}).flatMapMany((response) -> response.getBody());
	}

	private void awaitRequests(int count) {
		Awaitility.await().atMost(LIMIT).until(() -> this.requests.count.get() == count);
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomizerConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<HttpComponentsClientHttpConnectorBuilder> customizer() {
			return (builder) -> builder
				.withHttpClientCustomizer(
						(client) -> client.setDefaultHeaders(List.of(new BasicHeader("X-Customized", "yes"))))
				.withConnectionManagerCustomizer((manager) -> manager.setMaxConnPerRoute(1));
		}

	}

	/**
	 * Counts requests when they arrive; the server itself does when they are answered.
	 */
	private static final class Requests implements StubRequestFilterV2 {

		private final AtomicInteger count = new AtomicInteger();

		@Override
		public RequestFilterAction filter(Request request, ServeEvent event) {
			this.count.incrementAndGet();
			return RequestFilterAction.continueWith(request);
		}

		@Override
		public String getName() {
			return "requests";
		}

	}

}
