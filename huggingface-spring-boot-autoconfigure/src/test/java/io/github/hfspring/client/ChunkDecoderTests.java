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
import java.util.stream.Stream;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatDelta;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ChunkChoice;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.ResponseMetadata;
import io.github.hfspring.chat.TokenLogprob;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolCallDelta;
import io.github.hfspring.chat.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ChunkDecoder}, in the forms that servers send.
 */
class ChunkDecoderTests {

	@Test
	void tgiBefore21() {
		ChatResponse response = response("""
				{'id':'','object':'text_completion','created':1712000000,'model':'org/model',
				'system_fingerprint':'2.0.1-sha',
				'choices':[{'index':0,'message':{'role':'assistant','content':'Hi'},
				'logprobs':null,'finish_reason':'eos_token'}],
				'usage':{'prompt_tokens':11,'completion_tokens':2,'total_tokens':13}}""");
		assertThat(response.text()).isEqualTo("Hi");
		assertThat(response.finishReason()).isEqualTo(FinishReason.of("eos_token"));
		assertThat(response.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
		assertThat(response.usage()).isEqualTo(new Usage(11, 2, 13, null, null, Map.of()));
		assertThat(response.systemFingerprint()).isEqualTo("2.0.1-sha");
		assertThat(response.additionalFields()).isEmpty();
	}

	@Test
	void tgiBefore21Stream() {
		ChatResponse response = response(
				"{'id':'','object':'text_completion','created':1,'model':'m','choices':[{'index':0,"
						+ "'delta':{'role':'assistant','content':'Hi'},'logprobs':null,'finish_reason':null}]}",
				"{'id':'','object':'text_completion','created':1,'model':'m','choices':[{'index':0,'delta':{},"
						+ "'logprobs':null,'finish_reason':'eos_token'}]}");
		assertThat(response.text()).isEqualTo("Hi");
		assertThat(response.finishReason()).isEqualTo(FinishReason.of("eos_token"));
	}

	@Test
	void tgi14ToolsWithArgumentsAsObject() {
		ChatResponse response = response("""
				{'id':'','object':'text_completion','choices':[{'index':0,'message':{'role':'assistant',
				'tool_calls':[{'id':0,'type':'function','function':{'description':null,'name':'get_weather',
				'arguments':{'city':'Oslo','days':1.50}}}]},'finish_reason':'eos_token'}]}""");
		assertThat(response.toolCalls())
			.containsExactly(ToolCall.function("0", "get_weather", "{\"city\":\"Oslo\",\"days\":1.50}"));
		assertThat(response.text()).isEmpty();
	}

	@Test
	void tgi14ToolsWithParameters() {
		ChatResponse response = response("""
				{'choices':[{'index':0,'message':{'role':'assistant','tool_calls':{'id':0,'type':'function',
				'function':{'description':null,'name':'tools','parameters':{'city':'Oslo'}}}},
				'finish_reason':'eos_token'}]}""");
		assertThat(response.toolCalls()).containsExactly(ToolCall.function("0", "tools", "{\"city\":\"Oslo\"}"));
	}

	@Test
	void tgiSince21() {
		ChatResponse response = response("""
				{'object':'chat.completion','id':'','created':1,'model':'m','system_fingerprint':'3.0.0-sha',
				'choices':[{'index':0,'message':{'role':'assistant','tool_calls':[{'id':'0','type':'function',
				'function':{'description':null,'name':'f','arguments':'{}'}}]},
				'logprobs':null,'finish_reason':'stop'}],
				'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}""");
		assertThat(response.toolCalls()).containsExactly(ToolCall.function("0", "f", "{}"));
		assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void tgiSince21Stream() {
		String head = "{'object':'chat.completion.chunk','id':'','created':1,'model':'m','system_fingerprint':'s',";
		ChatResponse response = response(
				head + "'choices':[{'index':0,'delta':{'role':'assistant','content':'Hi'},"
						+ "'logprobs':null,'finish_reason':null}],'usage':null}",
				head + "'choices':[{'index':0,'delta':{'role':'assistant','content':''},"
						+ "'logprobs':null,'finish_reason':'stop'}],'usage':null}",
				head + "'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}");
		assertThat(response.text()).isEqualTo("Hi");
		assertThat(response.usage()).isEqualTo(new Usage(1, 2, 3, null, null, Map.of()));
	}

	@Test
	void tgiSince31ToolStream() {
		String head = "{'object':'chat.completion.chunk','id':'','choices':[{'index':0,'delta':{'role':'assistant',"
				+ "'tool_calls':[{'index':0,'id':'0','type':'function','function':";
		String tail = "}]},'logprobs':null,'finish_reason':null}],'usage':null}";
		ChatResponse response = response(head + "{'name':'get_weather','arguments':''}" + tail,
				head + "{'name':null,'arguments':'{'}" + tail, head + "{'name':null,'arguments':'}'}" + tail);
		assertThat(response.toolCalls()).containsExactly(ToolCall.function("0", "get_weather", "{}"));
		assertThat(response.finishReason()).isNull();
	}

	@Test
	void togetherStream() {
		ChatResponse response = response("""
				{'id':'oABC','object':'chat.completion.chunk','created':1,'prompt':[],'choices':[{'index':0,
				'text':'Hi','seed':null,'delta':{'token_id':9906,'role':'assistant','content':'Hi','tool_calls':[]},
				'logprobs':null,'finish_reason':null}],'model':'m','usage':null}""", """
				{'id':'oABC','choices':[{'index':0,'text':'!','seed':17786007661749115000,
				'delta':{'token_id':0,'role':'assistant','content':'!','tool_calls':[]},'finish_reason':'eos'}],
				'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3,'cached_tokens':1},
				'metadata':{'weight_version':'default'}}""");
		assertThat(response.text()).isEqualTo("Hi!");
		assertThat(response.toolCalls()).isEmpty();
		assertThat(response.finishReason()).isEqualTo(FinishReason.of("eos"));
		assertThat(response.usage().cachedPromptTokens()).isEqualTo(1);
		assertThat(response.choices().get(0).additionalFields().get("seed")).asString()
			.isEqualTo("17786007661749115000");
		assertThat(response.additionalFields()).containsEntry("metadata", Map.of("weight_version", "default"));
	}

	@Test
	void vllmAndNebius() {
		ChatResponse response = response("""
				{'id':'chatcmpl-1','object':'chat.completion','created':1,'model':'m','choices':[{'index':0,
				'message':{'role':'assistant','content':'Hi','refusal':null,'annotations':null,'audio':null,
				'function_call':null,'tool_calls':[],'reasoning_content':null},
				'logprobs':null,'finish_reason':'stop','stop_reason':null}],'service_tier':null,
				'system_fingerprint':null,'usage':{'prompt_tokens':1,'total_tokens':3,'completion_tokens':2,
				'prompt_tokens_details':null},'prompt_logprobs':null,'kv_transfer_params':null}""");
		assertThat(response.text()).isEqualTo("Hi");
		assertThat(response.reasoning()).isNull();
		assertThat(response.toolCalls()).isEmpty();
		assertThat(response.message().refusal()).isNull();
		assertThat(response.additionalFields()).isEmpty();
		assertThat(response.choices().get(0).additionalFields()).isEmpty();
		assertThat(response.usage()).isEqualTo(new Usage(1, 2, 3, null, null, Map.of()));
	}

	@Test
	void novita() {
		ChatResponse response = response(
				"{'id':'1','choices':[{'index':0,'delta':{'role':'assistant'},'finish_reason':null,"
						+ "'content_filter_results':{'hate':{'filtered':false}}}]}",
				"{'id':'1','choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':null}]}",
				"{'id':'1','choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}",
				"{'id':'1','choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3},"
						+ "'sla_metrics':{'ttft_ms':120,'ts_us':1}}");
		assertThat(response.text()).isEqualTo("Hi");
		assertThat(response.usage().totalTokens()).isEqualTo(3);
		assertThat(response.additionalFields()).containsEntry("sla_metrics", Map.of("ttft_ms", 120, "ts_us", 1));
		assertThat(response.choices().get(0).additionalFields()).containsKey("content_filter_results");
	}

	@Test
	void fireworksHasUsageBesideTheFinishReason() {
		ChatChunk chunk = Json.chunk("""
				{'id':'1','model':'accounts/fireworks/models/m','choices':[{'index':0,'delta':{},
				'finish_reason':'stop'}],'usage':{'prompt_tokens':1,'total_tokens':3,'completion_tokens':2}}""");
		assertThat(chunk.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(chunk.usage().completionTokens()).isEqualTo(2);
		assertThat(chunk.model()).isEqualTo("accounts/fireworks/models/m");
	}

	@Test
	void cerebras() {
		ChatResponse response = response("{'id':'1','choices':[{'delta':{'role':'assistant'},'index':0}]}",
				"{'id':'1','choices':[{'delta':{'reasoning':'Hm'},'index':0}]}",
				"{'id':'1','choices':[{'delta':{'content':'Hi'},'index':0}]}",
				"{'id':'1','choices':[{'delta':{},'finish_reason':'stop','index':0}],'usage':{'prompt_tokens':1,"
						+ "'completion_tokens':2,'total_tokens':3,'prompt_tokens_details':{'cached_tokens':0}},"
						+ "'time_info':{'queue_time':0.001,'total_time':0.2}}");
		assertThat(response.text()).isEqualTo("Hi");
		assertThat(response.reasoning()).isEqualTo("Hm");
		assertThat(response.usage().cachedPromptTokens()).isZero();
		assertThat(response.additionalFields()).containsKey("time_info");
	}

	@Test
	void groq() {
		ChatResponse response = response(
				"{'id':'1','choices':[{'index':0,'delta':{'role':'assistant','content':''},'logprobs':null,"
						+ "'finish_reason':null}],'x_groq':{'id':'req_1','seed':42}}",
				"{'id':'1','choices':[{'index':0,'delta':{'reasoning':'Hm','channel':'analysis'},"
						+ "'finish_reason':null}]}",
				"{'id':'1','choices':[{'index':0,'delta':{'tool_calls':[{'id':'fc_1','type':'function','function':"
						+ "{'name':'f','arguments':'{\\\"a\\\":1}'},'index':0}]},'finish_reason':null}]}",
				"{'id':'1','choices':[{'index':0,'delta':{},'finish_reason':'tool_calls'}],'x_groq':{'id':'req_1',"
						+ "'usage':{'queue_time':0.1,'prompt_tokens':1,'prompt_time':0.2,'completion_tokens':2,"
						+ "'total_tokens':3,'completion_tokens_details':{'reasoning_tokens':1}}}}");
		assertThat(response.toolCalls()).containsExactly(ToolCall.function("fc_1", "f", "{\"a\":1}"));
		assertThat(response.reasoning()).isEqualTo("Hm");
		assertThat(response.usage().totalTokens()).isEqualTo(3);
		assertThat(response.usage().reasoningTokens()).isEqualTo(1);
		assertThat(response.usage().additionalFields()).containsEntry("queue_time", 0.1);
		assertThat(response.choices().get(0).additionalFields()).containsEntry("message",
				Map.of("channel", "analysis"));
	}

	@Test
	void groqMessageWithoutContent() {
		ChatResponse response = response("""
				{'id':'1','choices':[{'index':0,'message':{'role':'assistant','tool_calls':[
				{'id':'a','type':'function','function':{'name':'f','arguments':'{}'}},
				{'id':'b','type':'function','function':{'name':'g','arguments':'{}'}}]},
				'finish_reason':'tool_calls'}],'usage_breakdown':null,'service_tier':'on_demand'}""");
		assertThat(response.toolCalls()).extracting(ToolCall::name).containsExactly("f", "g");
		assertThat(response.message().content()).isEmpty();
	}

	@Test
	void deepseek() {
		ChatResponse response = response(
				"{'choices':[{'index':0,'delta':{'role':'assistant','content':null,'reasoning_content':''}}]}",
				"{'choices':[{'index':0,'delta':{'content':null,'reasoning_content':'Hm'}}]}",
				"{'choices':[{'index':0,'delta':{'content':'','reasoning_content':' \\n'}}]}",
				"{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c','type':'function',"
						+ "'function':{'name':'f','arguments':''}}]}}]}",
				"{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}}]}",
				"{'choices':[{'index':0,'delta':{'content':'','reasoning_content':null},'finish_reason':'tool_calls'}],"
						+ "'usage':{'prompt_tokens':9,'completion_tokens':2,'total_tokens':11,"
						+ "'prompt_cache_hit_tokens':8,'prompt_cache_miss_tokens':1}}");
		assertThat(response.reasoning()).isEqualTo("Hm \n");
		assertThat(response.text()).isEmpty();
		assertThat(response.toolCalls()).containsExactly(ToolCall.function("c", "f", "{}"));
		assertThat(response.usage().cachedPromptTokens()).isEqualTo(8);
	}

	@Test
	void sambanovaUsageHasAllTypes() {
		Usage usage = Json.chunk("""
				{'choices':[],'usage':{'acceptance_rate':4.1,'completion_tokens':'2','prompt_tokens':1.0,
				'total_tokens':3,'is_last_response':true,'stop_reason':'stop','start_time':1.7e9,'extra':null,
				'prompt_tokens_details':{'cached_tokens':'1'}}}""").usage();
		assertThat(usage.promptTokens()).isEqualTo(1);
		assertThat(usage.completionTokens()).isEqualTo(2);
		assertThat(usage.totalTokens()).isEqualTo(3);
		assertThat(usage.cachedPromptTokens()).isEqualTo(1);
		assertThat(usage.additionalFields()).containsEntry("is_last_response", true)
			.containsEntry("stop_reason", "stop")
			.containsEntry("start_time", 1.7e9)
			.doesNotContainKey("extra");
	}

	@Test
	void hyperbolicHasBlanks() {
		ChatChunk chunk = Json.chunk("""
				{ 'id' : 'x' , 'choices' : [ { 'index' : 0 , 'delta' : { 'content' : 'Hi' } ,
				 'finish_reason' : 'stop' , 'stop_reason' : 128009 } ] }
				""");
		assertThat(chunk.text()).isEqualTo("Hi");
		assertThat(chunk.choices().get(0).additionalFields()).containsEntry("stop_reason", 128009);
	}

	@Test
	void mistralContentIsParts() {
		ChatResponse response = response(
				"{'choices':[{'index':0,'delta':{'content':[{'type':'thinking','thinking':"
						+ "[{'type':'text','text':'Hm'}]}]}}],'p':'abc'}",
				"{'choices':[{'index':0,'delta':{'content':[{'type':'thinking','thinking':"
						+ "[{'type':'text','text':' '},{'type':'text','text':'so'}]},{'type':'text','text':'Yes'}]}}]}",
				"{'choices':[{'index':0,'delta':{'content':'!'},'finish_reason':'stop'}]}");
		assertThat(response.reasoning()).isEqualTo("Hm so");
		assertThat(response.text()).isEqualTo("Yes!");
		assertThat(response.additionalFields()).containsEntry("p", "abc");
	}

	@Test
	void mistralToolDeltas() {
		ChatResponse response = response(
				"{'choices':[{'index':0,'delta':{'tool_calls':[{'id':'a','function':{'name':'f','arguments':'{'}}]}}]}",
				"{'choices':[{'index':0,'delta':{'tool_calls':[{'id':'a','function':{'name':'','arguments':'}'}}]}}]}",
				"{'choices':[{'index':0,'delta':{'tool_calls':[{'id':'b','function':{'name':'f','arguments':'{}'}}]}}]}");
		assertThat(response.toolCalls()).containsExactly(ToolCall.function("a", "f", "{}"),
				ToolCall.function("b", "f", "{}"));
	}

	@Test
	void otherPartsAreKept() {
		ChatDelta delta = delta(
				"{'content':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'u'}}]}");
		assertThat(delta.content()).isEqualTo("a");
		assertThat(delta.additionalFields().get("content")).asString().contains("image_url");
		assertThat(delta("{'content':[{'type':'video'}]}").content()).isEmpty();
		assertThat(delta("{'content':{'type':'text','text':'a'}}").content()).isEqualTo("a");
		assertThat(delta("{'content':['a',null,'b',{}]}").content()).isEqualTo("ab");
	}

	@Test
	void ollama() {
		ChatChunk chunk = Json.chunk("""
				{'id':'chatcmpl-1','system_fingerprint':'fp_ollama','choices':[{'index':0,
				'delta':{'role':'assistant','content':'','reasoning':'Hm'},'finish_reason':'stop'}]}""");
		assertThat(chunk.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(chunk.reasoning()).isEqualTo("Hm");
		assertThat(chunk.systemFingerprint()).isEqualTo("fp_ollama");
	}

	@Test
	void azureFirstChunkHasNoChoices() {
		ChatResponse response = response(
				"{'choices':[],'created':0,'id':'','model':'','object':'','prompt_filter_results':[{'prompt_index':0}]}",
				"{'id':'chatcmpl-1','created':5,'model':'gpt','choices':[{'index':0,'delta':{'content':'Hi',"
						+ "'refusal':null},'finish_reason':null}],'obfuscation':'aZ3'}",
				"{'id':'chatcmpl-1','choices':[{'index':0,'delta':{'refusal':'No'},'finish_reason':'stop'}]}");
		assertThat(response.id()).isEqualTo("chatcmpl-1");
		assertThat(response.model()).isEqualTo("gpt");
		assertThat(response.created().getEpochSecond()).isEqualTo(5);
		assertThat(response.message().refusal()).isEqualTo("No");
		assertThat(response.additionalFields()).containsKeys("prompt_filter_results", "obfuscation");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "'id':''," })
	void googleToolCallHasNoId(String id) {
		ChatResponse response = response("{'choices':[{'index':0,'delta':{'tool_calls':[{" + id
				+ "'type':'function','function':{'name':'f','arguments':'{}'},"
				+ "'extra_content':{'google':{'thought_signature':'c2ln'}}}]},'finish_reason':'stop'}]}");
		assertThat(response.toolCalls()).hasSize(1).allSatisfy((call) -> {
			assertThat(call.id()).matches("[0-9A-Za-z]{9}");
			assertThat(call.additionalFields()).containsEntry("extra_content",
					Map.of("google", Map.of("thought_signature", "c2ln")));
		});
	}

	@Test
	void openRouter() {
		ChatChunk chunk = Json.chunk("""
				{'id':'gen-1','provider':'Groq','choices':[{'index':0,'delta':{'role':'assistant','content':'',
				'reasoning':'Hm','reasoning_details':[{'type':'reasoning.text','text':'Hm'}]},
				'finish_reason':'stop','native_finish_reason':'STOP'}],'usage':{'prompt_tokens':1,
				'completion_tokens':2,'total_tokens':3,'cost':0.00014,'completion_tokens_details':
				{'reasoning_tokens':2}}}""");
		assertThat(chunk.reasoning()).isEqualTo("Hm");
		assertThat(chunk.additionalFields()).containsEntry("provider", "Groq");
		ChunkChoice choice = chunk.choices().get(0);
		assertThat(choice.additionalFields()).containsEntry("native_finish_reason", "STOP");
		assertThat(choice.delta().additionalFields()).containsKey("reasoning_details");
		assertThat(chunk.usage().additionalFields()).containsEntry("cost", 0.00014);
		assertThat(chunk.usage().reasoningTokens()).isEqualTo(2);
	}

	@Test
	void perplexityRepeatsTheWholeMessage() {
		ChatResponse response = response(
				"{'object':'chat.completion.chunk','citations':['u'],'choices':[{'index':0,'finish_reason':null,"
						+ "'message':{'role':'assistant','content':'On'},'delta':{'role':'assistant','content':'On'}}]}",
				"{'object':'chat.completion.done','citations':['u'],'choices':[{'index':0,'finish_reason':'stop',"
						+ "'delta':{'role':'assistant','content':'ce'},"
						+ "'message':{'role':'assistant','content':'Once'}}]}");
		assertThat(response.text()).isEqualTo("Once");
		assertThat(response.additionalFields()).containsEntry("citations", List.of("u")).doesNotContainKey("object");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'choices':null}", "{'choices':[]}", "{'choices':[null]}", "{'choices':'none'}",
			"{'choices':1,'id':null}", "{'object':'chat.completion.chunk'}" })
	void chunkMayHaveNoChoices(String json) {
		ChatChunk chunk = Json.chunk(json);
		assertThat(chunk.choices()).isEmpty();
		assertThat(chunk.text()).isEmpty();
		assertThat(chunk.additionalFields()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{'delta':null}", "{'delta':{}}", "{'delta':'x'}", "{'delta':[{}]}",
			"{'index':null,'finish_reason':'','logprobs':null}" })
	void choiceMayHaveNoDelta(String json) {
		ChunkChoice choice = Json.chunk("{'choices':[" + json + "]}").choices().get(0);
		assertThat(choice.index()).isZero();
		assertThat(choice.delta()).isEqualTo(new ChatDelta(null, null, null, List.of(), null, Map.of()));
		assertThat(choice.finishReason()).isNull();
	}

	@Test
	void choicesMayBeOneObject() {
		assertThat(Json.chunk("{'choices':{'delta':{'content':'a'}}}").text()).isEqualTo("a");
	}

	@Test
	void choiceWithoutIndexHasItsPosition() {
		ChatChunk chunk = Json.chunk("{'choices':[{'delta':{}},null,{'delta':{}},{'index':'7'},{'index':-1}]}");
		assertThat(chunk.choices()).extracting(ChunkChoice::index).containsExactly(0, 1, 7, 3);
	}

	@Test
	void completionMayBeText() {
		assertThat(Json.chunk("{'choices':[{'text':'Hi','finish_reason':'stop'}]}").text()).isEqualTo("Hi");
	}

	@Test
	void numbersMayBeTextAndTextNumbers() {
		ChatChunk chunk = Json.chunk("""
				{'id':7,'created':'1700000000','model':1.5,'system_fingerprint':true,'choices':[{'index':'0',
				'delta':{'role':1,'content':42,'tool_calls':[{'index':'1','id':12345678901234567890,
				'function':{'name':5,'arguments':6}}]},'finish_reason':0}],
				'usage':{'prompt_tokens':'1','completion_tokens':2.0,'total_tokens':'3.0'}}""");
		assertThat(chunk.id()).isEqualTo("7");
		assertThat(chunk.created()).isEqualTo(1700000000);
		assertThat(chunk.model()).isEqualTo("1.5");
		assertThat(chunk.systemFingerprint()).isEqualTo("true");
		assertThat(chunk.text()).isEqualTo("42");
		assertThat(chunk.finishReason()).isEqualTo(FinishReason.of("0"));
		assertThat(chunk.choices().get(0).delta().toolCalls())
			.containsExactly(new ToolCallDelta(1, "12345678901234567890", null, "5", "6", Map.of()));
		assertThat(chunk.usage()).isEqualTo(new Usage(1, 2, 3, null, null, Map.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "'soon'", "{}", "[1]", "-5", "null", "1e400", "true" })
	void createdThatIsNoTimeIsLeftOut(String value) {
		assertThat(Json.chunk("{'created':" + value + ",'id':'x'}")).satisfies((chunk) -> {
			assertThat(chunk.created()).isZero();
			assertThat(chunk.id()).isEqualTo("x");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "[]", "null", "''", "5", "{}", "[5]" })
	void usageThatIsNoneIsLeftOut(String value) {
		assertThat(Json.chunk("{'usage':" + value + ",'id':'x'}")).satisfies((chunk) -> {
			assertThat(chunk.usage()).isNull();
			assertThat(chunk.id()).isEqualTo("x");
		});
	}

	@Test
	void usageTotalIsMadeUpFromItsParts() {
		assertThat(Json.chunk("{'usage':{'input_tokens':1,'output_tokens':2}}").usage())
			.isEqualTo(new Usage(1, 2, 3, null, null, Map.of()));
	}

	@Test
	void usageMayStandInTheChoice() {
		assertThat(Json.chunk("{'choices':[{'delta':{},'usage':{'prompt_tokens':1}}]}").usage().promptTokens())
			.isEqualTo(1);
	}

	@Test
	void unknownFieldsAreReachableAndNullsAreNot() {
		ChatChunk chunk = Json.chunk("""
				{'a':{'b':[1,2.5,null,true,'c',18446744073709551615]},'n':null,
				'choices':[{'d':'e','n':null,'delta':{'f':{'g':1},'n':null,
				'tool_calls':[{'h':1,'n':null,'function':{'i':2,'n':null,'name':'j'}}]}}]}""");
		assertThat(chunk.additionalFields()).containsOnlyKeys("a");
		assertThat(chunk.additionalFields().get("a")).asString()
			.isEqualTo("{b=[1, 2.5, null, true, c, 18446744073709551615]}");
		ChunkChoice choice = chunk.choices().get(0);
		assertThat(choice.additionalFields()).isEqualTo(Map.of("d", "e"));
		assertThat(choice.delta().additionalFields()).isEqualTo(Map.of("f", Map.of("g", 1)));
		assertThat(choice.delta().toolCalls().get(0).additionalFields()).isEqualTo(Map.of("h", 1, "i", 2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{} x", "{}{}", "{}]", "{},", "{'id':1} 2" })
	void trailingGarbageIsRefused(String json) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> Json.chunk(json));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "x", "1", "null", "'text'", "[", "[]", "[1]", "{", "{'a'", "{'a':1", "{'a':}",
			"{'choices':[{]}", "<html>" })
	void whatIsNoObjectIsRefused(String json) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> Json.chunk(json));
	}

