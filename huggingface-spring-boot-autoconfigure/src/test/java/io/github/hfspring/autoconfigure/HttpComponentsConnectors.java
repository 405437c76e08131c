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

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Makes connectors for the tests of other packages.
 */
public final class HttpComponentsConnectors {

	private HttpComponentsConnectors() {
	}

	/**
	 * Return a connector that has a client of its own and follows no redirects.
	 * @param builder the builder of the client
	 * @return the connector, which is to be closed
	 */
	public static ClientHttpConnector create(HttpComponentsClientHttpConnectorBuilder builder) {
		return HttpComponentsConnector.create(builder,
				HttpClientSettings.defaults().withRedirects(HttpRedirects.DONT_FOLLOW));
	}

}
