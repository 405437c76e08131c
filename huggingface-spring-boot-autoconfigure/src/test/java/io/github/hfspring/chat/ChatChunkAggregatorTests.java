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

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatChunkAggregator}.
 */
class ChatChunkAggregatorTests {

	private final ChatChunkAggregator aggregator = new ChatChunkAggregator();

	@Test
	void emptyStreamIsAnEmptyResponse() {
		ChatResponse response = this.aggregator.toResponse();
		assertThat(response.choices()).isEmpty();
		assertThat(response.text()).isEmpty();
		assertThat(response.reasoning()).isNull();
		assertThat(response.toolCalls()).isEmpty();
		assertThat(response.finishReason()).isNull();
		assertThat(response.usage()).isNull();
		assertThat(response.created()).isNull();
		assertThat(this.aggregator.size()).isZero();
	}

	@Test
	void textsAreJoined() {
		content("Once", " upon", "", null, " a time");
		assertThat(this.aggregator.toResponse().text()).isEqualTo("Once upon a time");
		assertThat(this.aggregator.size()).isEqualTo(16 + ChatChunkAggregator.PIECE_SIZE);
	}

	@Test
	void responseCanBeAskedForAtAnyTime() {
		content("Once");
		ChatResponse first = this.aggregator.toResponse();
		content(" upon");
		assertThat(first.text()).isEqualTo("Once");
		assertThat(this.aggregator.toResponse().text()).isEqualTo("Once upon");
	}

	@Test
	void missingFinishReasonIsNull() {
		content("a");
		assertThat(this.aggregator.toResponse().finishReason()).isNull();
	}

	@Test
	void finishReasonIsKept() {
		finish(FinishReason.of("eos_token"));
		content("");
		assertThat(this.aggregator.toResponse().finishReason()).isEqualTo(FinishReason.of("eos_token"));
	}

	@Test
	void choicesAreToldApartAndOrdered() {
		add(choice(2, delta("c")), choice(0, delta("a")));
		add(choice(1, delta("b")));
		add(choice(0, delta("A")), choice(1, delta("B")), choice(2, delta("C")));
		List<ChatChoice> choices = this.aggregator.toResponse().choices();
		assertThat(choices).extracting(ChatChoice::index).containsExactly(0, 1, 2);
		assertThat(choices).extracting((choice) -> choice.message().text()).containsExactly("aA", "bB", "cC");
	}

	@Test
	void toolCallsOfDifferentChoicesAreToldApart() {
		add(choice(0, delta(call(0, "x", "f", "{"))), choice(1, delta(call(0, "y", "g", "["))));
		add(choice(0, delta(call(0, null, null, "}"))), choice(1, delta(call(0, null, null, "]"))));
		List<ChatChoice> choices = this.aggregator.toResponse().choices();
		assertThat(choices.get(0).message().toolCalls()).containsExactly(ToolCall.function("x", "f", "{}"));
		assertThat(choices.get(1).message().toolCalls()).containsExactly(ToolCall.function("y", "g", "[]"));
	}

	@Test
	void rule1CallsAreToldApartByIndex() {
		calls(call(0, "x", "f", ""), call(1, "y", "g", ""));
		calls(call(1, null, null, "{\"b\":"));
		calls(call(0, null, null, "{\"a\":"));
		calls(call(0, null, null, "1}"), call(1, null, null, "2}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", "{\"a\":1}"),
				ToolCall.function("y", "g", "{\"b\":2}"));
	}

	@Test
	void rule1WithoutIndexCallsAreToldApartById() {
		calls(call(null, "x", "f", "{\"a\":"));
		calls(call(null, "y", "g", "{\"b\":"));
		calls(call(null, "x", null, "1}"));
		calls(call(null, "y", null, "2}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", "{\"a\":1}"),
				ToolCall.function("y", "g", "{\"b\":2}"));
	}

	@Test
	void rule1WithoutIndexIdAndNameThePieceBelongsToTheLastCall() {
		calls(call(null, "x", "f", "{}"));
		calls(call(null, "y", "g", "{\"b\":"));
		calls(call(null, null, null, "2"));
		calls(call(null, "", "", "}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", "{}"),
				ToolCall.function("y", "g", "{\"b\":2}"));
	}