	@Test
	void everyPrefixIsRefused() {
		String json = "{'id':'\u00e4','choices':[{'delta':{'content':'a','tool_calls':[{'id':1}]}}],'usage':{'a':1.5}}";
		for (int end = 0; end < json.length(); end++) {
			String prefix = json.substring(0, end);
			assertThatExceptionOfType(JacksonException.class).as(prefix).isThrownBy(() -> Json.chunk(prefix));
		}
	}

	@Test
	void objectMayStandInAnArray() {
		assertThat(Json.chunk("[{'choices':[{'delta':{'content':'a'}}]}]").text()).isEqualTo("a");
		assertThat(Json.chunk(" [ {'error':{'message':'b'}} ] ").additionalFields()).containsKey("error");
	}

	@Test
	void oneReasoningIsTakenOfTwo() {
		assertThat(delta("{'reasoning':'Hm','reasoning_content':'Hm'}").reasoning()).isEqualTo("Hm");
		assertThat(delta("{'reasoning_content':'Hm','reasoning':'Hm'}").reasoning()).isEqualTo("Hm");
		assertThat(delta("{'reasoning':null,'reasoning_content':'Hm'}").reasoning()).isEqualTo("Hm");
		assertThat(delta("{'reasoning':'','reasoning_content':'Hm'}").reasoning()).isEqualTo("Hm");
		assertThat(delta("{'reasoning':'Hm','reasoning_content':''}").reasoning()).isEqualTo("Hm");
		assertThat(delta("{'reasoning_text':'','reasoning_content':'b','reasoning':'a'}").reasoning()).isEqualTo("b");
		assertThat(delta("{'reasoning_text':'Hm'}").reasoning()).isEqualTo("Hm");
		assertThat(delta("{'reasoning':''}").reasoning()).isEmpty();
		assertThat(delta("{'reasoning':null}").reasoning()).isNull();
		assertThat(delta("{'reasoning':'Hm','content':[{'type':'thinking','thinking':'Hm'}]}").reasoning())
			.isEqualTo("Hm");
	}

