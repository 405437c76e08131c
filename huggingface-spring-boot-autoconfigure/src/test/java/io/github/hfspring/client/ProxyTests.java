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

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.hfspring.autoconfigure.HuggingFaceChatAutoConfiguration;
import io.github.hfspring.chat.ChatChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The way through a proxy. Streams arrive live.
 */
class ProxyTests {

	private final CountDownLatch received = new CountDownLatch(1);

	private static ApplicationContextRunner runner(String connector) {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
							WebClientAutoConfiguration.class, HuggingFaceChatAutoConfiguration.class))
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
					"huggingface.base-url=http://model.example/v1", "huggingface.api-key=" + Connector.TOKEN);
	}

	private RawHttpServer server() {
		return new RawHttpServer((exchange) -> exchange.stream()
			.piece(Answers.event(Answers.chunk("Hel", null)))
			.await(this.received)
			.piece(Answers.event(Answers.chunk("lo", "stop")) + Answers.DONE)
			.end());
	}

	private void assertStreamsLive(HuggingFaceChatModel model) {
		StepVerifier.create(model.stream("Hi").map(ChatChunk::text))
			.expectNext("Hel")
			.then(this.received::countDown)
			.expectNext("lo")
			.expectComplete()
			.verify(RawHttpServer.LIMIT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk" })
	void isThatOfTheSystemProperties(String connector) throws Exception {
		try (RawHttpServer server = server(); ProxyServer proxy = new ProxyServer(server.port())) {
			runner(connector)
				.withSystemProperties("http.proxyHost=127.0.0.1", "http.proxyPort=" + proxy.port(),
						"http.nonProxyHosts=")
				.run((context) -> assertStreamsLive(context.getBean(HuggingFaceChatModel.class)));
			String line = connector.equals("reactor") ? "CONNECT model.example:80 HTTP/1.1"
					: "POST http://model.example/v1/chat/completions HTTP/1.1";
			assertThat(proxy.lines()).containsExactly(line);
			assertThat(server.request().headers("Authorization")).containsExactly("Bearer " + Connector.TOKEN);
		}
	}

	@Test
	void canBeSetByACustomizer() throws Exception {
		try (RawHttpServer server = server(); ProxyServer proxy = new ProxyServer(server.port())) {
			runner("jdk").withUserConfiguration(ProxyConfiguration.class)
				.withPropertyValues("proxy.port=" + proxy.port())
				.run((context) -> assertStreamsLive(context.getBean(HuggingFaceChatModel.class)));
			assertThat(proxy.lines()).isEqualTo(List.of("POST http://model.example/v1/chat/completions HTTP/1.1"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfiguration {

		@Bean
		ClientHttpConnectorBuilderCustomizer<JdkClientHttpConnectorBuilder> proxy(Environment environment) {
			int port = environment.getRequiredProperty("proxy.port", Integer.class);
			ProxySelector proxy = ProxySelector.of(new InetSocketAddress("127.0.0.1", port));
			return (builder) -> builder.withHttpClientCustomizer((client) -> client.proxy(proxy));
		}

	}

}
