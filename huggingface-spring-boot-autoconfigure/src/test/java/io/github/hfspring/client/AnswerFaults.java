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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import io.github.hfspring.chat.ErrorKind;

import org.springframework.util.unit.DataSize;

/**
 * What goes wrong in a response that looks like success and is no stream. Whether one was
 * asked for makes no difference.
 */
final class AnswerFaults extends FaultTable {

	private static final String JSON = "Content-Type: application/json";

	private static final String COMPLETION = Answers.COMPLETION;

	private static final String HALF = COMPLETION.substring(0, COMPLETION.length() / 2);

	private static final String LENGTH = "Content-Length: " + COMPLETION.length();

	/**
	 * Comes in one piece with what is before it, so that no request is sent in between.
	 */
	private static final String ANOTHER = "HTTP/1.1 200 OK\r\n" + JSON + "\r\n" + LENGTH + "\r\n\r\n"
			+ COMPLETION.replace("Hello", "Wrong");

	@Override
	String title() {
		return "An answer in one piece";
	}

	@Override
	List<FaultRow> rows() {
		return List.of(
				answers("a whole answer, asked for or not, with odd headers or fields", "Nothing.",
						fault("JSON where a stream may have been asked for", json(COMPLETION)),
						fault("JSON whose length is not told", head(200, JSON).then(raw(COMPLETION)).then(CLOSE)),
						fault("JSON in chunks",
								head(200, JSON, "Transfer-Encoding: chunked")
									.then(pieces(HALF, COMPLETION.substring(HALF.length())))
									.then(END)),
						fault("a content type twice",
								reply(200, "application/json; charset=utf-8; charset=utf-8", COMPLETION)),
						fault("a byte order mark", reply(200, "application/json", "\ufeff" + COMPLETION)),
						fault("the identity as encoding",
								head(200, JSON, "Content-Encoding: identity", LENGTH).then(raw(COMPLETION))),
						fault("Retry-After on success",
								head(200, JSON, "Retry-After: 30", LENGTH).then(raw(COMPLETION))),
						fault("an error that is null", json(COMPLETION.replace("{\"id\"", "{\"error\":null,\"id\""))),
						fault("an answer, then more bytes than were announced",
								head(200, JSON, LENGTH).then(raw(COMPLETION + "{\"more\":true}")))
							.unclean(Connector.REACTOR),
						fault("an answer, then another one that nobody asked for",
								head(200, JSON, LENGTH).then(raw(COMPLETION + ANOTHER))),
						fault("gzip that nobody asked for", gzip(COMPLETION)),
						fault("an answer, then closes", json(COMPLETION).then(CLOSE)).unclean(Connector.values())),

				fails("an answer that is an error", ErrorKind.SERVER_ERROR,
						"Wait for the one retry, or choose another provider; the status does not tell, `kind()` does.",
						fault("an error as text", json("{'error':'It broke'}")),
						fault("an error as an object", json("{'error':{'message':'It broke','type':'server_error'}}")),
						fault("an error as a list", json("{'error':['It','broke']}")),
						fault("an error of Together", json("{'id':'oS9','error':{'message':'It broke'}}")),
						fault("an error of an old vLLM", json("{'object':'error','message':'It broke'}")),
						fault("an error of Kong", json("{'message':'It broke','request_id':'r'}")),
						fault("an error of FastAPI", json("{'detail':'It broke'}")),
						fault("an error of the Hub", json("{'errors':[{'message':'It broke'}]}")),
						fault("an error of DeepInfra", json("{'choices':null,'error_message':'It broke'}")),
						fault("an error in an array", json("[{'error':{'message':'It broke'}}]")),
						fault("an error as a problem",
								reply(200, "application/problem+json", Json.of("{'title':'It','detail':'It broke'}"))),
						fault("an error beside an answer",
								json(COMPLETION.replace("{\"id\"", "{\"error\":\"It broke\",\"id\""))),
						fault("the finish reason error", json(COMPLETION.replace("\"stop\"", "\"error\""))),
						fault("an error with a status of its own",
								json("{'error':{'message':'It broke','http_status_code':500}}"))
							.status(500)),

				fails("an answer that says the model is loaded", ErrorKind.MODEL_LOADING,
						"Wait: the starter [asks again](#cold-models) until it is there.",
						fault("a loading model with the status 200",
								json("{'error':'Model x is currently loading','estimated_time':20.0}"))),

				fails("an answer that says too many requests came", ErrorKind.RATE_LIMITED,
						"Wait for the retries; ask less often.",
						fault("a rate limit with the status 200", json("{'error':{'message':'Slow down','code':429}}"))
							.status(429)),

				fails("something that is no answer of a chat model", ErrorKind.MALFORMED_RESPONSE,
						"Check `huggingface.base-url`; `body()` shows what came, such as the page of a login.",
						fault("a page", html(200)), fault("text", reply(200, "text/plain", "Hello")),
						fault("JSON as text", reply(200, "text/plain", COMPLETION)),
						fault("an image", reply(200, "image/png", "PNG")),
						fault("a page without end",
								head(200, "Content-Type: text/html")
									.then(forever(raw("<p>more</p>".repeat(1000)), Duration.ZERO))),
						fault("JSON without a body", head(200, JSON, "Content-Length: 0")),
						fault("half an answer that ends in order", json(HALF)),
						fault("an answer, then another one", json(COMPLETION + COMPLETION)),
						fault("a length that is too short",
								head(200, JSON, "Content-Length: " + HALF.length()).then(raw(COMPLETION)))
							.unclean(Connector.REACTOR),
						fault("two lengths", head(200, JSON, "Content-Length: 2", "Content-Length: 3").then(raw("{} ")))
							.only(Connector.JDK),
						fault("choices that are null", json("{'id':'x','choices':null}")),
						fault("choices that are empty", json("{'id':'x','choices':[]}")),
						fault("no choices", json("{'id':'x'}")), fault("an empty array", json("[]")),
						fault("a number", json("42")), fault("null", json("null")),
						fault("bytes that are not UTF-8",
								head(200, JSON, "Content-Length: 14").then(raw(new byte[] { '{', '"', 'i', 'd', '"',
										':', '"', (byte) 0xc3, (byte) 0x28, (byte) 0xff, '"', ' ', ' ', '}' }))),
						fault("zero bytes", json("\u0000".repeat(20))),
						fault("objects in objects without end", json("{'a':".repeat(5000)))),

				fails("compressed in a way that cannot be unpacked", ErrorKind.MALFORMED_RESPONSE,
						"Let the server, or what stands before it, compress with gzip or not at all.",
						fault("gzip that is none",
								head(200, JSON, "Content-Encoding: gzip", "Content-Length: 4").then(raw("Oops")))
							.only(Connector.REACTOR),
						fault("brotli", head(200, JSON, "Content-Encoding: br", "Content-Length: 4").then(raw("Oops"))),
						fault("brotli without end",
								head(200, JSON, "Content-Encoding: br")
									.then(forever(raw("Oops".repeat(1000)), Duration.ZERO)))),

				fails("200 or 204 with neither content type nor body", ErrorKind.MALFORMED_RESPONSE,
						ErrorKind.STREAM_EMPTY, "Check `huggingface.base-url`.",
						fault("200 without a body", empty(200)),
						fault("a status of four digits, which the JDK's client cuts",
								raw("HTTP/1.1 2000 OK\r\n" + HEAD_LINES + "Content-Length: 0\r\n\r\n"))
							.only(Connector.JDK),
						fault("204", head(204)).status(204), fault("205", empty(205)).status(205)),

				fails("breaks off in the middle of an answer", ErrorKind.CONNECTION,
						"Wait for the retries. If it stays so, look at what stands between.",
						fault("gzip that is none",
								head(200, JSON, "Content-Encoding: gzip", "Content-Length: 4").then(raw("Oops")))
							.only(Connector.JDK),
						fault("closes after the headers", head(200, JSON, LENGTH).then(CLOSE)),
						fault("resets after the headers", head(200, JSON, LENGTH).then(RESET)),
						fault("closes in the middle", head(200, JSON, LENGTH).then(raw(HALF)).then(CLOSE)),
						fault("resets in the middle", head(200, JSON, LENGTH).then(raw(HALF)).then(RESET)),
						fault("closes between chunks",
								head(200, JSON, "Transfer-Encoding: chunked").then(pieces(HALF)).then(CLOSE)),
						fault("a chunk that is none",
								head(200, JSON, "Transfer-Encoding: chunked").then(pieces(HALF))
									.then(raw("xyz\r\nOops\r\n")))),

				fails("stops in the middle of an answer", ErrorKind.TIMEOUT,
						"Ask again, or allow more time with `huggingface.timeout.first-chunk`.",
						fault("says nothing after the headers", head(200, JSON, LENGTH)).with(firstChunkInTime()),
						fault("says nothing more after the middle", head(200, JSON, LENGTH).then(raw(HALF)))
							.with(firstChunkInTime()),
						fault("blanks for ever", head(200, JSON).then(forever(raw(" "), Duration.ofMillis(20))))
							.with(firstChunkInTime()),
						fault("says nothing more, and all has its time", head(200, JSON, LENGTH).then(raw(HALF)))
							.with(allInTime())),

				fails("more than may be", ErrorKind.RESPONSE_TOO_LARGE,
						"Ask for less, or raise `huggingface.max-response-size`.",
						fault("an answer that is too large", json(Answers.completion("x".repeat(20_000))))
							.with((builder) -> builder.maxResponseSize(DataSize.ofKilobytes(10))),
						fault("an answer that is too large and calls itself a stream",
								wholeStream(Answers.completion("x".repeat(20_000))))
							.with((builder) -> builder.maxResponseSize(DataSize.ofKilobytes(10))),
						fault("an answer without end",
								head(200, JSON).then(forever(raw(" ".repeat(1000)), Duration.ZERO)))
							.with((builder) -> builder.maxResponseSize(DataSize.ofKilobytes(10)))));
	}

	private static RawHttpServer.Script gzip(String text) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(Json.utf8(text));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return head(200, JSON, "Content-Encoding: gzip", "Content-Length: " + bytes.size())
			.then(raw(bytes.toByteArray()));
	}

}
