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

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.client.ServerKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that counts tokens: so many for each word of the messages and each tool, and
 * some more for its template. It answers nothing but "Hi".
 */
final class CountingServer implements AutoCloseable {

	/** A status with which nothing is answered. */
	static final int SILENT = 0;

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";

	private final RawHttpServer server = new RawHttpServer(this::answer);

	private final ServerKind kind;

	private final int window;

	private final double tokensPerWord;

	private final int template;

	private final CountDownLatch closing = new CountDownLatch(1);

	private volatile int status = 200;

	private volatile String refused = "";

	CountingServer(ServerKind kind, int window, double tokensPerWord, int template) {
		this.kind = kind;
		this.window = window;
		this.tokensPerWord = tokensPerWord;
		this.template = template;
	}

	private void answer(RawHttpServer.Exchange exchange) throws IOException {
		String path = exchange.request().line().split(" ")[1];
		if (this.status == SILENT && path.contains("token")) {
			exchange.await(this.closing);
			return;
		}
		String answer = switch (path) {
			case "/v1/models" -> models();
			case "/info" -> (this.kind == ServerKind.TGI) ? "{\"max_total_tokens\":" + this.window + "}" : null;
			case "/props" -> "{\"default_generation_settings\":{\"n_ctx\":" + this.window + "}}";
			case "/v1/chat/completions" -> ANSWER;
			default -> counts(exchange.request()) ? counted(path, exchange.request()) : null;
		};
		int status = path.contains("token") ? this.status : 404;
		exchange.respond((answer != null) ? 200 : status, "application/json", (answer != null) ? answer : "{}");
	}

	private boolean counts(RawHttpServer.Request request) {
		return this.status == 200 || !request.text().contains(this.refused);
	}

	private String models() {
		return switch (this.kind) {
			case VLLM, SGLANG -> "{\"data\":[{\"id\":\"m\",\"owned_by\":\"" + this.kind.name().toLowerCase(Locale.ROOT)
					+ "\",\"max_model_len\":" + this.window + "}]}";
			case LLAMA_CPP -> "{\"data\":[{\"id\":\"m\",\"owned_by\":\"llamacpp\"}]}";
			case TGI -> "{\"data\":[{\"id\":\"m\",\"owned_by\":\"m\"}]}";
		};
	}

	private String counted(String path, RawHttpServer.Request request) {
		JsonNode body = JsonMapper.shared().readTree(request.text());
		return switch (this.kind.name() + " " + path) {
			case "VLLM /tokenize", "SGLANG /tokenize" -> {
				int count = count(body);
				yield "{\"count\":" + count + ",\"max_model_len\":" + this.window + ",\"tokens\":" + list(count, "1")
						+ "}";
			}
			case "TGI /chat_tokenize" ->
				"{\"tokenize_response\":" + list(count(body), "{\"id\":1,\"text\":\"a\",\"start\":0,\"stop\":1}")
						+ ",\"templated_text\":\"a\"}";
			case "LLAMA_CPP /apply-template" -> "{\"prompt\":\"" + "a ".repeat(count(body)) + "\"}";
			case "LLAMA_CPP /tokenize" -> {
				boolean special = body.get("add_special").asBoolean() && body.get("parse_special").asBoolean();
				int count = special ? body.get("content").asString().split(" ").length : 0;
				yield "{\"tokens\":" + list(count, "1") + "}";
			}
			default -> null;
		};
	}

	private static String list(int size, String element) {
		return "[" + String.join(",", Collections.nCopies(size, element)) + "]";
	}

	private int count(JsonNode body) {
		int words = body.path("tools").size();
		for (JsonNode message : body.get("messages")) {
			words += message.get("content").asString().split(" ").length;
		}
		return (int) Math.ceil(words * this.tokensPerWord) + this.template;
	}

	/**
	 * Count what was sent to be answered.
	 */
	int lastCount() {
		return count(lastBody());
	}

	JsonNode lastBody() {
		List<RawHttpServer.Request> requests = this.server.requests();
		return JsonMapper.shared().readTree(requests.get(requests.size() - 1).text());
	}

	/**
	 * Count no more, but answer with another status.
	 */
	void refuse(int status) {
		refuse(status, "");
	}

	/**
	 * Answer with another status where a request has a word in it.
	 */
	void refuse(int status, String word) {
		this.refused = word;
		this.status = status;
	}

	List<RawHttpServer.Request> requests() {
		return this.server.requests();
	}

	/**
	 * The paths to which something was posted.
	 */
	List<String> posted() {
		return this.server.requests()
			.stream()
			.map(RawHttpServer.Request::line)
			.filter((line) -> line.startsWith("POST"))
			.map((line) -> line.split(" ")[1])
			.toList();
	}

	String url() {
		return this.server.url();
	}

	@Override
	public void close() {
		this.closing.countDown();
		this.server.close();
	}

}
