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

import java.time.Duration;

import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatProgressEvent}.
 */
class ChatProgressEventTests {

	private final HuggingFaceException error = HuggingFaceException.of(ErrorKind.OVERLOADED, "Too busy")
		.status(503)
		.body("secret body")
		.build();

	@Test
	void showsTheProgressAndNothingOfTheRequest() {
		assertShown(new ChatProgress.AttemptFailed(1, this.error, Duration.ofSeconds(2)), "AttemptFailed", "Too busy",
				"PT2S");
		assertShown(new ChatProgress.WaitingForModel(1, this.error, Duration.ofSeconds(2), Duration.ZERO),
				"WaitingForModel", "Too busy");
		assertShown(new ChatProgress.EventSkipped(this.error), "EventSkipped", "Too busy");
		assertShown(new ChatProgress.Tailored(100, 50, 60, 3), "Tailored", "budget=60");
		assertShown(new ChatProgress.ToolCalled("weather", "call-1", 0), "ToolCalled", "weather");
		assertShown(new ChatProgress.ToolAnswered("weather", "call-1", 0, Duration.ofSeconds(2), null), "ToolAnswered",
				"weather", "PT2S");
	}

	private static void assertShown(ChatProgress progress, String... shown) {
		ChatRequest request = ChatRequest.builder()
			.user("secret text")
			.extraHeader("X-Api-Key", "secret key")
			.extraField("user", "secret user")
			.build();
		assertThat(new ChatProgressEvent(request, progress).toString()).startsWith("ChatProgressEvent[")
			.contains(shown)
			.doesNotContain("secret");
	}

}
