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

import java.util.List;
import java.util.Objects;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatRequestCustomizer;
import io.github.hfspring.chat.ReasoningReplay;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Makes the request that is sent out of the one that was given: defaults, then
 * customizers, then resolvers. Reasoning that is not sent back is left out before the
 * resolvers, who count what is sent. The request that was given is not changed.
 */
final class RequestResolution {

	private final ChatOptions defaults;

	private final List<ChatRequestCustomizer> customizers;

	private final List<ChatRequestResolver> resolvers;

	private final ChatCallbacks callbacks;

	RequestResolution(ChatOptions defaults, List<ChatRequestCustomizer> customizers,
			List<ChatRequestResolver> resolvers, ChatCallbacks callbacks) {
		this.defaults = defaults;
		this.customizers = List.copyOf(customizers);
		this.resolvers = List.copyOf(resolvers);
		this.callbacks = callbacks;
	}

	ChatOptions defaults() {
		return this.defaults;
	}

	/**
	 * Resolve a request when subscribed to.
	 * @param request the request as it was given
	 * @return the request to send
	 */
	Mono<ChatRequest> resolve(ChatRequest request) {
		Mono<ChatRequest> result = Mono.fromCallable(() -> customize(request));
		for (ChatRequestResolver resolver : this.resolvers) {
			result = result.flatMap((resolved) -> resolver
				.resolve(resolved, (progress) -> this.callbacks.onProgress(resolved, progress))
				.defaultIfEmpty(resolved));
		}
		return result;
	}

	private static ChatRequest withoutReasoning(ChatRequest request) {
		ReasoningReplay replay = Objects.requireNonNullElse(request.options().reasoningReplay(),
				ReasoningReplay.TOOL_ROUNDS);
		List<ChatMessage> messages = replay.apply(request.messages());
		return (messages == request.messages()) ? request : new ChatRequest(messages, request.options());
	}

	private ChatRequest customize(ChatRequest request) {
		ChatRequest result = request.withOptions(request.options().withDefaults(this.defaults));
		for (ChatRequestCustomizer customizer : this.customizers) {
			result = customizer.customize(result);
			Assert.state(result != null, () -> customizer.getClass().getName() + " returned no request");
		}
		return withoutReasoning(result);
	}

}
