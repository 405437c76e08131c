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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.structured.InvalidAnswerException.Reason;
import io.github.hfspring.tool.Tool;
import io.github.hfspring.tool.ToolCallingChatModel;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of elements that are read while they arrive.
 */
class StreamElementsTests {

	private static final int MAX_SIZE = 1000;

	private final AnswerType<City> city = AnswerType.of(City.class);

	@Test
	void passesElementsOnAsTheyBecomeWhole() {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch second = new CountDownLatch(1);
		try (AnswerServer server = AnswerServer.of((exchange) -> exchange.stream()
			.piece(AnswerServer.event("{\"items\": [{\"name\":\"Ro"))
			.piece(AnswerServer.event("me\"}"))
			.await(first)
			.piece(AnswerServer.event(", {\"name\":\"}\\\"]\"}"))
			.await(second)
			.piece(AnswerServer.event("]}"))
			.piece(AnswerServer.event(Map.of(), "stop"))
			.piece("data: [DONE]\n\n")
			.end())) {
			StepVerifier.create(server.model().streamElements("Cities?", City.class))
				.expectNext(new City("Rome"))
				.then(first::countDown)
				.expectNext(new City("}\"]"))
				.then(second::countDown)
				.expectComplete()
				.verify(RawHttpServer.LIMIT);
			assertThat(server.body(0).path("stream").booleanValue()).isTrue();
			assertThat(server.body(0).at("/response_format/json_schema")).hasToString("""
					{"name":"CityList","schema":{"type":"object","properties":{"items":{"type":"array","items":\
					{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],\
					"additionalProperties":false}}},"required":["items"],"additionalProperties":false}}""");
		}
	}

	@Test
	void takesEveryFormOfRequest() {
		try (AnswerServer server = AnswerServer.of(AnswerServer.stream("{\"items\":[{\"name\":\"Rome\"}]}"))) {
			HuggingFaceChatModel model = server.model();
			ChatRequest request = ChatRequest.of("Cities?");
			ParameterizedTypeReference<City> generic = new ParameterizedTypeReference<>() {
			};
			for (Flux<City> cities : List.of(model.streamElements(request, generic),
					model.streamElements("Cities?", generic),
					model.streamElements((builder) -> builder.user("Cities?"), generic),
					model.streamElements(request, City.class), model.streamElements(request, this.city),
					model.streamElements("Cities?", City.class),
					model.streamElements((builder) -> builder.user("Cities?"), City.class))) {
				StepVerifier.create(cities).expectNext(new City("Rome")).expectComplete().verify(RawHttpServer.LIMIT);
			}
		}
	}

	@Test
	void readsWhatModelsWriteAroundTheArray() {
		assertThat(read("<think>[1] {\"items\":[</think>\n```json\n{\"items\" : [\n {\"name\":\"A\"} ]\n}\n```"))
			.containsExactly(new City("A"));
		assertThat(read("Here you are: {\"items\":[{\"name\":\"A\"},{\"name\":\"B\"}]} Enjoy! [1]"))
			.containsExactly(new City("A"), new City("B"));
		assertThat(read("[{\"name\":\"A\"}]")).containsExactly(new City("A"));
		assertThat(read("```json\n[{\"name\":\"A\"}]\n```")).containsExactly(new City("A"));
		assertThat(read("{\"items\":[]}")).isEmpty();
		// Found at the end, when all is there
		assertThat(read("The list is [{\"name\":\"A\"},{\"name\":\"B\"}].")).containsExactly(new City("A"),
				new City("B"));
	}

	@Test
	void readsAListThatWasTakenForReasoning() {
		try (AnswerServer server = AnswerServer.of((exchange) -> exchange.stream()
			.piece(AnswerServer.event(Map.of("reasoning_content", "{\"items\":[{\"name\""), null))
			.piece(AnswerServer.event(Map.of("reasoning_content", ":\"A\"}]}"), "stop"))
			.end())) {
			assertThat(server.model().streamElements("Cities?", City.class).collectList().block(RawHttpServer.LIMIT))
				.containsExactly(new City("A"));
		}
	}

