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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ToolCall;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what is left of a conversation that is stopped while its tools run.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoppedToolsTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String ASKED = """
			{'role':'assistant','tool_calls':[\
			{'id':'a','type':'function','function':{'name':'book','arguments':'{}'}},\
			{'id':'b','type':'function','function':{'name':'boom','arguments':'{}'}},\
			{'id':'c','type':'function','function':{'name':'book','arguments':'{}'}}]}
			""";

	private final AtomicInteger bookings = new AtomicInteger();

	private final Tool book = Tool.builder("book")
		.function((none) -> "booking " + this.bookings.incrementAndGet())
		.build();

	private final Tool boom = Tool.builder("boom").function((none) -> {
		throw new IllegalStateException("password=secret");
	}).build();

	private final Tool never = Tool.builder("boom").reactiveFunction((none) -> Mono.never()).build();

	@Test
	void aToolThatFailsTakesNothingAwayFromTheOthers() {
		try (ToolServer server = ToolServer.of(asks(), ToolServer.text("Booked"))) {
			ToolCallingChatModel model = server.builder(this.book, this.boom)
				.concurrency(1)
				.onError(ToolErrorPolicy.FAIL)
				.build();
			ToolCallingException stopped = stopped(() -> model.call("Book"));
			assertThat(stopped.reason()).isEqualTo(ToolCallingException.Reason.TOOL_FAILED);
			assertThat(stopped).hasRootCauseMessage("password=secret");
			assertThat(model.call((request) -> request.messages(stopped.messages())).text()).isEqualTo("Booked");
			assertThat(this.bookings).hasValue(1);
			assertThat(server.messages(1, 1)).isEqualTo(ToolServer.json(ASKED + """
					{'role':'tool','content':'booking 1','tool_call_id':'a'}
					{'role':'tool','content':'Error: the tool has failed','tool_call_id':'b'}
					{'role':'tool','content':'Error: the call was not run','tool_call_id':'c'}
					"""));
		}
	}

	@Test
	void threadsThatTakeNoMoreEndTheConversationWithWhatHasFinished() {
		Scheduler disposed = Schedulers.newSingle("disposed");
		disposed.dispose();
		try (ToolServer server = ToolServer.of(asks())) {
			ToolCallingChatModel model = server.builder(this.book, this.boom).scheduler(disposed).build();
			ToolCallingException stopped = stopped(() -> model.call("Book"));
			assertThat(stopped.reason()).isEqualTo(ToolCallingException.Reason.TOOL_FAILED);
			assertThat(stopped).hasMessageContaining("no thread").hasCauseInstanceOf(RejectedExecutionException.class);
			assertThat(stopped.messages()).extracting(ChatMessage::role)
				.containsExactly("user", "assistant", "tool", "tool", "tool");
		}
	}

	@Test
	void theEndOfAnotherConversationIsNotTakenForThisOne() {
		try (ToolServer server = ToolServer.of(asks()); ToolServer other = ToolServer.of(asks())) {
			ToolCallingChatModel inner = other.builder(this.book, this.boom).onError(ToolErrorPolicy.FAIL).build();
			Tool agent = Tool.builder("boom").function((none) -> inner.call("Inner")).build();
			ToolCallingChatModel model = server.builder(this.book, agent).onError((call, error) -> {
				throw (RuntimeException) error;
			}).build();
			ToolCallingException stopped = stopped(() -> model.call("Outer"));
			assertThat(stopped.messages().get(0).text()).isEqualTo("Outer");
			assertThat(stopped).hasCauseInstanceOf(ToolCallingException.class);
		}
	}

	@Test
	void aTimeoutKeepsWhatHasFinished() {
		try (ToolServer server = ToolServer.of(asks(), ToolServer.text("Booked"))) {
			ToolCallingChatModel model = server.builder(this.book, this.never)
				.concurrency(2)
				.timeout(Duration.ofSeconds(4))
				.build();
			ToolCallingException stopped = stopped(() -> model.call("Book"));
			assertThat(stopped.reason()).isEqualTo(ToolCallingException.Reason.TIMEOUT);
			assertThat(model.call((request) -> request.messages(stopped.messages())).text()).isEqualTo("Booked");
			assertThat(this.bookings).hasValue(2);
			assertThat(server.messages(1, 2)).isEqualTo(ToolServer.json("""
					{'role':'tool','content':'booking 1','tool_call_id':'a'}
					{'role':'tool','content':'Error: the call was not finished, and whether it has done anything \
					is not known','tool_call_id':'b'}
					{'role':'tool','content':'booking 2','tool_call_id':'c'}
					"""));
		}
	}

	@Test
	void aStreamKeepsItAsWell() {
		String asks = asks().replace("'content':null,", "");
		try (ToolServer server = ToolServer.of(ToolServer.stream(asks), ToolServer.stream(asks))) {
			StepVerifier
				.create(server.builder(this.book, this.boom)
					.concurrency(1)
					.onError(ToolErrorPolicy.FAIL)
					.build()
					.stream("Book"))
				.expectNextCount(1)
				.expectErrorSatisfies((error) -> assertThat(results(error)).containsExactly("booking 1",
						OpenCalls.FAILED, OpenCalls.NOT_RUN))
				.verify(LIMIT);
			StepVerifier
				.create(server.builder(this.book, this.never)
					.concurrency(1)
					.timeout(Duration.ofSeconds(4))
					.build()
					.stream("Book"))
				.expectNextCount(1)
				.expectErrorSatisfies((error) -> assertThat(results(error)).containsExactly("booking 2",
						OpenCalls.UNFINISHED, OpenCalls.NOT_RUN))
				.verify(LIMIT);
		}
	}

	@Test
	void earlierRoundsStayInFront() {
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("x", "book", "{}")),
				ToolServer.calls(ToolServer.call("y", "boom", "{}")))) {
			ToolCallingChatModel model = server.builder(this.book, this.boom).onError(ToolErrorPolicy.FAIL).build();
			assertThat(results(stopped(() -> model.call("Book")))).containsExactly("booking 1", OpenCalls.FAILED);
		}
	}

	/**
	 * As one that is interrupted: nobody knows how far it had come.
	 */
	@Test
	void aToolThatFailsBecauseItIsStoppedIsUnfinished() {
		CountDownLatch failed = new CountDownLatch(1);
		Tool tool = Tool.builder("boom")
			.reactiveFunction((none) -> (subscriber) -> subscriber.onSubscribe(new Subscription() {

				@Override
				public void request(long n) {
				}

				@Override
				public void cancel() {
					subscriber.onError(new IllegalStateException("Interrupted"));
					failed.countDown();
				}

			}))
			.build();
		try (ToolServer server = ToolServer.of(asks())) {
			ToolCallingChatModel model = server.builder(this.book, tool).timeout(Duration.ofSeconds(4)).build();
			List<String> results = results(stopped(() -> model.call("Book")));
			assertThat(failed.getCount()).isZero();
			assertThat(results.get(1)).isEqualTo(OpenCalls.UNFINISHED);
		}
	}

	/**
	 * What decides about errors may itself throw, be it an exception of the model that
	 * the tool had asked.
	 */
	@Test
	void aHandlerThatThrowsTellsItAsWell() {
		try (ToolServer server = ToolServer.of(asks())) {
			ToolCallingChatModel model = server.builder(this.book, this.boom).concurrency(1).onError((call, error) -> {
				throw new UnsupportedOperationException("Refused");
			}).build();
			assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> model.call("Book"))
				.satisfies((ex) -> assertThat(ex.getSuppressed())
					.filteredOn((suppressed) -> suppressed instanceof ToolCallingException)
					.singleElement()
					.satisfies((suppressed) -> {
						assertThat(((ToolCallingException) suppressed).reason())
							.isEqualTo(ToolCallingException.Reason.TOOL_FAILED);
						assertThat(results(suppressed)).containsExactly("booking 1", OpenCalls.FAILED,
								OpenCalls.NOT_RUN);
					}));
			ToolCallingChatModel other = server.builder(this.book, this.boom).onError((call, error) -> {
				throw HuggingFaceException.of(ErrorKind.RATE_LIMITED, "Later").build();
			}).build();
			assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> other.call("Book"))
				.satisfies((ex) -> assertThat(ex.conversation()).hasSize(5));
		}
	}

	/**
	 * Tools end on threads of their own, all at once.
	 */
	@RepeatedTest(20)
	void manyThatFailAtOnceAreOneError(CapturedOutput output) {
		int size = 8;
		CyclicBarrier together = new CyclicBarrier(size);
		CyclicBarrier failed = new CyclicBarrier(size / 2);
		Set<String> done = ConcurrentHashMap.newKeySet();
		Tool tool = Tool.builder("go").function((arguments) -> {
			await(together);
			int n = (Integer) arguments.get("n");
			if (n % 2 == 1) {
				throw new IllegalStateException("odd");
			}
			done.add("done " + n);
			return "done " + n;
		}).build();
		String[] calls = new String[size];
		Arrays.setAll(calls, (i) -> ToolServer.call("id" + i, "go", "{'n':" + i + "}"));
		Scheduler threads = Schedulers.newParallel("tools", size);
		try (ToolServer server = ToolServer.of(ToolServer.calls(calls))) {
			ToolCallingChatModel model = server.builder(tool)
				.scheduler(threads)
				.concurrency(size)
				.onError((call, error) -> {
					await(failed);
					return null;
				})
				.build();
			List<String> results = results(stopped(() -> model.call("Go")));
			assertThat(results).hasSize(size).contains(OpenCalls.FAILED);
			for (int i = 0; i < size; i++) {
				assertThat(results.get(i)).isIn((i % 2 == 1) ? OpenCalls.FAILED : "done " + i, OpenCalls.UNFINISHED);
			}
			assertThat(output).doesNotContain("onErrorDropped");
			assertThat(done).containsAll(results.stream().filter((text) -> text.startsWith("done")).toList());
		}
		finally {
			threads.dispose();
		}
	}

	/**
	 * What is said not to have run must not run afterwards.
	 */
	@Test
	void aCallThatWasStoppedDoesNotBegin() {
		ToolRunner runner = new ToolRunner(Schedulers.immediate(), 1, ToolErrorPolicy.FAIL,
				new ToolProgress(List.of()));
		try (ToolServer server = ToolServer.of(ToolServer.calls(ToolServer.call("a", "book", "{}")))) {
			ToolConversation conversation = new ToolConversation(ChatRequest.of("Book"), ChatOptions.none(),
					Map.of("book", this.book), new ToolLimits(1, 1, null));
			List<ToolCall> calls = conversation.take(server.model().call("Book"));
			assertThat(results(conversation.timedOut(LIMIT))).containsExactly(OpenCalls.NOT_RUN);
			List<ToolOutcome> outcomes = runner.run(calls, conversation, ToolContext.of(Map.of())).block(LIMIT);
			assertThat(outcomes).extracting(ToolOutcome::text).containsExactly(OpenCalls.NOT_RUN);
			assertThat(this.bookings).hasValue(0);
		}
	}

	private static String asks() {
		return ToolServer.calls(ToolServer.call("a", "book", "{}"), ToolServer.call("b", "boom", "{}"),
				ToolServer.call("c", "book", "{}"));
	}

	private static ToolCallingException stopped(Runnable call) {
		AtomicReference<ToolCallingException> stopped = new AtomicReference<>();
		assertThatExceptionOfType(ToolCallingException.class).isThrownBy(call::run).satisfies(stopped::set);
		return stopped.get();
	}

	private static List<String> results(Throwable error) {
		assertThat(error).isInstanceOf(ToolCallingException.class);
		return ((ToolCallingException) error).messages()
			.stream()
			.filter((message) -> message.role().equals("tool"))
			.map(ChatMessage::text)
			.toList();
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
