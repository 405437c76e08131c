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
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

import io.github.hfspring.chat.ChatChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GzipBody}.
 */
class GzipBodyTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String TEXT = "Gr\u00fc\u00dfe ".repeat(50);

	private static byte[] pack(byte[] bytes) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
			gzip.write(bytes);
		}
		return packed.toByteArray();
	}

	private static byte[] packText() throws IOException {
		return pack(TEXT.getBytes(StandardCharsets.UTF_8));
	}

	private static Flux<DataBuffer> cut(byte[] bytes, int size) {
		List<DataBuffer> buffers = new ArrayList<>();
		for (int i = 0; i < bytes.length; i += size) {
			buffers.add(DefaultDataBufferFactory.sharedInstance
				.wrap(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size))));
		}
		return Flux.fromIterable(buffers);
	}

	private static String unpack(byte[] bytes, int size) {
		ByteArrayOutputStream unpacked = GzipBody.unpack(cut(bytes, size))
			.collect(ByteArrayOutputStream::new, GzipBodyTests::add)
			.block(LIMIT);
		return unpacked.toString(StandardCharsets.UTF_8);
	}

	private static void add(ByteArrayOutputStream all, DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		all.writeBytes(bytes);
	}

	@Test
	void unpacksHoweverTheBytesAreCut() throws IOException {
		byte[] packed = packText();
		for (int size = 1; size <= packed.length; size++) {
			assertThat(unpack(packed, size)).isEqualTo(TEXT);
		}
	}

	@Test
	void readsPastEveryFieldOfTheHeader() throws IOException {
		byte[] packed = packText();
		for (int flags = 0; flags < 32; flags++) {
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			all.write(packed, 0, 3);
			all.write(flags);
			all.write(packed, 4, 6);
			all.writeBytes(((flags & 4) != 0) ? new byte[] { 3, 0, 'a', 'b', 'c' } : new byte[0]);
			all.writeBytes(((flags & 8) != 0) ? new byte[] { 'n', 0 } : new byte[0]);
			all.writeBytes(((flags & 16) != 0) ? new byte[] { 'c', 'o', 0 } : new byte[0]);
			all.writeBytes(((flags & 2) != 0) ? new byte[] { 1, 2 } : new byte[0]);
			all.write(packed, 10, packed.length - 10);
			for (int size = 1; size < 30; size++) {
				assertThat(unpack(all.toByteArray(), size)).as("flags " + flags).isEqualTo(TEXT);
			}
		}
	}

	@Test
	void aBodyThatEndsTooEarlyIsAnError() throws IOException {
		byte[] packed = packText();
		for (int length : List.of(5, 10, 20, packed.length - 12)) {
			StepVerifier.create(GzipBody.unpack(cut(Arrays.copyOf(packed, length), 7)).then())
				.expectError(EOFException.class)
				.verify(LIMIT);
		}
	}

	@Test
	void nothingUnpacksToNothing() {
		StepVerifier.create(GzipBody.unpack(Flux.empty())).expectComplete().verify(LIMIT);
	}

	@Test
	void unpacksOneMemberAfterTheOther() throws IOException {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (String part : List.of("Hel", "", "lo")) {
			all.writeBytes(pack(part.getBytes(StandardCharsets.UTF_8)));
		}
		byte[] members = all.toByteArray();
		all.writeBytes(new byte[100]);
		byte[] padded = all.toByteArray();
		for (int size = 1; size <= padded.length; size++) {
			assertThat(unpack(members, size)).isEqualTo("Hello");
			assertThat(unpack(padded, size)).isEqualTo("Hello");
		}
	}

	@Test
	void whatIsNotCompressedIsAnError() throws IOException {
		byte[] broken = packText();
		Arrays.fill(broken, 12, 20, (byte) 0xff);
		for (byte[] bytes : List.of("{\"choices\":[]}".getBytes(StandardCharsets.UTF_8), broken)) {
			StepVerifier.create(GzipBody.unpack(cut(bytes, 7)).then()).expectError(ZipException.class).verify(LIMIT);
		}
	}

	@Test
	void aHeaderWithoutEndIsNotCollected() {
		byte[] endless = new byte[1024];
		Arrays.fill(endless, (byte) 'x');
		byte[] header = { 0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0 };
		StepVerifier
			.create(GzipBody.unpack(cut(header, 10).concatWith(Flux.defer(() -> cut(endless, 1024)).repeat())).then())
			.expectError(ZipException.class)
			.verify(LIMIT);
	}

	@Test
	void unpacksNoMoreThanIsAskedFor() throws IOException {
		byte[] packed = pack(new byte[100_000_000]);
		AtomicLong unpacked = new AtomicLong();
		StepVerifier
			.create(GzipBody.unpack(cut(packed, packed.length))
				.doOnNext((buffer) -> unpacked.addAndGet(buffer.readableByteCount())), 3)
			.expectNextCount(3)
			.thenCancel()
			.verify(LIMIT);
		assertThat(unpacked.get()).isLessThanOrEqualTo(3 * 8 * 1024);
	}

	@ParameterizedTest
	@EnumSource
	void readsAnswersThatNobodyAskedToCompress(Connector connector) throws IOException {
		byte[] completion = pack(Json.utf8(Answers.COMPLETION));
		byte[] stream = pack(Json.utf8(Answers.STREAM));
		try (RawHttpServer server = new RawHttpServer((exchange) -> {
			boolean wantsStream = exchange.request().text().contains("\"stream\":true");
			byte[] body = wantsStream ? stream : completion;
			exchange.head(200, "Content-Type: " + (wantsStream ? "text/event-stream" : "application/json"),
					"Content-Encoding: gzip", "Content-Length: " + body.length);
			exchange.write(body);
		})) {
			HuggingFaceChatModel model = connector.model(server.url()).build();
			assertThat(model.call("Hi").text()).isEqualTo("Hello");
			assertThat(model.stream("Hi").map(ChatChunk::text).collectList().block(LIMIT)).containsExactly("Hel", "lo");
		}
	}

	@Test
	void readsErrorsThatNobodyAskedToCompress() throws IOException {
		byte[] body = pack(Json.utf8("{\"error\":\"No such model\"}"));
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange
			.head(404, "Content-Type: application/json", "Content-Encoding: gzip", "Content-Length: " + body.length)
			.write(body))) {
			StepVerifier.create(Connector.JDK.model(server.url()).build().chat("Hi"))
				.expectErrorMessage("No such model [status 404, URL " + server.url() + "/chat/completions]")
				.verify(LIMIT);
		}
	}

}
