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

package io.github.hfspring.benchmarks.client;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.hfspring.benchmarks.shape.Shape;

/**
 * Who can be measured.
 */
public enum ClientKind {

	/** Raw Reactor Netty that counts bytes. */
	FLOOR1("Floor 1, bytes only", false, () -> FloorOneClient::new),

	/** Raw Reactor Netty and a parser that is written for this server. */
	FLOOR2("Floor 2, events and fields", false, () -> FloorTwoClient::new),

	/** The starter. */
	OURS("this starter", false, () -> StarterClient::new),

	/** What one writes oneself. */
	WEBCLIENT("WebClient by hand", false, () -> WebClientByHand::new),

	/** LangChain4j. */
	LANGCHAIN4J("LangChain4j", true, () -> LangChainClient::new),

	/** The client of OpenAI. */
	OPENAI_JAVA("openai-java, async", true, () -> OpenAiJavaClient::new),

	/** Spring AI. */
	SPRING_AI("Spring AI OpenAI", true, () -> SpringAiClient::new);

	private final String title;

	private final boolean peer;

	// Keeps the classes of the others from being loaded
	private final Supplier<Function<String, BenchmarkClient>> factory;

	ClientKind(String title, boolean peer, Supplier<Function<String, BenchmarkClient>> factory) {
		this.title = title;
		this.peer = peer;
		this.factory = factory;
	}

	/**
	 * Return the name for the command line.
	 * @return the name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the name for people.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Return whether this needs more on the class path than the starter brings.
	 * @return whether it does
	 */
	public boolean isPeer() {
		return this.peer;
	}

	/**
	 * Return whether what arrives of a shape can be checked.
	 * @param shape the shape
	 * @return whether it can
	 */
	public boolean supports(Shape shape) {
		return this != SPRING_AI || (shape != Shape.TOOLS && shape != Shape.DEEPSEEK);
	}

	/**
	 * Create the client.
	 * @param baseUrl where the server is, with the version of the API
	 * @return the client
	 */
	public BenchmarkClient create(String baseUrl) {
		return this.factory.get().apply(baseUrl);
	}

	/**
	 * Return the client with a name.
	 * @param id the name
	 * @return the client
	 */
	public static ClientKind of(String id) {
		return Arrays.stream(values())
			.filter((kind) -> kind.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no client '" + id + "'"));
	}

}
