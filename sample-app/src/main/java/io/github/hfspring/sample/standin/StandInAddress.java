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

package io.github.hfspring.sample.standin;

import java.net.URI;

import reactor.core.publisher.Mono;

import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Finds the stand-in when a request is sent: the chat model is made before the server has
 * its port, which with {@code server.port=0} is any.
 */
class StandInAddress implements ExchangeFilterFunction {

	private final Environment environment;

	StandInAddress(Environment environment) {
		this.environment = environment;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		String url = request.url().toString();
		if (!url.startsWith(StandIn.BASE_URL)) {
			return next.exchange(request);
		}
		String port = this.environment.getRequiredProperty("local.server.port");
		URI actual = URI.create("http://localhost:" + port + StandIn.PATH + url.substring(StandIn.BASE_URL.length()));
		return next.exchange(ClientRequest.from(request).url(actual).build());
	}

}
