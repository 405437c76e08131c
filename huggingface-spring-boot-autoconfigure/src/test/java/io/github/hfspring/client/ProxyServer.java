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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that leads to one server, whatever host is asked for.
 */
final class ProxyServer implements AutoCloseable {

	private final ServerSocket socket;

	private final int target;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final List<Socket> sockets = new CopyOnWriteArrayList<>();

	/**
	 * Start a proxy.
	 * @param target the port of the server
	 */
	ProxyServer(int target) throws IOException {
		this.target = target;
		this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		start(this::accept);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	/**
	 * Return the first lines of all requests.
	 */
	List<String> lines() {
		return this.lines;
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.socket.accept();
			this.sockets.add(client);
			start(() -> serve(client));
		}
	}

	private void serve(Socket client) throws IOException {
		String head = head(client.getInputStream());
		String line = head.substring(0, head.indexOf("\r\n"));
		this.lines.add(line);
		Socket server = new Socket(InetAddress.getByName("127.0.0.1"), this.target);
		this.sockets.add(server);
		if (line.startsWith("CONNECT ")) {
			client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
		}
		else {
			String relative = head.replaceFirst("http://[^/]*", "");
			server.getOutputStream().write(relative.getBytes(StandardCharsets.ISO_8859_1));
		}
		start(() -> copy(client, server));
		copy(server, client);
	}

	private static String head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("The client has closed the connection");
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static void copy(Socket from, Socket to) throws IOException {
		try (from; to) {
			byte[] buffer = new byte[8192];
			OutputStream out = to.getOutputStream();
			for (int read = from.getInputStream().read(buffer); read >= 0; read = from.getInputStream().read(buffer)) {
				out.write(buffer, 0, read);
				out.flush();
			}
		}
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// One side has closed its connection
			}
		}, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		for (Socket open : this.sockets) {
			open.close();
		}
	}

	/**
	 * What a thread does.
	 */
	@FunctionalInterface
	private interface Work {

		void run() throws IOException;

	}

}
