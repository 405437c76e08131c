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

package io.github.hfspring.docs.support;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A chat endpoint on this machine that gives the answers it was told to give.
 */
public final class ChatServer implements BeforeEachCallback, AfterEachCallback {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private volatile HttpHandler handler = (exchange) -> send(exchange, 500, "text/plain", "not told what to answer");

	private HttpServer server;

	private ExecutorService executor;

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		start();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		stop();
	}

	public void start() throws IOException {
		InetAddress loopback = InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 });
		this.server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
		this.executor = Executors.newCachedThreadPool();
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::handle);
		this.server.start();
	}

	public void stop() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	public String baseUrl() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1";
	}

	public void handler(HttpHandler handler) {
		this.handler = handler;
	}

	/**
	 * Answer with a whole completion.
	 * @param text the text of the answer
	 */
	public void answer(String text) {
		answer(200, "application/json", """
				{"id": "chatcmpl-1", "object": "chat.completion", "created": 1767225600, "model": "served-model",
				 "choices": [{"index": 0, "message": {"role": "assistant", "content": %s}, "finish_reason": "stop"}],
				 "usage": {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5}}
				""".formatted(MAPPER.writeValueAsString(text)));
	}

	public void answer(int status, String contentType, String body) {
		handler((exchange) -> send(exchange, status, contentType, body));
	}

	/**
	 * Answer with a whole stream.
	 * @param pieces the texts of the chunks
	 */
	public void stream(String... pieces) {
		handler((exchange) -> {
			begin(exchange);
			for (String piece : pieces) {
				write(exchange, chunk(piece));
			}
			write(exchange, "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
			write(exchange, "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3,"
					+ "\"total_tokens\":5}}\n\n");
			write(exchange, "data: [DONE]\n\n");
		});
	}

	/**
	 * Answer with a stream that ends too early.
	 * @param pieces the texts of the chunks
	 */
	public void cutStream(String... pieces) {
		handler((exchange) -> {
			begin(exchange);
			for (String piece : pieces) {
				write(exchange, chunk(piece));
			}
		});
	}

	public Received request() {
		return this.received.get(this.received.size() - 1);
	}

	public List<Received> requests() {
		return this.received;
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			this.received.add(new Received(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
			this.handler.handle(exchange);
		}
	}

	public static void begin(HttpExchange exchange) throws IOException {
		exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
		exchange.sendResponseHeaders(200, 0);
	}

	public static void write(HttpExchange exchange, String text) throws IOException {
		OutputStream body = exchange.getResponseBody();
		body.write(text.getBytes(StandardCharsets.UTF_8));
		body.flush();
	}

	public static String chunk(String text) {
		return "data: {\"id\":\"chatcmpl-1\",\"model\":\"served-model\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
				+ MAPPER.writeValueAsString(text) + "}}]}\n\n";
	}

	public static void send(HttpExchange exchange, int status, String contentType, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", contentType);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
	}

	/**
	 * A request as it arrived.
	 *
	 * @param uri the path and the query
	 * @param headers the headers
	 * @param body the body
	 */
	public record Received(String uri, Headers headers, String body) {

		public Map<String, Object> json() {
			return MAPPER.readValue(this.body, new TypeReference<>() {
			});
		}

	}

}
