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

package io.github.hfspring.sample.standin;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;

/**
 * A refusal, in one of the forms that real servers use.
 */
class StandInError extends RuntimeException {

	private final HttpStatusCode status;

	private final MediaType contentType;

	private final transient Object body;

	StandInError(HttpStatusCode status, MediaType contentType, Object body) {
		super(body.toString());
		this.status = status;
		this.contentType = contentType;
		this.body = body;
	}

	HttpStatusCode status() {
		return this.status;
	}

	MediaType contentType() {
		return this.contentType;
	}

	Object body() {
		return this.body;
	}

	/**
	 * A body that cannot be read: TGI answers with plain text.
	 */
	static StandInError unreadable(String reason) {
		return new StandInError(HttpStatus.UNPROCESSABLE_CONTENT, MediaType.TEXT_PLAIN,
				"Failed to deserialize the JSON body into the target type: " + reason);
	}

	/**
	 * A value that makes no sense: TGI answers with an error and its type.
	 */
	static StandInError invalid(String reason) {
		return new StandInError(HttpStatus.UNPROCESSABLE_CONTENT, MediaType.APPLICATION_JSON,
				Map.of("error", "Input validation error: " + reason, "error_type", "validation"));
	}

	/**
	 * A model that is not served, in the form of vLLM.
	 */
	static StandInError unknownModel(String model) {
		return error(HttpStatus.NOT_FOUND, "The model `" + model + "` does not exist.", "NotFoundError", "model");
	}

	/**
	 * A conversation that is too long, in the words of vLLM.
	 */
	static StandInError tooLong(int promptTokens, int maxTokens, int contextLength) {
		return error(HttpStatus.BAD_REQUEST,
				"You passed " + promptTokens + " input tokens and requested " + maxTokens + " output tokens. "
						+ "However, the model's context length is only " + contextLength
						+ " tokens. Please reduce the length of the input prompt.",
				"BadRequestError", "input_tokens");
	}

	private static StandInError error(HttpStatus status, String message, String type, String param) {
		Map<String, Object> error = new LinkedHashMap<>();
		error.put("message", message);
		error.put("type", type);
		error.put("param", param);
		error.put("code", status.value());
		return new StandInError(status, MediaType.APPLICATION_JSON, Map.of("error", error));
	}

}
