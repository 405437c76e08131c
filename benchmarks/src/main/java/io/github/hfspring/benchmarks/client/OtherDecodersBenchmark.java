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

package io.github.hfspring.benchmarks.client;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.github.hfspring.benchmarks.decoding.RenderedStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Other ways to read the same events, all of them behind the framer of the starter.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RenderedStream.CHUNKS)
public class OtherDecodersBenchmark {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ObjectReader reader = this.mapper.readerFor(WebClientByHand.Chunk.class);

	private final FloorParser parser = new FloorParser();

	/**
	 * Parse token by token what this server sends.
	 * @param stream the bytes
	 * @param blackhole takes what came of them
	 */
	@Benchmark
	public void floorParser(RenderedStream stream, Blackhole blackhole) {
		stream.decodeEvents((bytes, offset, length) -> {
			FloorChunk chunk = this.parser.parse(bytes, offset, length);
			blackhole.consume(chunk);
			return chunk.characters();
		});
	}

	/**
	 * Bind the bytes to records.
	 * @param stream the bytes
	 * @param blackhole takes what came of them
	 */
	@Benchmark
	public void objectReader(RenderedStream stream, Blackhole blackhole) {
		stream.decodeEvents((bytes, offset, length) -> {
			WebClientByHand.Chunk chunk = this.reader.readValue(bytes, offset, length);
			blackhole.consume(chunk);
			return chunk.characters();
		});
	}

	/**
	 * Make a string of the bytes, and bind that to records.
	 * @param stream the bytes
	 * @param blackhole takes what came of them
	 */
	@Benchmark
	public void stringAndReadValue(RenderedStream stream, Blackhole blackhole) {
		stream.decodeEvents((bytes, offset, length) -> {
			String data = new String(bytes, offset, length, StandardCharsets.UTF_8);
			WebClientByHand.Chunk chunk = this.mapper.readValue(data, WebClientByHand.Chunk.class);
			blackhole.consume(chunk);
			return chunk.characters();
		});
	}

}
