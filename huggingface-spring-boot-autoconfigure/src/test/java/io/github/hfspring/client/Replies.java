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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What servers do in the fault suite, in words.
 */
abstract class Replies {

	/** Sent with every head, and to be found in every error. */
	static final String[] IDS = { "x-request-id: request-1", "x-inference-provider: provider-1" };

	static final String HEAD_LINES = String.join("\r\n", IDS) + "\r\n";

	static final String HEL = event("Hel", null);

	static final String LO = event("lo", "stop");

	static final String DONE = Answers.DONE;

	/** Is not there at all. */
	static final RawHttpServer.Script NOBODY = (exchange) -> {
		throw new AssertionError("Nobody should be there");
	};

	static final RawHttpServer.Script STALL = (exchange) -> {
	};

	static final RawHttpServer.Script END = RawHttpServer.Exchange::end;

	static final RawHttpServer.Script CLOSE = RawHttpServer.Exchange::halfClose;

	/**
	 * A reset may overtake what was sent before it.
	 */
	static final RawHttpServer.Script RESET = (exchange) -> exchange.pause(Duration.ofMillis(100)).reset();

	static RawHttpServer.Script raw(String text) {
		return (exchange) -> exchange.write(text);
	}

	static RawHttpServer.Script raw(byte[] bytes) {
		return (exchange) -> exchange.write(bytes);
	}

	/**
	 * Write a head and nothing else.
	 */
	static RawHttpServer.Script head(int status, String... headers) {
		return (exchange) -> exchange.head(status,
				Stream.concat(Arrays.stream(IDS), Arrays.stream(headers)).toArray(String[]::new));
	}

	/**
	 * Write a whole response.
	 */
	static RawHttpServer.Script reply(int status, String contentType, String body) {
		int length = body.getBytes(StandardCharsets.UTF_8).length;
		return head(status, "Content-Type: " + contentType, "Content-Length: " + length).then(raw(body));
	}

	/**
	 * Write a response without a content type and a body.
	 */
	static RawHttpServer.Script empty(int status) {
		return head(status, "Content-Length: 0");
	}

	static RawHttpServer.Script json(int status, String body) {
		return reply(status, "application/json", Json.of(body));
	}

	static RawHttpServer.Script json(String body) {
		return json(200, body);
	}

	static RawHttpServer.Script html(int status) {
		return reply(status, "text/html; charset=utf-8",
				"<html>\n<head><title>" + status + " Some Reason</title></head>\n<body>nginx</body>\n</html>\n");
	}

	/**
	 * Begin a stream, one piece for each text.
	 */
	static RawHttpServer.Script stream(String... pieces) {
		return head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked").then(pieces(pieces));
	}

	static RawHttpServer.Script pieces(String... pieces) {
		return (exchange) -> {
			for (String piece : pieces) {
				exchange.piece(piece);
			}
		};
	}

	/**
	 * Write a whole stream.
	 */
	static RawHttpServer.Script wholeStream(String... pieces) {
		return stream(pieces).then(END);
	}

	/**
	 * Write a whole stream whose bytes are no text.
	 */
	static RawHttpServer.Script wholeStream(byte[] bytes) {
		return head(200, "Content-Type: text/event-stream", "Content-Length: " + bytes.length).then(raw(bytes));
	}

	/**
	 * Write something again and again, until the client closes the connection.
	 */
	static RawHttpServer.Script forever(RawHttpServer.Script script, Duration pause) {
		return (exchange) -> {
			while (true) {
				script.answer(exchange);
				exchange.pause(pause);
			}
		};
	}

	static RawHttpServer.Script times(int count, RawHttpServer.Script script, Duration pause) {
		return (exchange) -> {
			for (int i = 0; i < count; i++) {
				script.answer(exchange);
				exchange.pause(pause);
			}
		};
	}

	static String event(String text, String finishReason) {
		return Answers.event(Answers.chunk(text, finishReason));
	}

	/**
	 * Return an event whose data is JSON with single quotes.
	 */
	static String event(String json) {
		return Answers.event(Json.of(json));
	}

}
