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

import java.util.Locale;
import java.util.regex.Pattern;

import io.github.hfspring.chat.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an error means. Servers agree on little but the status, and inside a
 * stream there is none.
 */
final class ErrorKinds {

	private static final Pattern CONTEXT_LENGTH = Pattern.compile(
			"context[ _](length|size|window)|maximum context|must be <=.*tokens|tokens.*must be <="
					+ "|must have less than \\d+ tokens|prompt is too long|too many (input )?tokens",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern LOADING = Pattern.compile(
			"\\b(is|currently) loading\\b|\\bloading model\\b|not ready for inference|model is cold|starting up",
			Pattern.CASE_INSENSITIVE);

	/** llama.cpp says so with 500, but will say so again. */
	private static final String SCHEMA = "JSON schema conversion failed";

	private ErrorKinds() {
	}

	/**
	 * Decide what an error means.
	 * @param status the HTTP status, or 0 for none
	 * @param body what the body says
	 * @return the kind
	 */
	static ErrorKind of(int status, ErrorBody body) {
		Words words = new Words(lower(body.type()), lower(body.code()), (body.message() != null) ? body.message() : "",
				body.estimatedTime() != null);
		return (status != 0) ? ofStatus(status, words) : ofWords(words);
	}

	private static ErrorKind ofStatus(int status, Words words) {
		return switch (status) {
			case 400, 422 -> words.isContextLength() ? ErrorKind.CONTEXT_LENGTH_EXCEEDED : badRequest(words);
			case 401 -> ErrorKind.AUTHENTICATION;
			case 402 -> ErrorKind.CREDITS_EXHAUSTED;
			case 403 -> ErrorKind.PERMISSION;
			case 404 -> ErrorKind.MODEL_NOT_AVAILABLE;
			case 408 -> ErrorKind.TIMEOUT;
			case 413 -> ErrorKind.PAYLOAD_TOO_LARGE;
			case 424 -> ErrorKind.SERVER_ERROR;
			case 425 -> ErrorKind.OVERLOADED;
			case 429 -> words.isOverloaded() ? ErrorKind.OVERLOADED : ErrorKind.RATE_LIMITED;
			case 503 -> unavailable(words);
			default -> other(status, words);
		};
	}

	private static ErrorKind badRequest(Words words) {
		if (ofName(words.code()) == ErrorKind.MODEL_NOT_AVAILABLE) {
			return ErrorKind.MODEL_NOT_AVAILABLE;
		}
		return words.isLoading() ? ErrorKind.MODEL_LOADING : ErrorKind.INVALID_REQUEST;
	}

	private static ErrorKind unavailable(Words words) {
		if (words.hasEstimatedTime() || words.isLoading()) {
			return ErrorKind.MODEL_LOADING;
		}
		return words.isOverloaded() ? ErrorKind.OVERLOADED : ErrorKind.SERVER_ERROR;
	}

	private static ErrorKind other(int status, Words words) {
		if (status >= 300 && status < 400) {
			return ErrorKind.REDIRECT;
		}
		if (words.isContextLength()) {
			return ErrorKind.CONTEXT_LENGTH_EXCEEDED;
		}
		if ((status >= 400 && status < 500) || words.isSchema()) {
			return ErrorKind.INVALID_REQUEST;
		}
		return words.isOverloaded() ? ErrorKind.OVERLOADED : ErrorKind.SERVER_ERROR;
	}

	/**
	 * Without a status, what the type and the code say goes before the words of the
	 * message.
	 */
	private static ErrorKind ofWords(Words words) {
		if (words.hasEstimatedTime()) {
			return ErrorKind.MODEL_LOADING;
		}
		ErrorKind kind = ofName(words.code());
		kind = (kind != null) ? kind : ofName(words.type());
		if (kind != null) {
			return kind;
		}
		if (words.isContextLength()) {
			return ErrorKind.CONTEXT_LENGTH_EXCEEDED;
		}
		if (words.isSchema()) {
			return ErrorKind.INVALID_REQUEST;
		}
		if (words.isOverloaded()) {
			return ErrorKind.OVERLOADED;
		}
		if (words.isLoading()) {
			return ErrorKind.MODEL_LOADING;
		}
		return switch (words.type()) {
			case "invalid_request_error", "badrequesterror", "validation", "template_error", "tool_error",
					"missing_template_variable" ->
				ErrorKind.INVALID_REQUEST;
			default -> ErrorKind.SERVER_ERROR;
		};
	}

	private static @Nullable ErrorKind ofName(String name) {
		return switch (name) {
			case "authentication_error", "invalid_api_key", "unauthorized" -> ErrorKind.AUTHENTICATION;
			case "permission_error", "permission_denied" -> ErrorKind.PERMISSION;
			case "insufficient_quota" -> ErrorKind.CREDITS_EXHAUSTED;
			case "rate_limit_error", "rate_limit_exceeded", "ratelimiterror", "tokens", "requests" ->
				ErrorKind.RATE_LIMITED;
			case "model_not_found", "model_not_supported", "model_not_available" -> ErrorKind.MODEL_NOT_AVAILABLE;
			default -> null;
		};
	}

	private static String lower(@Nullable String text) {
		return (text != null) ? text.toLowerCase(Locale.ROOT) : "";
	}

	/**
	 * What of an error body decides.
	 *
	 * @param type the type in lower case, or nothing
	 * @param code the code in lower case, or nothing
	 * @param message the message, or nothing
	 * @param hasEstimatedTime whether there is a time until the model is loaded
	 */
	private record Words(String type, String code, String message, boolean hasEstimatedTime) {

		boolean isContextLength() {
			return this.code.equals("context_length_exceeded") || this.type.equals("exceed_context_size_error")
					|| CONTEXT_LENGTH.matcher(this.message).find();
		}

		boolean isSchema() {
			return this.message.contains(SCHEMA);
		}

		boolean isOverloaded() {
			return this.type.equals("overloaded") || this.type.equals("overloaded_error")
					|| lower(this.message).contains("overloaded");
		}

		boolean isLoading() {
			return LOADING.matcher(this.message).find();
		}

	}

}
