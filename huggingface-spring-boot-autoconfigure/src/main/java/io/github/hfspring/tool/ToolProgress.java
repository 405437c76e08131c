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

package io.github.hfspring.tool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ToolCall;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tells callbacks of the calls of tools. One that throws harms neither the call nor the
 * others.
 */
final class ToolProgress {

	private static final Log logger = LogFactory.getLog(ToolProgress.class);

	private final List<ChatProgressCallback> callbacks;

	private final AtomicBoolean warned = new AtomicBoolean();

	ToolProgress(List<ChatProgressCallback> callbacks) {
		this.callbacks = List.copyOf(callbacks);
	}

	/**
	 * Tell of a call when it begins and when it ends.
	 */
	Mono<ToolOutcome> tell(ToolCall call, ToolConversation conversation, Mono<ToolOutcome> run) {
		if (this.callbacks.isEmpty()) {
			return run;
		}
		return Mono.defer(() -> {
			// Tools are asked for once already when they run
			int round = conversation.round() - 1;
			long start = System.nanoTime();
			tell(conversation, new ChatProgress.ToolCalled(call.name(), call.id(), round));
			return run
				.doOnNext((outcome) -> tell(conversation,
						new ChatProgress.ToolAnswered(call.name(), call.id(), round, since(start), error(outcome))))
				.doOnError((error) -> tell(conversation,
						new ChatProgress.ToolAnswered(call.name(), call.id(), round, since(start), error(error))));
		});
	}

	private static Duration since(long start) {
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static @Nullable Throwable error(ToolOutcome outcome) {
		return (outcome.mistake() != null && outcome.cause() == null) ? new IllegalArgumentException(outcome.text())
				: outcome.cause();
	}

	private static Throwable error(Throwable error) {
		return (error instanceof ToolCallingException && error.getCause() != null) ? error.getCause() : error;
	}

	private void tell(ToolConversation conversation, ChatProgress progress) {
		for (ChatProgressCallback callback : this.callbacks) {
			try {
				callback.onProgress(conversation.request(), progress);
			}
			catch (Throwable ex) {
				log(callback, ex);
			}
		}
	}

	private void log(ChatProgressCallback callback, Throwable ex) {
		String message = "The callback " + callback.getClass().getName() + " threw an exception, which is ignored";
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(message + "; further ones are logged at DEBUG", ex);
		}
		else {
			logger.debug(message, ex);
		}
	}

}
