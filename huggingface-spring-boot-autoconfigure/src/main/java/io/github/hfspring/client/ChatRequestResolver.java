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

import java.util.function.Consumer;

import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatRequestCustomizer;
import reactor.core.publisher.Mono;

/**
 * Changes requests before they are sent, like a {@link ChatRequestCustomizer}, but may
 * take its time and ask the network. Resolvers run in order, after all customizers, for
 * every subscription anew.
 * <p>
 * Must not block: a resolver that has to wait returns a {@link Mono} that does.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChatRequestResolver {

	/**
	 * Return the request to send.
	 * @param request the request, defaults included
	 * @return the same request or a changed one; an error refuses the request, and an
	 * empty {@link Mono} leaves it as it is
	 */
	Mono<ChatRequest> resolve(ChatRequest request);

	/**
	 * Return the request to send, and tell of what happens meanwhile. This is what the
	 * model calls; by default it calls {@link #resolve(ChatRequest)}.
	 * @param request the request, defaults included
	 * @param progress tells the progress callbacks of the request
	 * @return as {@link #resolve(ChatRequest)}
	 */
	default Mono<ChatRequest> resolve(ChatRequest request, Consumer<ChatProgress> progress) {
		return resolve(request);
	}

}
