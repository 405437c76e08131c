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

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.event.ChatRequestEvent;
import io.github.hfspring.event.ChatResponseEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallLog}.
 */
class CallLogTests {

	private final CallLog calls = new CallLog();

	@Test
	void keepsTheLatest() {
		for (int i = 0; i < CallLog.CAPACITY + 5; i++) {
			this.calls.onRequest(new ChatRequestEvent(ChatRequest.of("Question " + i)));
		}
		assertThat(this.calls.entries()).hasSize(CallLog.CAPACITY);
		assertThat(this.calls.entries().get(0).text()).isEqualTo("Question " + (CallLog.CAPACITY + 4));
	}

	@Test
	void cutsLongText() {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		aggregator.add(ChatChunk.of("x".repeat(10_000)));
		ChatResponse response = aggregator.toResponse();
		this.calls.onResponse(new ChatResponseEvent(ChatRequest.of("Hi"), response));
		assertThat(this.calls.entries().get(0).text()).hasSizeLessThan(200).endsWith("...");
	}

}