	@Test
	void rule1WithoutIndexAndIdANameBeginsACall() {
		calls(call(null, null, "f", "{}"), call(null, null, "f", "{\"a\":1}"));
		calls(call(null, null, "g", "{}"));
		assertThat(toolCalls()).extracting(ToolCall::name).containsExactly("f", "f", "g");
		assertThat(toolCalls()).extracting(ToolCall::arguments).containsExactly("{}", "{\"a\":1}", "{}");
	}

	@Test
	void rule2RepeatedIdIsTheSameCall() {
		calls(call(0, "0", "f", "{"));
		calls(call(0, "0", null, "\"a\":"));
		calls(call(0, "0", null, "1}"));
		calls(call(0, "0", "f", ""));
		assertThat(toolCalls()).containsExactly(ToolCall.function("0", "f", "{\"a\":1}"));
	}

	@Test
	void rule2NewIdAndNameUnderOneIndexBeginACall() {
		calls(call(0, "x", "f", "{\"a\":1}"));
		calls(call(0, "y", "g", "{\"b\":"));
		calls(call(0, null, null, "2}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", "{\"a\":1}"),
				ToolCall.function("y", "g", "{\"b\":2}"));
	}

	@Test
	void rule2NewIdAloneUnderOneIndexIsTheSameCall() {
		calls(call(0, "x1", "f", "{"));
		calls(call(0, "x2", null, "\"a\":1"));
		calls(call(0, "x3", "", "}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x1", "f", "{\"a\":1}"));
	}

	@Test
	void rule2NewNameAfterWholeArgumentsBeginsACallWithoutIds() {
		calls(call(0, null, "f", "{\"a\":\"}\\\"{\"}"));
		calls(call(0, null, "f", "{\"a\":\"b\"}"));
		assertThat(toolCalls()).extracting(ToolCall::arguments).containsExactly("{\"a\":\"}\\\"{\"}", "{\"a\":\"b\"}");
	}

	@Test
	void rule2RepeatedNameWithinArgumentsIsTheSameCallWithoutIds() {
		calls(call(0, null, "f", ""));
		calls(call(0, null, "f", "{\"a\":"));
		calls(call(0, null, "f", "\"}"));
		calls(call(0, null, "f", "\"}"));
		assertThat(toolCalls()).extracting(ToolCall::arguments).containsExactly("{\"a\":\"}\"}");
	}

	@Test
	void rule2RepeatedNameWithEmptyArgumentsAtTheEndIsTheSameCall() {
		for (Integer index : new Integer[] { 0, null }) {
			ChatChunkAggregator calls = new ChatChunkAggregator();
			for (String piece : new String[] { "", "{\"a\":", "1}", "", null }) {
				calls.add(chunk(choice(0, delta(call(index, null, "f", piece)))));
			}
			assertThat(calls.toResponse().toolCalls()).singleElement().satisfies((call) -> {
				assertThat(call.name()).isEqualTo("f");
				assertThat(call.arguments()).isEqualTo("{\"a\":1}");
			});
		}
	}

	@Test
	void rule2NewIdAndRepeatedNameWithEachPieceAreTheSameCall() {
		calls(call(0, "x1", "f", "{"));
		calls(call(0, "x2", "f", "\"a\":1"));
		calls(call(0, "x3", "f", "}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x1", "f", "{\"a\":1}"));
	}

	@Test
	void rule2SameNameAfterWholeArgumentsBeginsACall() {
		calls(call(0, "x", "f", "{\"a\":1}"));
		calls(call(0, "y", "f", "{\"a\":"));
		calls(call(0, null, null, "2}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", "{\"a\":1}"),
				ToolCall.function("y", "f", "{\"a\":2}"));
	}

