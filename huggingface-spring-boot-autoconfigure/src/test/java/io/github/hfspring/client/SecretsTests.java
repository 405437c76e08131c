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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.hfspring.autoconfigure.HuggingFaceChatAutoConfiguration;
import io.github.hfspring.autoconfigure.HuggingFaceConnectionDetails;
import io.github.hfspring.autoconfigure.HuggingFaceProperties;
import io.github.hfspring.autoconfigure.actuate.HuggingFaceActuatorAutoConfiguration;
import io.github.hfspring.chat.ChatChunkCallback;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ChatRequestCallback;
import io.github.hfspring.chat.ChatResponseCallback;
import io.github.hfspring.chat.ChatStreamCompleteCallback;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.event.ChatEvent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.beans.BeansEndpoint;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whatever happens, and whoever looks: no secret is logged, thrown, or shown.
 */
class SecretsTests {

	/** Looks different when it is encoded. */
	private static final String TOKEN = "own/secret+Token==ofTheTests";

	private static final String HUGGING_FACE_TOKEN = "hf_secretTokenOfTheTests";

	private static final String HEADER = "secretOfTheHeader";

	private static final String QUERY = "secretOfTheQuery";

	private static List<RawHttpServer.Script> scripts(String token) {
		String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8);
		List<RawHttpServer.Script> scripts = new ArrayList<>();
		scripts.add(Answers::hello);
		scripts.add(json(401, "{\"error\":\"Invalid token: " + token + "\"}"));
		scripts.add(json(400, """
				{"error":{"message":"%1$s","type":"%1$s","code":"%1$s","param":"%1$s"},"request_id":"%1$s",\
				"provider":"%1$s"}""".formatted(token)));
		scripts.add(json(403, "{\"error\":\"GET /?token=" + encoded + "\"}"));
		scripts.add(json(403, "{\"error\":\"" + token.replace("/", "\\/") + "\"}"));
		scripts.add((exchange) -> exchange.respond(500, "text/plain", "Bearer " + token));
		scripts.add((exchange) -> exchange.respond(500, "text/html", "<html><title>" + token + "</title></html>"));
		for (int cut = 1; cut < 2 * token.length(); cut += 7) {
			int bytes = cut;
			scripts.add((exchange) -> exchange.respond(400, "text/plain", "x".repeat(1024 - bytes) + token + token));
		}
		scripts.add((exchange) -> exchange.head(400, "X-Request-Id: " + token, "X-Inference-Provider: " + token,
				"X-Error-Message: " + token, "X-Error-Code: " + token, "Content-Length: 0"));
		scripts.add((exchange) -> exchange.respond(200, "text/" + token, token));
		scripts.add((exchange) -> exchange.head(200, "Content-Type: application/json", "Content-Encoding: " + token,
				"Content-Length: 0"));
		scripts.add((exchange) -> exchange.write("HTTP/1.1 " + token + "\r\n\r\n").halfClose());
		scripts.add((exchange) -> exchange.stream().write(token + "\r\n\r\n").halfClose());
		scripts.add((exchange) -> exchange.head(307,
				"Location: http://" + encoded + "@localhost/" + token + "?token=" + token, "Content-Length: 0"));
		scripts.add(json(200, token));
		scripts.add(json(200, "{\"choices\": secret" + token + "}"));
		scripts.add(json(200, "{\"error\":{\"message\":\"" + token + "\",\"code\":401}}"));
		for (String event : List.of("data: {\"error\":\"" + token + "\"}\n\n", "data: " + token + "\n\n",
				"event: error\ndata: " + token + "\n\n", "error: {\"message\":\"" + token + "\"}\n\n",
				"data: {\"choices\": " + token + "}\n\n", "data: {\"choices\": [\"" + token + "\n\n",
				"data: " + "x".repeat(3000) + token + "\n\n", token + ": " + token + "\n\n")) {
			scripts.add((exchange) -> exchange.stream().piece(Answers.event(Answers.chunk("Hel", null)) + event).end());
		}
		scripts.add(json(503, "{\"error\":\"" + token + " is loading\",\"estimated_time\":0.01}"));
		scripts.add(json(502, "{\"error\":\"" + token + "\"}"));
		scripts.add(RawHttpServer.Exchange::reset);
		return scripts;
	}

	private static RawHttpServer.Script json(int status, String body) {
		return (exchange) -> exchange.respond(status, "application/json", body);
	}

	private static int scenario(RawHttpServer.Request request) {
		return Integer.parseInt(request.text().replaceAll(".*scenario (\\d+).*", "$1"));
	}

	private static ApplicationContextRunner runner(String connector, RawHttpServer server, String token) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
					HuggingFaceChatAutoConfiguration.class, HuggingFaceActuatorAutoConfiguration.class))
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
					"huggingface.base-url=" + server.url() + "?key=" + QUERY,
					"MY_URL=" + server.url() + "?key=" + QUERY, "huggingface.api-key=" + token,
					"huggingface.extra-headers.X-Secret=" + HEADER, "huggingface.max-error-body=1KB",
					"huggingface.retry.max-retries=1", "huggingface.retry.initial-interval=5ms",
					"huggingface.cold-start.max-wait=50ms", "huggingface.chat.model=test/model");
	}

	private static void assertNoSecrets(Evidence evidence, String token) {
		List<String> secrets = List.of(token, token.substring(0, 12), token.replace("/", "\\/"),
				URLEncoder.encode(token, StandardCharsets.UTF_8), HEADER, QUERY);
		assertThat(secrets.stream().flatMap((secret) -> evidence.leaks(secret).stream())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "reactor," + TOKEN, "reactor," + HUGGING_FACE_TOKEN, "jdk," + TOKEN, "jdk," + HUGGING_FACE_TOKEN,
			"jetty," + TOKEN, "http-components," + TOKEN })
	void nothingThatIsWrittenContainsOne(String connector, String token) {
		List<RawHttpServer.Script> scripts = scripts(token);
		try (Evidence evidence = new Evidence();
				RawHttpServer server = new RawHttpServer(
						(exchange) -> scripts.get(scenario(exchange.request())).answer(exchange))) {
			runner(connector, server, token).withUserConfiguration(Listeners.class)
				.withBean(Evidence.class, () -> evidence, (definition) -> definition.setDestroyMethodName(null))
				.run((context) -> {
					HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
					for (int i = 0; i < scripts.size(); i++) {
						ask(model, "scenario " + i, evidence);
					}
					assertThat(server.requests()).hasSizeGreaterThan(2 * scripts.size())
						.allSatisfy((request) -> assertThat(request.head()).contains(token, HEADER, QUERY));
					Disposable stream = model.stream("scenario 0").subscribe();
					stream.dispose();
					server.close();
					ask(model, "scenario 0", evidence);
					show(context, evidence, token);
				});
			assertThat(evidence.texts()).hasSizeGreaterThan(100);
			assertNoSecrets(evidence, token);
		}
	}

	private static void ask(HuggingFaceChatModel model, String text, Evidence evidence) {
		try {
			evidence.add(model.chat(text).block(RawHttpServer.LIMIT));
		}
		catch (RuntimeException ex) {
			add(ex, evidence);
		}
		try {
			evidence.add(model.stream(text).blockLast(RawHttpServer.LIMIT));
		}
		catch (RuntimeException ex) {
			add(ex, evidence);
		}
	}

	private static void add(RuntimeException error, Evidence evidence) {
		assertThat(error).isInstanceOf(HuggingFaceException.class);
		evidence.add(error);
		HuggingFaceException ours = (HuggingFaceException) error;
		evidence.add(List.of(String.valueOf(ours.body()), String.valueOf(ours.type()), String.valueOf(ours.code()),
				String.valueOf(ours.requestId()), String.valueOf(ours.provider())));
	}

	private static void show(AssertableApplicationContext context, Evidence evidence, String token) {
		for (Class<?> type : List.of(HuggingFaceChatModel.class, HuggingFaceProperties.class,
				HuggingFaceConnectionDetails.class)) {
			evidence.add(context.getBean(type));
		}
		evidence.add(Connector.REACTOR.model("http://localhost?key=" + QUERY).token(token));
		List<SanitizingFunction> functions = context.getBeanProvider(SanitizingFunction.class).orderedStream().toList();
		EnvironmentEndpoint environment = new EnvironmentEndpoint(context.getEnvironment(), functions, Show.ALWAYS);
		ConfigurationPropertiesReportEndpoint properties = new ConfigurationPropertiesReportEndpoint(functions,
				Show.ALWAYS);
		properties.setApplicationContext(context.getSourceApplicationContext());
		JsonMapper mapper = JsonMapper.builder().build();
		String shown = mapper.writeValueAsString(environment.environment(null))
				+ mapper.writeValueAsString(properties.configurationProperties());
		assertThat(shown).contains("huggingface.extra-headers.X-Secret", "/v1?", "test/model");
		evidence.add(shown);
		evidence.add(mapper.writeValueAsString(environment.environmentEntry("huggingface.base-url")));
		evidence.add(mapper.writeValueAsString(environment.environmentEntry("MY_URL")));
		evidence.add(mapper.writeValueAsString(new BeansEndpoint(context.getSourceApplicationContext()).beans()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jdk" })
	void aTokenThatNoHeaderCanCarryIsNotShown(String connector) {
		try (Evidence evidence = new Evidence(); RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceConnectionDetails details = new HuggingFaceConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return server.url();
				}

				@Override
				public String getToken() {
					return TOKEN + "\r\nX-Injected: " + TOKEN;
				}

			};
			runner(connector, server, TOKEN).withBean(HuggingFaceConnectionDetails.class, () -> details)
				.run((context) -> {
					ask(context.getBean(HuggingFaceChatModel.class), "Hi", evidence);
					assertThat(server.requests()).isEmpty();
				});
			runner(connector, server, TOKEN).withPropertyValues("huggingface.api-key=a\u0001" + TOKEN)
				.run((context) -> {
					assertThat(context).hasFailed();
					evidence.add(context.getStartupFailure());
				});
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> Connector.REACTOR.model(server.url()).token(TOKEN + "\u20ac").build().call("Hi"))
				.satisfies(evidence::add);
			assertNoSecrets(evidence, TOKEN);
		}
	}

	/**
	 * Looks at everything that applications can listen to.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		@Bean
		ApplicationListener<ChatEvent> events(Evidence evidence) {
			return evidence::add;
		}

		@Bean
		ChatRequestCallback requests(Evidence evidence) {
			return (request) -> {
				evidence.add(request);
				evidence.add(request.options());
			};
		}

		@Bean
		ChatResponseCallback responses(Evidence evidence) {
			return (request, response) -> evidence.add(response);
		}

		@Bean
		ChatChunkCallback chunks(Evidence evidence) {
			return (request, chunk) -> evidence.add(chunk);
		}

		@Bean
		ChatStreamCompleteCallback ends(Evidence evidence) {
			return (request, result) -> evidence.add(result);
		}

		@Bean
		ChatProgressCallback progress(Evidence evidence) {
			return (request, progress) -> evidence.add(progress);
		}

	}

}
