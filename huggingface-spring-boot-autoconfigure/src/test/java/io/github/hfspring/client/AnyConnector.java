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

import io.github.hfspring.autoconfigure.HttpComponentsConnectors;
import org.eclipse.jetty.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.http.client.reactive.JettyClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Every HTTP client that Spring has a connector for, and that follows no redirects.
 */
enum AnyConnector {

	REACTOR {

		@Override
		Client open() {
			return new Client(new ReactorClientHttpConnector(), () -> {
			});
		}

		@Override
		Client oneConnection() {
			ConnectionProvider provider = ConnectionProvider.create("one", 1);
			return new Client(new ReactorClientHttpConnector(reactor.netty.http.client.HttpClient.create(provider)),
					provider::dispose);
		}

	},

	JDK {

		@Override
		Client open() {
			return new Client(new JdkClientHttpConnector(), () -> {
			});
		}

	},

	JETTY {

		@Override
		Client open() {
			return client(new HttpClient());
		}

		@Override
		Client oneConnection() {
			HttpClient client = new HttpClient();
			client.setMaxConnectionsPerDestination(1);
			return client(client);
		}

		private static Client client(HttpClient client) {
			client.setFollowRedirects(false);
			return new Client(new JettyClientHttpConnector(client), client::stop);
		}

	},

	HTTP_COMPONENTS {

		@Override
		Client open() {
			return client(HttpComponentsConnectors.create(ClientHttpConnectorBuilder.httpComponents()));
		}

		@Override
		Client oneConnection() {
			return client(HttpComponentsConnectors.create(ClientHttpConnectorBuilder.httpComponents()
				.withConnectionManagerCustomizer((manager) -> manager.setMaxConnPerRoute(1))));
		}

		private static Client client(ClientHttpConnector connector) {
			return new Client(connector, (AutoCloseable) connector);
		}

	};

	/**
	 * Open a client.
	 */
	abstract Client open();

	/**
	 * Open a client that waits for its connection to be free where it would else race to
	 * open another.
	 */
	Client oneConnection() {
		return open();
	}

	/**
	 * A client, to be closed together with its threads.
	 *
	 * @param connector the connector
	 * @param resource what to close
	 */
	record Client(ClientHttpConnector connector, AutoCloseable resource) implements AutoCloseable {

		/**
		 * Load the classes and start the threads, which may take longer than a timeout.
		 */
		Client warm() {
			try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
				HuggingFaceChatModel model = model(server).build();
				model.call("Hi");
				model.stream("Hi").blockLast(RawHttpServer.LIMIT);
			}
			return this;
		}

		/**
		 * Return a builder of a model for tests.
		 */
		HuggingFaceChatModelBuilder model(RawHttpServer server) {
			return Connector.model(WebClient.builder().clientConnector(this.connector), server.url());
		}

		@Override
		public void close() throws Exception {
			this.resource.close();
		}

	}

}
