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

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.github.hfspring.benchmarks.client.ClientKind;
import io.github.hfspring.benchmarks.shape.Shape;
import io.github.hfspring.benchmarks.work.WorkKind;

/**
 * Measures all clients in rounds, one after the other in each, and writes a table.
 */
public final class Benchmarks {

	private final Options options;

	private final Processes processes;

	private final Map<String, Table> tables = new LinkedHashMap<>();

	private Benchmarks(Options options, Processes processes) {
		this.options = options;
		this.processes = processes;
	}

	/**
	 * Measure.
	 * @param args the directory of the build, and the options
	 * @throws IOException if the table cannot be written
	 */
	public static void main(String[] args) throws IOException {
		Path target = Path.of(args[0]);
		String[] rest = Stream.of(args).skip(1).toArray(String[]::new);
		Options options = Options.parse(rest);
		Report report = new Report(target, String.join(" ", rest));
		String jvm = String.join(" ", Processes.JVM);
		if (options.jmh()) {
			report.write("benchmarks-jmh.md", "JMH, forks: " + options.rounds(), jvm, "",
					DecoderBenchmarks.measure(options, target));
			return;
		}
		try (Processes processes = new Processes(target)) {
			Benchmarks benchmarks = new Benchmarks(options, processes);
			for (int round = 1; round <= options.rounds(); round++) {
				benchmarks.play(round);
			}
			report.write("benchmarks.md", options.rounds() + " interleaved rounds",
					jvm + "; clients with `" + Processes.CONNECTIONS + "`",
					processes.isPinned() ? "; server and client have a core each" : "", benchmarks.tables.values());
		}
	}

	private void play(int round) {
		for (WorkKind work : this.options.works()) {
			if (work == WorkKind.STARTUP) {
				startup(work);
				continue;
			}
			for (Shape shape : this.options.shapesOf(work)) {
				for (ClientKind client : this.options.clientsOf(shape)) {
					if (client.supports(shape)) {
						System.err
							.println("Round " + round + ": " + work.id() + ", " + shape.id() + ", " + client.id());
						table(work, " (" + shape.id() + ")", ClientKind.OURS.title()).add(client.title(),
								this.processes.measure(work, client, shape, this.options.quick()));
					}
				}
			}
		}
	}

	private void startup(WorkKind work) {
		Table table = table(work, "", "without the starter");
		table.add("without the starter", this.processes.startup(false));
		table.add("with the starter", this.processes.startup(true));
	}

	private Table table(WorkKind work, String suffix, String reference) {
		return this.tables.computeIfAbsent(work.id() + suffix,
				(name) -> new Table(name + ": " + work.title(), work.metrics(), reference));
	}

}
