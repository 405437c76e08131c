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

package io.github.hfspring.tool;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatChoice;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ReasoningReplay;
import io.github.hfspring.chat.ResponseMetadata;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolChoice;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.chat.ToolMessage;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RawHttpServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ToolCallingChatModel}, calls.
 */
class ToolCallingChatModelTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final Tool weather = Tool.of("weather", "The weather of a city", City.class,
			(city) -> "sunny in " + city.name());

	private final Tool time = Tool.builder("time").description("What time it is").function((none) -> "noon").build();

	@Test
	void runsToolsUntilTheModelAnswers() {
		try (ToolServer server = ToolServer.of(
				ToolServer.calls(ToolServer.call("a", "weather", "{'name':'Rome'}"),
						ToolServer.call("b", "weather", "{'name':'Oslo'}")),
				ToolServer.calls(ToolServer.call("c", "time", "")), ToolServer.text("Take the train"))) {
			ChatResponse response = server.builder(this.weather, this.time).build().call("Rome or Oslo?");
			assertThat(response.text()).isEqualTo("Take the train");
			assertThat(server.count()).isEqualTo(3);
			assertThat(server.body(0).path("tools")).hasToString(json("""
					[{'type':'function','function':{'name':'weather','description':'The weather of a city',\
					'parameters':{'type':'object','properties':{'name':{'type':'string'}},'required':['name'],\
					'additionalProperties':false}}},\
					{'type':'function','function':{'name':'time','description':'What time it is',\
					'parameters':{'type':'object','properties':{}}}}]"""));
			assertThat(server.body(2).path("tools")).isEqualTo(server.body(0).path("tools"));
			assertThat(server.messages(2, 0)).isEqualTo(json("""
					{'role':'user','content':'Rome or Oslo?'}
					{'role':'assistant','tool_calls':[\
					{'id':'a','type':'function','function':{'name':'weather','arguments':'{\\'name\\':\\'Rome\\'}'}},\
					{'id':'b','type':'function','function':{'name':'weather','arguments':'{\\'name\\':\\'Oslo\\'}'}}]}
					{'role':'tool','content':'sunny in Rome','tool_call_id':'a'}
					{'role':'tool','content':'sunny in Oslo','tool_call_id':'b'}
					{'role':'assistant','tool_calls':[\
					{'id':'c','type':'function','function':{'name':'time','arguments':'{}'}}]}
					{'role':'tool','content':'noon','tool_call_id':'c'}
					"""));
		}
	}

	@Test
	void givesTheWholeHistory() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"))) {
			ToolCallingChatModel model = server.builder(this.time).build();
			ChatRequest request = ChatRequest.of("What time is it?");
			ToolCallingResult result = model.callWithHistory(request);
			assertThat(result.text()).isEqualTo("Noon");
			assertThat(result.request()).isEqualTo(request);
			assertThat(result.responses()).hasSize(2)
				.allSatisfy((response) -> assertThat(response.usage().totalTokens()).isEqualTo(3));
			assertThat(result.messages()).extracting(ChatMessage::role)
				.containsExactly("user", "assistant", "tool", "assistant");
			assertThat(result.messages().get(3)).isEqualTo(result.response().message());
			assertThat(request.messages()).hasSize(1);
			model.call(request.mutate().messages(result.messages()).user("And now?").build());
			assertThat(server.messages(2, 3)).isEqualTo(json("""
					{'role':'assistant','content':'Noon'}
					{'role':'user','content':'And now?'}
					"""));
		}
	}

	@Test
	void runsCallsOfOneAnswerAtOnceAndAnswersInOrder() throws Exception {
		CyclicBarrier bothRun = new CyclicBarrier(2);
		CountDownLatch secondIsDone = new CountDownLatch(1);
		Tool meet = Tool.builder("meet").function((arguments) -> {
			await(bothRun);
			if (arguments.get("n").equals(1)) {
				RawHttpServer.await(secondIsDone, "the second call");
			}
			else {
				secondIsDone.countDown();
			}
			return arguments.get("n");
		}).build();
		try (ToolServer server = ToolServer.of(
				ToolServer.calls(ToolServer.call("1", "meet", "{'n':1}"), ToolServer.call("2", "meet", "{'n':2}")),
				ToolServer.text("Met"))) {
			assertThat(server.builder(meet).build().call("Meet").text()).isEqualTo("Met");
			assertThat(server.messages(1, 2)).isEqualTo(json("""
					{'role':'tool','content':'1','tool_call_id':'1'}
					{'role':'tool','content':'2','tool_call_id':'2'}
					"""));
		}
	}

	@Test
	void runsNoMoreAtOnceThanAllowed() {
		AtomicInteger running = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Tool slow = Tool.builder("slow").reactiveFunction((arguments) -> Mono.defer(() -> {
			most.accumulateAndGet(running.incrementAndGet(), Math::max);
			return Mono.delay(Duration.ofMillis(20)).doOnNext((tick) -> running.decrementAndGet());
		})).build();
		String[] calls = new String[6];
		for (int i = 0; i < calls.length; i++) {
			calls[i] = ToolServer.call("id" + i, "slow", "{}");
		}
		try (ToolServer server = ToolServer.of(ToolServer.calls(calls), ToolServer.text("Done"))) {
			server.builder(slow).concurrency(2).build().call("Go");
			assertThat(most).hasValue(2);
			assertThat(running).hasValue(0);
		}
	}

	@Test
	void neverBlocksTheThreadsOfTheHttpClient() {
		AtomicReference<String> thread = new AtomicReference<>();
		AtomicBoolean nonBlocking = new AtomicBoolean(true);
		Tool tool = Tool.builder("where").function((none) -> {
			thread.set(Thread.currentThread().getName());
			nonBlocking.set(Schedulers.isInNonBlockingThread());
			return Mono.just("here").delayElement(Duration.ofMillis(1)).block();
		}).build();
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "where", "{}")),
				ToolServer.text("Here"))) {
			assertThat(server.builder(tool).build().chat("Where?").block(LIMIT).text()).isEqualTo("Here");
			assertThat(nonBlocking).isFalse();
			assertThat(thread.get()).startsWith("huggingface-tool-");
			assertThat(server.builder(tool).scheduler(Schedulers.newSingle("mine")).build().call("Where?").text())
				.isEqualTo("Here");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = {
			// TGI 1.4: an id that is a number, arguments that are an object
			"{'content':'','tool_calls':[{'id':0,'type':'function',"
					+ "'function':{'description':null,'name':'weather','arguments':{'name':'Rome'}}}]}",
			// TGI before 2.1: under another name, and one call in the place of an array
			"{'tool_calls':{'id':'0','function':{'name':'weather','parameters':{'name':'Rome'}}}}",
			// TGI 1.4: no tool by its name
			"{'tool_calls':[{'id':0,'function':{'description':null,'name':'tools','parameters':{'name':'Rome'}}}]}",
			// Google: no id at all
			"{'tool_calls':[{'id':'','function':{'name':'weather','arguments':'{\\'name\\':\\'Rome\\'}'}}]}" })
	void understandsTheDialects(String message) {
		try (ToolServer server = ToolServer.of(message, ToolServer.text("Fine"))) {
			assertThat(server.builder(this.weather).build().call("Rome?").text()).isEqualTo("Fine");
			assertThat(server.body(1).path("messages").path(2).path("content").stringValue())
				.isEqualTo("sunny in Rome");
			assertThat(server.body(1).path("messages").path(2).path("tool_call_id").stringValue()).isNotEmpty()
				.isEqualTo(server.body(1).path("messages").path(1).path("tool_calls").path(0).path("id").stringValue());
		}
	}

	@Test
	void tellsCallsWithTheSameIdApart() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("0", "weather", "{'name':'Rome'}"),
				ToolServer.call("0", "weather", "{'name':'Oslo'}")), ToolServer.text("Fine"))) {
			server.builder(this.weather).build().call("Both?");
			String id = server.body(1).path("messages").path(1).path("tool_calls").path(1).path("id").stringValue();
			assertThat(id).matches("[0-9A-Za-z]{9}");
			assertThat(server.messages(1, 1)).isEqualTo(json("""
					{'role':'assistant','tool_calls':[\
					{'id':'0','type':'function','function':{'name':'weather','arguments':'{\\'name\\':\\'Rome\\'}'}},\
					{'id':'#','type':'function','function':{'name':'weather',\
					'arguments':'{\\'name\\':\\'Oslo\\'}'}}]}
					{'role':'tool','content':'sunny in Rome','tool_call_id':'0'}
					{'role':'tool','content':'sunny in Oslo','tool_call_id':'#'}
					""").replace("#", id));
		}
	}

	/**
	 * Servers read the arguments of earlier calls and refuse a history with what is no
	 * JSON object.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = { "{'name':        | {}", "               | {}",
			"[1]             | {}", "{ 'name' : 'Rome' } | { 'name' : 'Rome' }" })
	void sendsArgumentsBackThatAServerTakes(@Nullable String arguments, String sent) {
		String written = (arguments != null) ? arguments : "";
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "weather", written)),
				ToolServer.text("Fine"))) {
			server.builder(this.weather).build().call("Rome?");
			JsonNode call = server.body(1).path("messages").path(1).path("tool_calls").path(0).path("function");
			assertThat(call.path("arguments").stringValue()).isEqualTo(json(sent));
			if (written.startsWith("{'name': ")) {
				assertThat(server.messages(1, 2)).contains("They were: {");
			}
		}
	}

	/**
	 * A model that leaves out the object of one property is shown what it did.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "3                | {'input':3}    | 3", " 1.50           | {'input':1.50} | 1.5",
					"{ 'input': 4 }   | { 'input': 4 } | 4", "null | {} | Error", "3 4 | {} | Error" })
	void sendsOneValueBackAsWhatItWasTakenFor(String arguments, String sent, String result) {
		Tool count = Tool.of("count", "Counts", BigDecimal.class, (number) -> number.toString());
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "count", arguments)),
				ToolServer.text("Fine"))) {
			server.builder(count).build().call("Count");
			JsonNode call = server.body(1).path("messages").path(1).path("tool_calls").path(0).path("function");
			assertThat(call.path("arguments").stringValue()).isEqualTo(json(sent));
			assertThat(server.body(1).path("messages").path(2).path("content").stringValue()).startsWith(result);
		}
	}

	@Test
	void takesArgumentsOutOfAText() {
		JsonMapper mapper = JsonMapper.shared();
		String text = mapper.writeValueAsString("{\"name\":\"Rome\"}");
		String call = "{'id':'a','function':{'name':'weather','arguments':" + mapper.writeValueAsString(text) + "}}";
		try (ToolServer server = ToolServer.of(ToolServer.calls(call), ToolServer.text("Fine"))) {
			server.builder(this.weather).build().call("Rome?");
			assertThat(server.messages(1, 1)).contains("sunny in Rome");
			JsonNode sent = server.body(1).path("messages").path(1).path("tool_calls").path(0).path("function");
			assertThat(sent.path("arguments").stringValue()).isEqualTo("{\"name\":\"Rome\"}");
		}
	}

	@Test
	void sendsNoNameBackThatIsNone() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "get weather", "{}")),
				ToolServer.text("Fine"))) {
			server.builder(this.weather).build().call("Rome?");
			assertThat(server.messages(1, 1)).contains(json("{'name':'unknown','arguments':'{}'}"))
				.contains("There is no tool named 'get weather'");
		}
	}

	@Test
	void sendsAnyNameBackThatTheServerTook() {
		String name = "m\u00e9t\u00e9o:ville";
		Tool tool = Tool.builder(name).function((none) -> "sunny").build();
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", name, "{}")),
				ToolServer.text("Fine"))) {
			server.builder(tool).build().call("Rome?");
			assertThat(server.body(1).at("/messages/1/tool_calls/0/function/name").stringValue()).isEqualTo(name);
		}
	}

	@Test
	void idsAreNotRepeatedInLaterRoundsEither() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("0", "time", "{}")),
				ToolServer.calls(ToolServer.call("0", "time", "{}")), ToolServer.text("Noon"))) {
			ToolCallingChatModel model = server.builder(this.time).build();
			ToolCallingResult first = model.callWithHistory(ChatRequest.of("Time?"));
			ToolCallingResult second = model
				.callWithHistory(ChatRequest.builder().messages(first.messages()).user("And now?").build());
			assertThat(second.messages().stream().filter(ToolMessage.class::isInstance))
				.extracting((message) -> ((ToolMessage) message).toolCallId())
				.hasSize(2)
				.startsWith("0")
				.doesNotHaveDuplicates();
			assertThat(first.messages()).extracting(ChatMessage::role)
				.containsExactly("user", "assistant", "tool", "assistant", "tool", "assistant");
		}
	}

	@Test
	void blanksBesideCallsAreLeftOut() {
		try (ToolServer server = ToolServer.of(
				"{'content':'\\n\\n','tool_calls':[" + ToolServer.call("a", "time", "{}") + "]}",
				ToolServer.text("Noon"))) {
			server.builder(this.time).build().call("Time?");
			assertThat(server.body(1).path("messages").path(1).has("content")).isFalse();
		}
	}

	/**
	 * Reactor passes such errors to nobody.
	 */
	@ParameterizedTest
	@MethodSource
	void aToolThatBreaksDownKeepsNobodyWaiting(Tool broken) {
		String message = "org/example/Missing";
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "broken", "{}")),
				ToolServer.text("Sorry"))) {
			assertThat(server.builder(broken).build().chat("Go").block(LIMIT).text()).isEqualTo("Sorry");
			assertThat(server.messages(1, 2)).contains(message);
			assertThatExceptionOfType(ToolCallingException.class)
				.isThrownBy(() -> answering(broken).onError(ToolErrorPolicy.FAIL).build().chat("Go").block(LIMIT))
				.withMessageContaining(message);
			assertThatIllegalStateException().isThrownBy(() -> answering(broken).onError((call, error) -> {
				throw missing();
			}).build().chat("Go").block(LIMIT)).withMessageContaining(message);
		}
	}

	static Stream<Named<Tool>> aToolThatBreaksDownKeepsNobodyWaiting() {
		return Stream.of(Named.of("function", Tool.builder("broken").function((none) -> {
			throw missing();
		}).build()), Named.of("memory", Tool.builder("broken").function((none) -> {
			throw new OutOfMemoryError("org/example/Missing");
		}).build()), Named.of("result", Tool.builder("broken").function((none) -> new Broken()).build()),
				Named.of("later result",
						Tool.builder("broken")
							.reactiveFunction((none) -> Mono.delay(Duration.ofMillis(1)).map((tick) -> new Broken()))
							.build()),
				Named.of("blocking method", own(true, () -> {
					throw missing();
				})), Named.of("method", own(false, () -> {
					throw missing();
				})), Named.of("publisher", own(false, () -> Mono.fromCallable(() -> {
					throw new StackOverflowError("org/example/Missing");
				}))), Named.of("blocking publisher", own(true, () -> Mono.just("fine").hide().<String>map((text) -> {
					throw missing();
				}).filter((text) -> true))), Named.of("signal", own(false, () -> Mono.error(missing()))));
	}

	private static NoClassDefFoundError missing() {
		return new NoClassDefFoundError("org/example/Missing");
	}

	private static Tool own(boolean blocking, Supplier<Mono<String>> call) {
		return new Tool() {

			@Override
			public ToolDefinition definition() {
				return ToolDefinition.of("broken", "Broken", Map.of());
			}

			@Override
			public Mono<String> call(String arguments, ToolContext context) {
				return call.get();
			}

			@Override
			public boolean isBlocking() {
				return blocking;
			}

		};
	}

	/**
	 * A model that calls a tool again and again.
	 */
	private static ToolCallingChatModelBuilder answering(Tool tool) {
		AssistantMessage message = AssistantMessage.builder()
			.toolCalls(List.of(ToolCall.function("a", tool.definition().name(), "{}")))
			.build();
		ChatResponse response = new ChatResponse("c", "m", null,
				List.of(new ChatChoice(0, message, null, null, Map.of())), null, null, Map.of(),
				ResponseMetadata.none());
		HuggingFaceChatModel model = mock(HuggingFaceChatModel.class);
		given(model.chat(any(ChatRequest.class))).willAnswer((invocation) -> Mono.just(response));
		return ToolCallingChatModel.builder(model).tool(tool);
	}

	/**
	 * What is thrown on another thread nobody sees; only the time ends that.
	 */
	@Test
	void aToolThatNeverEndsIsNotWaitedForForEver() {
		Tool lost = Tool.builder("lost").reactiveFunction((none) -> Mono.never()).build();
		StepVerifier.withVirtualTime(() -> answering(lost).build().chat("Go"))
			.expectSubscription()
			.expectNoEvent(Duration.ofMinutes(29))
			.thenAwait(Duration.ofMinutes(1))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(ToolCallingException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(ToolCallingException.Reason.TIMEOUT)))
			.verify(LIMIT);
		StepVerifier.withVirtualTime(() -> answering(lost).timeout(null).build().chat("Go"))
			.expectSubscription()
			.expectNoEvent(Duration.ofDays(1))
			.thenCancel()
			.verify(LIMIT);
	}

	@Test
	void forcesACallOnlyOnce() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"))) {
			ToolCallingChatModel model = server.builder(this.time).build();
			model.call((request) -> request.user("Time?").toolChoice(ToolChoice.REQUIRED));
			assertThat(server.body(0).path("tool_choice").stringValue()).isEqualTo("required");
			assertThat(server.body(1).path("tool_choice").stringValue()).isEqualTo("auto");
		}
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"))) {
			ToolCallingChatModel model = server.builder(this.time).build();
			model.call((request) -> request.user("Time?").toolChoice(ToolChoice.function("time")));
			assertThat(server.body(0).path("tool_choice").isObject()).isTrue();
			assertThat(server.body(1).path("tool_choice").stringValue()).isEqualTo("auto");
		}
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"))) {
			ToolCallingChatModel model = server.builder(this.time).build();
			model.call((request) -> request.user("Time?").extraField("tool_choice", "time"));
			assertThat(server.body(0).path("tool_choice").stringValue()).isEqualTo("time");
			assertThat(server.body(1).path("tool_choice").stringValue()).isEqualTo("auto");
		}
	}

	@Test
	void defaultsForceACallOnlyOnceAsWell() {
		for (ChatOptions defaults : List.of(ChatOptions.builder().toolChoice(ToolChoice.REQUIRED).build(),
				ChatOptions.builder().toolChoice(ToolChoice.function("time")).build(),
				ChatOptions.builder().extraField("tool_choice", "required").build())) {
			try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
					ToolServer.text("Noon"))) {
				ToolCallingChatModel model = withDefaults(server, defaults);
				assertThat(model.call("Time?").text()).isEqualTo("Noon");
				assertThat(server.body(0).has("tool_choice")).isTrue();
				assertThat(server.body(1).has("tool_choice")).isFalse();
			}
		}
	}

	@Test
	void theFieldOfTheChoiceIsTheOneThatCounts() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"))) {
			ToolCallingChatModel model = server.builder(this.time).build();
			ChatResponse response = model
				.call((request) -> request.user("Time?").toolChoice(ToolChoice.NONE).extraField("tool_choice", "auto"));
			assertThat(response.text()).isEqualTo("Noon");
		}
	}

	@Test
	void aChoiceThatIsFreeIsSentAgain() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"))) {
			server.builder(this.time).build().call((request) -> request.user("Time?").toolChoice(ToolChoice.AUTO));
			assertThat(server.body(1).path("tool_choice").stringValue()).isEqualTo("auto");
		}
	}

	@Test
	void doesNotRunWhatWasNotWanted() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")))) {
			ToolCallingChatModel model = server.builder(this.time).build();
			ChatResponse disabled = model.call((request) -> request.user("Time?").toolsDisabled(true));
			assertThat(disabled.toolCalls()).hasSize(1);
			assertThat(server.body(0).has("tools")).isFalse();
			ChatResponse none = model.call((request) -> request.user("Time?").toolChoice(ToolChoice.NONE));
			assertThat(none.toolCalls()).hasSize(1);
			ChatResponse field = model.call((request) -> request.user("Time?").extraField("tool_choice", "none"));
			assertThat(field.toolCalls()).hasSize(1);
			assertThat(server.body(2).path("tool_choice").stringValue()).isEqualTo("none");
			assertThat(server.count()).isEqualTo(3);
		}
	}

	@Test
	void doesNotRunWhatTheDefaultsForbid() {
		for (ChatOptions defaults : List.of(ChatOptions.builder().toolsDisabled(true).build(),
				ChatOptions.builder().toolChoice(ToolChoice.NONE).build(),
				ChatOptions.builder().extraField("tool_choice", "none").build())) {
			try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
					ToolServer.text("Noon"))) {
				ToolCallingChatModel model = withDefaults(server, defaults);
				assertThat(model.call("Time?").toolCalls()).hasSize(1);
				assertThat(model.call("Time?").text()).isEqualTo("Noon");
				assertThat(server.count()).isEqualTo(2);
			}
		}
	}

	@Test
	void aRequestMayHaveAnotherChoiceThanTheDefaults() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"))) {
			ToolCallingChatModel model = withDefaults(server,
					ChatOptions.builder().toolChoice(ToolChoice.NONE).build());
			ChatResponse response = model.call((request) -> request.user("Time?").toolChoice(ToolChoice.AUTO));
			assertThat(response.text()).isEqualTo("Noon");
			assertThat(server.body(1).path("tool_choice").stringValue()).isEqualTo("auto");
		}
	}

	@Test
	void toolsOfTheModelTakeThePlaceOfThoseAmongTheDefaults() {
		ToolDefinition other = new ToolDefinition("other", null, Map.of(), null);
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"))) {
			ToolCallingChatModel model = withDefaults(server, ChatOptions.builder().tools(other).build());
			assertThat(model.call("Time?").text()).isEqualTo("Noon");
			assertThat(server.body(0).path("tools").size()).isEqualTo(1);
			assertThat(server.body(0).at("/tools/0/function/name").stringValue()).isEqualTo("time");
		}
	}

	private ToolCallingChatModel withDefaults(ToolServer server, ChatOptions defaults) {
		HuggingFaceChatModel model = HuggingFaceChatModel.builder(WebClient.builder())
			.baseUrl(server.url())
			.defaultOptions(defaults)
			.build();
		return ToolCallingChatModel.builder(model).tools(this.time).build();
	}

	@Test
	void toolsMayComeAndGo() {
		List<Tool> tools = new CopyOnWriteArrayList<>();
		try (ToolServer server = ToolServer.of(ToolServer.text("Hi"))) {
			ToolCallingChatModel model = server.builder(this.time).tools(() -> tools).build();
			model.call("Hi");
			tools.add(this.weather);
			model.call("Hi");
			assertThat(server.body(0).path("tools").size()).isOne();
			assertThat(server.body(1).path("tools").valueStream().map((tool) -> tool.at("/function/name").asString()))
				.containsExactly("time", "weather");
			tools.add(this.time);
			assertThatIllegalArgumentException().isThrownBy(() -> model.call("Hi"))
				.withMessageContaining("two tools named 'time'");
			assertThatIllegalArgumentException().isThrownBy(() -> server.builder(this.time).tools(() -> tools).build())
				.withMessageContaining("two tools named 'time'");
		}
	}

	@Test
	void aRequestChoosesItsTools() {
		ToolDefinition mine = ToolDefinition.of("mine", "Mine", Map.of());
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.calls(ToolServer.call("b", "mine", "{}"), ToolServer.call("c", "time", "{}")))) {
			ToolCallingChatModel model = server.builder(this.weather, this.time).build();
			ToolCallingResult result = model
				.callWithHistory(ChatRequest.builder().user("Time?").tools(this.time.definition(), mine).build());
			assertThat(server.body(0).path("tools")).hasSize(2);
			assertThat(server.count()).isEqualTo(2);
			// The caller runs what only it knows
			assertThat(result.response().toolCalls()).extracting("name").containsExactly("mine", "time");
			assertThat(result.messages().get(3)).isEqualTo(result.response().message());
		}
	}

	@Test
	void aToolThatWasNotOfferedIsNotRun() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Sorry"))) {
			ToolCallingChatModel model = server.builder(this.weather, this.time).build();
			model.call((request) -> request.user("Time?").tools(this.weather.definition()));
			assertThat(server.body(1).path("messages").path(2).path("content").stringValue())
				.isEqualTo("Error: There is no tool named 'time'. The tools are: weather");
		}
	}

	@Test
	void takesTheFirstOfSeveralAnswers() {
		RawHttpServer.Script two = (exchange) -> exchange.respond(200, "application/json",
				json("{'choices':[{'index':0,'message':" + ToolServer.calls(ToolServer.call("a", "time", "{}"))
						+ "},{'index':1,'message':" + ToolServer.text("Never") + "}]}"));
		try (ToolServer server = ToolServer.of(two,
				(exchange) -> ToolServer.respond(exchange, ToolServer.text("Noon")))) {
			ChatResponse response = server.builder(this.time).build().call((request) -> request.user("Time?").n(2));
			assertThat(response.text()).isEqualTo("Noon");
			assertThat(server.messages(1, 0)).doesNotContain("Never");
		}
	}

	/**
	 * DeepSeek answers 400 to calls without the reasoning that led to them, Groq and
	 * Cerebras to reasoning under another name than theirs.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "reasoning", "reasoning_content" })
	void reasoningGoesBackWithTheCallsThatItLedTo(String field) {
		String calls = ToolServer.calls(ToolServer.call("a", "time", "{}"))
			.replace("'content':null", "'content':null,'" + field + "':'Hm'");
		RawHttpServer.Script strict = (exchange) -> {
			JsonNode asked = JsonMapper.shared().readTree(exchange.request().text()).path("messages").path(1);
			if (!asked.path(field).asString("").equals("Hm")) {
				exchange.respond(400, "application/json", json("{'error':'Missing " + field + "'}"));
			}
			else {
				ToolServer.respond(exchange, ToolServer.text("Noon"));
			}
		};
		try (ToolServer server = ToolServer.of((exchange) -> ToolServer.respond(exchange, calls), strict,
				(exchange) -> ToolServer.respond(exchange, calls), strict)) {
			ToolCallingChatModel model = server.builder(this.time).build();
			assertThat(model.call("Time?").text()).isEqualTo("Noon");
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> model.call((request) -> request.user("Time?").reasoningReplay(ReasoningReplay.NEVER)))
				.withMessageContaining("Missing");
		}
	}

	@Test
	void stopsAfterTooManyRounds() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")))) {
			ToolCallingChatModel model = server.builder(this.time).maxRounds(2).build();
			assertThatExceptionOfType(ToolCallingException.class).isThrownBy(() -> model.call("Time?"))
				.withMessage("The model still calls tools after 2 rounds, and 'max-rounds' is 2")
				.satisfies((ex) -> {
					assertThat(ex.reason()).isEqualTo(ToolCallingException.Reason.TOO_MANY_ROUNDS);
					assertThat(ex.messages()).extracting(ChatMessage::role)
						.containsExactly("user", "assistant", "tool", "assistant", "tool");
				});
			assertThat(server.count()).isEqualTo(3);
		}
	}

	@Test
	void stopsWhenOneAnswerHasTooManyCalls() {
		AtomicInteger runs = new AtomicInteger();
		Tool counted = Tool.builder("counted").function((none) -> runs.incrementAndGet()).build();
		String[] calls = new String[129];
		Arrays.setAll(calls, (i) -> ToolServer.call("id" + i, "counted", "{}"));
		String[] fewer = Arrays.copyOf(calls, 128);
		try (ToolServer server = ToolServer.of(ToolServer.calls(fewer), ToolServer.calls(calls))) {
			ToolCallingChatModel model = server.builder(counted).build();
			assertThatExceptionOfType(ToolCallingException.class).isThrownBy(() -> model.call("Count"))
				.withMessage("The model has called 129 tools at once, and 'max-calls' is 128")
				.satisfies((ex) -> {
					assertThat(ex.reason()).isEqualTo(ToolCallingException.Reason.TOO_MANY_CALLS);
					assertThat(ex.messages()).hasSize(130);
				});
			assertThat(runs).hasValue(128);
		}
	}

	@Test
	void stopsWhenItTakesTooLong() {
		CountDownLatch cancelled = new CountDownLatch(1);
		Tool never = Tool.builder("never")
			.reactiveFunction((none) -> Mono.never().doOnCancel(cancelled::countDown))
			.build();
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.calls(ToolServer.call("b", "never", "{}")))) {
			ToolCallingChatModel model = server.builder(this.time, never).timeout(Duration.ofSeconds(2)).build();
			assertThatExceptionOfType(ToolCallingException.class).isThrownBy(() -> model.call("Time?"))
				.satisfies((ex) -> {
					assertThat(ex.reason()).isEqualTo(ToolCallingException.Reason.TIMEOUT);
					assertThat(ex.messages()).extracting(ChatMessage::role)
						.containsExactly("user", "assistant", "tool", "assistant", "tool");
					assertThat(ex.messages()).last().isEqualTo(ChatMessage.tool("b", OpenCalls.UNFINISHED));
				});
			RawHttpServer.await(cancelled, "the tool to be cancelled");
		}
	}

	@Test
	void tellsTheModelThatAToolHasFailed() {
		Tool broken = Tool.builder("broken").function((none) -> {
			throw new IllegalStateException("The database is away");
		}).build();
		try (ToolServer server = ToolServer.of(
				ToolServer.calls(ToolServer.call("a", "broken", "{}"), ToolServer.call("b", "time", "{}")),
				ToolServer.calls(ToolServer.call("c", "broken", "{}")), ToolServer.text("Sorry"))) {
			assertThat(server.builder(broken, this.time).build().call("Look").text()).isEqualTo("Sorry");
			assertThat(server.messages(1, 2)).isEqualTo(json("""
					{'role':'tool','content':'Error: The database is away','tool_call_id':'a'}
					{'role':'tool','content':'noon','tool_call_id':'b'}
					"""));
		}
	}

	@Test
	void stopsWhenAToolFailsIfItShould() {
		IllegalStateException error = new IllegalStateException("The database is away");
		Tool broken = Tool.builder("broken").reactiveFunction((none) -> Mono.error(error)).build();
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "broken", "{}")))) {
			ToolCallingChatModel model = server.builder(broken).onError(ToolErrorPolicy.FAIL).build();
			assertThatExceptionOfType(ToolCallingException.class).isThrownBy(() -> model.call("Look"))
				.withMessage("The tool 'broken' has failed: The database is away")
				.withCause(error)
				.satisfies((ex) -> {
					assertThat(ex.reason()).isEqualTo(ToolCallingException.Reason.TOOL_FAILED);
					assertThat(ex.messages()).hasSize(3)
						.last()
						.isEqualTo(ChatMessage.tool("a", "Error: the tool has failed"));
				});
			assertThat(server.count()).isOne();
			ToolCallingChatModel choosy = server.builder(broken)
				.onError((call, ex) -> call.name() + ": " + ex.getMessage())
				.maxRounds(1)
				.build();
			assertThatExceptionOfType(ToolCallingException.class).isThrownBy(() -> choosy.call("Look"));
			assertThat(server.messages(2, 2)).contains("broken: The database is away");
		}
	}

	@Test
	void tellsTheModelOnceThatArgumentsAreWrong() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "weather", "{'name':")),
				ToolServer.calls(ToolServer.call("b", "weather", "{'name':'Rome'}")),
				ToolServer.calls(ToolServer.call("c", "weather", "{}")), ToolServer.text("Fine"))) {
			assertThat(server.builder(this.weather).build().call("Rome?").text()).isEqualTo("Fine");
			assertThat(server.messages(1, 2))
				.contains("Error: the arguments of the tool 'weather' cannot be used: " + "they are not JSON");
			assertThat(server.messages(3, 6)).contains("'name' is missing");
		}
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "weather", "{}")))) {
			ToolCallingChatModel model = server.builder(this.weather).build();
			assertThatExceptionOfType(ToolCallingException.class).isThrownBy(() -> model.call("Rome?"))
				.withCauseInstanceOf(InvalidToolArgumentsException.class)
				.satisfies((ex) -> {
					assertThat(ex.reason()).isEqualTo(ToolCallingException.Reason.INVALID_ARGUMENTS);
					assertThat(ex.messages()).hasSize(5);
				});
			assertThat(server.count()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '~',
			value = { "{'name':,length,true", "~~,length,true", "{'name':,stop,false", "{},length,false" })
	void tellsThatTheAnswerWasCut(String arguments, String finishReason, boolean cut) {
		String answer = ToolServer.completion(ToolServer.calls(ToolServer.call("a", "weather", arguments)))
			.replace("\"stop\"", '"' + finishReason + '"');
		String told = "the answer was cut off at its maximum length, so raise 'max-tokens' or ask for less";
		try (ToolServer server = ToolServer.of((exchange) -> exchange.respond(200, "application/json", answer))) {
			assertThatExceptionOfType(ToolCallingException.class)
				.isThrownBy(() -> server.builder(this.weather).build().call("Rome?"))
				.satisfies((ex) -> assertThat(ex.getMessage().contains(told)).isEqualTo(cut));
			assertThat(server.messages(1, 2).contains(told)).isEqualTo(cut);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "" })
	void tellsTheModelOnceThatThereIsNoSuchTool(String name) {
		AtomicInteger runs = new AtomicInteger();
		Tool counted = Tool.builder("counted").function((none) -> runs.incrementAndGet()).build();
		try (ToolServer server = ToolServer
			.of(ToolServer.calls(ToolServer.call("a", name, "{}"), ToolServer.call("b", "counted", "{}")))) {
			ToolCallingChatModel model = server.builder(counted).build();
			assertThatExceptionOfType(ToolCallingException.class).isThrownBy(() -> model.call("Go"))
				.withMessage("There is no tool named '" + name + "'. The tools are: counted")
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ToolCallingException.Reason.UNKNOWN_TOOL));
			assertThat(server.count()).isEqualTo(2);
			assertThat(runs).hasValue(1);
		}
	}

	@Test
	void errorsOfTheModelStayWhatTheyAreAndTellWhatTheToolsHaveDone() {
		AtomicInteger payments = new AtomicInteger();
		Tool pay = Tool.builder("pay").function((none) -> "payment " + payments.incrementAndGet()).build();
		try (ToolServer server = ToolServer.of(
				(exchange) -> ToolServer.respond(exchange, ToolServer.calls(ToolServer.call("a", "pay", "{}"))),
				(exchange) -> exchange.respond(401, "application/json", json("{'error':'Who are you?'}")),
				(exchange) -> ToolServer.respond(exchange, ToolServer.text("Paid")))) {
			ToolCallingChatModel model = server.builder(pay).build();
			AtomicReference<HuggingFaceException> thrown = new AtomicReference<>();
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call("Pay"))
				.satisfies((ex) -> {
					assertThat(ex.kind()).isEqualTo(ErrorKind.AUTHENTICATION);
					assertThat(ex.conversation()).extracting(ChatMessage::role)
						.containsExactly("user", "assistant", "tool");
					thrown.set(ex);
				});
			assertThat(model.call((request) -> request.messages(thrown.get().conversation())).text()).isEqualTo("Paid");
			assertThat(server.messages(2, 0)).isEqualTo(server.messages(1, 0)).contains("payment 1");
			assertThat(payments).hasValue(1);
		}
	}

	@Test
	void anErrorBeforeAnyToolWasRunHasNoConversation() {
		try (ToolServer server = ToolServer
			.of((exchange) -> exchange.respond(401, "application/json", json("{'error':'Who are you?'}")))) {
			ToolCallingChatModel model = server.builder(this.time).build();
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call("Time?"))
				.satisfies((ex) -> assertThat(ex.conversation()).isEmpty())
				.satisfies((ex) -> assertThat(ex.getSuppressed())
					.noneMatch((suppressed) -> suppressed instanceof ToolCallingException));
		}
	}

	@Test
	void errorsOfAnotherKindTellItAsWell() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")))) {
			HuggingFaceChatModel strict = HuggingFaceChatModel.builder(WebClient.builder())
				.baseUrl(server.url())
				.customizer((request) -> {
					if (request.messages().size() > 1) {
						throw new UnsupportedOperationException("Refused");
					}
					return request;
				})
				.build();
			ToolCallingChatModel model = ToolCallingChatModel.builder(strict).tools(this.time).build();
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> model.call("Time?"))
				.satisfies((ex) -> assertThat(ex.getSuppressed())
					.filteredOn((suppressed) -> suppressed instanceof ToolCallingException)
					.singleElement()
					.satisfies((suppressed) -> {
						assertThat(((ToolCallingException) suppressed).reason())
							.isEqualTo(ToolCallingException.Reason.MODEL_FAILED);
						assertThat(((ToolCallingException) suppressed).messages()).hasSize(3);
					}));
		}
	}

	@Test
	void tellsOfTheCallsOfTools() {
		Map<String, List<ChatProgress>> progress = new ConcurrentHashMap<>();
		ChatRequest request = ChatRequest.of("Secrets?");
		Tool broken = Tool.builder("broken").function((none) -> {
			throw new IllegalStateException("Broken");
		}).build();
		try (ToolServer server = ToolServer.of(
				ToolServer.calls(ToolServer.call("a", "weather", "{'name':'hidden'}"),
						ToolServer.call("b", "broken", "{}"), ToolServer.call("c", "unknown", "{}"),
						ToolServer.call("d", "weather", "{}")),
				ToolServer.calls(ToolServer.call("e", "weather", "{'name':'hidden'}")), ToolServer.text("Done"))) {
			ToolCallingChatModel model = server.builder(this.weather, broken).onProgress((about, event) -> {
				throw new IllegalStateException("This harms nobody");
			}).onProgress((about, event) -> {
				assertThat(about).isSameAs(request);
				String id = (event instanceof ChatProgress.ToolCalled called) ? called.callId()
						: ((ChatProgress.ToolAnswered) event).callId();
				progress.computeIfAbsent(id, (key) -> new CopyOnWriteArrayList<>()).add(event);
			}).build();
			assertThat(model.call(request).text()).isEqualTo("Done");
		}
		assertThat(progress).containsOnlyKeys("a", "b", "c", "d", "e");
		assertThat(progress.get("a").get(0)).isEqualTo(new ChatProgress.ToolCalled("weather", "a", 0));
		assertThat(progress.get("e").get(0)).isEqualTo(new ChatProgress.ToolCalled("weather", "e", 1));
		assertThat(answered(progress, "a").error()).isNull();
		assertThat(answered(progress, "a").duration()).isPositive();
		assertThat(answered(progress, "b").error()).isInstanceOf(IllegalStateException.class).hasMessage("Broken");
		assertThat(answered(progress, "c").error()).hasMessageContaining("There is no tool named 'unknown'");
		assertThat(answered(progress, "d").error()).isInstanceOf(InvalidToolArgumentsException.class);
		assertThat(answered(progress, "e").round()).isOne();
		assertThat(progress.toString()).doesNotContain("hidden");
	}

	/**
	 * Waiting for a thread is not the time that a tool takes.
	 */
	@Test
	void tellsOfACallOnTheThreadOfTheTool() {
		Scheduler single = Schedulers.newSingle("tool");
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		List<String> progress = new CopyOnWriteArrayList<>();
		Tool where = Tool.builder("where").function((none) -> {
			threads.add(Thread.currentThread());
			return "here";
		}).build();
		try (ToolServer server = ToolServer.of(
				ToolServer.calls(ToolServer.call("a", "where", "{}"), ToolServer.call("b", "unknown", "{}")),
				ToolServer.text("Here"))) {
			server.builder(where).scheduler(single).onProgress((request, event) -> {
				threads.add(Thread.currentThread());
				progress.add(event.getClass().getSimpleName());
			}).build().call("Where?");
		}
		finally {
			single.dispose();
		}
		assertThat(threads).hasSize(1);
		assertThat(progress).containsExactly("ToolCalled", "ToolAnswered", "ToolCalled", "ToolAnswered");
	}

	@Test
	void tellsOfTheToolThatStopsTheConversation() {
		List<ChatProgress> progress = new CopyOnWriteArrayList<>();
		Tool broken = Tool.builder("broken").function((none) -> {
			throw new IllegalStateException("Broken");
		}).build();
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "broken", "{}")))) {
			ToolCallingChatModel model = server.builder(broken)
				.onError(ToolErrorPolicy.FAIL)
				.onProgress((request, event) -> progress.add(event))
				.build();
			assertThatExceptionOfType(ToolCallingException.class).isThrownBy(() -> model.call("Go"));
			assertThat(progress).hasSize(2);
			assertThat(((ChatProgress.ToolAnswered) progress.get(1)).error()).hasMessage("Broken");
		}
	}

	private static ChatProgress.ToolAnswered answered(Map<String, List<ChatProgress>> progress, String id) {
		assertThat(progress.get(id)).hasSize(2);
		return (ChatProgress.ToolAnswered) progress.get(id).get(1);
	}

	@Test
	void toolsGetTheContext() {
		Tool who = Tool.of("who", "Who asks", Map.class, (none, context) -> context.get("user", String.class) + "/"
				+ context.values().get("tenant") + "/" + context.reactorContext().getOrDefault("trace", "none"));
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "who", "{}")),
				ToolServer.text("You"))) {
			ToolCallingChatModel model = server.builder(who)
				.context(Map.of("tenant", "blue", "user", "nobody"))
				.build();
			model.withContext(Map.of("user", "Ada"))
				.chat("Who am I?")
				.contextWrite((context) -> context.put("trace", "t1"))
				.block(LIMIT);
			assertThat(server.messages(1, 2)).contains("Ada/blue/t1");
		}
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "who", "{}")),
				ToolServer.text("You"))) {
			server.builder(who).build().withContext(Map.of("user", "Ada")).call("Who am I?");
			assertThat(server.messages(1, 2)).contains("Ada/null/none");
		}
	}

	@Test
	void cancellingCancelsReactiveToolsAndInterruptsOthers() throws InterruptedException {
		CountDownLatch running = new CountDownLatch(2);
		CountDownLatch cancelled = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		Tool reactive = Tool.builder("reactive")
			.reactiveFunction((none) -> Mono.never()
				.doOnSubscribe((subscription) -> running.countDown())
				.doOnCancel(cancelled::countDown))
			.build();
		Tool blocking = Tool.builder("blocking").function((none) -> {
			running.countDown();
			try {
				return new CountDownLatch(1).await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
				return "interrupted";
			}
		}).build();
		try (ToolServer server = ToolServer
			.of(ToolServer.calls(ToolServer.call("a", "reactive", "{}"), ToolServer.call("b", "blocking", "{}")))) {
			Disposable call = server.builder(reactive, blocking).build().chat("Go").subscribe();
			RawHttpServer.await(running, "the tools");
			call.dispose();
			RawHttpServer.await(cancelled, "the reactive tool to be cancelled");
			RawHttpServer.await(interrupted, "the blocking tool to be interrupted");
			assertThat(server.count()).isOne();
		}
	}

	@Test
	void eachSubscriptionIsAConversationOfItsOwn() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"), ToolServer.calls(ToolServer.call("a", "time", "{}")),
				ToolServer.text("Noon"))) {
			Mono<ChatResponse> answer = server.builder(this.time).build().chat("Time?");
			assertThat(server.count()).isZero();
			answer.block(LIMIT);
			answer.block(LIMIT);
			assertThat(server.count()).isEqualTo(4);
			assertThat(server.body(3)).isEqualTo(server.body(1));
		}
	}

	@Test
	void withoutToolsItIsTheModel() {
		try (ToolServer server = ToolServer.of(ToolServer.text("Hello"))) {
			HuggingFaceChatModel model = server.model();
			ToolCallingChatModel decorated = ToolCallingChatModel.builder(model).build();
			assertThat(decorated.call("Hi").text()).isEqualTo("Hello");
			assertThat(decorated.call("Hi").message()).isEqualTo(ChatMessage.assistant("Hello"));
			assertThat(server.body(0).has("tools")).isFalse();
			assertThat(decorated.info()).isEqualTo(model.info());
			assertThat(decorated.answerTypes()).isSameAs(model.answerTypes());
			assertThat(decorated.defaultOptions()).isSameAs(model.defaultOptions());
			assertThat(decorated.tools()).isEmpty();
		}
	}

	@Test
	void textBesideCallsIsKept() {
		try (ToolServer server = ToolServer.of(
				"{'content':'Let me see','tool_calls':[" + ToolServer.call("a", "time", "{}") + "]}",
				ToolServer.text("Noon"))) {
			ToolCallingResult result = server.builder(this.time).build().callWithHistory(ChatRequest.of("Time?"));
			assertThat(result.messages().get(1)).isInstanceOfSatisfying(AssistantMessage.class,
					(message) -> assertThat(message.text()).isEqualTo("Let me see"));
		}
	}

	@Test
	void refusesWhatMakesNoSense() {
		ToolCallingChatModelBuilder builder = ToolCallingChatModel
			.builder(HuggingFaceChatModel.builder(WebClient.builder()).baseUrl("http://localhost").build());
		assertThatIllegalArgumentException().isThrownBy(() -> builder.tools(this.time, this.time))
			.withMessage("There are two tools named 'time': Tool[time] and Tool[time]");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxRounds(0));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.maxCalls(0));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.concurrency(0));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.timeout(Duration.ZERO));
		assertThat(builder.tools(List.of(this.weather)).build().tools()).containsExactly(this.time, this.weather);
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String json(String text) {
		return ToolServer.json(text);
	}

	record City(String name) {

	}

	static class Broken {

		@JsonProperty
		String name() {
			throw missing();
		}

	}

}
