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

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseFormat;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for how a request becomes the one that is sent.
 */
class HuggingFaceChatModelResolutionTests {

	private static final Duration LIMIT = RawHttpServer.LIMIT;

	private final List<String> steps = new CopyOnWriteArrayList<>();

	private HuggingFaceChatModelBuilder builder(RawHttpServer server) {
		return Connector.REACTOR.model(server.url()).onRequest((request) -> this.steps.add("callback"));
	}

	private ChatRequest step(String name, ChatRequest request) {
		this.steps.add(name);
		return request.mutate().user(name).build();
	}

	private static void assertError(Publisher<?> answer, Throwable expected) {
		StepVerifier.create(answer).expectErrorSatisfies((error) -> assertThat(error).isSameAs(expected)).verify(LIMIT);
	}

	@Test
	void customizersAndResolversRunInOrderPerSubscription() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = builder(server).resolver((request) -> Mono.just(step("r1", request)))
				.customizer((request) -> step("c1", request))
				.resolver((request) -> Mono.fromCallable(() -> step("r2", request)).subscribeOn(Schedulers.parallel()))
				.customizer((request) -> step("c2", request))
				.build();
			Mono<?> chat = model.chat("Hi");
			assertThat(this.steps).isEmpty();
			chat.block(LIMIT);
			assertThat(this.steps).containsExactly("c1", "c2", "r1", "r2", "callback");
			this.steps.clear();
			chat.block(LIMIT);
			assertThat(this.steps).containsExactly("c1", "c2", "r1", "r2", "callback");
			this.steps.clear();
			Publisher<?> stream = model.stream("Hi");
			StepVerifier.create(stream).expectNextCount(2).expectComplete().verify(LIMIT);
			StepVerifier.create(stream).expectNextCount(2).expectComplete().verify(LIMIT);
			assertThat(this.steps).containsExactly("c1", "c2", "r1", "r2", "callback", "c1", "c2", "r1", "r2",
					"callback");
			assertThat(server.requests()).hasSize(4).allSatisfy((request) -> assertThat(request.text()).contains("""
					[{"role":"user","content":"Hi"},{"role":"user","content":"c1"},\
					{"role":"user","content":"c2"},{"role":"user","content":"r1"},\
					{"role":"user","content":"r2"}]"""));
		}
	}

	@Test
	void theySeeTheDefaultsAndTheirChangeReachesTheWire() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			List<ChatRequest> announced = new CopyOnWriteArrayList<>();
			builder(server).defaultOptions((options) -> options.maxTokens(10)).customizer((request) -> {
				assertThat(request.options().maxTokens()).isEqualTo(10);
				return request.mutate().maxTokens(20).extraHeader("X-Customized", "yes").build();
			})
				.resolver((request) -> Mono.just(request.mutate().model("resolved/model").build()))
				.onRequest(announced::add)
				.build()
				.call("Hi");
			assertThat(server.request().text()).startsWith("{\"model\":\"resolved/model\"")
				.contains("\"max_tokens\":20");
			assertThat(server.request().headers("X-Customized")).containsExactly("yes");
			assertThat(announced).singleElement().satisfies((request) -> {
				assertThat(request.options().model()).isEqualTo("resolved/model");
				assertThat(request.options().maxTokens()).isEqualTo(20);
			});
		}
	}

	@Test
	void aResolverWithoutAnswerChangesNothing() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			builder(server).resolver((request) -> Mono.empty()).build().call("Hi");
			assertThat(server.request().text()).contains("Hi");
		}
	}

	@Test
	void aCustomizerThatThrowsRefuses() {
		SecurityException refusal = new SecurityException("Not today");
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = builder(server).customizer((request) -> {
				throw refusal;
			}).customizer((request) -> step("later", request)).build();
			assertRefused(server, model, refusal);
		}
	}

	@Test
	void aResolverThatThrowsRefuses() {
		SecurityException refusal = new SecurityException("Not today");
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			assertRefused(server, builder(server).resolver((request) -> {
				throw refusal;
			}).build(), refusal);
		}
	}

	@Test
	void aResolverThatFailsRefuses() {
		SecurityException refusal = new SecurityException("Not today");
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			assertRefused(server,
					builder(server).resolver((request) -> Mono.error(refusal))
						.resolver((request) -> Mono.just(step("later", request)))
						.build(),
					refusal);
		}
	}

	@Test
	void aRefusalOfOurOwnTypeIsNotTouched() {
		HuggingFaceException refusal = HuggingFaceException.of(ErrorKind.PERMISSION, "Not today").build();
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			assertRefused(server, builder(server).customizer((request) -> {
				throw refusal;
			}).build(), refusal);
			assertThat(refusal.partialResponse()).isNull();
		}
	}

	private void assertRefused(RawHttpServer server, HuggingFaceChatModel model, Throwable refusal) {
		assertError(model.chat("Hi"), refusal);
		assertError(model.stream("Hi"), refusal);
		Throwable thrown = null;
		try {
			model.call("Hi");
		}
		catch (RuntimeException ex) {
			thrown = ex;
		}
		assertThat(thrown).isSameAs(refusal);
		assertThat(this.steps).isEmpty();
		assertThat(server.connectionCount()).isZero();
	}

	@Test
	void aCustomizerThatReturnsNothingIsNamed() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = builder(server).customizer((request) -> null).build();
			StepVerifier.create(model.chat("Hi"))
				.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
					.hasMessageContaining(getClass().getName()))
				.verify(LIMIT);
			assertThat(server.connectionCount()).isZero();
		}
	}

	@Test
	void theRouterNeedsAModelBeforeAnythingIsSent() {
		AtomicInteger connections = new AtomicInteger();
		ClientHttpConnector connector = (method, uri, callback) -> {
			connections.incrementAndGet();
			return Mono.error(new AssertionError("Something was sent"));
		};
		HuggingFaceChatModel model = HuggingFaceChatModel.builder(WebClient.builder().clientConnector(connector))
			.token(Connector.TOKEN)
			.onRequest((request) -> this.steps.add("callback"))
			.build();
		for (Publisher<?> answer : List.<Publisher<?>>of(model.chat("Hi"), model.stream("Hi"))) {
			StepVerifier.create(answer)
				.expectErrorSatisfies((error) -> assertThat(error).hasMessageContaining("model name cannot be empty")
					.hasMessageContaining("huggingface.chat.model"))
				.verify(LIMIT);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> model.call("Hi"));
		assertThat(this.steps).isEmpty();
		assertThat(connections).hasValue(0);
	}

	@Test
	void aValueThatIsNoJsonFailsBeforeAnythingIsSent() {
		Iterable<String> unwritable = () -> {
			throw new UnsupportedOperationException("No");
		};
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = builder(server).build();
			StepVerifier.create(model.stream((request) -> request.user("Hi").extraField("odd", unwritable)))
				.expectError(IllegalArgumentException.class)
				.verify(LIMIT);
			assertThat(this.steps).isEmpty();
			assertThat(server.connectionCount()).isZero();
		}
	}

	@Test
	void aTokenSupplierThatThrowsFailsTheSubscription() {
		IllegalStateException failure = new IllegalStateException("No token today");
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = builder(server).token(() -> {
				throw failure;
			}).build();
			assertError(model.chat("Hi"), failure);
			assertError(model.stream("Hi"), failure);
			assertThat(server.connectionCount()).isZero();
		}
	}

	/**
	 * Many requests wait for the same answer, whose thread may serve many connections.
	 */
	@Test
	void whoDeliversWhatTheEndpointToldDoesNotEncode() {
		Queue<Thread> threads = new ConcurrentLinkedQueue<>();
		Sinks.One<ModelInfo> info = Sinks.one();
		Scheduler deliverer = Schedulers.newSingle("deliverer");
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url())
				.onRequest((request) -> threads.add(Thread.currentThread()))
				.modelInfoSource((name, provider) -> info.asMono())
				.build();
			ChatRequest request = ChatRequest.builder().user("Hi").responseFormat(ResponseFormat.JSON_OBJECT).build();
			CompletableFuture<?> answers = Flux.range(0, 4)
				.flatMap((number) -> Mono.when(model.chat(request), model.stream(request)))
				.then()
				.toFuture();
			assertThat(threads).as("before it tells").isEmpty();
			deliverer.schedule(() -> info.tryEmitValue(ModelInfo.unknown()));
			assertThat(answers).succeedsWithin(LIMIT);
			assertThat(threads).hasSize(8).allMatch((thread) -> thread.getName().startsWith("huggingface-chat-"));
			threads.clear();
			model.chat(request).block(LIMIT);
			model.stream(request).blockLast(LIMIT);
			assertThat(threads).as("what is known").hasSize(2).containsOnly(Thread.currentThread());
			threads.clear();
			model.chat(request).subscribeOn(deliverer).block(LIMIT);
			assertThat(threads).allMatch((thread) -> thread.getName().startsWith("huggingface-chat-"));
		}
		finally {
			deliverer.dispose();
		}
	}

}
