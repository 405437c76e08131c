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

package io.github.hfspring.benchmarks.client;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The requests of the floors: bytes that are put together by hand.
 */
final class RawHttp {

	private final HttpClient http;

	private final String uri;

	RawHttp(String baseUrl) {
		this.http = HttpClient.create().headers((headers) -> {
			headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + BenchmarkClient.TOKEN);
			headers.set(HttpHeaderNames.CONTENT_TYPE, "application/json");
		});
		this.uri = baseUrl + "/chat/completions";
	}

	/**
	 * Ask for a stream.
	 * @param model the name of the model
	 * @return the buffers, which are released after they were seen
	 */
	Flux<ByteBuf> stream(String model) {
		return post(model, true).responseConnection((response, connection) -> connection.inbound().receive());
	}

	/**
	 * Ask for a whole answer and wait for it.
	 * @param model the name of the model
	 * @return the JSON
	 */
	byte[] call(String model) {
		byte[] json = post(model, false).responseSingle((response, body) -> body.asByteArray()).block();
		if (json == null) {
			throw new IllegalStateException("There is no body");
		}
		return json;
	}

	private HttpClient.ResponseReceiver<?> post(String model, boolean stream) {
		byte[] json = ("{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
				+ BenchmarkClient.PROMPT + "\"}],\"stream\":" + stream + "}")
			.getBytes(StandardCharsets.US_ASCII);
		return this.http.headers((headers) -> headers.set(HttpHeaderNames.CONTENT_LENGTH, json.length))
			.post()
			.uri(this.uri)
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(json)));
	}

}
