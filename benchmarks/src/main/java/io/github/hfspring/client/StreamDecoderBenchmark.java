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

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import io.github.hfspring.benchmarks.client.ChatChunks;
import io.github.hfspring.benchmarks.decoding.RenderedStream;
import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ResponseMetadata;
import io.github.hfspring.sse.ServerSentEventFramer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.databind.json.JsonMapper;

/**
 * Framer and decoder of the starter. This is in their package because nobody else may see
 * the decoder.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RenderedStream.CHUNKS)
public class StreamDecoderBenchmark {

	private static final ResponseLimits LIMITS = new ResponseLimits(256, RenderedStream.MAX_EVENT_SIZE,
			16 * RenderedStream.MAX_EVENT_SIZE, 8192);

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ChunkDecoder chunks = new ChunkDecoder(this.mapper);

	private final ErrorDecoder errors = new ErrorDecoder(this.mapper, LIMITS.maxErrorBody());

	private final ResponseMetadata metadata = ResponseMetadata.none();

	/**
	 * Find the events and do nothing with them.
	 * @param stream the bytes
	 * @param blackhole takes what came of them
	 */
	@Benchmark
	public void framer(RenderedStream stream, Blackhole blackhole) {
		int events = 0;
		ServerSentEventFramer framer = new ServerSentEventFramer(RenderedStream.MAX_EVENT_SIZE);
		for (ByteBuffer piece : stream.pieces()) {
			framer.feed(piece);
			while (framer.next()) {
				blackhole.consume(framer.length());
				events++;
			}
		}
		stream.checkEvents(events);
	}

	/**
	 * Decode as the starter does.
	 * @param stream the bytes
	 * @param blackhole takes what came of them
	 */
	@Benchmark
	public void decoder(RenderedStream stream, Blackhole blackhole) {
		int chunks = 0;
		long characters = 0;
		StreamDecoder decoder = new StreamDecoder(LIMITS, this.chunks, this.errors, this.metadata, null, null);
		for (ByteBuffer piece : stream.pieces()) {
			decoder.feed(piece);
			for (ChatChunk chunk = decoder.next(); chunk != null; chunk = decoder.next()) {
				blackhole.consume(chunk);
				int length = ChatChunks.characters(chunk);
				chunks += (length > 0) ? 1 : 0;
				characters += length;
			}
		}
		stream.check(chunks, characters);
	}

	/**
	 * Decode every event in full, whatever the one before was.
	 * @param stream the bytes
	 * @param blackhole takes what came of them
	 */
	@Benchmark
	public void fullDecoder(RenderedStream stream, Blackhole blackhole) {
		stream.decodeEvents((bytes, offset, length) -> {
			ChatChunk chunk = this.chunks.decode(bytes, offset, length, this.metadata, null, null);
			blackhole.consume(chunk);
			return ChatChunks.characters(chunk);
		});
	}

}
