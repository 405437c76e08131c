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

package io.github.hfspring.structured;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceModelInfo;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.client.ResponseFormatDialect;
import io.github.hfspring.structured.InvalidAnswerException.Reason;
import io.github.hfspring.tool.Tool;
import io.github.hfspring.tool.ToolCallingChatModel;
import io.github.hfspring.tool.ToolCallingException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of answers as objects, over HTTP.
 */
class StructuredAnswersTests {

	private static final String ROME = "{\"city\":\"Rome\",\"degrees\":21}";

	private static final Map<String, ?> CALL = Map.of("content", "Let me see.", "tool_calls",
			List.of(Map.of("id", "1", "type", "function", "function", Map.of("name", "look_out", "arguments", "{}"))));

	@Test
	void asksForSchemaAndReadsObject() {
		try (AnswerServer server = AnswerServer.of(ROME)) {
			assertThat(server.model().call("Weather in Rome?", Weather.class)).isEqualTo(new Weather("Rome", 21));
			assertThat(server.body(0).path("response_format")).isEqualTo(json("""
					{"type":"json_schema","json_schema":{"name":"Weather","schema":{"type":"object","properties":{
					"city":{"type":"string"},"degrees":{"type":"integer","minimum":-90,"maximum":60}},
					"required":["city","degrees"],"additionalProperties":false}}}"""));
		}
	}

