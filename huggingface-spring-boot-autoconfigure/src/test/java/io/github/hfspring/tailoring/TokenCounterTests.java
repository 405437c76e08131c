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

import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolDefinition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenCounterTests {

	private final TokenCounter characters = TokenCounter.characters();

	private final TokenCounter estimate = TokenCounter.estimate();

	@Test
	void fourCharactersAreAToken() {
		assertThat(this.characters.count(ChatMessage.system("You are a helpful assistant."))).isEqualTo(7);
		assertThat(this.characters.count(ChatMessage.user("Question 1"))).isEqualTo(2);
		assertThat(this.characters.count(ChatMessage.user("\u6f22\u5b57\u6f22\u5b57"))).isEqualTo(1);
		assertThat(this.characters.count(ChatMessage.user("\ud83d\ude00".repeat(4)))).isEqualTo(1);
		assertThat(this.estimate.count(ChatMessage.user("Question 1"))).isEqualTo(2);
	}

	@Test
	void whatIsNotEmptyIsAToken() {
		assertThat(this.characters.count(ChatMessage.user("a"))).isEqualTo(1);
		assertThat(this.characters.count(ChatMessage.user(""))).isZero();
		assertThat(this.characters.count(ChatMessage.tool("id", ""))).isZero();
	}

	@Test
	void otherScriptsTakeMoreTokens() {
		assertThat(this.estimate.count(ChatMessage.user("\u6f22\u5b57\u6f22\u5b57"))).isEqualTo(4);
		assertThat(this.estimate.count(ChatMessage.user("\u041f\u0440\u0438\u0432\u0435\u0442"))).isEqualTo(3);
		assertThat(this.estimate.count(ChatMessage.user("\ud83d\ude00\ud83d\ude00"))).isEqualTo(2);
	}

	@Test
	void everythingCounts() {
		ToolCall call = ToolCall.function("12345678", "weather", "{\"city\":\"Paris\"}");
		AssistantMessage message = AssistantMessage.builder()
			.text("12345678")
			.reasoning("1234")
			.toolCalls(List.of(call))
			.build();
		int characters = 8 + 4 + "function".length() + 8 + "weather".length() + call.arguments().length();
		assertThat(this.characters.count(message)).isEqualTo(characters / 4);
		assertThat(this.characters.count(ToolDefinition.of("weather", "The weather", Map.of("type", "object"))))
			.isEqualTo(("weather" + "The weather" + "{type=object}").length() / 4);
	}

	@Test
	void onlyWhatIsSentIsEstimated() {
		AssistantMessage message = AssistantMessage.builder()
			.text("12345678")
			.reasoning("x".repeat(4000))
			.refusal("z".repeat(4000))
			.additionalFields(Map.of("signature", "y".repeat(400)))
			.build();
		assertThat(this.estimate.count(message)).isBetween(1102, 1110);
	}

	@Test
	void anImageTakesAThousandTokens() {
		ChatMessage message = ChatMessage.user(ContentPart.text("What is this?"),
				ContentPart.raw(Map.of("type", "image_url", "image_url", Map.of("url", "data:..."))));
		assertThat(this.estimate.count(message)).isEqualTo(1003);
		assertThat(this.characters.count(message)).isEqualTo(3);
	}

}
