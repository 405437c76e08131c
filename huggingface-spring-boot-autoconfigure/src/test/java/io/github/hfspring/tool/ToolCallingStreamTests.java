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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.RawHttpServer;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolCallingChatModel}, streams.
 */
class ToolCallingStreamTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final Tool weather = Tool.of("weather", "The weather of a city", City.class,
			(city) -> "sunny in " + city.name());

	@Test
	void passesTextOnLiveWhileCallsAssemble() {
		CountDownLatch textSeen = new CountDownLatch(1);
		RawHttpServer.Script first = (exchange) -> {
			exchange.stream().piece(ToolServer.event("{'content':'Let me see'}"));
			exchange.await(textSeen);
			exchange
				.piece(ToolServer.event("{'tool_calls':[{'index':0,'id':'a','type':'function',"
						+ "'function':{'name':'weather','arguments':''}}]}"))
				.piece(ToolServer.event("{'tool_calls':[{'index':0,'function':{'arguments':'{\\'name\\':'}}]}"))
				.piece(ToolServer.event("{'tool_calls':[{'index':0,'function':{'arguments':'\\'Rome\\'}'}}]}"))
				.piece("data: [DONE]\n\n")
				.end();
		};
		try (ToolServer server = ToolServer.of(first,
				ToolServer.stream("{'content':'It is '}", "{'content':'sunny'}"))) {
			List<String> texts = new CopyOnWriteArrayList<>();
			Flux<ChatChunk> chunks = server.builder(this.weather).build().stream("Rome?").doOnNext((chunk) -> {
				texts.add(chunk.text());
				textSeen.countDown();
			});
			StepVerifier.create(chunks).expectNextCount(6).expectComplete().verify(LIMIT);
			assertThat(texts).containsExactly("Let me see", "", "", "", "It is ", "sunny");
			assertThat(server.messages(1, 1)).isEqualTo(ToolServer.json("""
					{'role':'assistant','content':'Let me see','tool_calls':[{'id':'a','type':'function',\
					'function':{'name':'weather','arguments':'{\\'name\\':\\'Rome\\'}'}}]}
					{'role':'tool','content':'sunny in Rome','tool_call_id':'a'}
					"""));
			assertThat(server.body(1).path("stream").asBoolean()).isTrue();
		}
	}

	@Test
	void tgiRepeatsIdAndLeavesOutNameAndFinishReason() {
		String repeated = "{'role':'assistant','tool_calls':[{'index':0,'id':'0','type':'function',"
				+ "'function':{'name':%s,'arguments':'%s'}}]}";
		RawHttpServer.Script first = ToolServer.stream(repeated.formatted("'weather'", "{\\'name\\'"),
				repeated.formatted("null", ": \\'Oslo"), repeated.formatted("''", "\\'}"));
		try (ToolServer server = ToolServer.of(first, ToolServer.stream("{'content':'Fine'}"))) {
			String text = server.builder(this.weather)
				.build()
				.stream("Oslo?")
				.map(ChatChunk::text)
				.collectList()
				.map((texts) -> String.join("", texts))
				.block(LIMIT);
			assertThat(text).isEqualTo("Fine");
			assertThat(server.messages(1, 2))
				.isEqualTo(ToolServer.json("{'role':'tool','content':'sunny in Oslo','tool_call_id':'0'}\n"));
		}
	}

	@Test
	void givesTheHistoryBeforeItCompletes() {
		AtomicReference<ToolCallingResult> history = new AtomicReference<>();
		AtomicReference<ToolCallingResult> atCompletion = new AtomicReference<>();
		try (ToolServer server = ToolServer.of(ToolServer.stream(
				"{'tool_calls':[{'id':'a','function':{'name':'weather','arguments':" + "'{\\'name\\':\\'Rome\\'}'}}]}"),
				ToolServer.stream("{'content':'Fine'}"))) {
			server.builder(this.weather)
				.build()
				.streamWithHistory(ChatRequest.of("Rome?"), history::set)
				.doOnComplete(() -> atCompletion.set(history.get()))
				.blockLast(LIMIT);
			assertThat(atCompletion.get()).isNotNull();
			assertThat(atCompletion.get().messages()).extracting(ChatMessage::role)
				.containsExactly("user", "assistant", "tool", "assistant");
			assertThat(atCompletion.get().text()).isEqualTo("Fine");
		}
	}

	@Test
	void aHistoryThatBreaksDownKeepsNobodyWaiting() {
		try (ToolServer server = ToolServer.of(ToolServer.stream("{'content':'Hi'}"))) {
			StepVerifier
				.create(server.builder(this.weather).build().streamWithHistory(ChatRequest.of("Hi"), (result) -> {
					throw new NoClassDefFoundError("org/example/Missing");
				}))
				.expectNextCount(1)
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
					.hasMessageContaining("org/example/Missing"))
				.verify(LIMIT);
		}
	}

	@Test
	void honoursDemand() {
		try (ToolServer server = ToolServer.of(
				ToolServer.stream("{'content':'a'}",
						"{'tool_calls':[{'id':'a','function':{'name':'weather','arguments':'{\\'name\\':\\'R\\'}'}}]}"),
				ToolServer.stream("{'content':'b'}", "{'content':'c'}"))) {
			StepVerifier.create(server.builder(this.weather).build().stream("Go").map(ChatChunk::text), 1)
				.expectNext("a")
				.thenRequest(1)
				.expectNext("")
				.thenRequest(1)
				.expectNext("b")
				.thenRequest(1)
				.expectNext("c")
				.expectComplete()
				.verify(LIMIT);
		}
	}

	@Test
	void cancellingCancelsTheTools() {
		CountDownLatch cancelled = new CountDownLatch(1);
		CountDownLatch running = new CountDownLatch(1);
		Tool never = Tool.builder("never")
			.reactiveFunction((none) -> Mono.never()
				.doOnSubscribe((subscription) -> running.countDown())
				.doOnCancel(cancelled::countDown))
			.build();
		try (ToolServer server = ToolServer
			.of(ToolServer.stream("{'tool_calls':[{'id':'a','function':{'name':'never','arguments':''}}]}"))) {
			StepVerifier.create(server.builder(never).build().stream("Go"))
				.expectNextCount(1)
				.then(() -> RawHttpServer.await(running, "the tool"))
				.thenCancel()
				.verify(LIMIT);
			RawHttpServer.await(cancelled, "the tool to be cancelled");
			assertThat(server.count()).isOne();
		}
	}

	@Test
	void cancellingTheAnswerClosesTheConnection() {
		RawHttpServer.Script open = (exchange) -> exchange.stream().piece(ToolServer.event("{'content':'b'}"));
		try (ToolServer server = ToolServer.of(ToolServer.stream(
				"{'tool_calls':[{'id':'a','function':{'name':'weather','arguments':" + "'{\\'name\\':\\'R\\'}'}}]}"),
				open)) {
			StepVerifier.create(server.builder(this.weather).build().stream("Go").map(ChatChunk::text))
				.expectNext("", "b")
				.thenCancel()
				.verify(LIMIT);
			server.awaitClosedByClient(server.requests().get(1).connection());
		}
	}

	@Test
	void stopsWhenItTakesTooLong() {
		Tool never = Tool.builder("never").reactiveFunction((none) -> Mono.never()).build();
		try (ToolServer server = ToolServer
			.of(ToolServer.stream("{'tool_calls':[{'id':'a','function':{'name':'never','arguments':''}}]}"))) {
			StepVerifier.create(server.builder(never).timeout(Duration.ofMillis(500)).build().stream("Go"))
				.expectNextCount(1)
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(ToolCallingException.class,
						(ex) -> assertThat(ex.reason()).isEqualTo(ToolCallingException.Reason.TIMEOUT)))
				.verify(LIMIT);
		}
	}

	@Test
	void theTimeHoldsForTheWholeStreamAndCancelsWhatRuns() {
		CountDownLatch cancelled = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		Tool reactive = Tool.builder("reactive")
			.reactiveFunction((none) -> Mono.never().doOnCancel(cancelled::countDown))
			.build();
		Tool blocking = Tool.builder("blocking").function((none) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return "late";
		}).build();
		try (ToolServer server = ToolServer
			.of(ToolServer.stream("{'tool_calls':[{'index':0,'id':'a','function':{'name':'reactive','arguments':''}},"
					+ "{'index':1,'id':'b','function':{'name':'blocking','arguments':''}}]}"))) {
			StepVerifier.create(server.builder(reactive, blocking).timeout(Duration.ofSeconds(1)).build().stream("Go"))
				.expectNextCount(1)
				.expectError(ToolCallingException.class)
				.verify(LIMIT);
			RawHttpServer.await(cancelled, "the reactive tool to be cancelled");
			RawHttpServer.await(interrupted, "the blocking tool to be interrupted");
		}
	}

	@Test
	void theTimeHoldsForALaterAnswerAndClosesItsConnection() {
		RawHttpServer.Script open = (exchange) -> exchange.stream().piece(ToolServer.event("{'content':'b'}"));
		try (ToolServer server = ToolServer.of(ToolServer.stream(
				"{'tool_calls':[{'id':'a','function':{'name':'weather','arguments':" + "'{\\'name\\':\\'R\\'}'}}]}"),
				open)) {
			StepVerifier.create(server.builder(this.weather).timeout(Duration.ofSeconds(1)).build().stream("Go"))
				.expectNextCount(2)
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(ToolCallingException.class,
						(ex) -> assertThat(ex.messages()).hasSize(3)))
				.verify(LIMIT);
			server.awaitClosedByClient(server.requests().get(1).connection());
		}
	}

	@Test
	void stopsAfterTooManyRounds() {
		try (ToolServer server = ToolServer.of(ToolServer
			.stream("{'tool_calls':[{'id':'a','function':{'name':'weather','arguments':'{\\'name\\':\\'R\\'}'}}]}"))) {
			StepVerifier.create(server.builder(this.weather).maxRounds(1).build().stream("Go"))
				.expectNextCount(2)
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(ToolCallingException.class,
						(ex) -> assertThat(ex.messages()).hasSize(3)))
				.verify(LIMIT);
		}
	}

	@Test
	void anAggregatorOfAllChunksHasTheLastAnswerAsACallHas() {
		String usage = "data: " + ToolServer.json("{'id':'#','choices':[],'usage':{'total_tokens':#}}") + "\n\n";
		RawHttpServer.Script calls = (exchange) -> exchange.stream()
			.piece(ToolServer.event("{'content':'Let me see'}"))
			.piece(ToolServer.event("{'tool_calls':[{'index':0,'id':'a','function':{'name':'weather',"
					+ "'arguments':'{\\'name\\':\\'R\\'}'}}]}"))
			.piece(usage.replace("#", "7"))
			.piece("data: [DONE]\n\n")
			.end();
		try (ToolServer server = ToolServer.of(calls, calls,
				ToolServer.stream("{'content':'It is '}", "{'content':'sunny'}"))) {
			ChatChunkAggregator aggregator = new ChatChunkAggregator();
			List<Integer> rounds = new CopyOnWriteArrayList<>();
			AtomicReference<ToolCallingResult> history = new AtomicReference<>();
			server.builder(this.weather)
				.build()
				.streamWithHistory(ChatRequest.of("Rome?"), history::set)
				.doOnNext(aggregator::add)
				.doOnNext((chunk) -> rounds.add(chunk.round()))
				.blockLast(LIMIT);
			assertThat(rounds).containsExactly(0, 0, 0, 1, 1, 1, 2, 2);
			assertThat(aggregator.toResponse().text()).isEqualTo("It is sunny");
			assertThat(aggregator.toResponse().toolCalls()).isEmpty();
			assertThat(aggregator.toResponse().usage()).isNull();
			assertThat(aggregator.toResponse()).isEqualTo(history.get().response());
			assertThat(aggregator.size()).isLessThan(100);
		}
	}

	@Test
	void reasoningThatWasStreamedGoesBackWithTheCalls() {
		try (ToolServer server = ToolServer.of(
				ToolServer.stream("{'reasoning_content':'Let '}", "{'reasoning_content':'me see'}",
						"{'tool_calls':[{'id':'a','function':{'name':'weather','arguments':'{\\'name\\':\\'R\\'}'}}]}"),
				ToolServer.stream("{'content':'Fine'}"))) {
			server.builder(this.weather).build().stream("Go").blockLast(LIMIT);
			assertThat(server.body(1).path("messages").path(1).path("reasoning_content").stringValue())
				.isEqualTo("Let me see");
		}
	}

	@Test
	void anErrorOfALaterAnswerTellsWhatTheToolsHaveDone() {
		RawHttpServer.Script cut = (exchange) -> exchange.stream().piece(ToolServer.event("{'content':'b'}")).end();
		try (ToolServer server = ToolServer.of(ToolServer.stream(
				"{'tool_calls':[{'id':'a','function':{'name':'weather','arguments':" + "'{\\'name\\':\\'R\\'}'}}]}"),
				cut)) {
			StepVerifier.create(server.builder(this.weather).build().stream("Go"))
				.expectNextCount(2)
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(HuggingFaceException.class, (ex) -> {
							assertThat(ex.kind()).isEqualTo(ErrorKind.STREAM_CUT);
							assertThat(ex.partialResponse().text()).isEqualTo("b");
							assertThat(ex.conversation()).extracting(ChatMessage::role)
								.containsExactly("user", "assistant", "tool");
						}))
				.verify(LIMIT);
		}
	}

	@Test
	void toolsGetTheContext() {
		Tool who = Tool.builder("who")
			.function((none, context) -> context.get("user", String.class) + context.reactorContext().get("trace"))
			.build();
		try (ToolServer server = ToolServer.of(
				ToolServer.stream("{'tool_calls':[{'id':'a','function':{'name':'who','arguments':''}}]}"),
				ToolServer.stream("{'content':'You'}"))) {
			server.builder(who)
				.build()
				.withContext(Map.of("user", "Ada"))
				.stream("Who?")
				.contextWrite((context) -> context.put("trace", "t1"))
				.blockLast(LIMIT);
			assertThat(server.messages(1, 2)).contains("Adat1");
		}
	}

	record City(String name) {

	}

}
