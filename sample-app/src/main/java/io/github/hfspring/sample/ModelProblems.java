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

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.structured.InvalidAnswerException;
import io.github.hfspring.tool.ToolCallingException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Turns errors of the model into problems as RFC 9457 describes them.
 */
@RestControllerAdvice
class ModelProblems {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> handle(HuggingFaceException ex) {
		ProblemDetail problem = of(ex);
		HttpHeaders headers = new HttpHeaders();
		Duration wait = (ex.retryAfter() != null) ? ex.retryAfter() : ex.estimatedTime();
		if (wait != null && problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
			headers.set(HttpHeaders.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds()));
		}
		return new ResponseEntity<>(problem, headers, problem.getStatus());
	}

	/**
	 * The message stays here: what a tool has failed of is nobody's affair outside.
	 */
	@ExceptionHandler
	ProblemDetail handle(ToolCallingException ex) {
		boolean late = ex.reason() == ToolCallingException.Reason.TIMEOUT;
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(
				late ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY, "The conversation with tools was stopped");
		problem.setTitle("The model did not answer");
		problem.setProperty("reason", ex.reason());
		return problem;
	}

	@ExceptionHandler
	ProblemDetail handle(InvalidAnswerException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, ex.getMessage());
		problem.setTitle("The answer of the model cannot be used");
		problem.setProperty("reason", ex.reason());
		return problem;
	}

	/**
	 * Return the problem for an error.
	 */
	static ProblemDetail of(HuggingFaceException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(ex.kind()), ex.serverMessage());
		problem.setTitle("The model did not answer");
		set(problem, "kind", ex.kind());
		set(problem, "modelStatus", (ex.status() != 0) ? ex.status() : null);
		set(problem, "requestId", ex.requestId());
		return problem;
	}

	private static void set(ProblemDetail problem, String name, @Nullable Object value) {
		if (value != null) {
			problem.setProperty(name, value);
		}
	}

	/**
	 * What the caller can mend is 4xx. A token, credits or the name of the model they
	 * cannot.
	 */
	private static HttpStatus status(ErrorKind kind) {
		return switch (kind) {
			case INVALID_REQUEST, CONTEXT_LENGTH_EXCEEDED -> HttpStatus.BAD_REQUEST;
			case PAYLOAD_TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
			case RATE_LIMITED, OVERLOADED, MODEL_LOADING -> HttpStatus.SERVICE_UNAVAILABLE;
			case TIMEOUT -> HttpStatus.GATEWAY_TIMEOUT;
			default -> HttpStatus.BAD_GATEWAY;
		};
	}

}
