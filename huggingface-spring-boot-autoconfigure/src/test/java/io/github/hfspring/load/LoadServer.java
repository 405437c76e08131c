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
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that holds thousands of streams on one thread, in a process of its own, so
 * that what it needs is not taken for the client's.
 * <p>
 * A stream whose message begins with {@code Hold} gets a numbered chunk at once and then
 * one per interval, until it is told to end; the last chunk says how many there were. Any
 * other message is echoed. The process obeys the lines on its standard input and ends
 * with it.
 */
public final class LoadServer {

	private static final int BACKLOG = 8192;

	private static final String CONTENT = "\"content\":\"";

	private final ServerSocketChannel server;

	private final Selector selector;

	private final long interval;

	/** The streams in the order in which their next chunks are due. */
	private final Queue<Connection> paced = new ArrayDeque<>();

	private final ByteBuffer received = ByteBuffer.allocateDirect(64 * 1024);

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger streams = new AtomicInteger();

	private final AtomicInteger requests = new AtomicInteger();

	private volatile long endsBefore = System.nanoTime();

	private LoadServer(Duration interval) throws IOException {
		this.interval = interval.toNanos();
		this.selector = Selector.open();
		this.server = ServerSocketChannel.open();
		this.server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), BACKLOG);
		this.server.configureBlocking(false).register(this.selector, SelectionKey.OP_ACCEPT);
	}

	/**
	 * Run the server.
	 * @param args the interval between two chunks, in milliseconds
	 */
	public static void main(String[] args) throws IOException {
		LoadServer server = new LoadServer(Duration.ofMillis(Long.parseLong(args[0])));
		Thread thread = new Thread(server::run, "load-server");
		thread.setDaemon(true);
		thread.start();
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
		out.println(((InetSocketAddress) server.server.getLocalAddress()).getPort() + " " + OpenFiles.available());
		for (String line = in.readLine(); line != null && thread.isAlive(); line = in.readLine()) {
			if (line.equals("end")) {
				server.endsBefore = System.nanoTime();
			}
			out.println(server.connections + " " + server.streams + " " + server.requests);
		}
	}

	private void run() {
		try {
			while (this.selector.isOpen()) {
				this.selector.select(this::handle, untilNextChunk());
				writeChunks();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private long untilNextChunk() {
		Connection next = this.paced.peek();
		return (next != null) ? Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.due - System.nanoTime())) : 0;
	}

	private void writeChunks() {
		Connection next = this.paced.peek();
		while (next != null && next.due <= System.nanoTime()) {
			this.paced.remove();
			if (next.writeChunk()) {
				next.due += this.interval;
				this.paced.add(next);
			}
			next = this.paced.peek();
		}
	}

	private void handle(SelectionKey key) {
		try {
			if (key.attachment() instanceof Connection connection) {
				connection.read();
				return;
			}
			for (SocketChannel channel = this.server.accept(); channel != null; channel = this.server.accept()) {
				channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
				channel.configureBlocking(false).register(this.selector, SelectionKey.OP_READ, new Connection(channel));
				this.connections.incrementAndGet();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A connection, which is a stream from time to time.
	 */
	private final class Connection {

		private final SocketChannel channel;

		private final ByteArrayOutputStream request = new ByteArrayOutputStream();

		private boolean streaming;

		private long began;

		private long due;

		private int written;

		Connection(SocketChannel channel) {
			this.channel = channel;
		}

		void read() {
			ByteBuffer buffer = LoadServer.this.received.clear();
			try {
				if (this.channel.read(buffer) < 0) {
					close();
					return;
				}
				byte[] bytes = new byte[buffer.flip().remaining()];
				buffer.get(bytes);
				this.request.writeBytes(bytes);
				answerWhenComplete();
			}
			catch (IOException ex) {
				close();
			}
		}

		private void answerWhenComplete() throws IOException {
			String text = this.request.toString(StandardCharsets.UTF_8);
			int head = text.indexOf("\r\n\r\n");
			// The tests ask in ASCII, and their requests end with the body
			if (head < 0 || text.length() < head + 4 + contentLength(text)) {
				return;
			}
			this.request.reset();
			LoadServer.this.requests.incrementAndGet();
			int start = text.indexOf(CONTENT, head) + CONTENT.length();
			String message = text.substring(start, text.indexOf('"', start));
			if (!text.contains("\"stream\":true")) {
				write(head("application/json", "Content-Length: " + completion(message).length())
						+ completion(message));
			}
			else if (message.startsWith("Hold")) {
				begin();
			}
			else {
				write(head("text/event-stream", "Transfer-Encoding: chunked")
						+ piece(event(message, "stop") + "data: [DONE]\n\n") + "0\r\n\r\n");
			}
		}

		private static int contentLength(String request) {
			String name = "\r\ncontent-length: ";
			int start = request.toLowerCase(Locale.ROOT).indexOf(name) + name.length();
			return Integer.parseInt(request.substring(start, request.indexOf('\r', start)));
		}

		private void begin() throws IOException {
			this.streaming = true;
			this.began = System.nanoTime();
			this.due = this.began + LoadServer.this.interval;
			LoadServer.this.streams.incrementAndGet();
			LoadServer.this.paced.add(this);
			this.written = 1;
			write(head("text/event-stream", "Transfer-Encoding: chunked") + piece(event("0", null)));
		}

		/**
		 * Write the chunk that is due.
		 * @return whether more will follow
		 */
		boolean writeChunk() {
			if (!this.streaming) {
				return false;
			}
			try {
				if (this.began - LoadServer.this.endsBefore < 0) {
					end();
					write(piece(event("end " + this.written, "stop") + "data: [DONE]\n\n") + "0\r\n\r\n");
				}
				else {
					write(piece(event(String.valueOf(this.written++), null)));
				}
			}
			catch (IOException ex) {
				close();
			}
			return this.streaming;
		}

		private void end() {
			if (this.streaming) {
				this.streaming = false;
				LoadServer.this.streams.decrementAndGet();
			}
		}

		private void close() {
			if (this.channel.isOpen()) {
				end();
				LoadServer.this.connections.decrementAndGet();
				try {
					this.channel.close();
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

		/**
		 * Write at once: the clients read all the time, and there is never much.
		 */
		private void write(String text) throws IOException {
			ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
			while (bytes.hasRemaining()) {
				this.channel.write(bytes);
			}
		}

		private static String head(String contentType, String header) {
			return "HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\n" + header + "\r\n\r\n";
		}

		private static String piece(String text) {
			return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
		}

		private static String event(String text, String finishReason) {
			String reason = (finishReason != null) ? "\"" + finishReason + "\"" : "null";
			return "data: {\"id\":\"load\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,"
					+ "\"model\":\"served/model\",\"system_fingerprint\":\"3.3.5-native\",\"choices\":[{\"index\":0,"
					+ "\"delta\":{\"role\":\"assistant\",\"content\":\"" + text
					+ "\"},\"logprobs\":null,\"finish_reason\":" + reason + "}],\"usage\":null}\n\n";
		}

		private static String completion(String text) {
			return "{\"id\":\"load\",\"object\":\"chat.completion\",\"created\":1767225600,\"model\":\"served/model\","
					+ "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
					+ "\"},\"finish_reason\":\"stop\"}],"
					+ "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":15,\"total_tokens\":25}}";
		}

	}

}
