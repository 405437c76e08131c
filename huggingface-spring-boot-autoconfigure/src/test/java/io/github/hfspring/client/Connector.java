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

import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The HTTP clients that tests run on.
 */
enum Connector {

	REACTOR {

		@Override
		ClientHttpConnector connector() {
			return new ReactorClientHttpConnector();
		}

		@Override
		WebClient.Builder oneConnection() {
			HttpClient client = HttpClient.create(ConnectionProvider.create("one", 1));
			return WebClient.builder().clientConnector(new ReactorClientHttpConnector(client));
		}

	},

	JDK {

		@Override
		ClientHttpConnector connector() {
			return new JdkClientHttpConnector();
		}

	};

	static final String TOKEN = "hf_secretTokenOfTheTests";

	abstract ClientHttpConnector connector();

	WebClient.Builder webClientBuilder() {
		return WebClient.builder().clientConnector(connector());
	}

	/**
	 * Return a client that waits for its connection to be free where it would else race
	 * to open another.
	 */
	WebClient.Builder oneConnection() {
		return webClientBuilder();
	}

	/**
	 * Return a builder of a model for tests, which has a token, names a model, and makes
	 * one attempt.
	 */
	HuggingFaceChatModelBuilder model(String url) {
		return model(webClientBuilder(), url);
	}

	static HuggingFaceChatModelBuilder model(WebClient.Builder webClientBuilder, String url) {
		return HuggingFaceChatModel.builder(webClientBuilder)
			.baseUrl(url)
			.token(TOKEN)
			.retry(RetrySettings.defaults().withMaxRetries(0))
			.coldStartWait(Duration.ZERO)
			.defaultOptions((options) -> options.model("test/model"));
	}

}
