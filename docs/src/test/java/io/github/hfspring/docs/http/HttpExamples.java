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

import java.net.http.HttpClient;
import java.time.Duration;

import io.github.hfspring.autoconfigure.HuggingFaceChatModelBuilderCustomizer;
import io.github.hfspring.autoconfigure.HuggingFaceConnectionDetails;
import io.netty.resolver.NoopAddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.transport.ProxyProvider;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * The examples of the page about the HTTP client.
 */
class HttpExamples {

	@Configuration(proxyBeanMethods = false)
	static class Customizer {

		// tag::customizer[]
		@Bean
		WebClientCustomizer tenantHeader() {
			return (builder) -> builder.filter(
					(request, next) -> next.exchange(ClientRequest.from(request).header("X-Tenant", "blue").build()));
		}
		// end::customizer[]

	}

	@Configuration(proxyBeanMethods = false)
	static class Connector {

		// tag::connector[]
		@Bean
		ClientHttpConnector clientHttpConnector() {
			HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();
			return new JdkClientHttpConnector(client);
		}
		// end::connector[]

	}

	@Configuration(proxyBeanMethods = false)
	static class Proxy {

		// tag::proxy[]
		@Bean
		ClientHttpConnectorBuilderCustomizer<ReactorClientHttpConnectorBuilder> proxy(
				@Value("${proxy.host}") String host, @Value("${proxy.port}") int port) {
			return (builder) -> builder.withHttpClientCustomizer(
					(client) -> client.proxy((proxy) -> proxy.type(ProxyProvider.Proxy.HTTP).host(host).port(port))
						.resolver(NoopAddressResolverGroup.INSTANCE)); // the proxy looks
																		// up names
		}
		// end::proxy[]

	}

	@Configuration(proxyBeanMethods = false)
	static class Details {

		// tag::details[]
		@Bean
		HuggingFaceConnectionDetails connectionDetails(TokenVault vault) {
			return new HuggingFaceConnectionDetails() {

				@Override
				public String getBaseUrl() {
					return vault.endpoint();
				}

				@Override
				public @Nullable String getToken() {
					return vault.currentToken();
				}

			};
		}
		// end::details[]

	}

	@Configuration(proxyBeanMethods = false)
	static class Builder {

		// tag::builder[]
		@Bean
		HuggingFaceChatModelBuilderCustomizer product() {
			return (builder) -> builder.userAgentProduct("my-application/1.0");
		}
		// end::builder[]

	}

	/**
	 * A service of the application.
	 */
	interface TokenVault {

		String endpoint();

		@Nullable String currentToken();

	}

}
