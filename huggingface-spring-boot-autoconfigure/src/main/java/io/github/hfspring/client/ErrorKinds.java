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
					+ "|must have less than \\d+ tokens" + "|prompt is too long|too many (input )?tokens",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern LOADING = Pattern.compile(
			"\\b(is|currently) loading\\b|\\bloading model\\b|not ready for inference|model is cold|starting up",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern MODEL_CODE = Pattern.compile("model_not_(found|supported|available)");

	private ErrorKinds() {
	}

	static ErrorKind of(int status, ErrorBody body) {
		String message = (body.message() != null) ? body.message() : "";
		ErrorKind kind = ofStatus(status, body, message);
		if (kind != null) {
			return kind;
		}
		boolean loading = body.estimatedTime() != null;
		return loading ? ErrorKind.MODEL_LOADING : ofWords(lower(body.type()), lower(body.code()), message);
	}

	private static @Nullable ErrorKind ofStatus(int status, ErrorBody body, String message) {
		return switch (status) {
			case 0 -> null;
			case 400, 422 ->
				isContextLength(body, message) ? ErrorKind.CONTEXT_LENGTH_EXCEEDED : badRequest(body, message);
			case 401 -> ErrorKind.AUTHENTICATION;
			case 402 -> ErrorKind.CREDITS_EXHAUSTED;
			case 403 -> ErrorKind.PERMISSION;
			case 404 -> ErrorKind.MODEL_NOT_AVAILABLE;
			case 408 -> ErrorKind.TIMEOUT;
			case 413 -> ErrorKind.PAYLOAD_TOO_LARGE;
			case 425 -> ErrorKind.OVERLOADED;
			case 424 -> ErrorKind.SERVER_ERROR;
			case 429 -> isOverloaded(body, message) ? ErrorKind.OVERLOADED : ErrorKind.RATE_LIMITED;
			case 503 -> unavailable(body, message);
			default -> other(status, body, message);
		};
	}

	private static ErrorKind badRequest(ErrorBody body, String message) {
		if (MODEL_CODE.matcher(lower(body.code())).matches()) {
			return ErrorKind.MODEL_NOT_AVAILABLE;
		}
		boolean loading = LOADING.matcher(message).find();
		return loading ? ErrorKind.MODEL_LOADING : ErrorKind.INVALID_REQUEST;
	}

	private static ErrorKind unavailable(ErrorBody body, String message) {
		if (body.estimatedTime() != null || LOADING.matcher(message).find()) {
			return ErrorKind.MODEL_LOADING;
		}
		return isOverloaded(body, message) ? ErrorKind.OVERLOADED : ErrorKind.SERVER_ERROR;
	}

	private static ErrorKind other(int status, ErrorBody body, String message) {
		if (status >= 300 && status < 400) {
			return ErrorKind.REDIRECT;
		}
		if (isContextLength(body, message)) {
			return ErrorKind.CONTEXT_LENGTH_EXCEEDED;
		}
		if (status >= 400 && status < 500) {
			return ErrorKind.INVALID_REQUEST;
		}
		return isOverloaded(body, message) ? ErrorKind.OVERLOADED : ErrorKind.SERVER_ERROR;
	}

	/**
	 * Without a status, what the type and the code say goes before the words of the
	 * message.
	 */
	private static ErrorKind ofWords(String type, String code, String message) {
		ErrorKind kind = ofName(code);
		kind = (kind != null) ? kind : ofName(type);
		if (kind != null) {
			return kind;
		}
		ErrorBody body = new ErrorBody(message, type, code, null, 0, null, null, null);
		if (isContextLength(body, message)) {
			return ErrorKind.CONTEXT_LENGTH_EXCEEDED;
		}
		if (isOverloaded(body, message)) {
			return ErrorKind.OVERLOADED;
		}
		if (LOADING.matcher(message).find()) {
			return ErrorKind.MODEL_LOADING;
		}
		return switch (type) {
			case "invalid_request_error", "badrequesterror", "validation", "template_error", "tool_error",
					"missing_template_variable" ->
				badRequest(body, message);
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

	private static boolean isContextLength(ErrorBody body, String message) {
		return "context_length_exceeded".equals(body.code()) || "exceed_context_size_error".equals(body.type())
				|| CONTEXT_LENGTH.matcher(message).find();
	}

	private static boolean isOverloaded(ErrorBody body, String message) {
		return "overloaded".equals(body.type()) || "overloaded_error".equals(body.type())
				|| message.toLowerCase(Locale.ROOT).contains("overloaded");
	}

	private static String lower(@Nullable String text) {
		return (text != null) ? text.toLowerCase(Locale.ROOT) : "";
	}

}
