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
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.hfspring.chat.ChatTimeouts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every buffer of Netty's is released, however a stream ends. Netty's leak detector looks
 * at each of them here.
 */
@Timeout(120)
class NettyLeakTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Duration PATIENCE = Duration.ofMillis(200);

	private static final String CHUNK = Answers.event(Answers.chunk("a".repeat(500), null));

	private final List<String> leaks = new CopyOnWriteArrayList<>();

	private ResourceLeakDetector.Level level;

	private ResourceLeakDetector<?> detector;

	@BeforeEach
	void watchEachBuffer() throws ReflectiveOperationException {
		this.level = ResourceLeakDetector.getLevel();
		ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
		// There is no other way to the detector of buffers once there are buffers
		Field field = Class.forName("io.netty.buffer.AbstractByteBuf").getDeclaredField("leakDetector");
		field.setAccessible(true);
		this.detector = (ResourceLeakDetector<?>) field.get(null);
		collect(false);
		this.detector.setLeakListener((type, records) -> this.leaks.add(type + ": " + records));
	}

	@AfterEach
	void watchAsBefore() {
		this.detector.setLeakListener(null);
		ResourceLeakDetector.setLevel(this.level);
	}

	@Test
	void aBufferThatIsNotReleasedIsFound() {
		leak();
		collect(true);
		assertThat(this.leaks).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void nothingIsLeft(Ending ending) throws InterruptedException {
		try (RawHttpServer server = new RawHttpServer(ending::answer)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url())
				.maxEventSize(DataSize.ofKilobytes(4))
				.maxErrorBody(DataSize.ofBytes(100))
				.followRedirects(true)
				.bufferSize(2)
				.defaultOptions((options) -> options.model("test/model")
					.timeouts(new ChatTimeouts(PATIENCE, PATIENCE, PATIENCE.multipliedBy(2))))
				.build();
			FuzzRounds.play(8, (fuzz) -> {
				Flux<?> stream = fuzz.chance(4) ? model.chat("Hi").flux() : model.stream("Hi");
				stream = switch (fuzz.random().nextInt(4)) {
					case 0 -> stream.take(1 + fuzz.random().nextInt(3));
					case 1 -> cancelled(stream, Duration.ofNanos(fuzz.random().nextInt(3_000_000)), ending);
					case 2 -> stream.limitRate(1);
					default -> stream;
				};
				stream.onErrorComplete().blockLast(LIMIT);
			});
			collect(false);
			assertThat(this.leaks).isEmpty();
		}
	}

	/**
	 * Cancel at any moment but the one in which the headers come together with content:
	 * Reactor Netty loses that content now and then, also where it is used alone.
	 */
	private static <T> Flux<T> cancelled(Flux<T> stream, Duration after, Ending ending) {
		return (ending == Ending.HEADERS_ONLY) ? stream.take(after)
				: stream.publish((shared) -> shared.takeUntilOther(shared.next().delayElement(after)), 1);
	}

	private static void leak() {
		PooledByteBufAllocator.DEFAULT.directBuffer(64).writeLong(7);
	}

	/**
	 * Have the garbage collected, and the detector look for what was not released: it
	 * does that when the next buffer is allocated.
	 */
	private void collect(boolean untilFound) {
		int rounds = untilFound ? 50 : 2;
		for (int i = 0; i < rounds && !(untilFound && !this.leaks.isEmpty()); i++) {
			System.gc();
			for (int j = 0; j < 100; j++) {
				ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(64);
				buffer.release();
				Thread.yield();
			}
		}
	}

	/**
	 * How an answer ends.
	 */
	enum Ending {

		WHOLE(Answers.STREAM), LEFT_OPEN(Answers.STREAM), CUT(CHUNK.repeat(10)), STALLED(CHUNK.repeat(2)),

		ENDLESS(CHUNK), ENDLESS_AFTER_DONE(CHUNK), MALFORMED(CHUNK + "data: {oops\n\n" + CHUNK.repeat(100)),

		ERROR_IN_STREAM(CHUNK + "event: error\ndata: {\"error\":\"no\"}\n\n" + CHUNK.repeat(100)),

		EVENT_TOO_LARGE(CHUNK + "data: " + "x".repeat(100_000)), RESET(CHUNK.repeat(20)), HEADERS_ONLY(""),

		ERROR_STATUS("{\"error\":\"" + "no".repeat(20_000) + "\"}"), REDIRECT("moved".repeat(1000)),

		REDIRECT_TO_NOWHERE("moved".repeat(1000)), HTML("<html>".repeat(5000)), UNKNOWN_ENCODING(CHUNK.repeat(100)),

		BROKEN_CHUNK(CHUNK.repeat(3)), INFORMATIONAL(Answers.STREAM), NO_STATUS(Answers.STREAM),

		COMPLETION(Answers.COMPLETION), COMPLETION_CUT(Answers.COMPLETION.substring(0, 90));

		private final String body;

		Ending(String body) {
			this.body = body;
		}

		void answer(RawHttpServer.Exchange exchange) throws IOException {
			switch (this) {
				case ENDLESS, ENDLESS_AFTER_DONE -> {
					exchange.stream().piece((this == ENDLESS) ? this.body : Answers.STREAM);
					while (true) {
						exchange.piece(this.body);
					}
				}
				case CUT -> exchange.stream().piece(this.body).halfClose();
				case RESET -> exchange.stream().piece(this.body).reset();
				case LEFT_OPEN, STALLED, EVENT_TOO_LARGE -> exchange.stream().piece(this.body);
				case HEADERS_ONLY -> exchange.stream();
				case ERROR_STATUS -> exchange.respond(500, "application/json", this.body);
				case REDIRECT -> redirect(exchange, "/elsewhere");
				case REDIRECT_TO_NOWHERE -> redirect(exchange, "ftp://nowhere/");
				case HTML -> exchange.respond(200, "text/html", this.body);
				case UNKNOWN_ENCODING -> exchange
					.head(200, "Content-Type: text/event-stream", "Content-Encoding: br", "Content-Length: 60000")
					.write(this.body);
				case BROKEN_CHUNK -> exchange.stream().piece(this.body).write("zz\r\n" + this.body);
				case INFORMATIONAL -> {
					exchange.head(103, "Link: </x>");
					exchange.stream().piece(this.body).end();
				}
				case NO_STATUS -> exchange.head(1000, "Content-Length: " + this.body.length()).write(this.body);
				case COMPLETION -> exchange.respond(200, "application/json", this.body);
				case COMPLETION_CUT -> exchange.head(200, "Content-Type: application/json", "Content-Length: 400")
					.write(this.body)
					.halfClose();
				default -> exchange.stream().piece(this.body).end();
			}
		}

		private void redirect(RawHttpServer.Exchange exchange, String target) throws IOException {
			if (exchange.request().line().contains("elsewhere")) {
				exchange.stream().piece(Answers.STREAM).end();
				return;
			}
			exchange.head(307, "Location: " + target, "Content-Length: " + this.body.length()).write(this.body);
		}

	}

}
