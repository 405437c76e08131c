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

package io.github.hfspring.sample;

import java.time.Duration;
import java.util.Map;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.structured.InvalidAnswerException;
import io.github.hfspring.tool.ToolCallingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ModelProblems}.
 */
class ModelProblemsTests {

	private final ModelProblems problems = new ModelProblems();

	@ParameterizedTest
	@CsvSource({ "AUTHENTICATION,502", "CREDITS_EXHAUSTED,502", "MODEL_NOT_AVAILABLE,502", "INVALID_REQUEST,400",
			"CONTEXT_LENGTH_EXCEEDED,400", "PAYLOAD_TOO_LARGE,413", "RATE_LIMITED,503", "OVERLOADED,503",
			"MODEL_LOADING,503", "TIMEOUT,504", "CONNECTION,502", "STREAM_CUT,502" })
	void choosesStatus(ErrorKind kind, int status) {
		assertThat(ModelProblems.of(HuggingFaceException.of(kind, "Oh").build()).getStatus()).isEqualTo(status);
	}

	@Test
	void tellsWhatIsKnown() {
		ProblemDetail problem = ModelProblems
			.of(HuggingFaceException.of(ErrorKind.RATE_LIMITED, "Slow down").status(429).requestId("id-1").build());
		assertThat(problem.getDetail()).isEqualTo("Slow down");
		assertThat(problem.getProperties()).containsEntry("kind", ErrorKind.RATE_LIMITED)
			.containsEntry("modelStatus", 429)
			.containsEntry("requestId", "id-1");
	}

	@Test
	void leavesOutWhatIsNotKnown() {
		ProblemDetail problem = ModelProblems.of(HuggingFaceException.of(ErrorKind.CONNECTION, "Gone").build());
		assertThat(problem.getProperties()).containsOnlyKeys("kind");
	}

	@Test
	void passesOnTheTimeToWait() {
		ResponseEntity<ProblemDetail> response = this.problems
			.handle(HuggingFaceException.of(ErrorKind.MODEL_LOADING, "Loading")
				.estimatedTime(Duration.ofMillis(20_100))
				.build());
		assertThat(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("21");
	}

	@ParameterizedTest
	@CsvSource({ "TIMEOUT,504", "TOO_MANY_ROUNDS,502", "TOOL_FAILED,502" })
	void tellsWhyTheConversationWithToolsWasStopped(ToolCallingException.Reason reason, int status) {
		ToolCallingException error = mock(ToolCallingException.class);
		given(error.reason()).willReturn(reason);
		given(error.getMessage()).willReturn("The password is wrong");
		ProblemDetail problem = this.problems.handle(error);
		assertThat(problem.getStatus()).isEqualTo(status);
		assertThat(problem.getProperties()).containsOnly(Map.entry("reason", reason));
		assertThat(problem.toString()).doesNotContain("password");
	}

	@Test
	void tellsWhatIsWrongWithAnAnswer() {
		InvalidAnswerException error = mock(InvalidAnswerException.class);
		given(error.reason()).willReturn(InvalidAnswerException.Reason.NOT_JSON);
		given(error.getMessage()).willReturn("The answer is not JSON");
		ProblemDetail problem = this.problems.handle(error);
		assertThat(problem.getStatus()).isEqualTo(502);
		assertThat(problem.getDetail()).isEqualTo("The answer is not JSON");
		assertThat(problem.getProperties()).containsOnly(Map.entry("reason", InvalidAnswerException.Reason.NOT_JSON));
	}

}
