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

import java.io.IOException;

/**
 * What servers answer, for tests.
 */
final class Answers {

	static final String DONE = "data: [DONE]\n\n";

	static final String COMPLETION = completion("Hello");

	/**
	 * A whole stream of two chunks.
	 */
	static final String STREAM = event(chunk("Hel", null)) + event(chunk("lo", "stop")) + DONE;

	private Answers() {
	}

	static String completion(String text) {
		return """
				{"id":"test-id","object":"chat.completion","created":1767225600,"model":"served/model",\
				"choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
				"usage":{"prompt_tokens":10,"completion_tokens":15,"total_tokens":25}}""".formatted(text);
	}

	static String chunk(String text, String finishReason) {
		return delta("{\"content\":\"" + text + "\"}", finishReason);
	}

	static String delta(String delta, String finishReason) {
		String reason = (finishReason != null) ? "\"" + finishReason + "\"" : "null";
		return "{\"id\":\"test-id\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,"
				+ "\"model\":\"served/model\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":"
				+ reason + "}]}";
	}

	static String event(String data) {
		return "data: " + data + "\n\n";
	}

	/**
	 * Answers calls with a completion and streams with a stream.
	 */
	static void hello(RawHttpServer.Exchange exchange) throws IOException {
		if (exchange.request().text().contains("\"stream\":true")) {
			exchange.stream().piece(STREAM).end();
		}
		else {
			exchange.respond(200, "application/json", COMPLETION);
		}
	}

}
