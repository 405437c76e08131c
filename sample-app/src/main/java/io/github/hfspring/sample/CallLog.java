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

package io.github.hfspring.sample;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.Usage;
import io.github.hfspring.event.ChatEvent;
import io.github.hfspring.event.ChatProgressEvent;
import io.github.hfspring.event.ChatRequestEvent;
import io.github.hfspring.event.ChatResponseEvent;
import io.github.hfspring.event.ChatStreamCompleteEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Event listeners: keeps what happened last. They run on the client's threads and must
 * not block, so they do no more than remember.
 */
@Component
class CallLog {

	static final int CAPACITY = 50;

	private static final int MAX_TEXT = 150;

	private final Deque<Entry> entries = new ArrayDeque<>();

	@EventListener
	void onRequest(ChatRequestEvent event) {
		List<ChatMessage> messages = event.getRequest().messages();
		add("request", event, messages.get(messages.size() - 1).text(), null, null);
	}

	@EventListener
	void onResponse(ChatResponseEvent event) {
		add("response", event, event.getResponse().text(), event.getResponse(), null);
	}

	@EventListener
	void onStreamComplete(ChatStreamCompleteEvent event) {
		ChatStreamResult result = event.getResult();
		add("stream complete", event, result.response().text(), result.response(), result.outcome());
	}

	@EventListener
	void onProgress(ChatProgressEvent event) {
		ChatProgress progress = event.getProgress();
		String text = (progress instanceof ChatProgress.AttemptFailed failed)
				? "Attempt " + failed.attempt() + " failed: " + failed.error().getMessage() : progress.toString();
		add("progress", event, text, null, null);
	}

	private void add(String name, ChatEvent event, String text, @Nullable ChatResponse response,
			ChatStreamResult.@Nullable Outcome outcome) {
		String model = (response != null && response.model() != null) ? response.model()
				: event.getRequest().options().model();
		FinishReason finishReason = (response != null) ? response.finishReason() : null;
		Usage usage = (response != null) ? response.usage() : null;
		add(new Entry(Instant.now(), name, model, outcome, finishReason, (usage != null) ? usage.totalTokens() : null,
				(text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) + "..." : text));
	}

	private void add(Entry entry) {
		synchronized (this.entries) {
			this.entries.addFirst(entry);
			if (this.entries.size() > CAPACITY) {
				this.entries.removeLast();
			}
		}
	}

	/**
	 * Return what happened, the latest first.
	 */
	List<Entry> entries() {
		synchronized (this.entries) {
			return List.copyOf(this.entries);
		}
	}

	/**
	 * Something that happened.
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Entry(Instant time, String event, @Nullable String model, ChatStreamResult.@Nullable Outcome outcome,
			@Nullable FinishReason finishReason, @Nullable Long totalTokens, String text) {

	}

}
