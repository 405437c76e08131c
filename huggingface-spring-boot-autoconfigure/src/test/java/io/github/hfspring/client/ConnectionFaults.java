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

import java.time.Duration;
import java.util.List;

import io.github.hfspring.chat.ErrorKind;

/**
 * What goes wrong before the headers of an answer are there.
 */
final class ConnectionFaults extends FaultTable {

	private static final String LINE = "HTTP/1.1 200 OK\r\n";

	private static final String HEAD = LINE + HEAD_LINES + "Content-Type: application/json\r\n";

	private static final String ANSWER = HEAD + "Content-Length: " + Answers.COMPLETION.length() + "\r\n\r\n"
			+ Answers.COMPLETION;

	private static final String EARLY_HINT = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n";

	private static final String SWITCH = "HTTP/1.1 101 Switching Protocols\r\n" + HEAD_LINES
			+ "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

	private static final String TWO_LENGTHS = HEAD + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ";

	private static final Duration MOMENT = Duration.ofMillis(50);

	@Override
	String title() {
		return "Before the answer begins";
	}

	@Override
	List<FaultRow> rows() {
		return List.of(fails("cannot be reached", ErrorKind.CONNECTION,
				"Wait for the retries. If it stays so, check `huggingface.base-url`, the network and the proxy.",
				fault("nobody listens", NOBODY).status(0)),

				fails("closes the connection before the headers of its answer are there", ErrorKind.CONNECTION,
						"Wait for the retries. If it stays so, look at the server's log.",
						fault("closes at once", CLOSE).status(0), fault("resets at once", RESET).status(0),
						fault("half a status line, then closes", raw("HTTP/1.1 2").then(CLOSE)).status(0),
						fault("half a status line, then resets", raw("HTTP/1.1 2").then(RESET)).status(0),
						fault("a status line, then closes", raw(LINE).then(CLOSE)).status(0),
						fault("half of the headers, then closes", raw(HEAD + "Content-Le").then(CLOSE)).status(0),
						fault("half of the headers, then resets", raw(HEAD + "Content-Le").then(RESET)).status(0),
						fault("an early hint, then closes", raw(EARLY_HINT).then(CLOSE)).status(0)),

				fails("answers with something that is not HTTP", ErrorKind.CONNECTION,
						"Wait for the retries. If it stays so, check scheme and port of `huggingface.base-url`.",
						nonsense("a line of another protocol", "220 mail.example.com ESMTP\r\n\r\n"),
						nonsense("a TLS alert", "\u0015\u0003\u0003\u0000\u0002\u0002F\r\n\r\n"),
						nonsense("bytes without meaning", "\u0000\u0001\u0002 \u00ff\r\n\r\n"),
						nonsense("a status that is no number", "HTTP/1.1 abc OK\r\n\r\n"),
						nonsense("a status of two digits", "HTTP/1.1 42 OK\r\nContent-Length: 0\r\n\r\n"),
						nonsense("a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n")
							.only(Connector.REACTOR)),

				fails("switches to a protocol that nobody asked for", ErrorKind.MALFORMED_RESPONSE,
						"Look at what stands between the application and the server.",
						fault("101", raw(SWITCH)).status(101).only(Connector.REACTOR)),

				fails("switches to a protocol that the JDK's client asks for, and does not speak it",
						ErrorKind.CONNECTION,
						"Wait for the retries. If it stays so, look at what stands between the application and the server.",
						fault("101", raw(SWITCH)).status(0).only(Connector.JDK)),

				fails("sends headers that are too large or make no sense", ErrorKind.CONNECTION,
						"Wait for the retries. If it stays so, look at what stands between the application and the server.",
						nonsense("a header without end", LINE + "x-large: ").then("goes on",
								forever(raw("x".repeat(8000)), Duration.ZERO)),
						nonsense("headers without end", LINE).then("goes on",
								forever(raw("x-more: " + "x".repeat(80) + "\r\n"), Duration.ZERO)),
						nonsense("a negative length", HEAD + "Content-Length: -5\r\n\r\n{}").only(Connector.REACTOR),
						nonsense("a length that is no number", HEAD + "Content-Length: many\r\n\r\n{}"),
						nonsense("two lengths", TWO_LENGTHS).only(Connector.REACTOR),
						nonsense("more than eight early hints", EARLY_HINT.repeat(9) + ANSWER).only(Connector.JDK)),

				fails("does not answer in time", ErrorKind.TIMEOUT,
						"Ask again, or allow more time with `huggingface.timeout.first-chunk`.",
						late("says nothing", STALL), late("says nothing after an early hint", raw(EARLY_HINT)),
						late("half of the headers, then nothing", raw(HEAD)),
						late("headers byte by byte without end",
								raw(LINE + "x-slow: ").then(forever(raw("x"), MOMENT))),
						late("early hints without end", forever(raw(EARLY_HINT), MOMENT)).only(Connector.REACTOR),
						late("a negative length", raw(HEAD + "Content-Length: -5\r\n\r\n{}")).status(200)
							.only(Connector.JDK)),

				answers("sends something before its answer, or headers twice", "Nothing.",
						fault("100 before the answer", raw("HTTP/1.1 100 Continue\r\n\r\n" + ANSWER)),
						fault("102 before the answer", raw("HTTP/1.1 102 Processing\r\n\r\n" + ANSWER)),
						fault("103 before the answer", raw(EARLY_HINT + ANSWER)),
						fault("some of them before the answer",
								raw("HTTP/1.1 102 Processing\r\n\r\n".repeat(7) + "HTTP/1.1 100 Continue\r\n\r\n"
										+ ANSWER)),
						fault("many of them before the answer", raw(EARLY_HINT.repeat(100) + ANSWER))
							.only(Connector.REACTOR),
						fault("the same headers twice",
								raw(HEAD + HEAD.substring(LINE.length()) + ANSWER.substring(HEAD.length()))),
						fault("an answer byte by byte", (exchange) -> {
							for (char character : ANSWER.toCharArray()) {
								exchange.write(String.valueOf(character));
							}
						})));
	}

	/**
	 * A fault at which the JDK's client gives up without closing the connection.
	 */
	private static Fault nonsense(String name, String text) {
		return fault(name, raw(text)).status(0).unclean(Connector.JDK);
	}

	private static Fault late(String name, RawHttpServer.Script server) {
		return fault(name, server).status(0).with(firstChunkInTime());
	}

}
