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

package io.github.hfspring.benchmarks.runner;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.hfspring.benchmarks.client.OtherDecodersBenchmark;
import io.github.hfspring.benchmarks.decoding.RenderedStream;
import io.github.hfspring.benchmarks.shape.Shape;
import io.github.hfspring.benchmarks.work.Metric;
import io.github.hfspring.benchmarks.work.Result;
import io.github.hfspring.client.StreamDecoderBenchmark;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Measures the decoder of the starter and other ways to decode, without HTTP, with JMH.
 */
final class DecoderBenchmarks {

	private static final String STARTER = "this starter";

	private static final String ALLOCATED = "gc.alloc.rate.norm";

	private static final List<Metric> METRICS = List.of(new Metric("ns", "ns/chunk", 0, true),
			new Metric("bytes", "bytes/chunk", 0, true));

	/** The rows of the tables, by the names of the methods. */
	private static final Map<String, String> ROWS = new LinkedHashMap<>();
	static {
		ROWS.put("framer", "its framer alone");
		ROWS.put("decoder", STARTER);
		ROWS.put("fullDecoder", "its framer, and each event in full");
		ROWS.put("floorParser", "Jackson, token by token");
		ROWS.put("objectReader", "`ObjectReader` on bytes");
		ROWS.put("stringAndReadValue", "`String` and `readValue`");
	}

	private DecoderBenchmarks() {
	}

	/**
	 * Measure.
	 * @param options the shapes, and how often
	 * @param target the directory of the build
	 * @return the tables
	 */
	static List<Table> measure(Options options, Path target) {
		List<Table> tables = new ArrayList<>();
		PrintStream progress = System.err;
		for (Shape shape : options.shapes()) {
			progress.println("Decoders: " + shape.id());
			Table table = new Table("decoders (" + shape.id() + "): " + "%,d".formatted(RenderedStream.CHUNKS)
					+ " chunks, from bytes to objects on one thread", METRICS, STARTER);
			Map<String, List<Result>> results = run(options, shape, target);
			ROWS.forEach((method, row) -> results.getOrDefault(method, List.of())
				.forEach((result) -> table.add(row, result)));
			tables.add(table);
		}
		return tables;
	}

	private static Map<String, List<Result>> run(Options options, Shape shape, Path target) {
		var jmh = new OptionsBuilder().include(StreamDecoderBenchmark.class.getName())
			.include(OtherDecodersBenchmark.class.getName())
			.param("shape", shape.name())
			.forks(options.rounds())
			.warmupIterations(1)
			.warmupTime(TimeValue.milliseconds(1300))
			.measurementIterations(5)
			.measurementTime(TimeValue.milliseconds(200))
			.jvmArgs(Processes.JVM.toArray(String[]::new))
			.addProfiler(GCProfiler.class)
			.shouldFailOnError(true)
			.output(target.resolve("jmh-" + shape.id() + ".log").toString())
			.build();
		try {
			return results(new Runner(jmh).run());
		}
		catch (RunnerException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Every iteration is a result of its own, so that the table shows how far they are
	 * apart.
	 */
	private static Map<String, List<Result>> results(Collection<RunResult> runs) {
		Map<String, List<Result>> results = new LinkedHashMap<>();
		for (RunResult run : runs) {
			results.put(run.getPrimaryResult().getLabel(),
					run.getBenchmarkResults()
						.stream()
						.flatMap((fork) -> fork.getIterationResults().stream())
						.map(DecoderBenchmarks::result)
						.toList());
		}
		return results;
	}

	private static Result result(IterationResult iteration) {
		double bytes = Objects.requireNonNull(iteration.getSecondaryResults().get(ALLOCATED)).getScore();
		return Result.of(Map.of("ns", iteration.getPrimaryResult().getScore(), "bytes", bytes));
	}

}
