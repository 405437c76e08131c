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

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ResponseFormat;
import io.github.hfspring.chat.SystemMessage;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolChoice;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.chat.ToolMessage;
import io.github.hfspring.chat.UserMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ChatRequestEncoder}.
 */
class ChatRequestEncoderTests {

	private static final Set<String> TOOL_FIELDS = Set.of("tools", "tool_choice", "parallel_tool_calls", "functions",
			"function_call", "custom_tool", "Tools", "ToolChoice", "ParallelToolCalls", "Functions", "FunctionCall",
			"CustomTool");

	private static final ToolDefinition NOW = new ToolDefinition("now", null, null, null);

	private ResponseFormatDialect dialect = ResponseFormatDialect.AUTO;

	private final JsonMapper reader = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

	@Test
	void exactBytes() {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("type", "object");
		schema.put("properties", Map.of("city", Map.of("type", "string")));
		Map<String, Object> image = new LinkedHashMap<>();
		image.put("type", "image_url");
		image.put("image_url", Map.of("url", "https://host/a.png"));
		ChatRequest request = ChatRequest.builder()
			.system("Be \"brief\"")
			.user(ContentPart.text("What is this? \ud83e\udd17"), ContentPart.raw(image))
			.message(AssistantMessage.builder()
				.toolCalls(List.of(ToolCall.function("call_1", "weather", "{\"city\":\"Oslo\"}")))
				.build())
			.message(new ToolMessage("call_1", "weather", "sunny", Map.of()))
			.assistant("It is sunny")
			.message(new UserMessage(List.of(ContentPart.text("Thanks")), "Anna", Map.of()))
			.temperature(0.7)
			.topP(0.9)
			.maxTokens(100)
			.stop("END", "\n\n")
			.seed(new BigInteger("18446744073709551615"))
			.frequencyPenalty(0.3)
			.presencePenalty(0.5)
			.topLogprobs(2)
			.n(2)
			.endUser("u")
			.reasoningEffort("low")
			.tools(new ToolDefinition("weather", "Tells the weather", schema, true), NOW)
			.toolChoice(ToolChoice.function("weather"))
			.parallelToolCalls(false)
			.responseFormat(ResponseFormat.jsonSchema("city", schema).withStrict(true).withDescription("A city"))
			.extraField("top_k", 5)
			.build();
		assertThat(encode(request, "a/b:groq", true)).isEqualTo(Json.of("{'model':'a/b:groq','messages':["
				+ "{'role':'system','content':'Be \\'brief\\''},"
				+ "{'role':'user','content':[{'type':'text','text':'What is this? \ud83e\udd17'},"
				+ "{'type':'image_url','image_url':{'url':'https://host/a.png'}}]},"
				+ "{'role':'assistant','tool_calls':[{'id':'call_1','type':'function','function':"
				+ "{'name':'weather','arguments':'{\\'city\\':\\'Oslo\\'}'}}]},"
				+ "{'role':'tool','content':'sunny','tool_call_id':'call_1','name':'weather'},"
				+ "{'role':'assistant','content':'It is sunny'}," + "{'role':'user','content':'Thanks','name':'Anna'}],"
				+ "'stream':true,'stream_options':{'include_usage':true},"
				+ "'temperature':0.7,'top_p':0.9,'max_tokens':100,'stop':['END','\\n\\n'],"
				+ "'seed':18446744073709551615,'frequency_penalty':0.3,'presence_penalty':0.5,"
				+ "'logprobs':true,'top_logprobs':2,'n':2,'user':'u','reasoning_effort':'low',"
				+ "'tools':[{'type':'function','function':{'name':'weather','description':'Tells the weather',"
				+ "'parameters':{'type':'object','properties':{'city':{'type':'string'}}},'strict':true}},"
				+ "{'type':'function','function':{'name':'now','parameters':{'type':'object','properties':{}}}}],"
				+ "'tool_choice':{'type':'function','function':{'name':'weather'}},'parallel_tool_calls':false,"
				+ "'response_format':{'type':'json_schema','json_schema':{'name':'city','description':'A city',"
				+ "'schema':{'type':'object','properties':{'city':{'type':'string'}}},'strict':true}},'top_k':5}"));
	}

