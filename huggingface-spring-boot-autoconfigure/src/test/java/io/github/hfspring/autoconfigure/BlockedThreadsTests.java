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

package io.github.hfspring.autoconfigure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.hfspring.catalog.CatalogServer;
import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ResponseFormat;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.tool.Tool;
import io.github.hfspring.tool.ToolCallingChatModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.webclient.WebClientCustomizer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that block every thread of Reactor's {@code boundedElastic} at once. Whatever
 * they wait for must not need one of these threads.
 */
class BlockedThreadsTests {

	private static final int CALLERS = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;

	/** So many callers at once take their time on a slow machine. */
	private static final Duration LIMIT = RawHttpServer.LIMIT.multipliedBy(3);

	private static final String ANSWER = answer("\"content\":\"{}\"");

	private static final String CALL = answer("""
			"content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"look","arguments":"{}"}}]""");

	/** The server answers no question about itself before all callers are there. */
	private volatile CountDownLatch missing = new CountDownLatch(0);

	private final RawHttpServer server = new RawHttpServer(this::answer);

	private volatile boolean silent;

	@AfterEach
	void stop() {
		this.server.close();
	}

	private static String answer(String message) {
		return "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + message
				+ "},\"finish_reason\":\"stop\"}]}";
	}

	private void answer(RawHttpServer.Exchange exchange) throws IOException {
		String path = exchange.request().line().split(" ")[1];
		if (!path.endsWith("/completions")) {
			exchange.await(this.missing);
		}
		String text = exchange.request().text();
		String answer = switch (path) {
			case "/v1/models" ->
				this.silent ? null : "{\"data\":[{\"id\":\"m\",\"owned_by\":\"vllm\",\"max_model_len\":2048}]}";
			case "/v1/models/org/model" -> CatalogServer.ROUTER_MODEL;
			case "/tokenize" -> "{\"count\":1000}";
			default -> (text.contains("\"look\"") && !text.contains("tool_call_id")) ? CALL : ANSWER;
		};
		if (answer != null) {
			exchange.respond(200, "application/json", answer);
		}
	}

	private void run(ContextConsumer<AssertableApplicationContext> test, String... properties) {
		ApplicationContextRunner runner = TestEnvironment.runner()
			.withPropertyValues("huggingface.base-url=" + this.server.url(), "huggingface.retry.enabled=false");
		runner.withPropertyValues(properties).run(test);
	}

	private <T> void onEveryThread(Callable<T> call) {
		this.missing = new CountDownLatch(CALLERS);
		List<T> answers = Flux.range(0, CALLERS).flatMap((number) -> Mono.fromCallable(() -> {
			this.missing.countDown();
			return call.call();
		}).subscribeOn(Schedulers.boundedElastic()), CALLERS).collectList().block(LIMIT);
		assertThat(answers).hasSize(CALLERS);
	}

	private static ChatRequest json() {
		return ChatRequest.builder().user("A city").responseFormat(ResponseFormat.JSON_OBJECT).build();
	}

	@Test
	void theKindOfTheServerComes() {
		run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			onEveryThread(() -> model.call(json()));
		});
	}

	@Test
	void aServerThatDoesNotTellItsKindIsGivenUp() {
		this.silent = true;
		run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			onEveryThread(() -> model.call(json()));
		}, "huggingface.catalog.timeout=1s");
	}

	/**
	 * The thread of the HTTP client, which delivers the first answer, makes no schema.
	 */
	@Test
	void aTypeIsMade() {
		run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			onEveryThread(() -> model.chat("Hi").flatMap((first) -> model.chat(first.text(), City.class)).block());
		}, "huggingface.chat.response-format-dialect=openai");
	}

	@Test
	void theCatalogueComes() {
		run((context) -> {
			ModelCatalog catalog = context.getBean(ModelCatalog.class);
			onEveryThread(() -> catalog.models().block());
		});
	}

	@Test
	void theProviderIsFound() {
		TestEnvironment.runner()
			.withPropertyValues("huggingface.api-key=hf_test", "huggingface.chat.model=org/model",
					"huggingface.chat.provider=cheapest, tools")
			.withBean(WebClientCustomizer.class,
					() -> (builder) -> builder.filter(CatalogServer.to(this.server.port())))
			.run((context) -> {
				HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
				onEveryThread(() -> model.call("Hi"));
			});
	}

	@Test
	void theEndpointCounts() {
		run((context) -> {
			HuggingFaceChatModel model = context.getBean(HuggingFaceChatModel.class);
			String question = "hello world ".repeat(380);
			model.call(question);
			onEveryThread(() -> model.call(question));
		}, "huggingface.tailoring.enabled=true", "huggingface.tailoring.count-at-endpoint=true");
		assertThat(this.server.requests()).filteredOn((request) -> request.line().contains("/tokenize"))
			.hasSize(CALLERS + 1);
	}

	@Test
	void toolsRun() {
		AtomicInteger runs = new AtomicInteger();
		Tool look = Tool.builder("look").function((none) -> runs.incrementAndGet()).build();
		run((context) -> {
			ToolCallingChatModel model = ToolCallingChatModel.builder(context.getBean(HuggingFaceChatModel.class))
				.tools(look)
				.build();
			onEveryThread(() -> model.call("Look"));
		});
		assertThat(runs).hasValue(CALLERS);
	}

	record City(@Nullable String name) {

	}

}
