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
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseFormat;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolChoice;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.chat.UserMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for what becomes of a request on its way to the wire.
 */
class HuggingFaceChatModelRequestTests {

	private static final Map<String, Object> SCHEMA = Map.of("type", "object", "properties",
			Map.of("city", Map.of("type", "string")));

	private static final Map<String, Object> IMAGE = Map.of("type", "image_url", "image_url",
			Map.of("url", "https://example.com/cat.png", "detail", "high"));

	private final RawHttpServer server = new RawHttpServer(Answers::hello);

	@AfterEach
	void close() {
		this.server.close();
	}

	private JsonNode sent(Consumer<ChatRequest.Builder> request) {
		return sent(Connector.REACTOR.model(this.server.url()), request);
	}

	private JsonNode sent(HuggingFaceChatModelBuilder builder, Consumer<ChatRequest.Builder> request) {
		builder.build().call(request);
		List<RawHttpServer.Request> requests = this.server.requests();
		return json(requests.get(requests.size() - 1).text());
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text.replace('\'', '"'));
	}

	@Test
	void mapsTheOptions() {
		JsonNode body = sent((request) -> request.user("Hi")
			.maxTokens(100)
			.temperature(0.7)
			.topP(0.9)
			.stop("END", "STOP")
			.presencePenalty(0.5)
			.frequencyPenalty(0.3)
			.seed(42)
			.n(2));
		assertThat(body).isEqualTo(
				json("""
						{'model':'test/model','messages':[{'role':'user','content':'Hi'}],'temperature':0.7,'top_p':0.9,
						'max_tokens':100,'stop':['END','STOP'],'seed':42,'frequency_penalty':0.3,'presence_penalty':0.5,'n':2}"""));
	}

	@Test
	void keepsTheOrderOfTheMessages() {
		JsonNode body = sent((request) -> request.system("Be brief.")
			.user("Old question")
			.assistant("Old answer")
			.user("New question"));
		assertThat(body.get("messages")).isEqualTo(json("""
				[{'role':'system','content':'Be brief.'},{'role':'user','content':'Old question'},
				{'role':'assistant','content':'Old answer'},{'role':'user','content':'New question'}]"""));
	}

	@Test
	void sendsTextAsText() {
		assertThat(sent((request) -> request.user("Hi")).at("/messages/0/content").stringValue()).isEqualTo("Hi");
		assertThat(sent((request) -> request.user(ContentPart.text("Hi"))).at("/messages/0/content").stringValue())
			.isEqualTo("Hi");
	}

	@Test
	void keepsTheRoleAndFurtherFieldsOfAMessage() {
		JsonNode body = sent((request) -> request
			.message(new UserMessage(List.of(ContentPart.text("Hi")), null, Map.of("tool_call_id", "call-1"))));
		assertThat(body.get("messages")).isEqualTo(json("[{'role':'user','content':'Hi','tool_call_id':'call-1'}]"));
	}

	@Test
	void sendsTheAnswerOfATool() {
		JsonNode body = sent((request) -> request.user("Weather?").tool("call-1", "Sunny"));
		assertThat(body.at("/messages/1")).isEqualTo(json("{'role':'tool','content':'Sunny','tool_call_id':'call-1'}"));
	}

	@Test
	void sendsTheHistoryOfAToolCall() {
		AssistantMessage asked = AssistantMessage.builder()
			.toolCalls(List.of(new ToolCall("call-1", "", "get_weather", "{\"city\":\"Rome\"}", null)))
			.build();
		JsonNode body = sent((request) -> request.user("Weather?").message(asked).tool("call-1", "Sunny"));
		assertThat(body.at("/messages/1")).isEqualTo(JsonMapper.shared().readTree("""
				{"role":"assistant","tool_calls":[{"id":"call-1","type":"function",
				"function":{"name":"get_weather","arguments":"{\\"city\\":\\"Rome\\"}"}}]}"""));
	}

	@Test
	void sendsTheSchemaOfAResponseFormat() {
		JsonNode body = sent((request) -> request.user("Hi")
			.responseFormat(ResponseFormat.jsonSchema("weather", SCHEMA).withStrict(true)));
		assertThat(body.get("response_format")).isEqualTo(json("""
				{'type':'json_schema','json_schema':{'name':'weather','schema':{'type':'object',
				'properties':{'city':{'type':'string'}}},'strict':true}}"""));
	}

	@Test
	void asksForAnyJson() {
		JsonNode body = sent((request) -> request.user("Hi").responseFormat(ResponseFormat.JSON_OBJECT));
		assertThat(body.get("response_format")).isEqualTo(json("{'type':'json_object'}"));
	}

	@Test
	void sendsToolsInTheirOrder() {
		JsonNode body = sent((request) -> request.user("Hi")
			.tools(ToolDefinition.of("get_weather", "Get the weather", SCHEMA),
					ToolDefinition.of("a_tool", "Another", SCHEMA))
			.toolChoice(ToolChoice.function("get_weather"))
			.parallelToolCalls(false));
		assertThat(body.get("tools")).isEqualTo(json("""
				[{'type':'function','function':{'name':'get_weather','description':'Get the weather',
				'parameters':{'type':'object','properties':{'city':{'type':'string'}}}}},
				{'type':'function','function':{'name':'a_tool','description':'Another',
				'parameters':{'type':'object','properties':{'city':{'type':'string'}}}}}]"""));
		assertThat(body.get("tool_choice")).isEqualTo(json("{'type':'function','function':{'name':'get_weather'}}"));
		assertThat(body.get("parallel_tool_calls").booleanValue()).isFalse();
	}

	@Test
	void aToolWithoutSchemaHasParametersAllTheSame() {
		JsonNode body = sent((request) -> request.user("Hi").tools(new ToolDefinition("now", null, null, null)));
		assertThat(body.at("/tools/0/function"))
			.isEqualTo(json("{'name':'now','parameters':{'type':'object','properties':{}}}"));
	}

	@Test
	void sendsPartsInTheirOrder() {
		JsonNode body = sent((request) -> request.user(ContentPart.text("What is"), ContentPart.raw(IMAGE),
				ContentPart.raw(IMAGE), ContentPart.text("this?")));
		assertThat(body.at("/messages/0/content")).isEqualTo(json("""
				[{'type':'text','text':'What is'},
				{'type':'image_url','image_url':{'url':'https://example.com/cat.png','detail':'high'}},
				{'type':'image_url','image_url':{'url':'https://example.com/cat.png','detail':'high'}},
				{'type':'text','text':'this?'}]"""));
	}

	@Test
	void aPartThatIsNoTextIsAnArrayOfItsOwn() {
		JsonNode body = sent((request) -> request.user(ContentPart.raw(IMAGE)));
		assertThat(body.at("/messages/0/content").isArray()).isTrue();
	}

	@Test
	void refusesAPartThatIsNone() {
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.raw(null));
		assertThatIllegalArgumentException().isThrownBy(() -> ContentPart.raw(Map.of("url", "x")))
			.withMessageContaining("type");
	}

	@Test
	void sendsAConversationWithoutMessages() {
		try (RawHttpServer strict = new RawHttpServer(
				(exchange) -> exchange.respond(400, "application/json", "{\"error\":\"messages is empty\"}"))) {
			HuggingFaceChatModel model = Connector.REACTOR.model(strict.url()).build();
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> model.call(new ChatRequest(List.of(), ChatOptions.none())))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.INVALID_REQUEST));
			assertThat(strict.request().text()).contains("\"messages\":[]");
		}
	}

	@Test
	void hasNoOtherFieldsWithoutExtraFields() {
		JsonNode body = sent((request) -> request.user("Hi"));
		assertThat(body).isEqualTo(json("{'model':'test/model','messages':[{'role':'user','content':'Hi'}]}"));
	}

	@Test
	void sendsTheExtraFieldsOfTheModel() {
		JsonNode body = sent(
				Connector.REACTOR.model(this.server.url())
					.defaultOptions((options) -> options.extraField("text", "x").extraField("big", 9007199254740993L)),
				(request) -> request.user("Hi"));
		assertThat(body.get("text").stringValue()).isEqualTo("x");
		assertThat(body.get("big").longValue()).isEqualTo(9007199254740993L);
	}

	@Test
	void sendsTheExtraFieldsOfTheRequest() {
		JsonNode body = sent((request) -> request.user("Hi").extraField("top_k", 5).extraField("list", List.of(1, 2)));
		assertThat(body.get("top_k").intValue()).isEqualTo(5);
		assertThat(body.get("list")).isEqualTo(json("[1,2]"));
	}

	@Test
	void extraFieldsOfTheRequestWin() {
		JsonNode body = sent(
				Connector.REACTOR.model(this.server.url())
					.defaultOptions((options) -> options.extraField("both", "model").extraField("model_only", 1)),
				(request) -> request.user("Hi").extraField("both", "request").extraField("request_only", 2));
		assertThat(body.get("both").stringValue()).isEqualTo("request");
		assertThat(body.get("model_only").intValue()).isEqualTo(1);
		assertThat(body.get("request_only").intValue()).isEqualTo(2);
	}

	@Test
	void extraFieldsReplaceOptionsAndOnceOnly() {
		JsonNode body = sent((request) -> request.user("Hi").temperature(0.1).extraField("temperature", 0.9));
		assertThat(body.get("temperature").doubleValue()).isEqualTo(0.9);
		assertThat(this.server.request().text()).containsOnlyOnce("temperature");
	}

	@Test
	void extraFieldsCannotTurnACallIntoAStream() {
		assertThatIllegalArgumentException().isThrownBy(() -> sent((request) -> request.extraField("stream", true)))
			.withMessageContaining("'stream'");
		assertThat(this.server.requests()).isEmpty();
	}

	@Test
	void leavesOutAllAboutToolsWhereTheyAreDisabled() {
		JsonNode body = sent(Connector.REACTOR.model(this.server.url())
			.defaultOptions((options) -> options.extraField("tool_choice", "auto").extraField("custom_model", "stays")),
				(request) -> request.user("Hi")
					.tools(ToolDefinition.of("a", "b", SCHEMA))
					.toolChoice(ToolChoice.REQUIRED)
					.parallelToolCalls(true)
					.extraField("parallel_tool_calls", true)
					.extraField("tools", List.of())
					.extraField("function_call", "auto")
					.extraField("functions", List.of())
					.extraField("custom", "stays")
					.toolsDisabled(true));
		assertThat(body.propertyNames()).containsExactlyInAnyOrder("model", "messages", "custom_model", "custom");
	}

	@Test
	void aChangedRequestLeavesTheFirstAsItWas() {
		ChatRequest first = ChatRequest.builder().message(ChatMessage.user("Hi")).temperature(0.5).build();
		ChatRequest second = first.mutate().temperature(0.6).user("More").build();
		assertThat(first.messages()).hasSize(1);
		assertThat(first.options().temperature()).isEqualTo(0.5);
		assertThat(second.messages()).hasSize(2);
	}

	@Test
	void maxTokensAreSentAsTheyAreGivenAndNotInvented() {
		assertThat(sent((request) -> request.user("Hi").maxTokens(500)).get("max_tokens").intValue()).isEqualTo(500);
		assertThat(sent((request) -> request.user("Hi")).has("max_tokens")).isFalse();
	}

	@Test
	void aTokenCountOfNoneIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> sent((request) -> request.maxTokens(0)))
			.withMessageContaining("maxTokens");
	}

	@Test
	void sendsNoMessageOfItsOwn() {
		ChatResponse response = Connector.REACTOR.model(this.server.url()).build().call("Hi");
		assertThat(response.text()).isEqualTo("Hello");
		assertThat(json(this.server.request().text()).get("messages")).hasSize(1);
	}

}
