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

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.hfspring.catalog.CatalogServer;
import io.github.hfspring.catalog.EndpointModelInfoSource;
import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfo;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.client.ServerKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The threads on which tokens are counted.
 */
class CountingThreadTests implements TokenCounter {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private final CatalogServer server = new CatalogServer();

	private final Map<Thread, Integer> threads = new ConcurrentHashMap<>();

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Override
	public int count(ChatMessage message) {
		this.threads.merge(Thread.currentThread(), 1, Integer::sum);
		return 1;
	}

	@Override
	public int count(ToolDefinition tool) {
		return 1;
	}

	private TailoringRequestResolver resolver(@Nullable ModelInfoSource source) {
		ConversationTailor tailor = new ConversationTailor(this, TailoringStrategy.HEAD_OUT, true);
		return new TailoringRequestResolver(tailor, this, TokenBudget.defaults(), 8192, source, OverflowPolicy.FAIL);
	}

	private EndpointModelInfoSource source() {
		HuggingFaceEndpoint endpoint = this.server
			.with("/v1/models", "{\"data\":[{\"id\":\"m\",\"max_model_len\":8192}]}")
			.endpoint();
		return new EndpointModelInfoSource(endpoint, ModelCatalog.of(endpoint, LIMIT, LIMIT), LIMIT, LIMIT);
	}

	private static boolean isOurs(Thread thread) {
		return thread.getName().startsWith("huggingface-tailoring-");
	}

	@Test
	void itIsNeverTheOneThatDeliversTheAnswerOfTheEndpoint() {
		TailoringRequestResolver resolver = resolver(source());
		Flux.range(0, 40)
			.flatMap((number) -> resolver.resolve(ChatRequest.builder().user("Hi").build()), 40)
			.blockLast(LIMIT);
		assertThat(this.server.paths()).hasSize(1);
		assertThat(this.threads.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(40);
		assertThat(this.threads.keySet()).noneMatch(NonBlocking.class::isInstance)
			.allMatch((thread) -> thread == Thread.currentThread() || isOurs(thread));
	}

	@Test
	void aCallerThatServesManyDoesNotCount() {
		for (ModelInfoSource source : new ModelInfoSource[] { null, source() }) {
			resolver(source).resolve(ChatRequest.builder().user("Hi").build())
				.subscribeOn(Schedulers.parallel())
				.block(LIMIT);
		}
		assertThat(this.threads.keySet()).isNotEmpty().allMatch(CountingThreadTests::isOurs);
	}

	@Test
	void anyOtherCallerCountsItself() {
		EndpointModelInfoSource source = source();
		source.info(null, null).block(LIMIT);
		for (ModelInfoSource each : new ModelInfoSource[] { null, source }) {
			resolver(each).resolve(ChatRequest.builder().user("Hi").build()).block(LIMIT);
		}
		assertThat(this.threads.keySet()).isEqualTo(Set.of(Thread.currentThread()));
	}

	/**
	 * To ask the endpoint, the whole request is written as JSON.
	 */
	@Test
	void whoDeliversWhatTheServerIsDoesNotAskItToCount() {
		Queue<String> threads = new ConcurrentLinkedQueue<>();
		HuggingFaceEndpoint endpoint = mock();
		given(endpoint.countTokens(any(), any())).willReturn(Mono.fromCallable(() -> {
			threads.add(Thread.currentThread().getName());
			return 1;
		}));
		Sinks.One<ModelInfo> info = Sinks.one();
		RequestTokenCounter counter = RequestTokenCounter.of(endpoint, (model, provider) -> info.asMono(), LIMIT);
		ChatRequest request = ChatRequest.builder().user("Hi").build();
		CompletableFuture<?> counted = Flux.range(0, 4).flatMap((number) -> counter.count(request)).then().toFuture();
		Schedulers.parallel().schedule(() -> info.tryEmitValue(new ModelInfo(null, null, ServerKind.VLLM)));
		assertThat(counted).succeedsWithin(LIMIT);
		assertThat(threads).hasSize(4).allMatch((thread) -> thread.startsWith("huggingface-count-"));
	}

}