	@Test
	void rule2AnotherNameUnderOneIdBeginsACall() {
		for (Integer index : new Integer[] { 0, null }) {
			ChatChunkAggregator calls = new ChatChunkAggregator();
			calls.add(chunk(choice(0, delta(call(index, "0", "f", "{\"a\":1}")))));
			calls.add(chunk(choice(0, delta(call(index, "0", "g", "{\"b\":")))));
			calls.add(chunk(choice(0, delta(call(index, "0", null, "2}")))));
			assertThat(calls.toResponse().toolCalls()).containsExactly(ToolCall.function("0", "f", "{\"a\":1}"),
					ToolCall.function("0", "g", "{\"b\":2}"));
		}
	}

	@Test
	void rule2MoreArgumentsUnderOneIdBeginACall() {
		for (Integer index : new Integer[] { 0, null }) {
			ChatChunkAggregator calls = new ChatChunkAggregator();
			calls.add(chunk(choice(0, delta(call(index, "0", "f", "{\"a\":1}"), call(index, "0", "f", "{\"a\":2}")))));
			calls.add(chunk(choice(0, delta(call(index, "0", "f", "\n")))));
			assertThat(calls.toResponse().toolCalls()).containsExactly(ToolCall.function("0", "f", "{\"a\":1}"),
					ToolCall.function("0", "f", "{\"a\":2}\n"));
		}
	}

	@Test
	void rule2ACallThatIsToldAgainAtTheEndIsTheSame() {
		calls(call(0, "x", "f", "{\"a\":"));
		calls(call(0, "x", null, "1}"));
		calls(call(0, "x", "f", "{\"a\":1}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", "{\"a\":1}"));
	}

	@Test
	void rule2ArgumentsThatAreNoObjectAreCompleteToo() {
		for (String arguments : new String[] { "null", "5", "\"{\\\"a\\\":1}\"" }) {
			for (Integer index : new Integer[] { 0, null }) {
				ChatChunkAggregator calls = new ChatChunkAggregator();
				calls.add(chunk(choice(0, delta(call(index, "x", "f", arguments)))));
				calls.add(chunk(choice(0, delta(call(index, "y", "f", arguments)))));
				assertThat(calls.toResponse().toolCalls()).containsExactly(ToolCall.function("x", "f", arguments),
						ToolCall.function("y", "f", arguments));
			}
		}
	}

	@Test
	void rule2ArgumentsThatAreNoObjectMayComeInPieces() {
		for (String[] pieces : new String[][] { { "12", "34" }, { "tr", "ue" }, { "print", "(1", ")" } }) {
			ChatChunkAggregator calls = new ChatChunkAggregator();
			for (String piece : pieces) {
				calls.add(chunk(choice(0, delta(call(0, "x", "f", piece)))));
			}
			assertThat(calls.toResponse().toolCalls())
				.containsExactly(ToolCall.function("x", "f", String.join("", pieces)));
		}
	}

