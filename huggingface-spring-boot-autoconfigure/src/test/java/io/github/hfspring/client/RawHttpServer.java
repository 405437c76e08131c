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

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that does to a connection exactly what a test says, the rude things included.
 * Each request is recorded and then answered by a {@link Script}; when that returns, the
 * connection stays open and the next request is read from it.
 */
public class RawHttpServer implements AutoCloseable {

	public static final Duration LIMIT = Duration.ofSeconds(10);

	private final ServerSocket socket;

	private final List<Script> scripts;

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final List<Connection> connections = new CopyOnWriteArrayList<>();

	private final AtomicLong bytesWritten = new AtomicLong();

	private final CountDownLatch closed = new CountDownLatch(1);

	/**
	 * Start a server.
	 * @param scripts how to answer: the first request by the first script, and so on; the
	 * last one also answers all further requests
	 */
	public RawHttpServer(Script... scripts) {
		this.scripts = List.of(scripts);
		try {
			this.socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		start("accept", this::accept);
	}

	private static void start(String name, Runnable work) {
		Thread thread = new Thread(work, "raw-http-" + name);
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (this.closed.getCount() != 0) {
			try {
				Connection connection = new Connection(this.connections.size(), this.socket.accept());
				this.connections.add(connection);
				start(String.valueOf(connection.number), connection::serve);
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private synchronized Script record(Request request) {
		this.requests.add(request);
		return this.scripts.get(Math.min(this.requests.size(), this.scripts.size()) - 1);
	}

	public String url() {
		return "http://127.0.0.1:" + port() + "/v1";
	}

	public int port() {
		return this.socket.getLocalPort();
	}

	public List<Request> requests() {
		return this.requests;
	}

	/**
	 * Return the only request there was.
	 */
	public Request request() {
		if (this.requests.size() != 1) {
			throw new AssertionError("There were " + this.requests.size() + " requests");
		}
		return this.requests.get(0);
	}

	/**
	 * Return the body of a request.
	 */
	public JsonNode body(int number) {
		return JsonMapper.shared().readTree(this.requests.get(number).body());
	}

	public int count() {
		return this.requests.size();
	}

	public int connectionCount() {
		return this.connections.size();
	}

	public long bytesWritten() {
		return this.bytesWritten.get();
	}

	public void awaitRequests(int count) {
		Awaitility.await().atMost(LIMIT).until(() -> this.requests.size() >= count);
	}

	/**
	 * Wait until the client has closed a connection.
	 */
	public void awaitClosedByClient(int connection) {
		awaitClosedByClient(connection, LIMIT);
	}

	public void awaitClosedByClient(int connection, Duration limit) {
		await(this.connections.get(connection).closedByClient, "the client to close the connection", limit);
	}

	public boolean isClosedByClient(int connection) {
		return this.connections.get(connection).closedByClient.getCount() == 0;
	}

	/**
	 * Return whether a connection is over, whoever ended it.
	 */
	public boolean isOver(int connection) {
		return isClosedByClient(connection) || this.connections.get(connection).closedByUs;
	}

	public static void await(CountDownLatch latch, String what) {
		await(latch, what, LIMIT);
	}

	private static void await(CountDownLatch latch, String what, Duration limit) {
		try {
			if (!latch.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("Waited in vain for " + what);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for " + what, ex);
		}
	}

	@Override
	public void close() {
		this.closed.countDown();
		try {
			this.socket.close();
			for (Connection connection : this.connections) {
				connection.close();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Answers a request.
	 */
	@FunctionalInterface
	public interface Script {

		void answer(Exchange exchange) throws IOException;

		/**
		 * Return a script that goes on with another one.
		 */
		default Script then(Script next) {
			return (exchange) -> {
				answer(exchange);
				next.answer(exchange);
			};
		}

	}

	/**
	 * A request as it came.
	 */
	public record Request(int connection, String head, byte[] body) {

		public String line() {
			return this.head.substring(0, this.head.indexOf("\r\n"));
		}

		public List<String> headers(String name) {
			String prefix = name.toLowerCase(Locale.ROOT) + ":";
			return this.head.lines()
				.skip(1)
				.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
				.map((line) -> line.substring(prefix.length()).strip())
				.toList();
		}

		public String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

	}

	/**
	 * One request and what is done about it.
	 */
	public final class Exchange {

		private final Request request;

		private final Connection connection;

		Exchange(Request request, Connection connection) {
			this.request = request;
			this.connection = connection;
		}

		public Request request() {
			return this.request;
		}

		public Exchange write(String text) throws IOException {
			return write(text.getBytes(StandardCharsets.UTF_8));
		}

		public Exchange write(byte[] bytes) throws IOException {
			OutputStream out = this.connection.socket.getOutputStream();
			out.write(bytes);
			out.flush();
			RawHttpServer.this.bytesWritten.addAndGet(bytes.length);
			return this;
		}

		/**
		 * Write a status line and headers.
		 */
		public Exchange head(int status, String... headers) throws IOException {
			return write("HTTP/1.1 " + status + " Status\r\n" + String.join("\r\n", headers)
					+ ((headers.length > 0) ? "\r\n\r\n" : "\r\n"));
		}

		/**
		 * Write a whole response.
		 */
		public Exchange respond(int status, String contentType, String body) throws IOException {
			int length = body.getBytes(StandardCharsets.UTF_8).length;
			head(status, "Content-Type: " + contentType, "Content-Length: " + length);
			return write(body);
		}

		/**
		 * Begin a stream that has the transfer coding {@code chunked}.
		 */
		public Exchange stream() throws IOException {
			return head(200, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
		}

		/**
		 * Write a piece of a stream.
		 */
		public Exchange piece(String text) throws IOException {
			int length = text.getBytes(StandardCharsets.UTF_8).length;
			return write(Integer.toHexString(length) + "\r\n" + text + "\r\n");
		}

		/**
		 * End a stream in order.
		 */
		public Exchange end() throws IOException {
			return write("0\r\n\r\n");
		}

		public Exchange await(CountDownLatch latch) {
			RawHttpServer.await(latch, "the test to go on");
			return this;
		}

		/**
		 * Wait, but no longer than the server is open.
		 */
		public Exchange pause(Duration duration) throws IOException {
			try {
				if (RawHttpServer.this.closed.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
					throw new IOException("The server is closed");
				}
				return this;
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
		}

		/**
		 * End what is sent, and go on listening until the client closes the connection.
		 */
		public void halfClose() throws IOException {
			this.connection.socket.shutdownOutput();
		}

		public void reset() throws IOException {
			this.connection.closedByUs = true;
			this.connection.socket.setSoLinger(true, 0);
			this.connection.socket.close();
		}

	}

	/**
	 * One connection and the thread that serves it.
	 */
	private final class Connection {

		private final int number;

		private final Socket socket;

		private final CountDownLatch closedByClient = new CountDownLatch(1);

		private volatile boolean closedByUs;

		Connection(int number, Socket socket) {
			this.number = number;
			this.socket = socket;
		}

		void serve() {
			try {
				InputStream in = new BufferedInputStream(this.socket.getInputStream());
				for (Request request = read(in); request != null; request = read(in)) {
					record(request).answer(new Exchange(request, this));
				}
			}
			catch (IOException ex) {
				// How it ended is told below
			}
			if (!this.closedByUs) {
				this.closedByClient.countDown();
			}
		}

		private Request read(InputStream in) throws IOException {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
				int next = in.read();
				if (next < 0) {
					return null;
				}
				head.write(next);
			}
			Request request = new Request(this.number, head.toString(StandardCharsets.ISO_8859_1), new byte[0]);
			List<String> length = request.headers("Content-Length");
			int size = length.isEmpty() ? 0 : Integer.parseInt(length.get(0));
			return new Request(this.number, request.head(), in.readNBytes(size));
		}

		void close() throws IOException {
			this.closedByUs = true;
			this.socket.close();
		}

	}

}