	@Test
	void nothingIsWrittenThatIsNotSet() {
		assertThat(encode(ChatRequest.of("Hi"), "m", false))
			.isEqualTo(Json.of("{'model':'m','messages':[{'role':'user','content':'Hi'}]}"));
		assertThat(encode(ChatRequest.builder().build(), null, false)).isEqualTo(Json.of("{'messages':[]}"));
	}

	@Test
	void modelComesFirstAlsoAsExtraField() {
		ChatRequest request = ChatRequest.builder().user("Hi").extraField("model", "other").build();
		assertThat(encode(request, "m", true)).startsWith(Json.of("{'model':'other','messages'"));
	}

	@Test
	void modelCanBeLeftOut() {
		ChatRequest request = ChatRequest.builder().user("Hi").extraField("model", null).build();
		assertThat(encode(request, "m", false)).startsWith(Json.of("{'messages'"));
	}

	@Test
	void extraFieldsReplaceFieldsOfTheSameName() {
		Map<String, Object> fields = new HashMap<>();
		for (String name : List.of("messages", "stream_options", "temperature", "top_p", "max_tokens", "stop", "seed",
				"frequency_penalty", "presence_penalty", "logprobs", "top_logprobs", "n", "user", "reasoning_effort",
				"tools", "tool_choice", "parallel_tool_calls", "response_format", "model")) {
			fields.put(name, "x");
		}
		JsonNode body = body(everything().extraFields(fields).build(), true);
		fields.keySet().forEach((name) -> assertThat(body.get(name).asString()).as(name).isEqualTo("x"));
		fields.replaceAll((name, value) -> null);
		JsonNode empty = body(everything().extraFields(fields).build(), true);
		assertThat(empty.propertyNames()).containsExactly("stream");
	}

	@Test
	void extraFieldsKeepTheirOrderAndTypes() {
		ChatRequest request = ChatRequest.builder()
			.extraField("z", List.of(1, "a"))
			.extraField("a", Map.of("enable_thinking", false))
			.extraField("m", 1.5)
			.build();
		assertThat(encode(request, null, false))
			.isEqualTo(Json.of("{'messages':[],'z':[1,'a'],'a':{'enable_thinking':false},'m':1.5}"));
	}

	@Test
	void thereIsNoNull() {
		ChatRequest request = everything().message(ChatMessage.assistant(""))
			.message(ChatMessage.tool("1", ""))
			.extraField("x", null)
			.build();
		assertThat(encode(request, null, true)).doesNotContain("null");
	}

	@Test
	void usageIsAskedForWithStreamsOnly() {
		assertThat(body(ChatRequest.of("Hi"), true).at("/stream_options/include_usage").asBoolean()).isTrue();
		assertThat(body(ChatRequest.of("Hi"), false).propertyNames()).doesNotContain("stream", "stream_options");
		ChatRequest without = ChatRequest.builder().user("Hi").includeUsage(false).build();
		assertThat(body(without, true).propertyNames()).contains("stream").doesNotContain("stream_options");
		ChatRequest with = ChatRequest.builder().user("Hi").includeUsage(true).build();
		assertThat(body(with, false).propertyNames()).doesNotContain("stream_options");
	}

	@Test
	void stopIsAlwaysAnArray() {
		JsonNode body = body(ChatRequest.builder().user("Hi").stop("x").build(), false);
		assertThat(body.get("stop")).hasToString("[\"x\"]");
		assertThat(body(ChatRequest.builder().stop(List.of()).build(), false).get("stop")).isNull();
	}

	@Test
	void toolsAlwaysHaveParameters() {
		JsonNode tool = body(ChatRequest.builder().tools(NOW).build(), false).at("/tools/0/function");
		assertThat(tool).hasToString(Json.of("{'name':'now','parameters':{'type':'object','properties':{}}}"));
	}

	@Test
	void toolsKeepTheirOrder() {
		List<ToolDefinition> tools = List.of("z", "a", "m", "b")
			.stream()
			.map((name) -> new ToolDefinition(name, null, null, null))
			.toList();
		ChatRequest request = ChatRequest.builder().tools(tools).build();
		assertThat(body(request, false).get("tools").findValuesAsString("name")).containsExactly("z", "a", "m", "b");
		assertThat(encode(request, "m", true)).isEqualTo(encode(request.mutate().build(), "m", true));
	}

