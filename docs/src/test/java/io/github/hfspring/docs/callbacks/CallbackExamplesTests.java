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

package io.github.hfspring.docs.callbacks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatRequestCallback;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import io.github.hfspring.event.ChatChunkEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the examples of the page about callbacks and events.
 */
class CallbackExamplesTests {

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	@Test
	void callbacksHearOfCalls() {
		this.server.answer("Paris");
		runner().withUserConfiguration(CallbackConfiguration.class).run((context) -> {
			context.getBean(HuggingFaceChatModel.class).call("Capital of France?");
			assertThat(context.getBean(CallLog.class).lines()).containsExactly("asking some/model", "answered: Paris");
		});
	}

	@Test
	void callbacksHearOfStreams() {
		this.server.stream("Once", " upon");
		runner().withUserConfiguration(CallbackConfiguration.class).run((context) -> {
			context.getBean(HuggingFaceChatModel.class).stream("a fox").blockLast();
			assertThat(context.getBean(CallLog.class).lines())
				.startsWith("asking some/model", "piece: Once", "piece:  upon")
				.endsWith("COMPLETED with: Once upon");
		});
	}

	@Test
	void callbacksHearOfFailures() {
		this.server.cutStream("Once");
		runner().withUserConfiguration(CallbackConfiguration.class).run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> model.stream("a fox").blockLast());
			assertThat(context.getBean(CallLog.class).lines()).containsExactly("asking some/model", "piece: Once",
					"attempt 1 failed: The stream was cut before the answer was whole [status 200]",
					"FAILED with: Once");
		});
	}

	@Test
	void callbacksHearOfCancellation() {
		this.server.stream("Once", " upon", " a time");
		runner().withUserConfiguration(CallbackConfiguration.class).run((context) -> {
			context.getBean(HuggingFaceChatModel.class).stream("a fox").take(1).blockLast();
			List<String> lines = context.getBean(CallLog.class).lines();
			Awaitility.await()
				.untilAsserted(() -> assertThat(lines).containsExactly("asking some/model", "piece: Once",
						"CANCELLED with: Once"));
		});
	}

	@Test
	void callbackThatThrowsDoesNotHarm() {
		this.server.answer("Paris");
		runner().withBean(ChatRequestCallback.class, () -> (request) -> {
			throw new IllegalStateException("broken");
		})
			.run((context) -> assertThat(context.getBean(HuggingFaceChatModel.class).call("Hi").text())
				.isEqualTo("Paris"));
	}

	@Test
	void rules() {
		this.server.answer("Paris");
		runner().withUserConfiguration(RequestRules.class)
			.withBean(RequestRules.ModelRegistry.class, () -> () -> Mono.just("todays/model"))
			.run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				model.call("Hi");
				assertThat(this.server.request().json()).containsEntry("max_tokens", 500)
					.containsEntry("user", "customer-4711")
					.containsEntry("model", "todays/model");
				assertThatIllegalArgumentException().isThrownBy(() -> model.call("x".repeat(10_001)))
					.withMessage("The conversation is too long");
				assertThat(this.server.requests()).hasSize(1);
			});
	}

	@Test
	void listeners() {
		this.server.answer("Paris");
		runner().withUserConfiguration(ChatAudit.class, Async.class)
			.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				List<String> lines = context.getBean(CallLog.class).lines();
				model.call("Capital of France?");
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.untilAsserted(() -> assertThat(lines).hasSize(3)
						.contains("ChatRequestEvent", "ChatResponseEvent")
						.anyMatch((line) -> line.startsWith("stored on task-")));
				this.server.stream("Once");
				model.stream("a fox").blockLast();
				assertThat(lines).contains("ChatChunkEvent", "ChatStreamCompleteEvent", "COMPLETED Once");
			});
	}

	@ParameterizedTest
	@CsvSource({ "auto, true, true", "auto, false, false", "always, true, true", "always, false, true",
			"never, true, false" })
	void chunkEvents(String mode, boolean fromTheStart, boolean heard) {
		this.server.stream("Once");
		AtomicInteger count = new AtomicInteger();
		ChunkListener listener = new ChunkListener(count);
		ApplicationContextRunner runner = runner().withPropertyValues("huggingface.events.chunk=" + mode);
		runner = fromTheStart ? runner.withBean(ChunkListener.class, () -> listener) : runner;
		runner.run((context) -> {
			if (!fromTheStart) {
				context.getSourceApplicationContext().addApplicationListener(listener);
			}
			context.getBean(HuggingFaceChatModel.class).stream("a fox").blockLast();
			assertThat(count.get() > 0).isEqualTo(heard);
		});
	}

	@Test
	void eventsCanBeSwitchedOff() {
		this.server.answer("Paris");
		runner().withPropertyValues("huggingface.events.enabled=false")
			.withUserConfiguration(ChatAudit.class)
			.run((context) -> {
				context.getBean(HuggingFaceChatModel.class).call("Hi");
				assertThat(context.getBean(CallLog.class).lines()).isEmpty();
			});
	}

	@Test
	void orderIsThatOfTheBeans() {
		this.server.answer("Paris");
		List<String> order = new ArrayList<>();
		runner().withBean("late", ChatRequestCallback.class, () -> new OrderedCallback(2, order))
			.withBean("early", ChatRequestCallback.class, () -> new OrderedCallback(1, order))
			.run((context) -> {
				context.getBean(HuggingFaceChatModel.class).call("Hi");
				assertThat(order).containsExactly("1", "2");
			});
	}

	private ApplicationContextRunner runner() {
		return Contexts.of(this.server).withBean(CallLog.class).withPropertyValues("huggingface.chat.model=some/model");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Async {

	}

	record ChunkListener(AtomicInteger count) implements ApplicationListener<ChatChunkEvent> {

		@Override
		public void onApplicationEvent(ChatChunkEvent event) {
			this.count.incrementAndGet();
		}

	}

	record OrderedCallback(int number, List<String> order) implements ChatRequestCallback, Ordered {

		@Override
		public void onRequest(ChatRequest request) {
			this.order.add(String.valueOf(this.number));
		}

		@Override
		public int getOrder() {
			return this.number;
		}

	}

}
