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

package io.github.hfspring.docs.errors;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RetrySettings;
import io.github.hfspring.docs.support.ChatServer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link ErrorExamples}, and for what the page says about errors.
 */
class ErrorExamplesTests {

	private static final String TOKEN = "hf_abcdefghijklmnop";

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	private HuggingFaceChatModel model;

	private ErrorExamples examples;

	@BeforeEach
	void createModel() {
		this.model = HuggingFaceChatModel.builder(WebClient.builder())
			.baseUrl(this.server.baseUrl())
			.token(TOKEN)
			.maxEventSize(DataSize.ofKilobytes(1))
			.retry(RetrySettings.defaults().withMaxRetries(0))
			.coldStartWait(Duration.ZERO)
			.build();
		this.examples = new ErrorExamples(this.model);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			401 | AUTHENTICATION | {"error":"Invalid username or password."}
			403 | PERMISSION | {"error":"This authentication method does not have sufficient permissions"}
			402 | CREDITS_EXHAUSTED | {"error":"You have depleted your monthly included credits."}
			400 | MODEL_NOT_AVAILABLE | {"error":{"message":"does not exist","code":"model_not_found"}}
			400 | MODEL_NOT_AVAILABLE | {"error":{"message":"not supported","code":"model_not_supported"}}
			404 | MODEL_NOT_AVAILABLE | {"error":"Not Found: Model not found"}
			400 | INVALID_REQUEST | {"error":{"message":"bad","type":"invalid_request_error"}}
			422 | INVALID_REQUEST | {"error":"Template error: template not found","error_type":"template_error"}
			400 | CONTEXT_LENGTH_EXCEEDED | {"error":{"message":"the model's context length is only 1024 tokens"}}
			413 | PAYLOAD_TOO_LARGE | {"error":"length limit exceeded"}
			429 | RATE_LIMITED | {"error":"Rate limit reached."}
			503 | MODEL_LOADING | {"error":"Model X is currently loading","estimated_time":20.0}
			429 | OVERLOADED | {"error":"Model is overloaded","error_type":"overloaded"}
			503 | OVERLOADED | {"error":"overloaded"}
			500 | SERVER_ERROR | {"error":{"message":"Internal server error"}}
			424 | SERVER_ERROR | {"error":"Request failed during generation","error_type":"generation"}
			408 | TIMEOUT | {"error":"took too long"}
			""")
	void kindsOfStatuses(int status, ErrorKind kind, String body) {
		this.server.answer(status, "application/json", body);
		HuggingFaceException ex = call();
		assertThat(ex.kind()).isEqualTo(kind);
		assertThat(ex.status()).isEqualTo(status);
		assertThat(ex.partialResponse()).isNull();
	}

	@Test
	void connection() {
		this.server.stop();
		assertThat(call().kind()).isEqualTo(ErrorKind.CONNECTION);
		assertThat(call().status()).isZero();
	}

	@Test
	void redirect() {
		this.server.handler((exchange) -> {
			exchange.getResponseHeaders().set("Location", "https://elsewhere.example.com/v1");
			exchange.sendResponseHeaders(302, -1);
		});
		HuggingFaceException ex = call();
		assertThat(ex.kind()).isEqualTo(ErrorKind.REDIRECT);
		assertThat(ex).hasMessageContaining("elsewhere.example.com");
	}

	@Test
	void cut() {
		this.server.cutStream("Once");
		assertThat(stream().kind()).isEqualTo(ErrorKind.STREAM_CUT);
	}

	@Test
	void empty() {
		this.server.cutStream();
		assertThat(stream().kind()).isEqualTo(ErrorKind.STREAM_EMPTY);
	}

	@Test
	void malformed() {
		this.server.answer(200, "text/html", "<html>Sign in</html>");
		assertThat(call().kind()).isEqualTo(ErrorKind.MALFORMED_RESPONSE);
	}

	@Test
	void tooLarge() {
		this.server.stream("x".repeat(2000));
		assertThat(stream().kind()).isEqualTo(ErrorKind.RESPONSE_TOO_LARGE);
	}

	@Test
	void details() {
		this.server.handler((exchange) -> {
			exchange.getResponseHeaders().set("x-inference-provider", "together");
			exchange.getResponseHeaders().set("x-request-id", "abc");
			exchange.getResponseHeaders().set("Retry-After", "2");
			ChatServer.send(exchange, 429, "application/json", """
					{"error": {"message": "Slow down", "type": "rate_limit_error", "code": "rpm"}}""");
		});
		HuggingFaceException ex = call();
		assertThat(ex).hasMessage(
				"Slow down [status 429, type rate_limit_error, code rpm, provider together, " + "request id abc]");
		assertThat(ex.serverMessage()).isEqualTo("Slow down");
		assertThat(ex.retryAfter()).isEqualTo(Duration.ofSeconds(2));
		assertThat(ex.isRetryable()).isTrue();
		assertThat(ex.body()).contains("rate_limit_error");
	}

	@Test
	void tokenThatServerRepeatsIsMasked() {
		this.server.answer(401, "application/json", "{\"error\":\"No such token: " + TOKEN + "\"}");
		HuggingFaceException ex = call();
		assertThat(ex.getMessage()).contains("No such token").doesNotContain(TOKEN);
		assertThat(ex.body()).doesNotContain(TOKEN);
		assertThat(ex).hasToString(ex.getClass().getName() + ": " + ex.getMessage());
	}

	@Test
	void otherTokensAreMaskedAndWordsAreNot() {
		this.server.answer(400, "application/json",
				"{\"error\":\"skip_special_tokens is not known to sk-abcdefghijklmnop\"}");
		assertThat(call().serverMessage()).isEqualTo("skip_special_tokens is not known to sk-***");
	}

	@Test
	void optionsShowNoSecrets() {
		assertThat(
				ChatOptions.builder().extraHeader("X-Key", "secret-1").extraField("key", "secret-2").build().toString())
			.contains("X-Key")
			.doesNotContain("secret");
	}

	@Test
	void answersInsteadOfFailing() {
		this.server.answer("Paris");
		assertThat(this.examples.answer("Capital of France?")).isEqualTo("Paris");
		this.server.answer(429, "application/json", "{\"error\":\"Rate limit reached.\"}");
		assertThat(this.examples.answer("Hi")).isEqualTo("Please try again in a moment.");
		this.server.answer(413, "text/plain", "length limit exceeded");
		assertThat(this.examples.answer("Hi")).isEqualTo("That was too long.");
		this.server.answer(500, "text/plain", "");
		assertThat(this.examples.answer("Hi")).isEqualTo("There is no answer right now.");
		this.server.answer(402, "application/json", "{\"error\":\"depleted\"}");
		assertThatIllegalStateException().isThrownBy(() -> this.examples.answer("Hi"));
	}

	@Test
	void partial() {
		this.server.cutStream("Once", " upon");
		assertThat(this.examples.tell("a fox")).isEqualTo("Once upon ...");
		this.server.answer(500, "text/plain", "");
		assertThat(this.examples.tell("a fox")).isEqualTo(" ...");
	}

	@Test
	void aRequestHasTimeoutsOfItsOwn() {
		CountDownLatch over = new CountDownLatch(1);
		this.server.handler((exchange) -> {
			try {
				over.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		HuggingFaceException ex = catchThrowableOfType(HuggingFaceException.class,
				() -> this.examples.quickAnswer("Hi"));
		over.countDown();
		assertThat(ex.kind()).isEqualTo(ErrorKind.TIMEOUT);
		assertThat(ex).hasMessageContaining("within 2 s").hasMessageContaining("huggingface.timeout.first-chunk");
	}

	private HuggingFaceException call() {
		return catchThrowableOfType(HuggingFaceException.class, () -> this.model.call("Hi"));
	}

	private HuggingFaceException stream() {
		assertThatExceptionOfType(HuggingFaceException.class)
			.isThrownBy(() -> this.model.stream("Hi").blockLast(Duration.ofSeconds(20)));
		return catchThrowableOfType(HuggingFaceException.class,
				() -> this.model.stream("Hi").blockLast(Duration.ofSeconds(20)));
	}

}