	@Test
	void toolChoiceIsAWordOrAFunction() {
		assertThat(choice(ToolChoice.AUTO)).isEqualTo("\"auto\"");
		assertThat(choice(ToolChoice.NONE)).isEqualTo("\"none\"");
		assertThat(choice(ToolChoice.REQUIRED)).isEqualTo("\"required\"");
		assertThat(choice(ToolChoice.function("f"))).isEqualTo(Json.of("{'type':'function','function':{'name':'f'}}"));
	}

	private String choice(ToolChoice choice) {
		return body(ChatRequest.builder().toolChoice(choice).build(), false).get("tool_choice").toString();
	}

	@Test
	void disabledToolsAreLeftOutWithEverythingThatControlsThem() {
		Map<String, Object> fields = new HashMap<>(Map.of("top_k", 5, "model", "x"));
		TOOL_FIELDS.forEach((name) -> fields.put(name, "x"));
		ChatRequest request = everything().extraFields(fields).toolsDisabled(true).build();
		assertThat(body(request, true).propertyNames()).doesNotContainAnyElementsOf(TOOL_FIELDS)
			.contains("top_k", "model", "messages", "temperature", "response_format");
		assertThat(body(everything().toolsDisabled(true).build(), false).propertyNames())
			.doesNotContainAnyElementsOf(TOOL_FIELDS);
	}

	@Test
	void toolTurnsOfTheConversationStayWhenToolsAreDisabled() {
		ChatRequest request = ChatRequest.builder()
			.message(AssistantMessage.builder().toolCalls(List.of(ToolCall.function("1", "f", "{}"))).build())
			.tool("1", "x")
			.toolsDisabled(true)
			.build();
		assertThat(encode(request, null, false)).contains("tool_calls", "tool_call_id");
	}

	@Test
	void toolTurnWithoutTextHasNoContent() {
		ToolCall call = new ToolCall("1", null, "f", null, Map.of("extra_content", Map.of("a", "b")));
		assertThat(message(AssistantMessage.builder().toolCalls(List.of(call)).build()))
			.isEqualTo(Json.of("{'role':'assistant','tool_calls':[{'id':'1','type':'function','function':{'name':'f',"
					+ "'arguments':''},'extra_content':{'a':'b'}}]}"));
		assertThat(message(AssistantMessage.builder().text("").toolCalls(List.of(call)).build()))
			.doesNotContain("'content'", "\"content\"");
		assertThat(message(AssistantMessage.builder().text("a").toolCalls(List.of(call)).build()))
			.contains(Json.of("'content':'a'"));
	}

	@Test
	void answerWithoutAnythingHasEmptyContent() {
		assertThat(message(ChatMessage.assistant(""))).isEqualTo(Json.of("{'role':'assistant','content':''}"));
	}

	@Test
	void contentOfOneTextIsAString() {
		assertThat(message(ChatMessage.user(ContentPart.text("a"))))
			.isEqualTo(Json.of("{'role':'user','content':'a'}"));
		assertThat(message(ChatMessage.user(ContentPart.text("a"), ContentPart.text("b"))))
			.isEqualTo(Json.of("{'role':'user','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}"));
		assertThat(message(ChatMessage.user(ContentPart.raw(Map.of("type", "x")))))
			.isEqualTo(Json.of("{'role':'user','content':[{'type':'x'}]}"));
	}

	@Test
	void aRefusalIsNotSentBack() {
		AssistantMessage message = AssistantMessage.builder().text("a").refusal("No").build();
		assertThat(message(message)).isEqualTo(Json.of("{'role':'assistant','content':'a'}"));
	}

	@Test
	void fieldsOfAMessageReplaceThoseOfTheSameName() {
		Map<String, Object> fields = new LinkedHashMap<>();
		for (String name : List.of("role", "content", "name", "tool_calls", "tool_call_id", "other")) {
			fields.put(name, "x");
		}
		String expected = Json
			.of("{'role':'x','content':'x','name':'x','tool_calls':'x','tool_call_id':'x'," + "'other':'x'}");
		ToolCall call = ToolCall.function("1", "f", "{}");
		assertThat(message(new SystemMessage("a", fields))).isEqualTo(expected);
		assertThat(message(new UserMessage(List.of(ContentPart.text("a")), "n", fields))).isEqualTo(expected);
		assertThat(
				message(AssistantMessage.builder().text("a").toolCalls(List.of(call)).additionalFields(fields).build()))
			.isEqualTo(expected);
		assertThat(message(new ToolMessage("1", "n", "a", fields))).isEqualTo(expected);
		fields.replaceAll((name, value) -> null);
		assertThat(message(new ToolMessage("1", "n", "a", fields))).isEqualTo("{}");
	}

