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

import java.time.Duration;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A timeout of the HTTP client itself is lifted for streams, or named once.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class ReadTimeoutWarningTests {

	private static final String WARNING = "A timeout of the HTTP client itself has ended a stream";

	private static HuggingFaceChatModel jdk(RawHttpServer server, Duration readTimeout) {
		JdkClientHttpConnector connector = new JdkClientHttpConnector();
		connector.setReadTimeout(readTimeout);
		return Connector.model(WebClient.builder().clientConnector(connector), server.url()).build();
	}

	private static void assertTimeout(HuggingFaceChatModel model, Duration firstChunk) {
		StepVerifier.create(model.stream((request) -> request.user("Hi").firstChunkTimeout(firstChunk)))
			.expectErrorSatisfies(
					(error) -> assertThat(((HuggingFaceException) error).kind()).isEqualTo(ErrorKind.TIMEOUT))
			.verify(RawHttpServer.LIMIT);
	}

	@Test
	void aTimeoutThatCannotBeLiftedIsNamedOnce(CapturedOutput output) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
		})) {
			HuggingFaceChatModel model = jdk(server, Duration.ofMillis(300));
			assertTimeout(model, Duration.ofSeconds(30));
			assertTimeout(model, Duration.ofSeconds(30));
			assertThat(output).containsOnlyOnce(WARNING);
		}
	}

	@Test
	void theModelsOwnTimeoutsAreNotNamed(CapturedOutput output) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
		})) {
			assertTimeout(jdk(server, Duration.ofSeconds(30)), Duration.ofMillis(300));
			assertThat(output).doesNotContain(WARNING);
		}
	}

	@Test
	void theTimeoutOfReactorNettyIsLiftedForStreams(CapturedOutput output) {
		HttpClient client = HttpClient.create().responseTimeout(Duration.ofMillis(100));
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
		})) {
			HuggingFaceChatModel model = Connector
				.model(WebClient.builder().clientConnector(new ReactorClientHttpConnector(client)), server.url())
				.build();
			long start = System.nanoTime();
			assertTimeout(model, Duration.ofSeconds(1));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
			assertThat(output).doesNotContain(WARNING);
		}
	}

}
