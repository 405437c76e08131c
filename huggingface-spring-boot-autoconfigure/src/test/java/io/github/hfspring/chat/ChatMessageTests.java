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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ChatMessage} and the types that make it up.
 */
class ChatMessageTests {

	private static final TypeReference<List<ChatMessage>> CONVERSATION = new TypeReference<>() {
	};

	private final JsonMapper mapper = JsonMapper.builder().build();

	@Test
	void conversationSurvivesJson() {
		Map<String, Object> image = Map.of("type", "image_url", "image_url",
				Map.of("url", "data:image/png;base64,AAAA", "detail", "high"));
		Map<String, Object> thought = Map.of("google", Map.of("thought_signature", "c2ln"));
		List<ChatMessage> conversation = List.of(ChatMessage.system("Be brief"),
				new SystemMessage("Be polite", Map.of("cache", true)), ChatMessage.user("Hi \ud83e\udd17"),
				new UserMessage(List.of(ContentPart.text("What is this?"), ContentPart.raw(image)), "Anna",
						Map.of("priority", 1)),
				AssistantMessage.builder()
					.text("Let me see")
					.reasoning(" \n")
					.reasoningPlace(ReasoningPlace.REASONING)
					.toolCalls(List.of(ToolCall.function("call_1", "weather", "{\"city\": \"K\u00f6ln\"}"),
							new ToolCall("call_2", "custom", "time", "", Map.of("extra_content", thought))))
					.additionalFields(Map.of("reasoning_content", "Hm"))
					.build(),
				ChatMessage.tool("call_1", "sunny"), new ToolMessage("call_2", "time", "", Map.of("a", 1)),
				AssistantMessage.builder().refusal("No").build(), ChatMessage.assistant(""));
		String json = this.mapper.writerFor(CONVERSATION).writeValueAsString(conversation);
		assertThat(this.mapper.readValue(json, CONVERSATION)).isEqualTo(conversation);
	}

	@Test
	void roleTellsTheTypeInJson() {
		assertThat(this.mapper.writeValueAsString(ChatMessage.user("Hi"))).contains("\"role\":\"user\"");
		assertThat(this.mapper.writeValueAsString(ChatMessage.system("Hi"))).contains("\"role\":\"system\"");
		assertThat(this.mapper.writeValueAsString(ChatMessage.assistant("Hi"))).contains("\"role\":\"assistant\"");
		assertThat(this.mapper.writeValueAsString(ChatMessage.tool("1", "Hi"))).contains("\"role\":\"tool\"");
	}

	@Test
	void requestOfAConversationIsNotChangedByJson() {
		ChatMessage message = ChatMessage.user(ContentPart.text("a"), ContentPart.text("b"));
		ChatMessage copy = this.mapper.readValue(this.mapper.writeValueAsString(message), ChatMessage.class);
		assertThat(copy).isEqualTo(message).isInstanceOf(UserMessage.class);
		assertThat(copy.text()).isEqualTo("ab");
	}

	@Test
	void textIsThatOfTheTextParts() {
		ContentPart image = ContentPart.raw(Map.of("type", "image_url"));
		assertThat(ChatMessage.user(ContentPart.text("a"), image, ContentPart.text("b")).text()).isEqualTo("ab");
		assertThat(ChatMessage.user(image).text()).isEmpty();
		assertThat(AssistantMessage.builder().build().text()).isEmpty();
	}

	@Test
	void emptyAnswerHasNoContent() {
		assertThat(ChatMessage.assistant("").content()).isEmpty();
		assertThat(AssistantMessage.builder().text("a").text("").build().content()).isEmpty();
	}

	@Test
	void changedAnswerLeavesTheOriginalAlone() {
		AssistantMessage message = AssistantMessage.builder()
			.text("a")
			.reasoning("b")
			.refusal("c")
			.toolCalls(List.of(ToolCall.function("1", "f", "{}")))
			.additionalFields(Map.of("x", 1))
			.build();
		assertThat(message.mutate().build()).isEqualTo(message);
		AssistantMessage changed = message.mutate().reasoning(null).toolCalls(List.of()).build();
		assertThat(changed.text()).isEqualTo("a");
		assertThat(changed.reasoning()).isNull();
		assertThat(message.reasoning()).isEqualTo("b");
		assertThat(message.toolCalls()).hasSize(1);
	}

	@Test
	void messagesCannotBeChanged() {
		Map<String, Object> fields = new HashMap<>(Map.of("a", 1));
		List<ContentPart> parts = new ArrayList<>(List.of(ContentPart.text("a")));
		UserMessage message = new UserMessage(parts, null, fields);
		fields.put("b", 2);
		parts.clear();
		assertThat(message.content()).hasSize(1).isUnmodifiable();
		assertThat(message.additionalFields()).hasSize(1).isUnmodifiable();
		assertThat(AssistantMessage.builder().build().toolCalls()).isUnmodifiable();
		assertThat(ContentPart.raw(new HashMap<>(Map.of("type", "x"))).fields()).isUnmodifiable();
	}

	@Test
	void fieldsMayBeNull() {
		Map<String, Object> fields = new HashMap<>();
		fields.put("content", null);
		assertThat(new SystemMessage("a", fields).additionalFields()).containsEntry("content", null);
	}

	@Test
	@SuppressWarnings("NullAway") // what a caller without the check can do
	void missingPartsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> ChatMessage.user());
		assertThatIllegalArgumentException().isThrownBy(() -> ChatMessage.user((String) null));
		assertThatIllegalArgumentException().isThrownBy(() -> ChatMessage.system(null));
		assertThatIllegalArgumentException().isThrownBy(() -> ChatMessage.tool(null, "a"));
		assertThatIllegalArgumentException().isThrownBy(() -> ChatMessage.tool("1", null));
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.raw(Map.of("image_url", "a")))
			.withMessageContaining("'type'");
	}

	@Test
	void rawPartKnowsItsType() {
		assertThat(ContentPart.raw(Map.of("type", "input_audio")).type()).isEqualTo("input_audio");
	}

	@Test
	void toolCallIsAFunctionUnlessItSaysOtherwise() {
		for (String type : Arrays.asList(null, "", "function")) {
			ToolCall call = new ToolCall("1", type, "f", null, null);
			assertThat(call).isEqualTo(ToolCall.function("1", "f", ""));
		}
	}

}
