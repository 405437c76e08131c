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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

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
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Calls the callbacks, in order. One that throws is logged with its stack trace once, and
 * neither harms the call nor keeps the others from being called.
 */
final class ChatCallbacks {

	private static final Log logger = LogFactory.getLog(ChatCallbacks.class);

	private final List<ChatRequestCallback> request;

	private final List<ChatResponseCallback> response;

	private final List<ChatChunkCallback> chunk;

	private final List<ChatStreamCompleteCallback> streamComplete;

	private final List<ChatProgressCallback> progress;

	private final Set<Object> logged = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

	ChatCallbacks(List<ChatRequestCallback> request, List<ChatResponseCallback> response, List<ChatChunkCallback> chunk,
			List<ChatStreamCompleteCallback> streamComplete, List<ChatProgressCallback> progress) {
		this.request = List.copyOf(request);
		this.response = List.copyOf(response);
		this.chunk = List.copyOf(chunk);
		this.streamComplete = List.copyOf(streamComplete);
		this.progress = List.copyOf(progress);
	}

	void onRequest(ChatRequest request) {
		call(this.request, (callback) -> callback.onRequest(request));
	}

	void onResponse(ChatRequest request, ChatResponse response) {
		call(this.response, (callback) -> callback.onResponse(request, response));
	}

	void onChunk(ChatRequest request, ChatChunk chunk) {
		if (!this.chunk.isEmpty()) {
			call(this.chunk, (callback) -> callback.onChunk(request, chunk));
		}
	}

	void onStreamComplete(ChatRequest request, ChatStreamResult result) {
		call(this.streamComplete, (callback) -> callback.onComplete(request, result));
	}

	void onProgress(ChatRequest request, ChatProgress progress) {
		call(this.progress, (callback) -> callback.onProgress(request, progress));
	}

	private <T> void call(List<T> callbacks, Consumer<T> call) {
		for (T callback : callbacks) {
			try {
				call.accept(callback);
			}
			catch (Throwable ex) {
				// Even an Error: passed on to Reactor, it would leave the subscriber
				// without
				// an end
				log(callback, ex);
			}
		}
	}

	private void log(Object callback, Throwable ex) {
		if (this.logged.add(callback)) {
			logger.warn("The callback " + callback.getClass().getName() + " threw an exception, which is ignored; "
					+ "further ones are logged at DEBUG", ex);
		}
		else {
			logger.debug("The callback " + callback.getClass().getName() + " threw an exception, which is ignored", ex);
		}
	}

}
