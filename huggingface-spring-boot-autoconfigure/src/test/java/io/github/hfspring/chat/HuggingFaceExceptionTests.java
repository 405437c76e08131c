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

package io.github.hfspring.chat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HuggingFaceException}.
 */
class HuggingFaceExceptionTests {

	@Test
	void messageSaysWhatSupportWillAskFor() {
		assertThat(full()).hasMessage("Model is overloaded [status 429, type overloaded, code 42, provider groq, "
				+ "request id Root=1-67dd4b42;abc]");
	}

	@Test
	void messageLeavesOutWhatIsNotKnown() {
		assertThat(HuggingFaceException.of(ErrorKind.CONNECTION, "Connection refused").build())
			.hasMessage("Connection refused");
		assertThat(HuggingFaceException.of(ErrorKind.PERMISSION, "No").status(403).build())
			.hasMessage("No [status 403]");
		assertThat(HuggingFaceException.of(ErrorKind.STREAM_CUT, "Cut").requestId("1").build())
			.hasMessage("Cut [request id 1]");
	}

	@Test
	void partsAreReachable() {
		HuggingFaceException exception = full();
		assertThat(exception.kind()).isEqualTo(ErrorKind.OVERLOADED);
		assertThat(exception.status()).isEqualTo(429);
		assertThat(exception.serverMessage()).isEqualTo("Model is overloaded");
		assertThat(exception.type()).isEqualTo("overloaded");
		assertThat(exception.code()).isEqualTo("42");
		assertThat(exception.param()).isEqualTo("model");
		assertThat(exception.provider()).isEqualTo("groq");
		assertThat(exception.requestId()).isEqualTo("Root=1-67dd4b42;abc");
		assertThat(exception.body()).isEqualTo("{}");
		assertThat(exception.retryAfter()).isEqualTo(Duration.ofSeconds(2));
		assertThat(exception.estimatedTime()).isEqualTo(Duration.ofMillis(32137));
		assertThat(exception).hasCauseInstanceOf(IOException.class);
		assertThat(exception.partialResponse()).isNull();
	}

	@Test
	void metadataGivesStatusProviderAndRequestId() {
		HuggingFaceException exception = HuggingFaceException.of(ErrorKind.SERVER_ERROR, "Oops")
			.metadata(new ResponseMetadata(502, "novita", "r1", Map.of()))
			.build();
		assertThat(exception).hasMessage("Oops [status 502, provider novita, request id r1]");
	}

	@ParameterizedTest
	@EnumSource(ErrorKind.class)
	void kindTellsWhetherToTryAgain(ErrorKind kind) {
		boolean retryable = switch (kind) {
			case RATE_LIMITED, MODEL_LOADING, OVERLOADED, SERVER_ERROR, CONNECTION, TIMEOUT, STREAM_CUT, STREAM_EMPTY ->
				true;
			default -> false;
		};
		assertThat(HuggingFaceException.of(kind, "a").build().isRetryable()).isEqualTo(retryable);
	}

	@Test
	void partialResponseIsMadeOnceWhenItIsAskedFor() {
		AtomicInteger made = new AtomicInteger();
		HuggingFaceException exception = full();
		assertThat(exception.withPartialResponse(() -> response("Once" + made.incrementAndGet()))).isSameAs(exception);
		assertThat(exception).hasMessageContaining("overloaded");
		assertThat(made).hasValue(0);
		ChatResponse response = exception.partialResponse();
		assertThat(response).isNotNull().extracting(ChatResponse::text).isEqualTo("Once1");
		assertThat(exception.partialResponse()).isSameAs(response);
		assertThat(made).hasValue(1);
	}

	@Test
	void aCopySaysTheSameAndGoesItsOwnWay() {
		HuggingFaceException exception = full().withPartialResponse(() -> response("a"));
		HuggingFaceException copy = exception.copy();
		assertThat(copy).isNotSameAs(exception)
			.hasMessage(exception.getMessage())
			.hasCause(exception.getCause())
			.usingRecursiveComparison()
			.ignoringFields("stackTrace")
			.isEqualTo(exception);
		assertThat(copy.getStackTrace()).isEqualTo(exception.getStackTrace());
		copy.withConversation(List.of(ChatMessage.user("Mine"))).addSuppressed(new IllegalStateException());
		assertThat(exception.conversation()).isEmpty();
		assertThat(exception).hasNoSuppressedExceptions();
	}

	@Test
	void survivesJavaSerializationWithoutThePartialResponse() throws Exception {
		HuggingFaceException exception = full().withPartialResponse(() -> response("a"));
		HuggingFaceException copy = copy(exception);
		assertThat(copy).hasMessage(exception.getMessage()).hasCauseInstanceOf(IOException.class);
		assertThat(copy).usingRecursiveComparison()
			.ignoringFields("partialResponse", "cause", "stackTrace", "suppressedExceptions")
			.isEqualTo(exception);
		assertThat(copy.estimatedTime()).isEqualTo(Duration.ofMillis(32137));
		assertThat(copy.partialResponse()).isNull();
	}

	private static HuggingFaceException copy(HuggingFaceException exception) throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(exception);
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return (HuggingFaceException) input.readObject();
		}
	}

	private static ChatResponse response(String text) {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		aggregator.add(ChatChunk.of(text));
		return aggregator.toResponse();
	}

	private static HuggingFaceException full() {
		return HuggingFaceException.of(ErrorKind.OVERLOADED, "Model is overloaded")
			.status(429)
			.type("overloaded")
			.code("42")
			.param("model")
			.provider("groq")
			.requestId("Root=1-67dd4b42;abc")
			.body("{}")
			.retryAfter(Duration.ofSeconds(2))
			.estimatedTime(Duration.ofMillis(32137))
			.cause(new IOException("Broken pipe"))
			.build();
	}

}