	@Test
	void readsNoDraftInTheReasoning() {
		for (Map.Entry<String, Reason> end : Map.of("stop", Reason.EMPTY, "length", Reason.CUT_OFF).entrySet()) {
			String list = end.getKey().equals("stop") ? "{\"items\":[{\"a\":1}]}" : "{\"items\":[{\"name\":\"A\"}]}";
			try (AnswerServer server = AnswerServer.of((exchange) -> exchange.stream()
				.piece(AnswerServer.event(Map.of("reasoning_content", list), end.getKey()))
				.end())) {
				StepVerifier.create(server.model().streamElements("Cities?", City.class))
					.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(
							InvalidAnswerException.class, (ex) -> assertThat(ex.reason()).isEqualTo(end.getValue())))
					.verify(RawHttpServer.LIMIT);
			}
		}
	}

	@Test
	void readsScalarsAndChoices() {
		assertThat(elements(AnswerType.of(String.class), "{\"items\":[\"a,]\",\"\\\\\",\"\"]}")).containsExactly("a,]",
				"\\", "");
		assertThat(elements(AnswerType.of(Integer.class), "{\"items\":[1, 22 ,-3]}")).containsExactly(1, 22, -3);
		assertThat(elements(AnswerType.of(StructuredAnswersTests.Shape.class),
				"{\"items\":[{\"kind\":\"square\",\"value\":3}]}"))
			.containsExactly(new StructuredAnswersTests.Square(3));
	}

	@Test
	void endsWithTheFirstElementThatIsWrong() {
		fails("{\"items\":[{\"name\":\"A\"},{\"nam\":\"B\"},{\"name\":\"C\"}]}", 1, (ex) -> {
			assertThat(ex.reason()).isEqualTo(Reason.INVALID);
			assertThat(ex.text()).isEqualTo("{\"nam\":\"B\"}");
			assertThat(ex.violations()).isNotEmpty();
			assertThat(ex.response()).isNotNull();
			assertThat(ex.response().text()).contains("\"A\"");
		});
		fails("{\"items\":[{\"name\":\"A\"},{\"name\":]}]}", 1,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
		fails("{\"items\":[{\"name\":\"A\"} {\"name\":\"B\"}]}", 1,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
		fails("{\"items\":[{\"name\":\"A\"},]}", 1, (ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
		fails("{\"items\":[,{\"name\":\"A\"}]}", 0, (ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
		fails("{\"items\":[{\"name\":\"A\"}", 1, (ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
		fails("I do not know.", 0, (ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
		fails("{\"cities\":[]}", 0, (ex) -> assertThat(ex.reason()).isEqualTo(Reason.INVALID));
		fails("{\"cities\":{\"items\":[{\"name\":\"A\"}]}}", 0,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.INVALID));
		fails("{\"items\":[{\"name\":\"A\"}]} or rather {\"items\":[{\"name\":\"B\"}]}", 1,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
		fails("{\"name\":\"A\"} or rather {\"items\":[{\"name\":\"B\"}]}", 1,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_JSON));
		fails("{\"items\":[{\"name\":\"A\"}],\"note\":1}", 1,
				(ex) -> assertThat(ex.reason()).isEqualTo(Reason.INVALID));
		fails("", 0, (ex) -> assertThat(ex.reason()).isEqualTo(Reason.EMPTY));
	}

	@Test
	void endsWhenATypeOrACheckBreaksDown() {
		String cold = "{\"degrees\":-300}";
		String words = "{\"text\":\"" + "word ".repeat(100_000) + "\"}";
		try (AnswerServer server = AnswerServer.of(unended("{\"items\":[{\"degrees\":1}," + cold + ","),
				unended("{\"items\":[" + words + ","))) {
			StepVerifier.create(server.model().streamElements("Weather?", Absolute.class))
				.expectNext(new Absolute(1))
				.expectErrorSatisfies(
						(error) -> StructuredAnswersTests.assertUnreadable(error, cold, AssertionError.class))
				.verify(RawHttpServer.LIMIT);
			server.awaitClosedByClient(0);
			StepVerifier.create(server.model().streamElements("Words?", StructuredAnswersTests.Words.class))
				.expectErrorSatisfies(
						(error) -> StructuredAnswersTests.assertUnreadable(error, words, StackOverflowError.class))
				.verify(RawHttpServer.LIMIT);
			server.awaitClosedByClient(1);
		}
	}

	@Test
	void endsWhenTheSubscriberBreaksDown() {
		try (AnswerServer server = AnswerServer.of(unended("{\"items\":[{\"name\":\"A\"},"))) {
			// An error that Reactor's operators do not catch
			StepVerifier.create(server.model().streamElements("Cities?", City.class).handle((city, sink) -> {
				throw new NoClassDefFoundError("gone");
			})).expectError(NoClassDefFoundError.class).verify(RawHttpServer.LIMIT);
			server.awaitClosedByClient(0);
		}
	}

	private static RawHttpServer.Script unended(String text) {
		return (exchange) -> exchange.stream().piece(AnswerServer.event(text));
	}

	@Test
	void saysThatTheAnswerWasCutOff() {
		try (AnswerServer server = AnswerServer.of((exchange) -> exchange.stream()
			.piece(AnswerServer.event("{\"items\":[{\"name\":\"A\"},{\"na"))
			.piece(AnswerServer.event(Map.of(), "length"))
			.piece("data: [DONE]\n\n")
			.end())) {
			StepVerifier.create(server.model().streamElements("Cities?", City.class))
				.expectNext(new City("A"))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(InvalidAnswerException.class,
						(ex) -> assertThat(ex.reason()).isEqualTo(Reason.CUT_OFF)))
				.verify(RawHttpServer.LIMIT);
		}
	}

	@Test
	void passesTheErrorOfACutStreamOn() {
		try (AnswerServer server = AnswerServer.of((
				exchange) -> exchange.stream().piece(AnswerServer.event("{\"items\":[{\"name\":\"A\"},{\"na")).end())) {
			StepVerifier.create(server.model().streamElements("Cities?", City.class))
				.expectNext(new City("A"))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(HuggingFaceException.class, (ex) -> {
							assertThat(ex.kind()).isEqualTo(ErrorKind.STREAM_CUT);
							assertThat(ex.partialResponse()).isNotNull();
						}))
				.verify(RawHttpServer.LIMIT);
		}
	}

	@Test
	void closesTheConnectionWhenItIsCancelled() {
		try (AnswerServer server = AnswerServer.of((exchange) -> exchange.stream()
			.piece(AnswerServer.event("{\"items\":[{\"name\":\"A\"},{\"name\":\"B\"},")))) {
			StepVerifier.create(server.model().streamElements("Cities?", City.class).take(1))
				.expectNext(new City("A"))
				.expectComplete()
				.verify(RawHttpServer.LIMIT);
			server.awaitClosedByClient(0);
		}
	}

	@Test
	void closesTheConnectionWhenAnElementIsWrong() {
		try (AnswerServer server = AnswerServer
			.of((exchange) -> exchange.stream().piece(AnswerServer.event("{\"items\":[1,")))) {
			StepVerifier.create(server.model().streamElements("Cities?", City.class))
				.expectError(InvalidAnswerException.class)
				.verify(RawHttpServer.LIMIT);
			server.awaitClosedByClient(0);
		}
	}

	@Test
	void asksForChunksOnlyWhileElementsAreAskedFor() {
		AtomicLong asked = new AtomicLong();
		TestPublisher<ChatChunk> chunks = TestPublisher.create();
		Flux<City> cities = this.city.readElements(chunks.flux().doOnRequest(asked::addAndGet), MAX_SIZE);
		StepVerifier.create(cities, 0).then(() -> assertThat(asked).hasValue(0)).thenRequest(1).then(() -> {
			assertThat(asked).hasValue(1);
			chunks.next(ChatChunk.of("{\"items\":["));
			assertThat(asked).hasValue(2);
			chunks.next(ChatChunk.of("{\"name\":\"A\"},{\"name\":\"B\"},{\"na"));
		})
			.expectNext(new City("A"))
			.then(() -> assertThat(asked).hasValue(2))
			.thenRequest(1)
			.expectNext(new City("B"))
			.then(() -> assertThat(asked).hasValue(2))
			.thenRequest(1)
			.then(() -> {
				assertThat(asked).hasValue(3);
				// What is behind the array does not need to be asked for
				chunks.next(ChatChunk.of("me\":\"C\"}]"));
				assertThat(asked).hasValue(4);
				chunks.next(ChatChunk.of("}"));
				chunks.complete();
			})
			.expectNext(new City("C"))
			.expectComplete()
			.verify(RawHttpServer.LIMIT);
	}

	@Test
	void keepsNoMoreThanItMay() {
		String name = "x".repeat(MAX_SIZE);
		StepVerifier
			.create(this.city.readElements(
					Flux.just(ChatChunk.of("{\"items\":[{\"name\":\"A\"},{\"name\":\""), ChatChunk.of(name)), MAX_SIZE))
			.expectNext(new City("A"))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(HuggingFaceException.class,
					(ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE)))
			.verify(RawHttpServer.LIMIT);
	}

	@Test
	void endlessBlanksAreNotTooMuch() {
		Flux<ChatChunk> blanks = Flux.range(0, 10 * MAX_SIZE).map((i) -> ChatChunk.of("\n "));
		StepVerifier
			.create(this.city.readElements(Flux.concat(chunks("{\"items\":[{\"name\":\"A\"}]"), blanks, chunks("}"),
					blanks, chunks("So much for that.")), MAX_SIZE))
			.expectNext(new City("A"))
			.expectComplete()
			.verify(RawHttpServer.LIMIT);
	}

	@Test
	void keepsToTheLimitOfTheModel() {
		try (AnswerServer server = AnswerServer
			.of(AnswerServer.stream("{\"items\":[{\"name\":\"A\"},", "{\"name\":\"" + "x".repeat(2000)))) {
			HuggingFaceChatModel model = server.builder().maxResponseSize(DataSize.ofKilobytes(1)).build();
			assertThat(model.answerTypes().maxSize()).isEqualTo(1024);
			StepVerifier.create(model.streamElements("Cities?", City.class))
				.expectNext(new City("A"))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(HuggingFaceException.class,
						(ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE)))
				.verify(RawHttpServer.LIMIT);
		}
	}

	@Test
	void readsTheAnswerThatFollowsTools() {
		RawHttpServer.Script call = (exchange) -> exchange.stream()
			.piece(AnswerServer.event("Let me look {\"items\":"))
			.piece(AnswerServer.event(Map.of("tool_calls",
					List.of(Map.of("index", 0, "id", "1", "type", "function", "function",
							Map.of("name", "cities", "arguments", "{}")))),
					"tool_calls"))
			.piece("data: [DONE]\n\n")
			.end();
		try (AnswerServer server = AnswerServer.of(call, AnswerServer.stream("The list ", "is [{\"name\":\"A\"}]."))) {
			Tool tool = Tool.builder("cities").function((arguments) -> "A").build();
			ToolCallingChatModel model = ToolCallingChatModel.builder(server.model()).tools(tool).build();
			StepVerifier.create(model.streamElements("Cities?", City.class))
				.expectNext(new City("A"))
				.expectComplete()
				.verify(RawHttpServer.LIMIT);
		}
	}

	@Test
	void takesARoundForAnotherAnswer() {
		Flux<ChatChunk> chunks = Flux.just(ChatChunk.of("Let me look {\"items\":["),
				ChatChunk.of("The list is {\"items\":[{\"name\":\"A\"}]}").withRound(1));
		StepVerifier.create(this.city.readElements(chunks, MAX_SIZE))
			.expectNext(new City("A"))
			.expectComplete()
			.verify(RawHttpServer.LIMIT);
	}

	@Test
	void saysThatToolsWereCalled() {
		try (AnswerServer server = AnswerServer.of((exchange) -> exchange.stream()
			.piece(AnswerServer.event(Map.of("tool_calls",
					List.of(Map.of("index", 0, "id", "1", "type", "function", "function",
							Map.of("name", "cities", "arguments", "{}")))),
					"tool_calls"))
			.piece("data: [DONE]\n\n")
			.end())) {
			StepVerifier.create(server.model().streamElements("Cities?", City.class))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(InvalidAnswerException.class,
						(ex) -> assertThat(ex.reason()).isEqualTo(Reason.TOOL_CALLS)))
				.verify(RawHttpServer.LIMIT);
		}
	}

	@Test
	void endsOnceUnderAnyDemandAndThread() {
		int count = 500;
		StringBuilder json = new StringBuilder("{\"items\":[");
		IntStream.range(0, count).forEach((i) -> json.append((i > 0) ? "," : "").append(i));
		String text = json.append("]}").toString();
		AnswerType<Integer> type = AnswerType.of(Integer.class);
		for (int size = 1; size < 40; size += 3) {
			AtomicInteger ends = new AtomicInteger();
			List<ChatChunk> chunks = new ArrayList<>();
			for (int i = 0; i < text.length(); i += size) {
				chunks.add(ChatChunk.of(text.substring(i, Math.min(text.length(), i + size))));
			}
			Flux<Integer> numbers = type
				.readElements(Flux.fromIterable(chunks).publishOn(Schedulers.parallel(), 2), 2 * text.length())
				.doOnTerminate(ends::incrementAndGet);
			StepVerifier.create(numbers.publishOn(Schedulers.boundedElastic(), size).collectList())
				.expectNext(IntStream.range(0, count).boxed().toList())
				.expectComplete()
				.verify(RawHttpServer.LIMIT);
			assertThat(ends).hasValue(1);
		}
	}

	private List<City> read(String text) {
		return elements(this.city, text);
	}

	/**
	 * Read a text that arrives character by character.
	 */
	private static <T> List<T> elements(AnswerType<T> type, String text) {
		return type.readElements(chunks(text), MAX_SIZE).collectList().block(RawHttpServer.LIMIT);
	}

	private void fails(String text, int elements, ThrowingConsumer<InvalidAnswerException> check) {
		StepVerifier.create(this.city.readElements(chunks(text), MAX_SIZE))
			.expectNextCount(elements)
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(InvalidAnswerException.class, check))
			.verify(RawHttpServer.LIMIT);
	}

	private static Flux<ChatChunk> chunks(String text) {
		return Flux.range(0, text.length()).map((i) -> ChatChunk.of(text.substring(i, i + 1)));
	}

	record Absolute(double degrees) {

		Absolute {
			if (degrees < -273.15) {
				throw new AssertionError("too cold");
			}
		}

	}

	record City(String name) {

	}

}
