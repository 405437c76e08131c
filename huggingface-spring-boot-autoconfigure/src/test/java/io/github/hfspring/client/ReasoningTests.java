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

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ReasoningPlace;
import io.github.hfspring.chat.ReasoningReplay;
import io.github.hfspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for reasoning: wherever it comes from, and whether it goes back.
 */
class ReasoningTests {

	private static final JsonMapper STRICT = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private static final ToolCall CALL = ToolCall.function("a", "time", "{}");

	@ParameterizedTest
	@EnumSource
	void comesFromEveryPlaceInCallsAndStreamsAlike(ReasoningPlace place) {
		String[] deltas = switch (place) {
			case REASONING, REASONING_CONTENT, REASONING_TEXT ->
				new String[] { "{'role':'assistant','content':'','%s':''}".replace("%s", place.field()),
						"{'content':null,'%s':'2+'}".replace("%s", place.field()),
						"{'%s':'2=4'}".replace("%s", place.field()), "{'content':'4'}" };
			case THINKING_PART -> new String[] {
					"{'content':[{'type':'thinking','thinking':[{'type':'text','text':'2+'}]}]}",
					"{'content':[{'type':'thinking','thinking':[{'type':'text','text':'2=4'}]}]}", "{'content':'4'}" };
			case THINK_TAGS -> new String[] { "{'content':'<thi'}", "{'content':'nk>2+'}", "{'content':'2=4</'}",
					"{'content':'think>4'}" };
		};
		String message = switch (place) {
			case REASONING, REASONING_CONTENT, REASONING_TEXT ->
				"{'role':'assistant','content':'4','%s':'2+2=4'}".replace("%s", place.field());
			case THINKING_PART -> "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'2+2=4'}]},"
					+ "{'type':'text','text':'4'}]}";
			case THINK_TAGS -> "{'content':'<think>2+2=4</think>4'}";
		};
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.respond(200, "application/json",
						Json.of("{'choices':[{'index':0,'message':" + message + ",'finish_reason':'stop'}]}")),
				(exchange) -> {
					exchange.stream();
					for (String delta : deltas) {
						exchange.piece(Answers.event(Json.of("{'choices':[{'index':0,'delta':" + delta + "}]}")));
					}
					exchange.piece(Answers.DONE).end();
				})) {
			HuggingFaceChatModel model = model(server).thinkTags(ThinkTagPolicy.SPLIT).build();
			ChatResponse called = model.call("2+2?");
			ChatChunkAggregator streamed = new ChatChunkAggregator();
			StringBuilder live = new StringBuilder();
			model.stream("2+2?").doOnNext((chunk) -> {
				streamed.add(chunk);
				live.append(chunk.reasoning());
			}).blockLast(RawHttpServer.LIMIT);
			assertThat(live).hasToString("2+2=4");
			assertThat(List.of(called, streamed.toResponse())).allSatisfy((response) -> {
				assertThat(response.text()).isEqualTo("4");
				assertThat(response.reasoning()).isEqualTo("2+2=4");
				assertThat(response.message().reasoningPlace()).isEqualTo(place);
			});
		}
	}

	/**
	 * Some servers have a field for all models, whatever the one that answers uses.
	 */
	@ParameterizedTest
	@ValueSource(
			strings = { "'reasoning':'',#", "#,'reasoning_content':''", "'reasoning':'',#,'reasoning_content':''" })
	void anEmptyFieldLosesToParts(String fields) {
		String message = "{" + fields.replace("#", "'content':[{'type':'thinking','thinking':'Hm'}]") + "}";
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json",
				Json.of("{'choices':[{'index':0,'message':" + message + ",'finish_reason':'stop'}]}")))) {
			ChatResponse response = HuggingFaceChatModel.builder(WebClient.builder())
				.baseUrl(server.url())
				.build()
				.call("Hi");
			assertThat(response.reasoning()).isEqualTo("Hm");
			assertThat(response.message().reasoningPlace()).isEqualTo(ReasoningPlace.THINKING_PART);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					REASONING         | {'role':'assistant','content':'x','reasoning':'Hm','tool_calls':#}
					REASONING_CONTENT | {'role':'assistant','content':'x','reasoning_content':'Hm','tool_calls':#}
					REASONING_TEXT    | {'role':'assistant','content':'x','reasoning_text':'Hm','tool_calls':#}
					THINKING_PART     | {'role':'assistant','content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm'}]},{'type':'text','text':'x'}],'tool_calls':#}
					THINK_TAGS        | {'role':'assistant','content':'<think>Hm</think>\\n\\nx','tool_calls':#}
					                  | {'role':'assistant','content':'x','reasoning_content':'Hm','tool_calls':#}
					""")
	void goesBackToThePlaceItCameFrom(@Nullable ReasoningPlace place, String expected) {
		AssistantMessage message = thought("Hm").text("x").reasoningPlace(place).toolCalls(List.of(CALL)).build();
		assertThat(send((model) -> {
		}, null, ChatMessage.user("Hi"), message, ChatMessage.tool("a", "noon")).get(1)).hasToString(Json
			.of(expected.replace("#", "[{'id':'a','type':'function','function':{'name':'time','arguments':'{}'}}]")));
	}

	@Test
	void withoutTextThereIsNoContentButTheReasoning() {
		AssistantMessage.Builder message = thought("Hm").toolCalls(List.of(CALL));
		assertThat(sent(message.reasoningPlace(ReasoningPlace.REASONING).build()).path("content").isMissingNode())
			.isTrue();
		assertThat(sent(message.reasoningPlace(ReasoningPlace.THINK_TAGS).build()).path("content").stringValue())
			.isEqualTo("<think>Hm</think>");
		assertThat(sent(message.reasoningPlace(ReasoningPlace.THINKING_PART).build()).path("content").size()).isOne();
	}

	/**
	 * DeepSeek refuses a tool round without its field, also where that is empty; Groq
	 * refuses an empty one of its own.
	 */
	@Test
	void emptyReasoningGoesBackToWhoWantsIt() {
		AssistantMessage.Builder message = thought("").toolCalls(List.of(CALL));
		JsonNode sent = sent(message.reasoningPlace(ReasoningPlace.REASONING_CONTENT).build());
		assertThat(sent.path("reasoning_content").stringValue()).isEmpty();
		assertThat(sent(message.reasoningPlace(ReasoningPlace.REASONING).build()).has("reasoning")).isFalse();
		assertThat(sent(message.reasoningPlace(ReasoningPlace.THINK_TAGS).build()).has("content")).isFalse();
		assertThat(sent(AssistantMessage.builder().toolCalls(List.of(CALL)).build()).has("reasoning_content"))
			.isFalse();
	}

	@Test
	void fieldsOfTheMessageReplaceIt() {
		AssistantMessage message = thought("Hm").toolCalls(List.of(CALL))
			.additionalFields(Map.of("reasoning_content", "By hand"))
			.build();
		assertThat(sent(message).path("reasoning_content").stringValue()).isEqualTo("By hand");
	}

	@Test
	void byDefaultThatOfToolRoundsGoesBack() {
		assertThat(replayed(null, null)).containsExactly("round", "answer");
	}

	@Test
	void theDefaultCanBeChangedAndARequestDecides() {
		assertThat(replayed(ReasoningReplay.NEVER, null)).isEmpty();
		assertThat(replayed(ReasoningReplay.ALWAYS, null)).containsExactly("plain", "round", "answer", "last");
		assertThat(replayed(ReasoningReplay.ALWAYS, ReasoningReplay.NEVER)).isEmpty();
		assertThat(replayed(ReasoningReplay.NEVER, ReasoningReplay.TOOL_ROUNDS)).containsExactly("round", "answer");
	}

	private static List<String> replayed(@Nullable ReasoningReplay byDefault, @Nullable ReasoningReplay ofRequest) {
		return send((model) -> model.defaultOptions((options) -> options.reasoningReplay(byDefault)), ofRequest,
				ChatMessage.system("Think"), ChatMessage.user("1"), thought("plain").text("a").build(),
				ChatMessage.user("2"), thought("round").toolCalls(List.of(CALL)).build(), ChatMessage.tool("a", "noon"),
				thought("answer").text("b").build(), ChatMessage.user("3"), thought("last").text("c").build(),
				ChatMessage.user("4"))
			.stream()
			.filter((message) -> message.has("reasoning_content"))
			.map((message) -> message.path("reasoning_content").stringValue())
			.toList();
	}

	private static AssistantMessage.Builder thought(String reasoning) {
		return AssistantMessage.builder().reasoning(reasoning);
	}

	private static JsonNode sent(AssistantMessage message) {
		return send((model) -> {
		}, null, message).get(0);
	}

	private static List<JsonNode> send(Consumer<HuggingFaceChatModelBuilder> customizer,
			@Nullable ReasoningReplay replay, ChatMessage... messages) {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json",
				Json.of("{'choices':[{'index':0,'message':{'content':'Hi'}}]}")))) {
			HuggingFaceChatModelBuilder builder = model(server);
			customizer.accept(builder);
			ChatRequest request = ChatRequest.builder().messages(List.of(messages)).reasoningReplay(replay).build();
			builder.build().call(request);
			assertThat(request.messages()).containsExactly(messages);
			JsonNode sent = STRICT.readTree(server.requests().get(0).text()).path("messages");
			return sent.valueStream().toList();
		}
	}

	private static HuggingFaceChatModelBuilder model(RawHttpServer server) {
		return HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(server.url());
	}

}
