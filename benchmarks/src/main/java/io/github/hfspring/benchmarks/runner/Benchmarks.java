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
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
		try (Processes processes = new Processes(target)) {
			Benchmarks benchmarks = new Benchmarks(options, processes);
			for (int round = 1; round <= options.rounds(); round++) {
				benchmarks.play(round);
			}
			String report = benchmarks.report(target, rest);
			Files.writeString(target.resolve("benchmarks.md"), report);
			PrintStream out = System.out;
			out.println(report);
		}
	}

	private void play(int round) {
		for (WorkKind work : this.options.works()) {
			if (work == WorkKind.STARTUP) {
				startup(work);
				continue;
			}
			for (Shape shape : this.options.shapesOf(work)) {
				for (ClientKind client : this.options.clients()) {
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

	private String report(Path target, String[] args) throws IOException {
		List<String> lines = new ArrayList<>();
		lines.add("# Benchmarks\n");
		lines.add("- Command: `benchmarks/run " + String.join(" ", args) + "`, " + this.options.rounds()
				+ " interleaved rounds, medians (least to most)");
		lines.add("- JVM: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
				+ String.join(" ", Processes.JVM) + "; clients with `" + Processes.CONNECTIONS + "`");
		lines.add("- Machine: " + Runtime.getRuntime().availableProcessors() + " cores, " + processor() + ", "
				+ System.getProperty("os.name") + " " + System.getProperty("os.version")
				+ (this.processes.isPinned() ? "; server and client have a core each" : ""));
		lines.add("- Versions: " + versions(target) + "\n");
		this.tables.values().forEach((table) -> lines.add(table.toMarkdown()));
		return String.join("\n", lines);
	}

	private static String processor() throws IOException {
		Path info = Path.of("/proc/cpuinfo");
		if (!Files.isReadable(info)) {
			return System.getProperty("os.arch");
		}
		try (Stream<String> lines = Files.lines(info)) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse(System.getProperty("os.arch"));
		}
	}

	private static String versions(Path target) throws IOException {
		List<String> wanted = List.of("spring-boot-4", "spring-webflux-", "reactor-netty-http-", "netty-buffer-",
				"jackson-core-3", "spring-ai-openai-", "openai-java-core-", "langchain4j-open-ai-");
		try (Stream<Path> lib = Files.list(target.resolve("lib"));
				Stream<Path> peers = Files.list(target.resolve("lib-peers"))) {
			return Stream.concat(lib, peers)
				.map((file) -> file.getFileName().toString().replace(".jar", ""))
				.filter((name) -> wanted.stream().anyMatch(name::startsWith))
				.distinct()
				.sorted()
				.reduce((first, next) -> first + ", " + next)
				.orElse("");
		}
	}

}