	@Test
	void toolCallsMayBeNoneOrOneObject() {
		for (String none : List.of("[]", "null", "'x'", "5", "[null]", "['x']")) {
			assertThat(delta("{'tool_calls':" + none + ",'content':'a'}")).satisfies((delta) -> {
				assertThat(delta.toolCalls()).isEmpty();
				assertThat(delta.content()).isEqualTo("a");
			});
		}
		assertThat(delta("{'tool_calls':{'index':2,'id':'x','function':{'name':'f'}}}").toolCalls())
			.containsExactly(new ToolCallDelta(2, "x", null, "f", null, Map.of()));
	}

	@Test
	void functionOfAToolCallMayBeMissing() {
		assertThat(delta("{'tool_calls':[{'index':0,'id':'x','function':null}]}").toolCalls())
			.containsExactly(new ToolCallDelta(0, "x", null, null, null, Map.of()));
	}

	@Test
	void callsOfAWholeMessageAreAllDifferent() {
		ChatResponse response = response("""
				{'choices':[{'message':{'tool_calls':[
				{'index':0,'id':'x','function':{'name':'f','arguments':'{}'}},
				{'index':0,'id':'x','function':{'name':'f','arguments':'{}'}},
				{'function':{'name':'f','arguments':'{}'}}]}}]}""");
		assertThat(response.toolCalls()).hasSize(3);
	}

