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

package io.github.hfspring.docs.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.reactive.ClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link HttpExamples}, and for what the page says about the HTTP client.
 */
class HttpExamplesTests {

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	@Test
	void customizer() {
		this.server.answer("Paris");
		Contexts.of(this.server).withUserConfiguration(HttpExamples.Customizer.class).run((context) -> {
			context.getBean(HuggingFaceChatModel.class).call("Hi");
			assertThat(this.server.request().headers().getFirst("X-Tenant")).isEqualTo("blue");
		});
	}

	@Test
	void connector() {
		this.server.answer("Paris");
		Contexts.of(this.server).withUserConfiguration(HttpExamples.Connector.class).run((context) -> {
			assertThat(context).hasSingleBean(ClientHttpConnector.class);
			assertThat(context.getBean(HuggingFaceChatModel.class).call("Hi").text()).isEqualTo("Paris");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "connect-timeout=5s", "cookie-handling=disable" })
	void connectorOfOnesOwnRefusesOurProperties(String property) {
		Contexts.of(this.server)
			.withUserConfiguration(HttpExamples.Connector.class)
			.withPropertyValues("huggingface." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("clientHttpConnector"));
	}

	@Test
	void proxy() throws Exception {
		try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }))) {
			CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> firstLine(proxy));
			callThrough(Contexts.empty()
				.withUserConfiguration(HttpExamples.Proxy.class)
				.withPropertyValues("huggingface.retry.enabled=false", "proxy.host=127.0.0.1",
						"proxy.port=" + proxy.getLocalPort()));
			assertThat(line.get(20, TimeUnit.SECONDS)).startsWith("CONNECT endpoint.invalid:80");
		}
	}

	@Test
	void proxyOfSystemProperties() throws Exception {
		try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }))) {
			CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> firstLine(proxy));
			callThrough(Contexts.empty()
				.withPropertyValues("huggingface.retry.enabled=false")
				.withSystemProperties("https.proxyHost=127.0.0.1", "https.proxyPort=" + proxy.getLocalPort()));
			assertThat(line.get(20, TimeUnit.SECONDS)).startsWith("CONNECT endpoint.invalid:80");
		}
	}

	private static void callThrough(ApplicationContextRunner runner) {
		runner.withPropertyValues("huggingface.base-url=http://endpoint.invalid/v1")
			.run((context) -> assertThat(call(context.getBean(HuggingFaceChatModel.class)).kind())
				.isEqualTo(ErrorKind.CONNECTION));
	}

	private static String firstLine(ServerSocket server) {
		try (Socket socket = server.accept();
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
			return reader.readLine();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void details() {
		this.server.answer("Paris");
		HttpExamples.TokenVault vault = new HttpExamples.TokenVault() {

			private int count;

			@Override
			public String endpoint() {
				return HttpExamplesTests.this.server.baseUrl();
			}

			@Override
			public String currentToken() {
				return "hf_" + this.count++;
			}

		};
		Contexts.empty()
			.withUserConfiguration(HttpExamples.Details.class)
			.withBean(HttpExamples.TokenVault.class, () -> vault)
			.withPropertyValues("huggingface.base-url=http://ignored.invalid")
			.run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				model.call("Hi");
				model.call("Hi");
				String first = this.server.requests().get(0).headers().getFirst("Authorization");
				assertThat(first).startsWith("Bearer hf_");
				assertThat(this.server.request().headers().getFirst("Authorization")).isNotEqualTo(first);
			});
	}

	@Test
	void builder() {
		this.server.answer("Paris");
		Contexts.of(this.server).withUserConfiguration(HttpExamples.Builder.class).run((context) -> {
			context.getBean(HuggingFaceChatModel.class).call("Hi");
			assertThat(this.server.request().headers().getFirst("User-Agent")).startsWith("huggingface-spring-boot/")
				.endsWith("; my-application/1.0");
		});
	}

	@Test
	void redirectsAreFollowedOnlyIfOurOwnPropertySaysSo() {
		this.server.handler((exchange) -> {
			if (exchange.getRequestURI().getPath().startsWith("/moved")) {
				ChatServer.send(exchange, 200, "application/json",
						"{\"choices\":[{\"index\":0,\"message\":{\"content\":\"there\"},\"finish_reason\":\"stop\"}]}");
				return;
			}
			exchange.getResponseHeaders().set("Location", "/moved/v1/chat/completions");
			exchange.sendResponseHeaders(307, -1);
		});
		Contexts.of(this.server)
			.withPropertyValues("spring.http.clients.redirects=follow")
			.run((context) -> assertThat(call(context.getBean(HuggingFaceChatModel.class)).kind())
				.isEqualTo(ErrorKind.REDIRECT));
		Contexts.of(this.server)
			.withPropertyValues("huggingface.redirects=follow")
			.run((context) -> assertThat(context.getBean(HuggingFaceChatModel.class).call("Hi").text())
				.isEqualTo("there"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "huggingface.read-timeout=200ms", "spring.http.clients.read-timeout=200ms" })
	void readTimeout(String property) {
		CountDownLatch never = new CountDownLatch(1);
		this.server.handler((exchange) -> await(never));
		Contexts.of(this.server)
			.withPropertyValues(property)
			.run((context) -> assertThat(call(context.getBean(HuggingFaceChatModel.class)).kind())
				.isEqualTo(ErrorKind.TIMEOUT));
	}

	@Test
	void idleTimeoutOfStreams() {
		CountDownLatch never = new CountDownLatch(1);
		this.server.handler((exchange) -> {
			ChatServer.begin(exchange);
			ChatServer.write(exchange, ChatServer.chunk("Once"));
			await(never);
		});
		Contexts.of(this.server)
			.withPropertyValues("huggingface.read-timeout=100ms", "huggingface.timeout.idle=500ms")
			.run((context) -> assertThat(catchThrowableOfType(HuggingFaceException.class,
					() -> context.getBean(HuggingFaceChatModel.class).stream("Hi").blockLast(Duration.ofSeconds(20))))
				.satisfies((ex) -> {
					assertThat(ex.kind()).isEqualTo(ErrorKind.TIMEOUT);
					assertThat(ex.partialResponse().text()).isEqualTo("Once");
				}));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void unknownSslBundleStopsTheStart() {
		Contexts.of(this.server)
			.withPropertyValues("huggingface.ssl.bundle=nope")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("There is no SSL bundle named 'nope'."));
	}

	private static HuggingFaceException call(HuggingFaceChatModel model) {
		return catchThrowableOfType(HuggingFaceException.class, () -> model.call("Hi"));
	}

}
