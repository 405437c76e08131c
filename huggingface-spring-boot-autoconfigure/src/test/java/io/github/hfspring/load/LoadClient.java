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

package io.github.hfspring.load;

import java.time.Duration;

import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RetrySettings;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A model with enough connections, on Reactor Netty's usual threads. It makes one attempt
 * for each request, so that nothing that goes wrong is mended.
 */
final class LoadClient implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final ConnectionProvider connections;

	private final HuggingFaceChatModel model;

	LoadClient(String url, int maxConnections) {
		this.connections = ConnectionProvider.builder("load")
			.maxConnections(maxConnections)
			.pendingAcquireMaxCount(-1)
			.build();
		WebClient.Builder webClient = WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(this.connections)));
		this.model = HuggingFaceChatModel.builder(webClient)
			.baseUrl(url)
			.retry(RetrySettings.defaults().withMaxRetries(0))
			.coldStartWait(Duration.ZERO)
			.defaultOptions((options) -> options.model("test/model"))
			.build();
	}

	HuggingFaceChatModel model() {
		return this.model;
	}

	@Override
	public void close() {
		this.connections.disposeLater().block(LIMIT);
	}

}
