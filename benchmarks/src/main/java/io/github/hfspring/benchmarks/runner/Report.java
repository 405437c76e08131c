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
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tables, with what one has to know to make sense of them.
 *
 * @param target the directory of the build
 * @param command what was asked for
 */
record Report(Path target, String command) {

	private static final List<String> VERSIONS = List.of("spring-boot-4", "spring-webflux-", "reactor-netty-http-",
			"netty-buffer-", "jackson-core-3", "spring-ai-openai-", "openai-java-core-", "langchain4j-open-ai-",
			"jmh-core-");

	/**
	 * Print and write it.
	 * @param file the name of the file
	 * @param how how often, and with what, was measured
	 * @param jvm how the JVM was started
	 * @param machine what to say of the machine
	 * @param tables the tables
	 * @throws IOException if it cannot be written
	 */
	void write(String file, String how, String jvm, String machine, Collection<Table> tables) throws IOException {
		List<String> lines = new ArrayList<>();
		lines.add("# Benchmarks\n");
		lines.add("- Command: `benchmarks/run " + this.command + "`, " + how + ", medians (least to most)");
		lines.add("- JVM: " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", "
				+ jvm);
		lines.add("- Machine: " + Runtime.getRuntime().availableProcessors() + " cores, " + processor() + ", "
				+ System.getProperty("os.name") + " " + System.getProperty("os.version") + machine);
		lines.add("- Versions: " + versions() + "\n");
		tables.forEach((table) -> lines.add(table.toMarkdown()));
		String text = String.join("\n", lines);
		Files.writeString(this.target.resolve(file), text);
		PrintStream out = System.out;
		out.println(text);
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

	private String versions() throws IOException {
		List<String> jars = new ArrayList<>();
		for (String directory : List.of("lib", "lib-peers", "lib-jmh")) {
			try (Stream<Path> files = Files.list(this.target.resolve(directory))) {
				files.map((file) -> file.getFileName().toString().replace(".jar", "")).forEach(jars::add);
			}
		}
		return String.join(", ",
				jars.stream()
					.filter((jar) -> VERSIONS.stream().anyMatch(jar::startsWith))
					.distinct()
					.sorted()
					.toList());
	}

}