	@Test
	void idThatIsToComeIsNone() {
		assertThat(delta("{'tool_calls':[{'index':0,'id':'null','function':{'name':'f'}}]}").toolCalls())
			.containsExactly(new ToolCallDelta(0, null, null, "f", null, Map.of()));
		for (String second : List.of("f", "g")) {
			ChatResponse response = response(
					"{'choices':[{'delta':{'tool_calls':[{'id':'null','function':{'name':'f','arguments':'{}'}},"
							+ "{'id':'null','function':{'name':'" + second + "','arguments':'[]'}}]}}]}");
			assertThat(response.toolCalls()).extracting(ToolCall::name).containsExactly("f", second);
			assertThat(response.toolCalls()).extracting(ToolCall::arguments).containsExactly("{}", "[]");
			assertThat(response.toolCalls()).extracting(ToolCall::id).doesNotHaveDuplicates().doesNotContain("null");
		}
	}

	@Test
	void callOfTheTimeBeforeToolsIsOne() {
		ChatResponse response = response("{'choices':[{'delta':{'function_call':{'name':'f','arguments':'{'}}}]}",
				"{'choices':[{'delta':{'function_call':{'arguments':'}'}},'finish_reason':'function_call'}]}");
		assertThat(response.toolCalls()).hasSize(1).allSatisfy((call) -> {
			assertThat(call.name()).isEqualTo("f");
			assertThat(call.arguments()).isEqualTo("{}");
		});
	}

