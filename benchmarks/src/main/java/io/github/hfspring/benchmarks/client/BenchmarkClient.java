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

import org.jspecify.annotations.Nullable;

/**
 * A client, used as its documentation shows.
 */
public interface BenchmarkClient {

	/** What every client sends. */
	String PROMPT = "Tell me about the sea, in as many words as you like.";

	/** What every client sends as the token. It means nothing. */
	String TOKEN = "benchmark";

	/**
	 * Ask for a stream and return at once.
	 * @param model the name of the model
	 * @param receiver what to tell of the chunks and the end
	 */
	void stream(String model, Receiver receiver);

	/**
	 * Ask for a stream, and take one chunk of it and no more.
	 * @param model the name of the model
	 * @param receiver what to tell of the chunk
	 */
	default void streamOne(String model, Receiver receiver) {
		stream(model, new StalledReceiver(receiver));
	}

	/**
	 * Ask for a whole answer and wait for it.
	 * @param model the name of the model
	 * @return the text of the answer; a client that does not read it returns {@code null}
	 */
	@Nullable String call(String model);

}