	@Test
	void rule2ArgumentsInsideTextMayComeInPieces() {
		for (String piece : new String[] { "\"{\\", "\"a\\\":", "1}", "\"" }) {
			calls(call(0, "x", "f", piece));
		}
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", "\"{\\\"a\\\":1}\""));
	}

	@Test
	void rule2ACallThatIsToldAgainWithOtherBlanksIsTheSame() {
		String first = "{\"a\": 1, \"b\": [\"\u00e9 \\\" \", null], \"c\": {}}";
		for (String again : new String[] { "{\"a\":1,\"b\":[\"\u00e9 \\\" \",null],\"c\":{}}",
				"{ \"a\":1,\"b\":[ \"\u00e9 \\\" \", null ],\"c\":{ }}\n" }) {
			for (Integer index : new Integer[] { 0, null }) {
				ChatChunkAggregator calls = new ChatChunkAggregator();
				calls.add(chunk(choice(0, delta(call(index, "x", "f", first.substring(0, 9))))));
				calls.add(chunk(choice(0, delta(call(index, "x", null, first.substring(9))))));
				long size = calls.size();
				calls.add(chunk(choice(0, delta(call(index, "x", "f", again)))));
				assertThat(calls.toResponse().toolCalls()).containsExactly(ToolCall.function("x", "f", first));
				assertThat(calls.size()).isEqualTo(size);
			}
		}
	}

	@Test
	void rule2OtherArgumentsAreNoRepetition() {
		String first = "{\"a\": [1, \"1 \", null]}";
		for (String other : new String[] { "{\"a\":[1,\"1\",null]}", "{\"a\":[\"1\",\"1 \",null]}",
				"{\"a\":[\"1 \",1,null]}", "{\"a\":[1,\"1 \",null],\"b\":1}", "{\"a\":[1,\"1 \",", "{\"b\":1}" }) {
			ChatChunkAggregator calls = new ChatChunkAggregator();
			calls.add(chunk(choice(0, delta(call(0, "x", "f", first)))));
			calls.add(chunk(choice(0, delta(call(0, "x", "f", other)))));
			assertThat(calls.toResponse().toolCalls()).containsExactly(ToolCall.function("x", "f", first),
					ToolCall.function("x", "f", other));
		}
	}

	@Test
	void rule2ArgumentsTakeThePlaceOfAnEmptyObject() {
		for (String name : new String[] { "f", null }) {
			for (Integer index : new Integer[] { 0, null }) {
				ChatChunkAggregator calls = new ChatChunkAggregator();
				calls.add(chunk(choice(0, delta(call(index, "x", "f", "{ }")))));
				calls.add(chunk(choice(0, delta(call(index, "x", name, "{\"a\":")))));
				calls.add(chunk(choice(0, delta(call(index, null, null, "1}")))));
				assertThat(calls.toResponse().toolCalls()).containsExactly(ToolCall.function("x", "f", "{\"a\":1}"));
				assertThat(calls.size()).isEqualTo(7 + 2L * ChatChunkAggregator.PIECE_SIZE);
			}
		}
	}

	@Test
	void rule2AnEmptyObjectOfAnotherCallStays() {
		calls(call(0, "x", "f", "{}"), call(0, "y", "f", "{\"a\":1}"), call(0, "z", "f", "{}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", "{}"),
				ToolCall.function("y", "f", "{\"a\":1}"), ToolCall.function("z", "f", "{}"));
	}

	@Test
	void furtherFieldsOfACallThatIsToldAgainAreKept() {
		Map<String, Object> fields = Map.of("extra_content", Map.of("thought_signature", "s".repeat(100)));
		calls(call(0, "x", "f", "{\"a\":1}"));
		long size = this.aggregator.size();
		calls(new ToolCallDelta(0, "x", "custom", "f", "{\"a\": 1}", fields));
		assertThat(toolCalls()).containsExactly(new ToolCall("x", "custom", "f", "{\"a\":1}", fields));
		assertThat(this.aggregator.size() - size).isBetween(100L, 200L);
	}

	@Test
	void rule2BlanksBeforeArgumentsAreNotAllOfThem() {
		calls(call(0, "x", "f", " "));
		calls(call(0, "x", "f", "{}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", " {}"));
	}

	@Test
	void rule3NameIsSetAndNeverJoined() {
		calls(call(0, "x", null, null));
		calls(call(0, "x", "get_weather", "{"));
		calls(call(0, "x", "", "}"));
		calls(call(0, "x", null, null));
		calls(call(0, "x", "get_weather", null));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "get_weather", "{}"));
	}

	@Test
	void rule4MissingIdIsMadeUpAndStays() {
		calls(call(0, null, "f", "{}"), call(1, "", "g", "{}"));
		List<ToolCall> calls = toolCalls();
		assertThat(calls).extracting(ToolCall::id)
			.doesNotHaveDuplicates()
			.allSatisfy((id) -> assertThat(id).matches("[0-9A-Za-z]{9}"));
		assertThat(toolCalls()).isEqualTo(calls);
	}

	@Test
	void rule4IdMayArriveLate() {
		calls(call(0, null, "f", "{"));
		calls(call(0, "x", null, "}"));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", "{}"));
	}

	@Test
	void rule5CallsMayStandBesideContent() {
		add(choice(0,
				new ChatDelta("assistant", "Let me see", null, List.of(call(0, "x", "f", "{}")), null, Map.of())));
		add(choice(0, new ChatDelta(null, ".", null, List.of(), null, Map.of())));
		assertThat(this.aggregator.toResponse().text()).isEqualTo("Let me see.");
		assertThat(toolCalls()).hasSize(1);
	}

	@Test
	void rule5CallWithoutArgumentsHasEmptyOnes() {
		calls(call(0, "x", "f", null));
		assertThat(toolCalls()).containsExactly(ToolCall.function("x", "f", ""));
	}

	@Test
	void rule6RoleMayBeAnywhere() {
		for (String role : new String[] { "assistant", null, "assistant", "tool" }) {
			add(choice(0, new ChatDelta(role, "a", null, List.of(), null, Map.of())));
		}
		assertThat(this.aggregator.toResponse().message()).isEqualTo(ChatMessage.assistant("aaaa"));
	}

	@Test
	void rule7ChunksMayHaveNoChoices() {
		add();
		content("a");
		add();
		assertThat(this.aggregator.toResponse().text()).isEqualTo("a");
	}

	@Test
	void rule8LastUsageCounts() {
		addUsage(1, choice(0, delta("a")));
		addUsage(2, choice(0, delta("b")));
		finish(FinishReason.STOP);
		assertThat(this.aggregator.toResponse().usage()).isEqualTo(usage(2));
		addUsage(3);
		add();
		assertThat(this.aggregator.toResponse().usage()).isEqualTo(usage(3));
	}

	@Test
	void rule9ReasoningMayStandBesideContent() {
		add(choice(0, new ChatDelta(null, null, "Hm", List.of(), null, Map.of())));
		add(choice(0, new ChatDelta(null, "Yes", "\n\n", List.of(), null, Map.of())));
		add(choice(0, new ChatDelta(null, "!", " ", List.of(), null, Map.of())));
		assertThat(this.aggregator.toResponse().reasoning()).isEqualTo("Hm\n\n ");
		assertThat(this.aggregator.toResponse().text()).isEqualTo("Yes!");
	}

	@Test
	void toolCallTypeAndFurtherFieldsAreKept() {
		calls(new ToolCallDelta(0, "x", "custom", "f", "{", Map.of("a", 1, "b", 1)));
		calls(new ToolCallDelta(0, null, "function", null, "}", Map.of("b", 2)));
		assertThat(toolCalls()).containsExactly(new ToolCall("x", "custom", "f", "{}", Map.of("a", 1, "b", 2)));
	}

	@Test
	void emptyPiecesAreNoRefusalButReasoningThatSaysNothing() {
		assertThat(this.aggregator.toResponse().reasoning()).isNull();
		for (int i = 0; i < 2; i++) {
			add(choice(0, new ChatDelta(null, "", "", List.of(), "", Map.of())));
		}
		assertThat(this.aggregator.toResponse().reasoning()).isEmpty();
		assertThat(this.aggregator.toResponse().message().refusal()).isNull();
		assertThat(this.aggregator.toResponse().message().content()).isEmpty();
		add(choice(0, new ChatDelta(null, "a", "b", List.of(), "c", Map.of())));
		add(choice(0, new ChatDelta(null, "", null, List.of(), "d", Map.of())));
		assertThat(this.aggregator.toResponse().text()).isEqualTo("a");
		assertThat(this.aggregator.toResponse().reasoning()).isEqualTo("b");
		assertThat(this.aggregator.toResponse().message().refusal()).isEqualTo("cd");
	}

	@Test
	void refusalIsJoined() {
		add(choice(0, new ChatDelta(null, null, null, List.of(), "I ", Map.of())));
		add(choice(0, new ChatDelta(null, null, null, List.of(), "can't", Map.of())));
		assertThat(this.aggregator.toResponse().message().refusal()).isEqualTo("I can't");
	}

	@Test
	void logprobsAreJoined() {
		for (String token : List.of("a", "b")) {
			Logprobs logprobs = new Logprobs(List.of(new TokenLogprob(token, -1, null, null)), null, null);
			add(new ChunkChoice(0, delta(token), null, logprobs, Map.of()));
		}
		Logprobs logprobs = this.aggregator.toResponse().choices().get(0).logprobs();
		assertThat(logprobs).isNotNull();
		assertThat(logprobs.content()).extracting(TokenLogprob::token).containsExactly("a", "b");
	}

	@Test
	void unknownFieldsOfTheMessageStandBesideIt() {
		ChatDelta delta = new ChatDelta(null, "a", null, List.of(), null, Map.of("annotations", List.of(1)));
		add(new ChunkChoice(0, delta, null, null, Map.of("stop_reason", 2)));
		ChatChoice choice = this.aggregator.toResponse().choices().get(0);
		assertThat(choice.message()).isEqualTo(ChatMessage.assistant("a"));
		assertThat(choice.additionalFields()).containsEntry("stop_reason", 2)
			.containsEntry("message", Map.of("annotations", List.of(1)));
	}

	@Test
	void detailsOfReasoningAreCollected() {
		List<Map<String, Object>> details = List.of(Map.of("type", "reasoning.text", "text", "x".repeat(500)),
				Map.of("type", "reasoning.text", "text", "y".repeat(500), "signature", "s"));
		long before = this.aggregator.size();
		for (Map<String, Object> detail : details) {
			Map<String, Object> fields = Map.of("reasoning_details", List.of(detail), "tier", "flex");
			add(choice(0, new ChatDelta(null, null, null, List.of(), null, fields)));
		}
		assertThat(this.aggregator.size() - before).isGreaterThan(1000);
		ChatResponse soFar = this.aggregator.toResponse();
		add(choice(0, new ChatDelta(null, null, null, List.of(), null,
				Map.of("reasoning_details", List.of(details.get(0))))));
		assertThat(soFar.choices().get(0).additionalFields())
			.isEqualTo(Map.of("message", Map.of("reasoning_details", details, "tier", "flex")));
	}

	@Test
	void partsThatAreNotTextAreContent() {
		RawPart image = ContentPart.raw(Map.of("type", "image_url", "image_url", Map.of("url", "https://a")));
		add(choice(0, new ChatDelta(null, "a", null, List.of(), null, Map.of("content", List.of(image)))));
		content("b");
		assertThat(this.aggregator.toResponse().message().content()).containsExactly(ContentPart.text("ab"), image);
	}

	@Test
	void firstIdentityCounts() {
		ResponseMetadata metadata = new ResponseMetadata(200, "groq", "r", Map.of());
		this.aggregator.add(new ChatChunk("", null, 0, List.of(), null, null, Map.of("a", 1), metadata));
		this.aggregator.add(new ChatChunk("x", "m", 1700000000, List.of(), null, "fp", Map.of("a", 2), metadata));
		this.aggregator.add(new ChatChunk("y", "n", 1700000001, List.of(), null, "fq", Map.of("b", 3), metadata));
		ChatResponse response = this.aggregator.toResponse();
		assertThat(response.id()).isEqualTo("x");
		assertThat(response.model()).isEqualTo("m");
		assertThat(response.created()).isEqualTo(Instant.ofEpochSecond(1700000000));
		assertThat(response.systemFingerprint()).isEqualTo("fp");
		assertThat(response.additionalFields()).isEqualTo(Map.of("a", 2, "b", 3));
		assertThat(response.metadata()).isSameAs(metadata);
	}

	@Test
	void sizeCountsAllText() {
		add(choice(0, new ChatDelta(null, "1", "23", List.of(call(0, "x", "f", "456")), "7890", Map.of())));
		add(choice(1, delta("12345")));
		assertThat(this.aggregator.size()).isEqualTo(15 + 3 * ChatChunkAggregator.PIECE_SIZE);
	}

	@Test
	void sizeCountsWhatHasNoText() {
		long before = this.aggregator.size();
		for (int i = 0; i < 10; i++) {
			add(choice(i, delta("")));
		}
		assertThat(this.aggregator.size() - before).isEqualTo(10L * ChatChunkAggregator.PIECE_SIZE);
		RawPart part = ContentPart.raw(Map.of("type", "image_url", "image_url", "x".repeat(1000)));
		add(choice(0, new ChatDelta(null, null, null, List.of(), null, Map.of("content", List.of(part)))));
		assertThat(this.aggregator.size()).isGreaterThan(1000);
	}

	@Test
	void sizeCountsUnknownFields() {
		String value = "x".repeat(1000);
		Map<String, Object> fields = Map.of("a", value);
		ResponseMetadata metadata = ResponseMetadata.none();
		this.aggregator.add(new ChatChunk(null, null, 0, List.of(), null, null, fields, metadata));
		assertThat(this.aggregator.size()).isGreaterThan(1000);
		add(new ChunkChoice(0, delta(), null, null, fields));
		assertThat(this.aggregator.size()).isGreaterThan(2000);
		add(choice(0, new ChatDelta(null, null, null, List.of(), null, fields)));
		assertThat(this.aggregator.size()).isGreaterThan(3000);
		calls(new ToolCallDelta(0, "x", null, "f", null, fields));
		assertThat(this.aggregator.size()).isGreaterThan(4000);
	}

	@Test
	void sizeCountsUnknownFieldsOnceAsTheyReplaceEachOther() {
		for (int i = 0; i < 100; i++) {
			this.aggregator.add(new ChatChunk(null, null, 0, List.of(), null, null, Map.of("service_tier", "default"),
					ResponseMetadata.none()));
		}
		assertThat(this.aggregator.size()).isLessThan(100);
	}

	@Test
	void sizeCountsWhatReplacesASmallerValue() {
		Object nested = Map.of("b", List.of("x".repeat(400), Map.of("x".repeat(600), new BigInteger("1".repeat(100)))));
		for (Object value : List.of("x".repeat(1000), nested)) {
			long before = this.aggregator.size();
			addField("a", 0);
			addField("a", value);
			assertThat(this.aggregator.size() - before).isBetween(1000L, 1200L);
			addField("a", value);
			assertThat(this.aggregator.size() - before).isBetween(1000L, 1200L);
			addField("a", "");
			assertThat(this.aggregator.size() - before).isBetween(0L, 1L);
		}
	}

	private void addField(String name, Object value) {
		this.aggregator
			.add(new ChatChunk(null, null, 0, List.of(), null, null, Map.of(name, value), ResponseMetadata.none()));
	}

	private List<ToolCall> toolCalls() {
		return this.aggregator.toResponse().toolCalls();
	}

	private void content(@Nullable String... texts) {
		for (String text : texts) {
			add(choice(0, delta(text)));
		}
	}

	private void calls(ToolCallDelta... calls) {
		add(choice(0, delta(calls)));
	}

	private void finish(FinishReason reason) {
		add(new ChunkChoice(0, delta(), reason, null, Map.of()));
	}

	private void addUsage(int tokens, ChunkChoice... choices) {
		this.aggregator.add(
				new ChatChunk(null, null, 0, List.of(choices), usage(tokens), null, Map.of(), ResponseMetadata.none()));
	}

	private void add(ChunkChoice... choices) {
		this.aggregator.add(chunk(choices));
	}

	private static ChatChunk chunk(ChunkChoice... choices) {
		List<ChunkChoice> list = new ArrayList<>(List.of(choices));
		return new ChatChunk(null, null, 0, list, null, null, Map.of(), ResponseMetadata.none());
	}

	private static Usage usage(int tokens) {
		return new Usage(1, tokens, 1 + tokens, null, null, Map.of());
	}

	private static ChunkChoice choice(int index, ChatDelta delta) {
		return new ChunkChoice(index, delta, null, null, Map.of());
	}

	private static ChatDelta delta(@Nullable String content) {
		return new ChatDelta(null, content, null, List.of(), null, Map.of());
	}

	private static ChatDelta delta(ToolCallDelta... calls) {
		return new ChatDelta(null, null, null, List.of(calls), null, Map.of());
	}

	private static ToolCallDelta call(@Nullable Integer index, @Nullable String id, @Nullable String name,
			@Nullable String arguments) {
		return new ToolCallDelta(index, id, null, name, arguments, Map.of());
	}

}
