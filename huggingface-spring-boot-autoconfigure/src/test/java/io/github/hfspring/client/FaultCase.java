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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ChatStreamResult;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One fault, met through one door of the model and one HTTP client.
 *
 * @param row the row of the fault
 * @param fault the fault
 * @param door how the model is asked
 * @param connector the HTTP client
 * @param client what it is asked with
 */
record FaultCase(FaultRow row, Fault fault, Door door, Connector connector, WebClient.Builder client) {

	/** Closes its connection, so that none but the first is there to be used again. */
	private static final RawHttpServer.Script NEXT = (exchange) -> exchange
		.head(200, "Content-Type: application/json", "Connection: close")
		.write(Answers.completion("Next"))
		.halfClose();

	@Override
	public String toString() {
		return this.row.server() + ": " + this.fault.name() + ", " + this.door + " with " + this.connector;
	}

	/**
	 * Have the server do it, and see what comes of it.
	 */
	void run() {
		AtomicBoolean over = new AtomicBoolean();
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> (over.get() ? NEXT : this.fault.server()).answer(exchange))) {
			if (this.fault.server() == Replies.NOBODY) {
				server.close();
			}
			Ending ending = new Ending();
			HuggingFaceChatModelBuilder builder = Connector.model(this.client.clone(), server.url())
				.onResponse((request, response) -> ending.responses.add(response))
				.onStreamComplete((request, result) -> ending.results.add(result))
				.onProgress((request, progress) -> ending.progress.add(progress));
			this.fault.settings().accept(builder);
			this.door.ask(builder.build(), ending);
			assertMeaning(ending);
			if (this.fault.server() != Replies.NOBODY) {
				assertThat(server.requests()).as("the requests")
					.filteredOn((request) -> request.line().startsWith("POST"))
					.hasSize(1);
				over.set(true);
				assertReleased(server, Connector.model(this.client.clone(), server.url()).build());
			}
			ending.assertOnce(this.door);
		}
	}

	private void assertMeaning(Ending ending) {
		ErrorKind kind = (this.door == Door.STREAM) ? this.row.stream() : this.row.call();
		if (kind == null) {
			assertThat(ending.error).isNull();
			assertThat(ending.text).isEqualTo((this.fault.text() != null) ? this.fault.text() : "Hello");
			return;
		}
		assertThat(ending.error).isExactlyInstanceOf(HuggingFaceException.class);
		HuggingFaceException error = (HuggingFaceException) ending.error;
		assertThat(error.kind()).as("the kind of %s", error).isEqualTo(kind);
		assertThat(error.status()).as("the status").isEqualTo(this.fault.status());
		assertThat(error.requestId()).as("the request id").isEqualTo((this.fault.status() != 0) ? "request-1" : null);
		assertThat(error.provider()).as("the provider").isEqualTo((this.fault.status() != 0) ? "provider-1" : null);
		assertThat(error).message().doesNotContain(Connector.TOKEN);
		if (this.door == Door.STREAM) {
			String text = (this.fault.text() != null) ? this.fault.text() : "";
			assertThat(ending.text).isEqualTo(text);
			assertThat(error.partialResponse()).isNotNull();
			assertThat(error.partialResponse().text()).as("the partial response").isEqualTo(text);
		}
		assertThat(ending.progress).filteredOn(ChatProgress.AttemptFailed.class::isInstance)
			.containsExactly(new ChatProgress.AttemptFailed(1, error, null));
	}

	/**
	 * The next request is served, and the connection is closed or used again.
	 */
	private void assertReleased(RawHttpServer server, HuggingFaceChatModel model) {
		if (this.fault.unclean().contains(this.connector)) {
			assertThat(model.chat("Hi").retry(1).map(ChatResponse::text).block(RawHttpServer.LIMIT))
				.as("the answer to one of the next two requests")
				.isEqualTo("Next");
			return;
		}
		assertThat(model.call("Hi").text()).as("the answer to the next request").isEqualTo("Next");
		Awaitility.await("the release of the connection")
			.pollInterval(Duration.ofMillis(50))
			.atMost(RawHttpServer.LIMIT)
			.until(() -> server.isOver(0) || isUsedAgain(server, model));
	}

	private static boolean isUsedAgain(RawHttpServer server, HuggingFaceChatModel model) {
		if (server.requests().stream().filter((request) -> request.connection() == 0).count() > 1) {
			return true;
		}
		model.call("Hi");
		return false;
	}

	/**
	 * The ways to ask a model.
	 */
	enum Door {

		CALL {

			@Override
			void ask(HuggingFaceChatModel model, Ending ending) {
				try {
					ending.text = model.call("Hi").text();
				}
				catch (Throwable ex) {
					ending.error = ex;
				}
			}

		},

		CHAT {

			@Override
			void ask(HuggingFaceChatModel model, Ending ending) {
				Signals<ChatResponse> signals = new Signals<>();
				model.chat("Hi").subscribe(signals);
				ending.await(signals, ChatResponse::text);
			}

		},

		STREAM {

			@Override
			void ask(HuggingFaceChatModel model, Ending ending) {
				Signals<ChatChunk> signals = new Signals<>();
				model.stream("Hi").subscribe(signals);
				ending.await(signals, ChatChunk::text);
			}

		};

		abstract void ask(HuggingFaceChatModel model, Ending ending);

	}

	/**
	 * All that was heard of an answer.
	 */
	static final class Ending {

		private final List<ChatResponse> responses = new CopyOnWriteArrayList<>();

		private final List<ChatStreamResult> results = new CopyOnWriteArrayList<>();

		private final List<ChatProgress> progress = new CopyOnWriteArrayList<>();

		private String text = "";

		private @Nullable Throwable error;

		private @Nullable Signals<?> signals;

		private <T> void await(Signals<T> signals, Function<T, String> text) {
			signals.awaitEnd();
			this.signals = signals;
			this.text = signals.values().stream().map(text).collect(Collectors.joining());
			this.error = signals.error();
		}

		/**
		 * Is called last, so that a signal that comes late is seen.
		 */
		void assertOnce(Door door) {
			if (this.signals != null) {
				String end = (this.error != null) ? "onError" : "onComplete";
				assertThat(this.signals.trace()).startsWith("onSubscribe").endsWith(end);
				assertThat(this.signals.trace()).filteredOn((signal) -> !signal.equals("onNext"))
					.containsExactly("onSubscribe", end);
			}
			assertThat(this.responses).as("the response callback")
				.hasSize((door != Door.STREAM && this.error == null) ? 1 : 0);
			if (door != Door.STREAM) {
				assertThat(this.results).as("the stream-complete callback").isEmpty();
				return;
			}
			assertThat(this.results).as("the stream-complete callback").singleElement().satisfies((result) -> {
				assertThat(result.outcome()).isEqualTo(
						(this.error != null) ? ChatStreamResult.Outcome.FAILED : ChatStreamResult.Outcome.COMPLETED);
				assertThat(result.error()).isSameAs(this.error);
				assertThat(result.response().text()).isEqualTo(this.text);
			});
		}

	}

}
