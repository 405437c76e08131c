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

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import com.sun.management.ThreadMXBean;
import io.github.hfspring.autoconfigure.HuggingFaceChatAutoConfiguration;
import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ResponseMetadata;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

/**
 * Prints how many bytes all threads but those of the server allocate for a chunk, and for
 * a call.
 */
public final class AllocationProbe {

	private static final String PREFIX = "allocated ";

	/** The first ones load classes. */
	private static final int ROUNDS = 8;

	private static final int CALLS = 100;

	private static final String COMPLETION = Answers.completion(" answer".repeat(120));

	private static final ResponseLimits LIMITS = new ResponseLimits(256, 1024 * 1024, 16 * 1024 * 1024, 8192);

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/** Where what is delivered is seen by everyone. */
	private static volatile Object delivered;

	private AllocationProbe() {
	}

	public static void main(String[] args) {
		Map<String, List<byte[]>> streams = Arrays.stream(AllocationShape.values())
			.collect(Collectors.toMap(Enum::name, AllocationShape::pieces));
		try (RawHttpServer server = new RawHttpServer((exchange) -> answer(exchange, streams))) {
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
						ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
						HuggingFaceChatAutoConfiguration.class))
				.withPropertyValues("huggingface.base-url=" + server.url(), "huggingface.api-key=" + Connector.TOKEN)
				.run((context) -> measure(context.getBean(HuggingFaceChatModel.class), streams));
		}
	}

	private static void measure(HuggingFaceChatModel model, Map<String, List<byte[]>> streams) throws Exception {
		print("text", AllocationShape.CHUNKS, AllocationProbe::keepText);
		for (AllocationShape shape : AllocationShape.values()) {
			print("decoder-" + shape, AllocationShape.CHUNKS, () -> decode(streams.get(shape.name())));
			print("stream-" + shape, AllocationShape.CHUNKS, () -> stream(model, shape));
		}
		print("call", CALLS, () -> call(model));
	}

	private static void print(String name, int units, Callable<?> work) throws Exception {
		PrintStream out = System.out;
		out.println(PREFIX + name + " " + least(work) / units);
	}

	/**
	 * Read a line that was printed.
	 * @return the name and the number; {@code null} if it is another line
	 */
	static Map.Entry<String, Double> parse(String line) {
		String[] words = line.split(" ");
		return line.startsWith(PREFIX) ? Map.entry(words[1], Double.valueOf(words[2])) : null;
	}

	/**
	 * It is the same work in each round; what other threads do beside comes and goes.
	 */
	private static double least(Callable<?> work) throws Exception {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < ROUNDS; i++) {
			Map<Long, Long> others = byOthers();
			long own = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
			delivered = work.call();
			own = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - own;
			long bytes = own + byOthers().entrySet()
				.stream()
				.mapToLong((thread) -> thread.getValue() - others.getOrDefault(thread.getKey(), 0L))
				.sum();
			least = Math.min(least, bytes);
		}
		return least;
	}

	private static Map<Long, Long> byOthers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread != Thread.currentThread() && !thread.getName().startsWith("raw-http-"))
			.collect(Collectors.toMap(Thread::getId, (thread) -> THREADS.getThreadAllocatedBytes(thread.getId())));
	}

	/**
	 * What has been delivered is kept for an error that may come.
	 */
	private static Object keepText() {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < AllocationShape.CHUNKS; i++) {
			text.append(AllocationShape.word(i));
		}
		return text;
	}

	private static int decode(List<byte[]> pieces) {
		StreamDecoder decoder = new StreamDecoder(LIMITS, new ChunkDecoder(Json.MAPPER),
				new ErrorDecoder(Json.MAPPER, 8192), ResponseMetadata.none(), null, null);
		int chunks = 0;
		for (byte[] piece : pieces) {
			decoder.feed(ByteBuffer.wrap(piece));
			for (ChatChunk chunk = decoder.next(); chunk != null; chunk = decoder.next()) {
				delivered = chunk;
				chunks++;
			}
		}
		return checked(chunks);
	}

	private static int checked(long chunks) {
		if (chunks != AllocationShape.CHUNKS) {
			throw new IllegalStateException("There were " + chunks + " chunks");
		}
		return (int) chunks;
	}

	private static int stream(HuggingFaceChatModel model, AllocationShape shape) {
		Long chunks = model.stream((request) -> request.model(shape.name()).user("Hi"))
			.doOnNext((chunk) -> delivered = chunk)
			.count()
			.block(RawHttpServer.LIMIT);
		return checked(chunks);
	}

	private static int call(HuggingFaceChatModel model) {
		for (int i = 0; i < CALLS; i++) {
			delivered = model.call((request) -> request.model("call").user("Hi"));
		}
		return CALLS;
	}

	/**
	 * The model that is asked for says with what to answer.
	 */
	private static void answer(RawHttpServer.Exchange exchange, Map<String, List<byte[]>> streams) throws IOException {
		String request = exchange.request().text();
		for (Map.Entry<String, List<byte[]>> stream : streams.entrySet()) {
			if (request.contains("\"model\":\"" + stream.getKey() + "\"")) {
				send(exchange.stream(), stream.getValue());
				return;
			}
		}
		// At once, or the second half waits for the first to be acknowledged
		exchange.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + COMPLETION.length()
				+ "\r\n\r\n" + COMPLETION);
	}

	private static void send(RawHttpServer.Exchange exchange, List<byte[]> pieces) throws IOException {
		for (byte[] piece : pieces) {
			exchange.write(Integer.toHexString(piece.length) + "\r\n").write(piece).write("\r\n");
		}
		exchange.end();
	}

}