	@Test
	void responseFormatWithoutSchemaIsItsType() {
		assertThat(format(ResponseFormat.TEXT)).isEqualTo(Json.of("{'type':'text'}"));
		assertThat(format(ResponseFormat.JSON_OBJECT)).isEqualTo(Json.of("{'type':'json_object'}"));
		assertThat(format(ResponseFormat.jsonSchema("n", Map.of("type", "object"))))
			.isEqualTo(Json.of("{'type':'json_schema','json_schema':{'name':'n','schema':{'type':'object'}}}"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = {
					"OPENAI | {'type':'text'} | {'type':'json_object'} | {'type':'json_schema','json_schema':"
							+ "{'name':'n','description':'d','schema':{'type':'object'},'strict':true}}",
					"TGI | {'type':'text'} | {'type':'json','value':{'type':'object'}} | "
							+ "{'type':'json_schema','value':{'name':'n','schema':{'type':'object'}}}",
					"JSON_OBJECT_VALUE | {'type':'text'} | {'type':'json_object','value':{'type':'object'}} | "
							+ "{'type':'json_object','value':{'type':'object'}}",
					"JSON_OBJECT_SCHEMA | {'type':'text'} | {'type':'json_object'} | "
							+ "{'type':'json_object','schema':{'type':'object'}}",
					"SCHEMA_INLINE | {'type':'text'} | {'type':'json_object'} | "
							+ "{'type':'json_schema','schema':{'type':'object'}}" })
	void responseFormatInTheDialectOfTheServer(ResponseFormatDialect dialect, String text, String object,
			String schema) {
		this.dialect = dialect;
		assertThat(format(ResponseFormat.TEXT)).isEqualTo(Json.of(text));
		assertThat(format(ResponseFormat.JSON_OBJECT)).isEqualTo(Json.of(object));
		assertThat(
				format(ResponseFormat.jsonSchema("n", Map.of("type", "object")).withDescription("d").withStrict(true)))
			.isEqualTo(Json.of(schema));
	}

	private String format(ResponseFormat format) {
		return body(ChatRequest.builder().responseFormat(format).build(), false).get("response_format").toString();
	}

	@Test
	void valueThatIsNoJsonIsRefused() {
		List<Object> loop = new ArrayList<>();
		loop.add(loop);
		ChatRequest request = ChatRequest.builder().extraField("x", loop).build();
		assertThatIllegalArgumentException().isThrownBy(() -> encode(request, "m", false))
			.withMessageContaining("cannot be written as JSON");
	}

	@Test
	void largeTextIsWrittenWhole() {
		String text = "\ud83e\udd17\u00e4\"\\\n\u2028".repeat(20_000);
		ChatRequest request = ChatRequest.of(text);
		assertThat(body(request, false).at("/messages/0/content").asString()).isEqualTo(text);
	}

	private static ChatRequest.Builder everything() {
		return ChatRequest.builder()
			.user("Hi")
			.options(ChatOptions.builder()
				.temperature(1.0)
				.topP(1.0)
				.maxTokens(1)
				.stop("a")
				.seed(1)
				.frequencyPenalty(1.0)
				.presencePenalty(1.0)
				.topLogprobs(1)
				.n(1)
				.endUser("u")
				.reasoningEffort("low")
				.tools(NOW)
				.toolChoice(ToolChoice.AUTO)
				.parallelToolCalls(true)
				.responseFormat(ResponseFormat.JSON_OBJECT)
				.includeUsage(true)
				.build());
	}

	private String message(ChatMessage message) {
		String body = encode(ChatRequest.builder().message(message).build(), null, false);
		return body.substring("{\"messages\":[".length(), body.length() - 2);
	}

	private JsonNode body(ChatRequest request, boolean stream) {
		return this.reader.readTree(encode(request, "m", stream));
	}

	private String encode(ChatRequest request, @Nullable String model, boolean stream) {
		byte[] bytes = new ChatRequestEncoder(Json.MAPPER, MediaRules.none()).encode(request, model, stream,
				this.dialect);
		String body = new String(bytes, StandardCharsets.UTF_8);
		assertThat(this.reader.readTree(body).isObject()).isTrue();
		return body;
	}

}
