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

package io.github.hfspring.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The process of a {@link LoadServer}. It ends when its standard input does, and so at
 * the latest with this process.
 */
final class LoadServerProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader answers;

	private final Writer commands;

	private final int port;

	private final long openFiles;

	/**
	 * Start a server.
	 * @param interval the time between two chunks of a stream
	 */
	LoadServerProcess(Duration interval) {
		try {
			this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classes(),
					LoadServer.class.getName(), String.valueOf(interval.toMillis()))
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
			this.answers = this.process.inputReader(StandardCharsets.US_ASCII);
			this.commands = this.process.outputWriter(StandardCharsets.US_ASCII);
			String[] words = read();
			this.port = Integer.parseInt(words[0]);
			this.openFiles = Long.parseLong(words[1]);
		}
		catch (IOException | URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The server needs nothing but itself.
	 */
	private static String classes() throws URISyntaxException {
		return Path.of(LoadServer.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
	}

	private String[] read() throws IOException {
		String line = this.answers.readLine();
		if (line == null) {
			throw new IllegalStateException("The server has died");
		}
		return line.split(" ");
	}

	private State command(String command) {
		try {
			this.commands.write(command + "\n");
			this.commands.flush();
			String[] words = read();
			return new State(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String url() {
		return "http://127.0.0.1:" + this.port + "/v1";
	}

	/**
	 * Return how many files the server could open when it started.
	 */
	long openFiles() {
		return this.openFiles;
	}

	/**
	 * Return what is going on.
	 */
	State state() {
		return command("state");
	}

	/**
	 * Have the streams that are running end with their next chunk.
	 */
	void endStreams() {
		command("end");
	}

	@Override
	public void close() {
		try {
			this.commands.close();
			if (!this.process.waitFor(5, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			this.process.destroyForcibly();
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * What the server sees.
	 *
	 * @param connections the open connections
	 * @param streams the streams that are running
	 * @param requests the requests so far
	 */
	record State(int connections, int streams, int requests) {

	}

}
