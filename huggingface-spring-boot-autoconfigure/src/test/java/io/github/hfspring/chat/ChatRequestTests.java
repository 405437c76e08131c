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

package io.github.hfspring.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link ChatRequest}.
 */
class ChatRequestTests {

	@Test
	void builderKeepsTheOrderOfMessages() {
		ChatRequest request = ChatRequest.builder()
			.system("Be brief")
			.user("What is in the picture?")
			.assistant("A cat")
			.tool("call_1", "sunny")
			.user(ContentPart.text("And here?"), ContentPart.raw(Map.of("type", "image_url")))
			.message(ChatMessage.system("Be polite"))
			.build();
		assertThat(request.messages()).extracting(ChatMessage::role)
			.containsExactly("system", "user", "assistant", "tool", "user", "system");
		assertThat(request.messages()).extracting(ChatMessage::text)
			.containsExactly("Be brief", "What is in the picture?", "A cat", "sunny", "And here?", "Be polite");
	}

	@Test
	void builderSetsOptions() {
		ChatRequest request = ChatRequest.builder().user("Hi").model("a/b").temperature(0.5).endUser("me").build();
		assertThat(request.options())
			.isEqualTo(ChatOptions.builder().model("a/b").temperature(0.5).endUser("me").build());
	}

	@Test
	void builderChecksOptions() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatRequest.builder().user("Hi").maxTokens(0).build())
			.withMessageContaining("'maxTokens'");
	}

	@Test
	void optionsReplaceThoseSetBefore() {
		ChatOptions options = ChatOptions.builder().maxTokens(5).build();
		ChatRequest request = ChatRequest.builder().user("Hi").temperature(1.0).options(options).n(2).build();
		assertThat(request.options()).isEqualTo(ChatOptions.builder().maxTokens(5).n(2).build());
		assertThat(request.messages()).hasSize(1);
	}

	@Test
	void textAloneMakesARequest() {
		ChatRequest request = ChatRequest.of("Hi");
		assertThat(request.messages()).containsExactly(ChatMessage.user("Hi"));
		assertThat(request.options()).isEqualTo(ChatOptions.none());
	}

	@Test
	void thereMayBeNoMessages() {
		assertThat(ChatRequest.builder().build().messages()).isEmpty();
		assertThat(new ChatRequest(List.of(), ChatOptions.none()).messages()).isEmpty();
	}

	@Test
	void changedCopyLeavesTheOriginalAlone() {
		ChatRequest request = ChatRequest.builder()
			.user("Hi")
			.model("a/b")
			.extraField("a", 1)
			.extraHeader("A", "1")
			.build();
		ChatRequest before = new ChatRequest(request.messages(), request.options());
		ChatRequest changed = request.mutate()
			.assistant("Hello")
			.model("c/d")
			.extraField("b", 2)
			.extraHeader("a", "2")
			.stop("x")
			.build();
		assertThat(request).isEqualTo(before);
		assertThat(request.options().extraFields()).containsOnlyKeys("a");
		assertThat(request.options().extraHeaders().get("a")).isEqualTo("1");
		assertThat(changed.messages()).hasSize(2);
		assertThat(changed.options().model()).isEqualTo("c/d");
		assertThat(changed.options().extraFields()).containsOnlyKeys("a", "b");
		assertThat(changed.options().extraHeaders()).hasSize(1);
	}

	@Test
	void unchangedCopyIsEqual() {
		ChatRequest request = ChatRequest.builder().system("a").user("b").topP(0.5).toolsDisabled(true).build();
		assertThat(request.mutate().build()).isEqualTo(request).hasSameHashCodeAs(request);
	}

	@Test
	void messagesCanBeReplaced() {
		ChatRequest request = ChatRequest.builder().system("a").user("b").build();
		List<ChatMessage> last = request.messages().subList(1, 2);
		assertThat(request.mutate().messages(last).build().messages()).containsExactly(ChatMessage.user("b"));
	}

	@Test
	void optionsCanBeReplaced() {
		ChatRequest request = ChatRequest.of("Hi");
		ChatOptions options = ChatOptions.builder().n(2).build();
		assertThat(request.withOptions(options)).isEqualTo(new ChatRequest(request.messages(), options));
		assertThat(request.withOptions(request.options())).isSameAs(request);
	}

	@Test
	void builderCanBeUsedAgain() {
		ChatRequest.Builder builder = ChatRequest.builder().user("a");
		ChatRequest first = builder.build();
		ChatRequest second = builder.user("b").extraField("x", 1).build();
		assertThat(first.messages()).hasSize(1);
		assertThat(first.options().extraFields()).isEmpty();
		assertThat(second.messages()).hasSize(2);
	}

	@Test
	void laterChangesOfTheGivenListHaveNoEffect() {
		List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.user("a")));
		ChatRequest request = new ChatRequest(messages, ChatOptions.none());
		messages.clear();
		assertThat(request.messages()).hasSize(1).isUnmodifiable();
	}

	@Test
	@SuppressWarnings("NullAway") // what a caller without the check can do
	void missingPartsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ChatRequest(null, ChatOptions.none()));
		assertThatIllegalArgumentException().isThrownBy(() -> new ChatRequest(List.of(), null));
		assertThatIllegalArgumentException().isThrownBy(() -> ChatRequest.builder().message(null));
		assertThatNullPointerException()
			.isThrownBy(() -> new ChatRequest(Collections.singletonList(null), ChatOptions.none()));
	}

}
