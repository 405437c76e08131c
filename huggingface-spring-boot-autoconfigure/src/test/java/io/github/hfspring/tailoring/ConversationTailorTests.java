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

package io.github.hfspring.tailoring;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.chat.ToolMessage;
import io.github.hfspring.chat.UserMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

class ConversationTailorTests {

	private static final ChatMessage SYSTEM = ChatMessage.system("You are a helpful assistant.");

	private static final TokenCounter COUNTER = TokenCounter.characters();

	private static TailoredConversation tailor(TailoringStrategy strategy, List<ChatMessage> messages, int budget) {
		return new ConversationTailor(COUNTER, strategy, true).tailor(messages, budget);
	}

	private static List<ChatMessage> questions(int... numbers) {
		List<ChatMessage> messages = new ArrayList<>(List.of(SYSTEM));
		for (int number : numbers) {
			messages.add(ChatMessage.user("Question " + number));
		}
		return messages;
	}

	private static int[] numbers(String numbers) {
		return Stream.of(numbers.split(" ")).mapToInt(Integer::parseInt).toArray();
	}

	private static int count(List<ChatMessage> messages) {
		return messages.stream().mapToInt(COUNTER::count).sum();
	}

	@ParameterizedTest
	@CsvSource({ "MIDDLE_OUT, 5, 12, 1 5", "HEAD_OUT, 5, 12, 4 5", "TAIL_OUT, 5, 12, 1 5", "MIDDLE_OUT, 6, 15, 1 2 5 6",
			"HEAD_OUT, 6, 15, 3 4 5 6", "TAIL_OUT, 6, 15, 1 2 3 6" })
	void leavesRoundsOut(TailoringStrategy strategy, int questions, int budget, String kept) {
		List<ChatMessage> messages = questions(IntStream.rangeClosed(1, questions).toArray());
		TailoredConversation tailored = tailor(strategy, messages, budget);
		assertThat(tailored.messages()).isEqualTo(questions(numbers(kept)));
		assertThat(tailored.tokensBefore()).isEqualTo(count(messages));
		assertThat(tailored.tokens()).isEqualTo(count(tailored.messages())).isLessThanOrEqualTo(budget);
		assertThat(tailored.budget()).isEqualTo(budget);
		assertThat(tailored.fits()).isTrue();
	}

