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

package io.github.hfspring.catalog;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceChatModelBuilder;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.client.RetrySettings;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * A server that tells of models: what it says at each path, and 404 at all others.
 */
public final class CatalogServer implements AutoCloseable {

	/** As the router answers, shortened. */
	public static final String ROUTER_MODEL = """
			{"id":"org/model","object":"model","created":1776837885,"owned_by":"org",
			 "architecture":{"input_modalities":["text","image"],"output_modalities":["text"]},
			 "description":"A model",
			 "providers":[
			  {"provider":"novita","status":"live","context_length":1048576,"pricing":{"input":1.69,"output":3.38},
			   "supports_tools":true,"supports_structured_output":false,"first_token_latency_ms":1490,
			   "throughput":24.69124008437934,"is_model_author":false},
			  {"provider":"together","status":"live","context_length":512000,"pricing":{"input":2.1,"output":4.4},
			   "supports_tools":true,"supports_structured_output":true,"first_token_latency_ms":611,
			   "throughput":40.13113557470821,"is_model_author":false},
			  {"provider":"fireworks-ai","status":"live","context_length":1048576,"supports_tools":true,
			   "supports_structured_output":true,"first_token_latency_ms":588.4,"throughput":45.42,
			   "is_model_author":false},
			  {"provider":"featherless-ai","status":"live","is_model_author":false},
			  {"provider":"deepinfra","status":"error","context_length":65536,"pricing":{"input":0.1,"output":0.2},
			   "supports_tools":true,"supports_structured_output":true,"throughput":99,"region":"us"}]}""";

	private final Map<String, String> answers = new ConcurrentHashMap<>();

	private final RawHttpServer server = new RawHttpServer(this::answer);

	private volatile int status = 200;

	private volatile String error = "{\"error\":\"Nothing here\"}";

	private void answer(RawHttpServer.Exchange exchange) throws IOException {
		String path = exchange.request().line().split(" ")[1];
		String answer = this.answers.get(path);
		if (answer == null || this.status != 200) {
			exchange.respond((answer != null) ? this.status : 404, "application/json", this.error);
		}
		else {
			exchange.respond(200, "application/json", answer);
		}
	}

	public CatalogServer with(String path, String answer) {
		this.answers.put(path, answer);
		return this;
	}

	public CatalogServer router() {
		return with("/v1/models", "{\"object\":\"list\",\"data\":[" + ROUTER_MODEL + "]}").with("/v1/models/org/model",
				ROUTER_MODEL);
	}

	/**
	 * Answer all that is known with another status from now on.
	 */
	public void status(int status) {
		this.status = status;
	}

	public void status(int status, String error) {
		this.error = error;
		this.status = status;
	}

	public String url() {
		return this.server.url();
	}

	public int port() {
		return this.server.port();
	}

	public List<String> paths() {
		return this.server.requests().stream().map((request) -> request.line().split(" ")[1]).toList();
	}

	public String lastBody() {
		return this.server.requests().get(this.server.requests().size() - 1).text();
	}

	public HuggingFaceEndpoint endpoint() {
		return builder(WebClient.builder()).baseUrl(this.server.url()).buildEndpoint();
	}

	/**
	 * Return the router, which this server stands in for.
	 */
	public HuggingFaceEndpoint asRouter() {
		return builder(WebClient.builder().filter(to(this.server.port()))).buildEndpoint();
	}

	private static HuggingFaceChatModelBuilder builder(WebClient.Builder webClient) {
		return HuggingFaceChatModel.builder(webClient)
			.retry(RetrySettings.defaults().withMaxRetries(0))
			.coldStartWait(Duration.ZERO);
	}

	/**
	 * Return a filter that sends all requests to this machine, wherever they should go.
	 */
	public static ExchangeFilterFunction to(int port) {
		return (request, next) -> {
			URI url = UriComponentsBuilder.fromUri(request.url())
				.scheme("http")
				.host("127.0.0.1")
				.port(port)
				.build(true)
				.toUri();
			return next.exchange(ClientRequest.from(request).url(url).build());
		};
	}

	@Override
	public void close() {
		this.server.close();
	}

}
