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

package io.github.hfspring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;

/**
 * Stands between a client and a server, counts connections, and sees clients close them.
 */
final class Relay implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(8);

	private final ServerSocket socket;

	private final int target;

	private final CountDownLatch gate;

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger closed = new AtomicInteger();

	private volatile boolean over;

	/**
	 * Start a relay.
	 * @param target the port of the server
	 * @param gate what it waits for before it passes anything on
	 */
	Relay(int target, CountDownLatch gate) throws IOException {
		this.target = target;
		this.gate = gate;
		this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		start(this::accept);
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The connection is over
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	int port() {
		return this.socket.getLocalPort();
	}

	int connections() {
		return this.connections.get();
	}

	void awaitConnections(int count) {
		Awaitility.await().atMost(LIMIT).until(() -> this.connections.get() == count);
	}

	void awaitClosed(int count) {
		Awaitility.await("closed by the client").atMost(LIMIT).until(() -> this.closed.get() == count);
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.socket.accept();
			this.sockets.add(client);
			this.connections.incrementAndGet();
			start(() -> serve(client));
		}
	}

	private void serve(Socket client) throws IOException, InterruptedException {
		if (!this.gate.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new IOException("The gate stayed closed");
		}
		Socket server = new Socket("127.0.0.1", this.target);
		this.sockets.add(server);
		start(() -> pump(server, client));
		try {
			pump(client, server);
		}
		finally {
			if (!this.over) {
				this.closed.incrementAndGet();
			}
			server.close();
		}
	}

	private static void pump(Socket from, Socket to) throws IOException {
		InputStream in = from.getInputStream();
		OutputStream out = to.getOutputStream();
		in.transferTo(out);
	}

	@Override
	public void close() throws IOException {
		this.over = true;
		this.socket.close();
		for (Socket each : this.sockets) {
			each.close();
		}
	}

	/**
	 * Work that ends with its connection.
	 */
	@FunctionalInterface
	private interface Work {

		void run() throws IOException, InterruptedException;

	}

}