	@Test
	void aQuestionAndItsAnswerAreOneRound() {
		List<ChatMessage> messages = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			messages.add(ChatMessage.user("Question number " + i + " ?"));
			messages.add(ChatMessage.assistant("Answer number " + i + " ..."));
		}
		int total = count(messages);
		TailoredConversation tailored = tailor(TailoringStrategy.MIDDLE_OUT, messages, total / 2);
		assertThat(tailored.fits()).isTrue();
		assertThat(tailored.messages()).startsWith(messages.get(0), messages.get(1))
			.endsWith(messages.get(198), messages.get(199));
		for (int i = 0; i < tailored.messages().size(); i += 2) {
			assertThat(tailored.messages().get(i + 1))
				.isEqualTo(messages.get(messages.indexOf(tailored.messages().get(i)) + 1));
		}
	}

	@Test
	void manyQuestionsWithoutAnAnswer() {
		List<ChatMessage> messages = IntStream.range(0, 30)
			.<ChatMessage>mapToObj((i) -> ChatMessage.user("User message " + i + " with content"))
			.toList();
		TailoredConversation tailored = tailor(TailoringStrategy.MIDDLE_OUT, messages, 100);
		assertThat(tailored.messages()).hasSize(15);
		assertThat(tailored.tokens()).isEqualTo(98);
	}

	/**
	 * What others change although it fits: an answer that is begun, a greeting, empty
	 * messages, and system messages at the end.
	 */
	@ParameterizedTest
	@EnumSource
	void aConversationThatFitsIsNotTouched(TailoringStrategy strategy) {
		List<ChatMessage> messages = List.of(ChatMessage.assistant("Welcome!"), ChatMessage.user("Write JSON"),
				ChatMessage.user(""), ChatMessage.system("Be brief."), ChatMessage.assistant("{"));
		TailoredConversation tailored = tailor(strategy, messages, 100);
		assertThat(tailored.messages()).isEqualTo(messages);
		assertThat(tailored.tokens()).isEqualTo(tailored.tokensBefore());
	}

	@Test
	void whatHasToBeKeptMayNotFit() {
		TailoredConversation tailored = tailor(TailoringStrategy.MIDDLE_OUT,
				List.of(ChatMessage.system("System"), ChatMessage.user("Old question"),
						ChatMessage.assistant("Old answer"), ChatMessage.user("Latest question")),
				0);
		assertThat(tailored.messages()).containsExactly(ChatMessage.system("System"),
				ChatMessage.user("Latest question"));
		assertThat(tailored.tokens()).isEqualTo(4);
		assertThat(tailored.fits()).isFalse();
	}

	@Test
	void aBegunAnswerStaysWithTheLastQuestion() {
		List<ChatMessage> messages = List.of(ChatMessage.user("An old question"), ChatMessage.assistant("An answer"),
				ChatMessage.user("Write JSON"), ChatMessage.assistant("{"));
		assertThat(tailor(TailoringStrategy.MIDDLE_OUT, messages, 4).messages()).isEqualTo(messages.subList(2, 4));
	}

	@Test
	void messagesOfTheUserInARowAreOneQuestion() {
		List<ChatMessage> messages = List.of(ChatMessage.user("Old old old"), ChatMessage.assistant("Yes yes yes"),
				ChatMessage.user("Here is a text:"), ChatMessage.system("Be kind."), ChatMessage.user("Translate it"));
		assertThat(tailor(TailoringStrategy.HEAD_OUT, messages, 8).messages()).isEqualTo(messages.subList(2, 5));
	}

	@Test
	void resultsOfEarlierStepsAreLeftOutFirst() {
		List<ChatMessage> messages = agent(50);
		TailoredConversation tailored = tailor(TailoringStrategy.MIDDLE_OUT, messages, count(messages) - 500);
		assertThat(tailored.fits()).isTrue();
		assertThat(tailored.messages()).hasSameSizeAs(messages);
		List<String> results = tailored.messages()
			.stream()
			.filter(ToolMessage.class::isInstance)
			.map(ChatMessage::text)
			.toList();
		long left = results.stream().filter(LastRound.LEFT_OUT::equals).count();
		assertThat(left).isBetween(1L, 10L);
		assertThat(results.subList(0, (int) left)).containsOnly(LastRound.LEFT_OUT);
		assertThat(results.get(49)).isEqualTo("x".repeat(400));
		assertToolCallsAreAnswered(tailored.messages());
	}

	@Test
	void thenEarlierStepsAsAWhole() {
		List<ChatMessage> messages = agent(50);
		TailoredConversation tailored = tailor(TailoringStrategy.MIDDLE_OUT, messages, 500);
		assertThat(tailored.fits()).isTrue();
		assertThat(tailored.messages()).startsWith(messages.get(0), messages.get(1)).endsWith(messages.get(101));
		assertThat(tailored.messages().size()).isBetween(4, 101);
		assertToolCallsAreAnswered(tailored.messages());
	}

	@Test
	void andAtLastTheLastResultIsCut() {
		List<ChatMessage> messages = agent(1);
		messages.set(3, ChatMessage.tool("0", "\ud83d\ude00x".repeat(20_000)));
		TailoredConversation tailored = tailor(TailoringStrategy.MIDDLE_OUT, messages, 500);
		assertThat(tailored.fits()).isTrue();
		assertThat(tailored.messages().get(3).text()).startsWith("\ud83d\ude00x").endsWith(LastRound.CUT);
		assertThat(tailored.tokens()).isEqualTo(count(tailored.messages())).isGreaterThan(200);
		assertToolCallsAreAnswered(tailored.messages());
	}

	@Test
	void allThatTheUserSaidIsKept() {
		List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.user("Here is a text"),
				ChatMessage.system("Be kind."), ChatMessage.user("Find out all about it")));
		messages.addAll(agent(3).subList(2, 8));
		messages.add(ChatMessage.system("Answer in French."));
		TailoredConversation tailored = tailor(TailoringStrategy.MIDDLE_OUT, messages, 150);
		assertThat(tailored.messages()).startsWith(messages.get(0), messages.get(1), messages.get(2))
			.endsWith(messages.get(7), messages.get(8), messages.get(9));
		assertThat(tailored.fits()).isTrue();
	}

	@Test
	void whatCountsDifferentlyLaterTakesNothingTwice() {
		AtomicInteger asked = new AtomicInteger();
		TokenCounter fickle = new TokenCounter() {

			@Override
			public int count(ChatMessage message) {
				return (asked.incrementAndGet() > 6) ? 100_000 : 10;
			}

			@Override
			public int count(ToolDefinition tool) {
				return 0;
			}

		};
		List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.user("Hi")));
		for (String id : List.of("a", "b")) {
			messages.add(AssistantMessage.builder().toolCalls(List.of(ToolCall.function(id, "tool", "{}"))).build());
			messages.add(ChatMessage.tool(id, "x"));
		}
		messages.add(ChatMessage.assistant("Done"));
		TailoredConversation tailored = new ConversationTailor(fickle, TailoringStrategy.HEAD_OUT, true)
			.tailor(messages, 25);
		assertThat(tailored.tokens()).isEqualTo(20);
	}

	@Test
	void theLastRoundCanBeLeftAlone() {
		List<ChatMessage> messages = agent(50);
		TailoredConversation tailored = new ConversationTailor(COUNTER, TailoringStrategy.MIDDLE_OUT, false)
			.tailor(messages, 500);
		assertThat(tailored.messages()).isEqualTo(messages);
		assertThat(tailored.fits()).isFalse();
	}

	@Test
	void aConversationOfSystemMessagesStays() {
		List<ChatMessage> messages = List.of(SYSTEM, SYSTEM);
		assertThat(tailor(TailoringStrategy.MIDDLE_OUT, messages, 3).messages()).isEqualTo(messages);
		assertThat(tailor(TailoringStrategy.MIDDLE_OUT, List.of(), 0).fits()).isTrue();
	}

	private static List<ChatMessage> agent(int steps) {
		List<ChatMessage> messages = new ArrayList<>(List.of(SYSTEM, ChatMessage.user("Find out all about it")));
		for (int i = 0; i < steps; i++) {
			messages.add(AssistantMessage.builder()
				.toolCalls(List.of(ToolCall.function(String.valueOf(i), "search", "{\"page\":" + i + "}")))
				.build());
			messages.add(ChatMessage.tool(String.valueOf(i), "x".repeat(400)));
		}
		return messages;
	}

	private static void assertToolCallsAreAnswered(List<ChatMessage> messages) {
		List<String> calls = messages.stream()
			.filter(AssistantMessage.class::isInstance)
			.flatMap((message) -> ((AssistantMessage) message).toolCalls().stream().map(ToolCall::id))
			.toList();
		List<String> results = messages.stream()
			.filter(ToolMessage.class::isInstance)
			.map((message) -> ((ToolMessage) message).toolCallId())
			.toList();
		assertThat(results).isEqualTo(calls);
	}

	@ParameterizedTest
	@EnumSource
	void theUserMaySpeakWhileToolsAreAtWork(TailoringStrategy strategy) {
		List<ChatMessage> messages = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			messages.add(ChatMessage.user("Do that"));
			messages.add(AssistantMessage.builder().toolCalls(List.of(ToolCall.function("c", "tool", "{}"))).build());
			messages.add(ChatMessage.user("Hurry up, please"));
			messages.add(ChatMessage.tool("c", "x".repeat(100)));
			messages.add(ChatMessage.assistant("Done"));
		}
		int whole = count(messages);
		for (int budget = 0; budget < whole; budget += whole / 40) {
			List<ChatMessage> left = tailor(strategy, messages, budget).messages();
			assertToolCallsAreAnswered(left);
			assertThat(left).filteredOn(UserMessage.class::isInstance)
				.extracting(ChatMessage::text)
				.endsWith("Do that", "Hurry up, please");
		}
	}

	/**
	 * A call whose result never came does not tie the rest together.
	 */
	@Test
	void aCallWithoutAResultEndsWithItsRound() {
		List<ChatMessage> messages = new ArrayList<>(agent(1));
		messages.remove(3);
		for (int i = 0; i < 50; i++) {
			messages.add(ChatMessage.user("A question"));
			messages.add(ChatMessage.assistant("An answer"));
		}
		TailoredConversation tailored = tailor(TailoringStrategy.HEAD_OUT, messages, 60);
		assertThat(tailored.fits()).isTrue();
	}

	/**
	 * The best of some rounds shows what it takes where nothing else runs.
	 */
	@Test
	@Timeout(60)
	void tenThousandMessagesTakeMilliseconds() throws IOException {
		List<ChatMessage> messages = new ArrayList<>(List.of(SYSTEM));
		for (int i = 0; i < 5000; i++) {
			messages.add(ChatMessage.user(i + " hello world".repeat(80)));
			messages.add(ChatMessage.assistant(i + " world hello".repeat(80)));
		}
		try (InputStream json = new ClassPathResource("tokenizer.json").getInputStream();
				HuggingFaceTokenCounter tokenizer = HuggingFaceTokenCounter.of(json)) {
			for (TokenCounter counter : List.of(TokenCounter.estimate(), tokenizer)) {
				for (TailoringStrategy strategy : TailoringStrategy.values()) {
					ConversationTailor tailor = new ConversationTailor(counter, strategy, true);
					int budget = tailor.tailor(messages, Integer.MAX_VALUE).tokens() / 10;
					long best = Long.MAX_VALUE;
					for (int round = 0; round < 5; round++) {
						long start = System.nanoTime();
						assertThat(tailor.tailor(messages, budget).messages()).hasSizeBetween(900, 1100);
						best = Math.min(best, System.nanoTime() - start);
					}
					assertThat(Duration.ofNanos(best)).as(strategy + " " + counter.getClass())
						.isLessThan(Duration.ofSeconds(1));
				}
			}
		}
	}

	@Test
	@Timeout(20)
	void ofManyResultsEachIsLookedAtSeldom() {
		List<ChatMessage> messages = new ArrayList<>(List.of(SYSTEM, ChatMessage.user("Compare them")));
		messages.add(AssistantMessage.builder()
			.toolCalls(IntStream.range(0, 40_000).mapToObj((i) -> ToolCall.function("c" + i, "tool", "{}")).toList())
			.build());
		for (int i = 0; i < 40_000; i++) {
			messages.add(ChatMessage.tool("c" + i, "x".repeat(1000 + i % 7)));
		}
		TailoredConversation tailored = tailor(TailoringStrategy.HEAD_OUT, messages, count(messages) / 2);
		assertThat(tailored.fits()).isTrue();
		assertThat(tailored.tokens()).isEqualTo(count(tailored.messages()));
		assertThat(tailored.messages()).hasSameSizeAs(messages);
	}

}
