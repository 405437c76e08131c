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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.chat.ChatTimeouts;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Signal;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a server writes to the socket, HTTP or not, a call has one end of its own.
 */
class SocketFuzzTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Duration PATIENCE = Duration.ofMillis(200);

	@ParameterizedTest
	@EnumSource
	void anyBytesOnTheSocketAreAnAnswerOrOneError(Connector connector) throws InterruptedException {
		AtomicReference<RawHttpServer.Script> script = new AtomicReference<>();
		List<ChatStreamResult> results = new CopyOnWriteArrayList<>();
		try (RawHttpServer server = new RawHttpServer((exchange) -> script.get().answer(exchange))) {
			HuggingFaceChatModel model = connector.model(server.url())
				.onStreamComplete((request, result) -> results.add(result))
				.defaultOptions((options) -> options.model("test/model")
					.timeouts(new ChatTimeouts(PATIENCE, PATIENCE, PATIENCE.multipliedBy(2))))
				.maxEventSize(DataSize.ofKilobytes(1))
				.build();
			FuzzRounds.play(80, (fuzz) -> {
				results.clear();
				script.set(script(fuzz, bytes(fuzz)));
				if (fuzz.chance(2)) {
					assertOneEndOfStream(model, results);
				}
				else {
					assertOneEndOfCall(model);
				}
			});
		}
	}

	private static void assertOneEndOfStream(HuggingFaceChatModel model, List<ChatStreamResult> results) {
		List<Signal<ChatChunk>> signals = model.stream("Hi").materialize().collectList().block(LIMIT);
		assertThat(signals).isNotEmpty();
		Signal<ChatChunk> last = signals.get(signals.size() - 1);
		assertThat(signals.subList(0, signals.size() - 1)).allMatch(Signal::isOnNext);
		assertThat(last.isOnComplete() || last.isOnError()).isTrue();
		assertThat(results).hasSize(1);
		if (last.isOnError()) {
			assertTyped(last.getThrowable());
		}
	}

	private static void assertOneEndOfCall(HuggingFaceChatModel model) {
		Signal<?> end = model.chat("Hi").materialize().block(LIMIT);
		assertThat(end.isOnNext() || end.isOnError()).isTrue();
		if (end.isOnError()) {
			assertTyped(end.getThrowable());
		}
	}

	private static void assertTyped(Throwable error) {
		assertThat(error).isExactlyInstanceOf(HuggingFaceException.class).hasMessageMatching("(?s).*\\S.*");
		assertThat(error.toString()).doesNotContain(Connector.TOKEN);
	}

	private static RawHttpServer.Script script(FuzzRounds.Case fuzz, byte[] bytes) {
		List<byte[]> parts = fuzz.chance(3) ? FuzzBody.cut(fuzz.random(), bytes) : List.of(bytes);
		int end = fuzz.random().nextInt(20);
		fuzz.note("bytes", bytes).note("end", (end == 0) ? "left open" : (end < 5) ? "reset" : "closed");
		return (exchange) -> {
			for (byte[] part : parts) {
				exchange.write(part);
			}
			if (end > 4) {
				exchange.halfClose();
			}
			else if (end > 0) {
				exchange.reset();
			}
		};
	}

	private static byte[] bytes(FuzzRounds.Case fuzz) {
		byte[] body = HostileBytes.withSecret(fuzz, Connector.TOKEN);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		String version = fuzz.chance(12) ? fuzz.oneOf("HTTP/1.0", "HTTP/2", "HTTP/9.9", "ICY", "") : "HTTP/1.1";
		String status = fuzz.oneOf("200 OK", "200 OK", "200 OK", "200 OK", "200", "404 Not Found", "500 \u00fc", "99 x",
				"1000 x", "-1 x", "204 x", "304 x", "103 x", "101 x", "100 Continue", "999 x", "206 x", "302 x", "x y",
				"429 " + Connector.TOKEN);
		String type = fuzz.oneOf("Content-Type: text/event-stream\r\n", "Content-Type: text/event-stream\r\n",
				"Content-Type: application/json\r\n", "Content-Type: \u00fc/\u0000\r\n", "", "Content-Type\r\n");
		String others = fuzz.oneOf("", "", "", "Retry-After: 1e99\r\n", "Location: http://[\r\n", " folded\r\n",
				"Content-Encoding: gzip\r\n", "Set-Cookie: =;;=\r\n", "Connection: close\r\n", ": none\r\n",
				"X: " + "x".repeat(20_000) + "\r\n", "Set-Cookie: a=b; Max-Age=x; Expires=y\r\n", "\u0000: \u0000\r\n",
				"X-Request-Id: " + Connector.TOKEN + "\r\n", "Transfer-Encoding: gzip\r\n");
		boolean chunked = fuzz.chance(2);
		String framing = chunked ? "Transfer-Encoding: chunked\r\n"
				: fuzz.oneOf("Content-Length: " + body.length + "\r\n", "Content-Length: " + (body.length + 5) + "\r\n",
						"Content-Length: " + body.length / 2 + "\r\n", "", "Content-Length: -1\r\n",
						"Content-Length: x\r\n", "Content-Length: 99999999999999999999\r\n",
						"Content-Length: 1\r\nContent-Length: 2\r\n", "Content-Length: 9223372036854775807\r\n");
		write(bytes, version + " " + status + "\r\n" + type + others + framing + "\r\n");
		for (byte[] part : chunked ? FuzzBody.cut(fuzz.random(), body) : List.of(body)) {
			write(bytes, (chunked && part.length > 0)
					? Integer.toHexString(part.length) + fuzz.oneOf("", "", ";a=b") + "\r\n" : "");
			bytes.writeBytes(part);
			write(bytes, (chunked && part.length > 0) ? "\r\n" : "");
		}
		write(bytes, chunked ? fuzz.oneOf("0\r\n\r\n", "0\r\n\r\n", "0\r\nTrailer: x\r\n\r\n", "", "-1\r\n",
				"ffffffffff\r\n", Connector.TOKEN + "\r\n") : "");
		byte[] result = bytes.toByteArray();
		int damages = fuzz.chance(2) ? 0 : 1 + fuzz.random().nextInt(3);
		for (int i = 0; i < damages; i++) {
			result = HostileBytes.damage(fuzz, result);
		}
		return result;
	}

	private static void write(ByteArrayOutputStream bytes, String text) {
		bytes.writeBytes(Json.utf8(text));
	}

}
