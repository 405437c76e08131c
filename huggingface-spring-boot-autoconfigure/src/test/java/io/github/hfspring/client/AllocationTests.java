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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a chunk and a call cost in bytes on the heap. Unlike time this is the same on
 * every machine, whatever else that does.
 * <p>
 * How much of it the compiler does away with depends on what it has seen before, so that
 * a process of its own measures, without that optimization: every object counts that the
 * code creates. A chunk of text takes 60 bytes less with it, when all goes well. What
 * differs between JDK 17 and 25, with and without a compiler, is less than 2 %.
 */
class AllocationTests {

	/**
	 * An answer of 120 words takes 28,800 to 29,100, and with the optimization 26,000:
	 * the goal is 28,000. More than half of that is the HTTP client's.
	 */
	private static final int BYTES_OF_CALL = 29_700;

	private static Map<String, Double> allocated = Map.of();

	@BeforeAll
	static void measure(@TempDir Path directory) throws IOException, InterruptedException {
		Path out = directory.resolve("out");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx256m", "-XX:+UseSerialGC", "-XX:+IgnoreUnrecognizedVMOptions", "-XX:-DoEscapeAnalysis", "-cp",
				System.getProperty("java.class.path"), AllocationProbe.class.getName())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.redirectOutput(out.toFile())
			.start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it has ended").isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		List<String> lines = Files.readAllLines(out);
		assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
		allocated = lines.stream()
			.map(AllocationProbe::parse)
			.filter(Objects::nonNull)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	@ParameterizedTest
	@EnumSource
	void decoderAllocatesLittleMoreThanTheChunk(AllocationShape shape) {
		assertThat(allocated.get("decoder-" + shape)).isBetween(100.0, (double) shape.decoder());
	}

	/**
	 * The text that is kept for an error that may come is counted apart: it is what a
	 * {@link StringBuilder} takes that grows with it, 15 bytes for each six characters.
	 */
	@ParameterizedTest
	@EnumSource
	void streamAllocatesLittleMoreThanTheDecoder(AllocationShape shape) {
		double text = allocated.get("text");
		assertThat(allocated.get("stream-" + shape) - text).as("bytes beside %s of text", text)
			.isGreaterThan(allocated.get("decoder-" + shape))
			.isLessThanOrEqualTo(shape.stream());
	}

	@Test
	void callAllocatesLittle() {
		assertThat(allocated.get("call")).isBetween(1000.0, (double) BYTES_OF_CALL);
	}

}
