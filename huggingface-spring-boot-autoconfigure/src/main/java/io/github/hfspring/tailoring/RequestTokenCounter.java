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

package io.github.hfspring.tailoring;

import java.time.Duration;

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfoSource;
import reactor.core.publisher.Mono;

/**
 * Counts all tokens that a request has for the server: messages, tools, and what the
 * template of the model adds. It may ask the network, and must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestTokenCounter {

	/**
	 * Count the tokens of a request.
	 * @param request the request
	 * @return the number of tokens; empty if it cannot be told
	 */
	Mono<Integer> count(ChatRequest request);

	/**
	 * Return a counter that asks the endpoint: vLLM, SGLang, TGI and llama.cpp count
	 * requests that have no media. An endpoint that fails is left alone for a minute, and
	 * so is one that refuses a request and has not counted any before.
	 * @param endpoint the endpoint
	 * @param source knows which kind of server it is
	 * @param timeout how long to wait for a number
	 * @return the counter
	 */
	static RequestTokenCounter of(HuggingFaceEndpoint endpoint, ModelInfoSource source, Duration timeout) {
		return new EndpointTokenCounter(endpoint, source, timeout);
	}

}
