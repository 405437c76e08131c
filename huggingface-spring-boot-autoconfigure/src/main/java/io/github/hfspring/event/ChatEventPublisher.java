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

package io.github.hfspring.event;

import java.util.function.BooleanSupplier;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkCallback;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatRequestCallback;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ChatResponseCallback;
import io.github.hfspring.chat.ChatStreamCompleteCallback;
import io.github.hfspring.chat.ChatStreamResult;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.Ordered;
import org.springframework.util.Assert;

/**
 * Publishes what the callbacks are told as application events. It is a callback like any
 * other, and the last of them.
 *
 * @since 0.1.0
 */
public class ChatEventPublisher implements ChatRequestCallback, ChatResponseCallback, ChatChunkCallback,
		ChatStreamCompleteCallback, ChatProgressCallback, Ordered {

	private final ApplicationEventPublisher publisher;

	private final BooleanSupplier chunksWanted;

	/**
	 * Create a publisher of all events.
	 * @param publisher where to publish
	 */
	public ChatEventPublisher(ApplicationEventPublisher publisher) {
		this(publisher, () -> true);
	}

	/**
	 * Create a publisher.
	 * @param publisher where to publish
	 * @param chunksWanted asked for every chunk whether to publish it
	 */
	public ChatEventPublisher(ApplicationEventPublisher publisher, BooleanSupplier chunksWanted) {
		Assert.notNull(publisher, "'publisher' must not be null");
		Assert.notNull(chunksWanted, "'chunksWanted' must not be null");
		this.publisher = publisher;
		this.chunksWanted = chunksWanted;
	}

	@Override
	public void onRequest(ChatRequest request) {
		this.publisher.publishEvent(new ChatRequestEvent(request));
	}

	@Override
	public void onResponse(ChatRequest request, ChatResponse response) {
		this.publisher.publishEvent(new ChatResponseEvent(request, response));
	}

	@Override
	public void onChunk(ChatRequest request, ChatChunk chunk) {
		if (this.chunksWanted.getAsBoolean()) {
			this.publisher.publishEvent(new ChatChunkEvent(request, chunk));
		}
	}

	@Override
	public void onComplete(ChatRequest request, ChatStreamResult result) {
		this.publisher.publishEvent(new ChatStreamCompleteEvent(request, result));
	}

	@Override
	public void onProgress(ChatRequest request, ChatProgress progress) {
		this.publisher.publishEvent(new ChatProgressEvent(request, progress));
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
