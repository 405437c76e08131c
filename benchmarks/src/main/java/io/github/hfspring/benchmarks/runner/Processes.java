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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.hfspring.benchmarks.client.ClientKind;
import io.github.hfspring.benchmarks.server.ModelServer;
import io.github.hfspring.benchmarks.shape.Shape;
import io.github.hfspring.benchmarks.work.ClientProcess;
import io.github.hfspring.benchmarks.work.Result;
import io.github.hfspring.benchmarks.work.StartupProbe;
import io.github.hfspring.benchmarks.work.WorkKind;

/**
 * Starts the server and the clients, each in a process of its own, and where there is
 * {@code taskset}, on a core of its own.
 */
final class Processes implements AutoCloseable {

	/** All of them have these. */
	static final List<String> JVM = List.of("-Xms1g", "-Xmx1g", "-XX:+UseSerialGC");

	/** What a user with more than 500 streams at a time has to say to Reactor Netty. */
	static final String CONNECTIONS = "-Dreactor.netty.pool.maxConnections=25000";

	private static final String STARTER = "huggingface-spring-boot-";

	private static final long LIMIT_MINUTES = 5;

	private final Path target;

	private final boolean pinned;

	private final Process server;

	private final String baseUrl;

	Processes(Path target) throws IOException {
		this.target = target;
		this.pinned = Runtime.getRuntime().availableProcessors() > 1 && Files.isExecutable(Path.of("/usr/bin/taskset"));
		this.server = start("0", JVM, classPath(false, true), ModelServer.class, List.of());
		BufferedReader out = reader(this.server);
		this.baseUrl = "http://127.0.0.1:" + out.readLine() + "/v1";
	}

	boolean isPinned() {
		return this.pinned;
	}

	Result measure(WorkKind work, ClientKind client, Shape shape, boolean quick) {
		List<String> jvm = new ArrayList<>(JVM);
		jvm.add(CONNECTIONS);
		return run(jvm, classPath(client.isPeer(), true), ClientProcess.class,
				List.of(work.id(), client.id(), shape.name(), this.baseUrl, String.valueOf(quick)));
	}

	Result startup(boolean withStarter) {
		return run(JVM, classPath(false, withStarter), StartupProbe.class, List.of(this.baseUrl));
	}

	private Result run(List<String> jvm, String classPath, Class<?> main, List<String> args) {
		try {
			Process process = start("1", jvm, classPath, main, args);
			Thread watch = new Thread(() -> stopWhenTooLong(process));
			watch.setDaemon(true);
			watch.start();
			Result result = Result.failed("the process ended without a result");
			BufferedReader out = reader(process);
			for (String line = out.readLine(); line != null; line = out.readLine()) {
				Optional<Result> parsed = Result.parse(line);
				result = parsed.orElse(result);
			}
			return result;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void stopWhenTooLong(Process process) {
		try {
			if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
				process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private Process start(String core, List<String> jvm, String classPath, Class<?> main, List<String> args)
			throws IOException {
		List<String> command = new ArrayList<>();
		if (this.pinned) {
			command.addAll(List.of("taskset", "-c", core));
		}
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvm);
		command.addAll(List.of("-cp", classPath, main.getName()));
		command.addAll(args);
		return new ProcessBuilder(command)
			.redirectError(ProcessBuilder.Redirect.appendTo(this.target.resolve("benchmarks.err").toFile()))
			.start();
	}

	private static BufferedReader reader(Process process) {
		return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	private String classPath(boolean peers, boolean starter) {
		List<String> jars = new ArrayList<>();
		jars.add(this.target.resolve("benchmarks.jar").toString());
		jars.addAll(jars("lib", starter));
		if (peers) {
			jars.addAll(jars("lib-peers", starter));
		}
		return String.join(File.pathSeparator, jars);
	}

	private List<String> jars(String directory, boolean starter) {
		try (Stream<Path> files = Files.list(this.target.resolve(directory))) {
			return files.filter((file) -> starter || !file.getFileName().toString().startsWith(STARTER))
				.map(Path::toString)
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.server.destroy();
	}

}