	@Test
	void logprobs() {
		ChunkChoice choice = Json.chunk("""
				{'choices':[{'delta':{'content':'a'},'logprobs':{'content':[{'token':'a','logprob':-0.5,
				'bytes':[97],'top_logprobs':[{'token':'a','logprob':-0.5,'bytes':null},
				{'token':'b','logprob':'-1.5'}]}],'refusal':null,'tokens':['a']}}]}""").choices().get(0);
		assertThat(choice.logprobs().content()).containsExactly(new TokenLogprob("a", -0.5, List.of(97),
				List.of(new TokenLogprob("a", -0.5, null, null), new TokenLogprob("b", -1.5, null, null))));
		assertThat(choice.logprobs().additionalFields()).isEqualTo(Map.of("tokens", List.of("a")));
	}

	@Test
	void metadataIsAttached() {
		ResponseMetadata metadata = new ResponseMetadata(200, "groq", "r", Map.of());
		byte[] bytes = Json.bytes("xx{'id':'a'}xx");
		ChatChunk chunk = new ChunkDecoder(Json.MAPPER).decode(bytes, 2, bytes.length - 4, metadata, null, null);
		assertThat(chunk.id()).isEqualTo("a");
		assertThat(chunk.metadata()).isSameAs(metadata);
	}

	private static ChatDelta delta(String json) {
		return Json.chunk("{'choices':[{'delta':" + json + "}]}").choices().get(0).delta();
	}

	private static ChatResponse response(String... chunks) {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		Stream.of(chunks).map(Json::chunk).forEach(aggregator::add);
		return aggregator.toResponse();
	}

}