	@Test
	void anotherPropertyThanThatOfAListIsToldInItsOwnWords() {
		try (AnswerServer server = AnswerServer.of("{\"forecasts\":[" + ROME + "]}")) {
			assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> server.model().call("Hi", new ParameterizedTypeReference<List<Weather>>() {
				}))
				.satisfies((ex) -> assertThat(ex.violations().toString()).contains("'items'", "'forecasts'")
					.doesNotContain("/items"));
		}
	}

	@Test
	void takesEveryFormOfRequest() {
		try (AnswerServer server = AnswerServer.of(ROME)) {
			HuggingFaceChatModel model = server.model();
			ChatRequest request = ChatRequest.of("Weather in Rome?");
			ParameterizedTypeReference<Weather> generic = new ParameterizedTypeReference<>() {
			};
			AnswerType<Weather> type = AnswerType.builder(Weather.class).name("forecast").build();
			List<Weather> answers = new ArrayList<>();
			answers.add(model.call(request, Weather.class));
			answers.add(model.call(request, generic));
			answers.add(model.call(request, type));
			answers.add(model.call((builder) -> builder.user("Weather in Rome?"), Weather.class));
			answers.add(model.call("Weather in Rome?", generic));
			answers.add(model.call((builder) -> builder.user("Weather in Rome?"), generic));
			for (Mono<Weather> answer : List.of(model.chat("Weather in Rome?", generic),
					model.chat((builder) -> builder.user("Weather in Rome?"), generic),
					model.chat(request, Weather.class), model.chat(request, generic), model.chat(request, type),
					model.chat("Weather in Rome?", Weather.class),
					model.chat((builder) -> builder.user("Weather in Rome?"), Weather.class))) {
				answers.add(answer.block(RawHttpServer.LIMIT));
			}
			assertThat(answers).hasSize(13).containsOnly(new Weather("Rome", 21));
			assertThat(server.requests()).allSatisfy((sent) -> assertThat(sent.text())
				.contains("\"role\":\"user\",\"content\":\"Weather in Rome?\"", "\"response_format\""));
			assertThat(server.body(2).at("/response_format/json_schema/name").stringValue()).isEqualTo("forecast");
		}
	}

	@Test
	void speaksTheDialectOfTheModel() {
		try (AnswerServer server = AnswerServer.of(ROME)) {
			HuggingFaceChatModel model = server.builder().responseFormatDialect(ResponseFormatDialect.TGI).build();
			model.call("Weather in Rome?", Weather.class);
			assertThat(server.body(0).at("/response_format/value/schema/required")).isEqualTo(json("""
					["city","degrees"]"""));
		}
	}

	@Test
	void wrapsWhatIsNoObject() {
		try (AnswerServer server = AnswerServer.of("{\"value\":\"Ciao\"}", "{\"value\":42}", "{\"value\":\"HOT\"}",
				"{\"items\":[" + ROME + "]}", "{\"items\":[\"a\",\"b\"]}", "{\"value\":{\"kind\":\"circle\",\"r\":2}}",
				"{\"a\":1,\"b\":2}", "{\"value\":true}")) {
			HuggingFaceChatModel model = server.model();
			assertThat(model.call("?", String.class)).isEqualTo("Ciao");
			assertThat(model.call("?", Integer.class)).isEqualTo(42);
			assertThat(model.call("?", Heat.class)).isEqualTo(Heat.HOT);
			assertThat(model.call(ChatRequest.of("?"), new ParameterizedTypeReference<List<Weather>>() {
			})).containsExactly(new Weather("Rome", 21));
			assertThat(model.call("?", String[].class)).containsExactly("a", "b");
			assertThat(model.call("?", Shape.class)).isEqualTo(new Circle(2));
			assertThat(model.call(ChatRequest.of("?"), new ParameterizedTypeReference<Map<String, Integer>>() {
			})).isEqualTo(Map.of("a", 1, "b", 2));
			assertThat(model.call("?", boolean.class)).isTrue();
			for (int i = 0; i < server.count(); i++) {
				JsonNode schema = server.body(i).at("/response_format/json_schema/schema");
				assertThat(schema.path("type").stringValue()).isEqualTo("object");
				assertThat(schema.has("anyOf")).isFalse();
			}
		}
	}

	@Test
	void unwrapsWhatTheModelDidNotWrap() {
		try (AnswerServer server = AnswerServer.of("[" + ROME + "]", "\"HOT\"", "{\"kind\":\"square\",\"value\":3}")) {
			HuggingFaceChatModel model = server.model();
			assertThat(model.call(ChatRequest.of("?"), new ParameterizedTypeReference<List<Weather>>() {
			})).containsExactly(new Weather("Rome", 21));
			assertThat(model.call("?", Heat.class)).isEqualTo(Heat.HOT);
			assertThat(model.call("?", Shape.class)).isEqualTo(new Square(3));
		}
	}

	@Test
	void readsWhatJacksonReads() {
		String text = """
				{"LAST_NAME":"Byron","born_on":"1815-12-10","seen":"2026-01-02T03:04:05Z","due":"2026-03",
				"price":1.10,"tags":{"a":[1,2]},"children":[{"LAST_NAME":"King","born_on":"1836-05-12","seen":null,
				"due":"2026-03","price":0.30000000000000000001,"tags":{},"children":[],"any":null}],
				"any":[1,"x",{"y":null}],"shapes":[{"kind":"circle","r":1.5}]}""";
		try (AnswerServer server = AnswerServer.of(text)) {
			Person ada = server.model().call("Who?", Person.class);
			assertThat(ada.lastName()).isEqualTo("Byron");
			assertThat(ada.bornOn()).isEqualTo(LocalDate.of(1815, 12, 10));
			assertThat(ada.seen()).contains(Instant.parse("2026-01-02T03:04:05Z"));
			assertThat(ada.due()).isEqualTo(YearMonth.of(2026, 3));
			assertThat(ada.price()).isEqualTo(new BigDecimal("1.10"));
			assertThat(ada.tags()).isEqualTo(Map.of("a", List.of(1, 2)));
			assertThat(ada.any()).hasToString("[1,\"x\",{\"y\":null}]");
			assertThat(ada.shapes()).containsExactly(new Circle(1.5));
			assertThat(ada.nick()).isNull();
			Person child = ada.children().get(0);
			assertThat(child.seen()).isEmpty();
			assertThat(child.shapes()).isNull();
			assertThat(child.price()).isEqualTo(new BigDecimal("0.30000000000000000001"));
		}
	}

	@Test
	void readsEnumsAsTheyAreAskedFor() {
		try (AnswerServer server = AnswerServer.of("{\"mood\":\"quite happy\"}")) {
			assertThat(server.model().call("How are you?", Feeling.class)).isEqualTo(new Feeling(Mood.HAPPY));
			assertThat(server.body(0).at("/response_format/json_schema/schema/properties/mood")).isEqualTo(json("""
					{"type":"string","enum":["quite happy","quite sad"]}"""));
		}
	}

	@Test
	void usesTheMapperOfTheModel() {
		JsonMapper mapper = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		try (AnswerServer server = AnswerServer.of("{\"first_name\":\"Ada\"}")) {
			assertThat(server.builder().answerMapper(mapper).build().call("Who?", Named.class))
				.isEqualTo(new Named("Ada"));
			assertThat(server.body(0).at("/response_format/json_schema/schema/properties").has("first_name")).isTrue();
		}
	}

	@Test
	void refusesAnAnswerThatIgnoresTheSchema() {
		try (AnswerServer server = AnswerServer.of("{\"city\":\"Rome\",\"degrees\":210,\"sky\":\"blue\"}")) {
			assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> server.builder().token("hf_secret").build().call("Weather?", Weather.class))
				.satisfies((ex) -> {
					assertThat(ex.reason()).isEqualTo(Reason.INVALID);
					assertThat(ex.text()).isEqualTo("{\"city\":\"Rome\",\"degrees\":210,\"sky\":\"blue\"}");
					assertThat(ex.violations()).hasSize(2)
						.anySatisfy((violation) -> assertThat(violation).startsWith("/degrees: ").contains("60"))
						.anySatisfy((violation) -> assertThat(violation).contains("'sky'"));
					assertThat(ex.response()).isNotNull();
					assertThat(ex.response().usage().totalTokens()).isEqualTo(3);
					assertThat(ex.isRepairable()).isTrue();
					assertThat(ex).hasMessageContaining("and 1 more")
						.hasMessageContaining("finish reason stop")
						.hasMessageNotContaining("hf_secret")
						.hasMessageNotContaining("Rome");
				});
			assertThat(server.count()).isEqualTo(1);
		}
	}

	@Test
	void reportsWhatTheTypeRefuses() {
		try (AnswerServer server = AnswerServer.of("{\"share\":2.5}")) {
			assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> server.model().call("How much?", Share.class))
				.satisfies((ex) -> {
					assertThat(ex.reason()).isEqualTo(Reason.INVALID);
					assertThat(ex.violations()).singleElement()
						.satisfies((violation) -> assertThat(violation).contains("a share is at most 1"));
					assertThat(ex).hasRootCauseInstanceOf(IllegalArgumentException.class);
				});
		}
	}

	@Test
	void reportsATypeThatBreaksDown() {
		try (AnswerServer server = AnswerServer.of("{\"name\":\"A\"}")) {
			StepVerifier.create(server.model().chat("Who?", Broken.class))
				.expectErrorSatisfies((error) -> assertUnreadable(error, "{\"name\":\"A\"}", LinkageError.class))
				.verify(RawHttpServer.LIMIT);
		}
	}

	@Test
	void reportsACheckThatBreaksDown() {
		String text = "{\"text\":\"" + "word ".repeat(100_000) + "\"}";
		try (AnswerServer server = AnswerServer.of(text)) {
			StepVerifier.create(server.builder().maxRepairs(1).build().chat("Words?", Words.class))
				.expectErrorSatisfies((error) -> assertUnreadable(error, text, StackOverflowError.class))
				.verify(RawHttpServer.LIMIT);
			assertThat(server.count()).isEqualTo(1);
		}
	}

	static void assertUnreadable(Throwable error, String text, Class<? extends Error> cause) {
		assertThat(error).hasCauseInstanceOf(cause).isInstanceOfSatisfying(InvalidAnswerException.class, (ex) -> {
			assertThat(ex.reason()).isEqualTo(Reason.UNREADABLE);
			assertThat(ex.text()).isEqualTo(text);
			assertThat(ex.response()).isNotNull();
			assertThat(ex.isRepairable()).isFalse();
		});
	}

	@Test
	void reportsAnswersWithoutText() {
		assertReason(Reason.EMPTY, Map.of("content", ""), "stop");
		assertReason(Reason.EMPTY, Map.of("content", "  \n", "reasoning", "Hm."), "stop");
		assertReason(Reason.REFUSED, Map.of("content", "", "refusal", "I will not."), "stop");
		assertReason(Reason.REFUSED, Map.of("content", "{\"city\":"), "content_filter");
		assertReason(Reason.CUT_OFF, Map.of("content", ""), "length");
		assertReason(Reason.CUT_OFF, Map.of("content", "{\"city\":\"Ro"), "length");
		assertReason(Reason.CUT_OFF, Map.of("content", "<think>Rome is"), "length");
		assertReason(Reason.NOT_JSON, Map.of("content", "It is warm in Rome."), "stop");
		assertReason(Reason.NOT_JSON, Map.of("content", ROME + " or " + ROME), "stop");
		assertReason(Reason.TOOL_CALLS, Map.of("content", ROME, "tool_calls", List
			.of(Map.of("id", "1", "type", "function", "function", Map.of("name", "look_out", "arguments", "{}")))),
				"tool_calls");
	}

	private static void assertReason(Reason reason, Map<String, ?> message, String finishReason) {
		try (AnswerServer server = AnswerServer.of(AnswerServer.answer(message, finishReason))) {
			StepVerifier.create(server.model().chat("Weather?", Weather.class))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(InvalidAnswerException.class,
						(ex) -> assertThat(ex.reason()).as("%s %s", message, ex.getMessage()).isEqualTo(reason)))
				.verify(RawHttpServer.LIMIT);
		}
	}

	/**
	 * So do versions of vLLM that hold the model to JSON and look for reasoning.
	 */
	@Test
	void readsJsonThatWasTakenForReasoning() {
		for (String field : List.of("reasoning_content", "reasoning")) {
			for (String text : List.of("", "\n\n")) {
				try (AnswerServer server = AnswerServer
					.of(AnswerServer.answer(Map.of("content", text, field, "\n" + ROME), "stop"))) {
					assertThat(server.model().call("Weather?", Weather.class)).isEqualTo(new Weather("Rome", 21));
				}
			}
		}
		assertReason(Reason.EMPTY, Map.of("content", "", "reasoning", "Perhaps " + ROME), "stop");
		assertReason(Reason.EMPTY, Map.of("content", "", "reasoning", "42"), "stop");
	}

	@Test
	void doesNotTakeADraftInTheReasoningForTheAnswer() {
		assertReason(Reason.CUT_OFF, Map.of("content", "", "reasoning", ROME), "length");
		assertReason(Reason.EMPTY, Map.of("content", "", "reasoning", "{\"city\":\"Rome\"}"), "stop");
		assertReason(Reason.EMPTY, Map.of("content", "", "reasoning", "{\"city\":\"Rome\",\"degrees\":99}"), "stop");
		try (AnswerServer server = AnswerServer
			.of(AnswerServer.answer(Map.of("content", "", "reasoning", "{\"city\":\"Rome\"}"), "stop"))) {
			AnswerType<Weather> type = AnswerType.builder(Weather.class).maxRepairs(1).build();
			assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> server.model().call(ChatRequest.of("Weather?"), type))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.EMPTY));
			assertThat(server.count()).isEqualTo(1);
		}
	}

	/**
	 * Nothing tells a draft of it from the answer.
	 */
	@Test
	void doesNotReadWhatMayBeAnythingFromTheReasoning() {
		try (AnswerServer server = AnswerServer
			.of(AnswerServer.answer(Map.of("content", "", "reasoning", "{\"a\":[\"draft\"]}"), "stop"))) {
			List<AnswerType<?>> open = List.of(AnswerType.of(JsonNode.class), AnswerType.of(JsonNode.class).list(),
					AnswerType.of(Map.class), AnswerType.of(Object.class),
					AnswerType.builder(JsonNode.class).schema("{\"type\":\"object\"}").build());
			for (AnswerType<?> type : open) {
				assertThatExceptionOfType(InvalidAnswerException.class).as("%s", type.format().schema())
					.isThrownBy(() -> server.model().call(ChatRequest.of("?"), type))
					.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.EMPTY));
			}
			assertThat(server.model()
				.call(ChatRequest.of("?"), new ParameterizedTypeReference<Map<String, List<String>>>() {
				})).isEqualTo(Map.of("a", List.of("draft")));
		}
	}

	@Test
	void asksTheModelToMendItsAnswer() {
		try (AnswerServer server = AnswerServer.of("Rome is at 21 degrees", "{\"city\":\"Rome\"}", ROME)) {
			HuggingFaceChatModel model = server.builder().maxRepairs(2).build();
			assertThat(model.call((request) -> request.system("Be brief.").user("Weather?"), Weather.class))
				.isEqualTo(new Weather("Rome", 21));
			JsonNode messages = server.body(2).path("messages");
			assertThat(messages.size()).isEqualTo(6);
			assertThat(messages.at("/2/role").stringValue()).isEqualTo("assistant");
			assertThat(messages.at("/2/content").stringValue()).isEqualTo("Rome is at 21 degrees");
			assertThat(messages.at("/3/role").stringValue()).isEqualTo("user");
			assertThat(messages.at("/3/content").stringValue()).contains("is not one JSON value")
				.contains("\"required\":[\"city\",\"degrees\"]");
			assertThat(messages.at("/4/content").stringValue()).isEqualTo("{\"city\":\"Rome\"}");
			assertThat(messages.at("/5/content").stringValue()).contains("- required property 'degrees' not found");
			assertThat(server.body(2).has("response_format")).isTrue();
		}
	}

	@Test
	void repairsAsOftenAsTheTypeSays() {
		AnswerType<Weather> type = AnswerType.builder(Weather.class).maxRepairs(1).build();
		try (AnswerServer server = AnswerServer.of("no", "never")) {
			assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> server.model().call(ChatRequest.of("Weather?"), type))
				.satisfies((ex) -> assertThat(ex.text()).isEqualTo("never"));
			assertThat(server.count()).isEqualTo(2);
			assertThatExceptionOfType(InvalidAnswerException.class).isThrownBy(() -> server.builder()
				.maxRepairs(3)
				.build()
				.call(ChatRequest.of("?"), AnswerType.builder(Weather.class).maxRepairs(0).build()));
			assertThat(server.count()).isEqualTo(3);
		}
	}

	@Test
	void doesNotRepairWhatIsNoAnswer() {
		try (AnswerServer server = AnswerServer.of(AnswerServer.answer(Map.of("content", "{"), "length"))) {
			assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> server.builder().maxRepairs(3).build().call("?", Weather.class));
			assertThat(server.count()).isEqualTo(1);
		}
	}

	@Test
	void runsToolsBeforeItReads() {
		try (AnswerServer server = AnswerServer.of(AnswerServer.answer(CALL, "tool_calls"),
				AnswerServer.answer(Map.of("content", ROME), "stop"))) {
			Tool tool = Tool.builder("look_out").function((arguments) -> "sunny").build();
			ToolCallingChatModel model = ToolCallingChatModel.builder(server.model()).tools(tool).build();
			assertThat(model.call("Weather?", Weather.class)).isEqualTo(new Weather("Rome", 21));
			assertThat(server.count()).isEqualTo(2);
		}
	}

	@Test
	void mendsTheAnswerThatFollowsToolsWithoutRunningThemAgain() {
		try (AnswerServer server = AnswerServer.of(AnswerServer.answer(CALL, "tool_calls"),
				AnswerServer.answer(Map.of("content", "It is warm."), "stop"),
				AnswerServer.answer(Map.of("content", "{\"city\":\"Rome\"}"), "stop"),
				AnswerServer.answer(Map.of("content", ROME), "stop"))) {
			AtomicInteger runs = new AtomicInteger();
			Tool tool = Tool.builder("look_out").function((arguments) -> "sunny " + runs.incrementAndGet()).build();
			ToolCallingChatModel model = ToolCallingChatModel.builder(server.builder().maxRepairs(2).build())
				.tools(tool)
				.build();
			assertThat(model.call("Weather?", Weather.class)).isEqualTo(new Weather("Rome", 21));
			assertThat(runs).hasValue(1);
			assertThat(server.body(1).has("tools")).isTrue();
			JsonNode last = server.body(3);
			assertThat(last.has("tools")).isFalse();
			assertThat(last.has("response_format")).isTrue();
			assertThat(last.path("messages").valueStream().map((message) -> message.path("role").stringValue()))
				.containsExactly("user", "assistant", "tool", "assistant", "user", "assistant", "user");
			assertThat(last.at("/messages/2/content").stringValue()).isEqualTo("sunny 1");
		}
	}

	@Test
	void keepsWhatToolsHaveReturned() {
		RawHttpServer.Script wrong = AnswerServer.answer(Map.of("content", "It is warm."), "stop");
		RawHttpServer.Script call = AnswerServer.answer(CALL, "tool_calls");
		Tool tool = Tool.builder("look_out").function((arguments) -> "sunny").build();
		try (AnswerServer server = AnswerServer.of(call, wrong, call, wrong,
				(exchange) -> exchange.respond(401, "application/json", "{\"error\":\"Invalid token\"}"))) {
			AnswerType<Weather> type = AnswerType.builder(Weather.class).maxRepairs(0).build();
			ToolCallingChatModel model = ToolCallingChatModel.builder(server.builder().maxRepairs(1).build())
				.tools(tool)
				.build();
			assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> model.call(ChatRequest.of("Weather?"), type))
				.satisfies((ex) -> assertThat(ex.conversation().stream().map(ChatMessage::text))
					.containsExactly("Weather?", "Let me see.", "sunny"));
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> model.call("Weather?", Weather.class))
				.satisfies((ex) -> assertThat(ex.conversation().stream().map(ChatMessage::text)).startsWith("Weather?",
						"Let me see.", "sunny", "It is warm."));
		}
	}

	@Test
	void limitsTheTimeOfRepairsAsWell() {
		try (AnswerServer server = AnswerServer.of(AnswerServer.answer(Map.of("content", "warm"), "stop"),
				RawHttpServer.Exchange::stream)) {
			ToolCallingChatModel model = ToolCallingChatModel.builder(server.builder().maxRepairs(1).build())
				.timeout(Duration.ofSeconds(1))
				.build();
			StepVerifier.create(model.chat("Weather?", Weather.class))
				.expectError(ToolCallingException.class)
				.verify(RawHttpServer.LIMIT);
		}
	}

	@Test
	void passesErrorsOfTheServerOn() {
		try (AnswerServer server = AnswerServer
			.of((exchange) -> exchange.respond(401, "application/json", "{\"error\":\"Invalid token\"}"))) {
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> server.builder().maxRepairs(2).build().call("?", Weather.class))
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.AUTHENTICATION));
			assertThat(server.count()).isEqualTo(1);
		}
	}

	@Test
	void refusesToBlockWhereNobodyMay() {
		try (AnswerServer server = AnswerServer.of(ROME)) {
			HuggingFaceChatModel model = server.model();
			Mono<Weather> blocking = Mono.fromCallable(() -> model.call("?", Weather.class))
				.subscribeOn(Schedulers.parallel());
			assertThatIllegalStateException().isThrownBy(() -> blocking.block(RawHttpServer.LIMIT))
				.withMessageContaining("must not block");
			assertThat(server.count()).isZero();
		}
	}

	@Test
	void sendsNothingBeforeSomebodySubscribes() {
		try (AnswerServer server = AnswerServer.of(ROME)) {
			Mono<Weather> answer = server.model().chat("?", Weather.class);
			assertThat(server.count()).isZero();
			answer.block(RawHttpServer.LIMIT);
			answer.block(RawHttpServer.LIMIT);
			assertThat(server.count()).isEqualTo(2);
		}
	}

	@Test
	void worksWithStubs() {
		HuggingFaceChatModel stub = new HuggingFaceChatModel() {

			@Override
			public Mono<ChatResponse> chat(ChatRequest request) {
				return stream(request).collect(ChatChunkAggregator::new, ChatChunkAggregator::add)
					.map(ChatChunkAggregator::toResponse);
			}

			@Override
			public Flux<ChatChunk> stream(ChatRequest request) {
				return Flux.just(ChatChunk.of("{\"city\":\"Rome\","), ChatChunk.of("\"degrees\":21}"));
			}

			@Override
			public HuggingFaceModelInfo info() {
				return new HuggingFaceModelInfo(null, "http://localhost", null);
			}

		};
		assertThat(stub.call("?", Weather.class)).isEqualTo(new Weather("Rome", 21));
	}

	@Test
	void keepsTheTypesOfAModel() {
		try (AnswerServer server = AnswerServer.of(ROME)) {
			AnswerTypes types = server.model().answerTypes();
			assertThat(types.of(Weather.class)).isSameAs(types.of(Weather.class));
			assertThat(types.of(new ParameterizedTypeReference<List<Weather>>() {
			})).isSameAs(types.of(new ParameterizedTypeReference<List<Weather>>() {
			}));
		}
		assertThat(AnswerTypes.defaults().of(Weather.class)).isSameAs(AnswerTypes.defaults().of(Weather.class));
	}

	@Test
	void makesNoSchemaOnAThreadThatMustNotBlock() {
		try (AnswerServer server = AnswerServer.of("{\"place\":\"HERE\"}", "{\"place\":\"HERE\"}", "{\"items\":[]}")) {
			Mono<Placed> answer = Mono.defer(() -> server.model().chat("Where?", Placed.class));
			assertThat(answer.subscribeOn(Schedulers.parallel()).block(RawHttpServer.LIMIT)).isNotNull();
			Mono<Placed> generic = Mono
				.defer(() -> server.model().chat(ChatRequest.of("Where?"), new ParameterizedTypeReference<Placed>() {
				}));
			assertThat(generic.subscribeOn(Schedulers.parallel()).block(RawHttpServer.LIMIT)).isNotNull();
		}
		try (AnswerServer server = AnswerServer.of(AnswerServer.stream("{\"items\":[{\"place\":\"HERE\"}]}"))) {
			Flux<Placed> places = Flux.defer(() -> server.model().streamElements("Where?", Placed.class));
			assertThat(places.subscribeOn(Schedulers.parallel()).collectList().block(RawHttpServer.LIMIT)).hasSize(1);
		}
		assertThat(Place.NON_BLOCKING).isNotEmpty().containsOnly(false);
	}

	@Test
	void aSchemaThatCannotBeMadeIsAnErrorOnEveryThread() {
		try (AnswerServer server = AnswerServer.of(ROME)) {
			for (Scheduler scheduler : List.of(Schedulers.immediate(), Schedulers.parallel())) {
				Mono<Unmakable> answer = Mono.defer(() -> server.model().chat("?", Unmakable.class));
				assertThatIllegalStateException()
					.isThrownBy(() -> answer.subscribeOn(scheduler).block(RawHttpServer.LIMIT))
					.withMessageContaining("Unmakable cannot be made")
					.withMessageContaining("Missing");
			}
			assertThat(server.count()).isZero();
		}
	}

	@Test
	void keepsTheAnswerOutOfMessages() {
		assertMessage("Mr_Smith has", Map.of("content", "Mr_Smith has a cold"));
		assertMessage("I will not name Mr_Smith", Map.of("content", "", "refusal", "I will not name Mr_Smith"));
		assertMessage("Mr_Smith", Map.of("content", "{\"city\":\"A\",\"degrees\":1}"), Fussy.class);
		String text = "{\"city\":\"Rome\",\"degrees\":1,\"" + "x".repeat(9999) + "\":1}";
		try (AnswerServer server = AnswerServer.of(text)) {
			assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> server.model().call("?", Weather.class))
				.satisfies((ex) -> {
					assertThat(ex.getMessage()).hasSizeLessThan(500);
					assertThat(ex.violations()).singleElement()
						.satisfies((violation) -> assertThat(violation).hasSizeLessThan(2000));
				});
		}
	}

	private static void assertMessage(String violation, Map<String, ?> message) {
		assertMessage(violation, message, Weather.class);
	}

	private static void assertMessage(String violation, Map<String, ?> message, Class<?> type) {
		try (AnswerServer server = AnswerServer.of(AnswerServer.answer(message, "stop"))) {
			assertThatExceptionOfType(InvalidAnswerException.class).isThrownBy(() -> server.model().call("?", type))
				.satisfies((ex) -> {
					assertThat(ex).hasMessageNotContaining("Mr_Smith");
					assertThat(ex.violations().toString() + ex.text()).contains(violation);
				});
		}
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

	record Weather(String city, @Min(-90) @Max(60) int degrees) {

	}

	record Placed(Place place) {

	}

	enum Place {

		HERE;

		static final Queue<Boolean> NON_BLOCKING = new ConcurrentLinkedQueue<>();

		@Override
		public String toString() {
			NON_BLOCKING.add(Schedulers.isInNonBlockingThread());
			return name();
		}

	}

	record Unmakable(Incomplete value) {

	}

	enum Incomplete {

		ONE;

		@Override
		public String toString() {
			throw new NoClassDefFoundError("Missing");
		}

	}

	record Fussy(String city, int degrees) {

		Fussy {
			throw new IllegalArgumentException("not with Mr_Smith");
		}

	}

	record Named(String firstName) {

	}

	record Feeling(Mood mood) {

	}

	enum Mood {

		HAPPY, SAD;

		@Override
		public String toString() {
			return "quite " + name().toLowerCase(Locale.ROOT);
		}

	}

	enum Heat {

		HOT, COLD

	}

	record Share(double share) {

		Share {
			if (share > 1) {
				throw new IllegalArgumentException("a share is at most 1");
			}
		}

	}

	record Words(@Pattern(regexp = "(\\w|\\s)+") String text) {

	}

	record Broken(String name) {

		Broken {
			throw new NoClassDefFoundError("gone");
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Shape permits Circle, Square {

	}

	@JsonTypeName("circle")
	record Circle(double r) implements Shape {

	}

	@JsonTypeName("square")
	record Square(double value) implements Shape {

	}

	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	record Person(@JsonProperty("LAST_NAME") String lastName, @Nullable String nick, LocalDate bornOn,
			Optional<Instant> seen, YearMonth due, BigDecimal price, Map<String, List<Integer>> tags,
			List<Person> children, JsonNode any, @Nullable List<Shape> shapes) {

	}

}
