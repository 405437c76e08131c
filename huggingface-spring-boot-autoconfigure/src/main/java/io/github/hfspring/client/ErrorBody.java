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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChunkChoice;
import org.jspecify.annotations.Nullable;

/**
 * What an error body says, in whichever of the many forms it comes.
 *
 * @param message the message
 * @param type the type
 * @param code the code
 * @param param the field of the request that is objected to
 * @param status the HTTP status the body names, or 0
 * @param estimatedTime the seconds the model needs to load
 * @param requestId the id of the request
 * @param provider who caused the error
 */
record ErrorBody(@Nullable String message, @Nullable String type, @Nullable String code, @Nullable String param,
		int status, @Nullable Double estimatedTime, @Nullable String requestId, @Nullable String provider) {

	private static final ErrorBody EMPTY = new ErrorBody(null, null, null, null, 0, null, null, null);

	/**
	 * Find the error in a chunk or completion that came with the status 200.
	 * @param chunk the chunk
	 * @return the fields that hold an error, or {@code null} if there is none
	 */
	static @Nullable Map<String, Object> findIn(ChatChunk chunk) {
		Map<String, Object> fields = chunk.additionalFields();
		if (!fields.isEmpty() && isError(fields, chunk.choices().isEmpty())) {
			return fields;
		}
		for (ChunkChoice choice : chunk.choices()) {
			if (isPresent(choice.additionalFields().get("error"))) {
				return choice.additionalFields();
			}
		}
		return null;
	}

	/**
	 * Return whether an object that came with the status 200 says that it is an error.
	 */
	static boolean isError(Map<String, Object> fields) {
		return isPresent(fields.get("error")) || isPresent(fields.get("error_message"))
				|| "error".equals(fields.get("object"));
	}

	private static boolean isError(Map<String, Object> fields, boolean withoutChoices) {
		if (isError(fields)) {
			return true;
		}
		if (fields.get("x_groq") instanceof Map<?, ?> groq && isPresent(groq.get("error"))) {
			return true;
		}
		return withoutChoices && (fields.get("message") instanceof String || isPresent(fields.get("detail"))
				|| isPresent(fields.get("errors")));
	}

	private static boolean isPresent(@Nullable Object error) {
		return error != null && !Boolean.FALSE.equals(error) && !"".equals(error)
				&& !(error instanceof Map<?, ?> map && map.isEmpty())
				&& !(error instanceof List<?> list && list.isEmpty());
	}

	/**
	 * Read an error body.
	 * @param body the JSON as map, list or text
	 * @return what it says
	 */
	static ErrorBody of(@Nullable Object body) {
		if (body instanceof List<?> list) {
			boolean single = !list.isEmpty() && list.get(0) instanceof Map<?, ?>;
			return single ? of(list.get(0)) : EMPTY.withMessage(messageOf(list));
		}
		if (!(body instanceof Map<?, ?> fields)) {
			return EMPTY.withMessage(messageOf(body));
		}
		Object error = fields.get("error");
		if (error == null && fields.get("x_groq") instanceof Map<?, ?> groq) {
			error = groq.get("error");
		}
		ErrorBody outer = ofFields(fields);
		if (error instanceof Map<?, ?> inner) {
			return ofFields(inner).orElse(outer);
		}
		if (error instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?> inner) {
			return ofFields(inner).orElse(outer);
		}
		String message = messageOf(error);
		if (message == null) {
			return outer;
		}
		String description = messageOf(fields.get("error_description"));
		return outer.withMessage((description != null) ? message + ": " + description : message);
	}

	private static ErrorBody ofFields(Map<?, ?> fields) {
		String message = first(messageOf(fields.get("message")), messageOf(fields.get("error_message")));
		message = first(message, messageOf(fields.get("detail")));
		message = first(message, messageOf(fields.get("errors")));
		message = first(message, messageOf(fields.get("title")));
		String provider = null;
		if (fields.get("metadata") instanceof Map<?, ?> metadata) {
			provider = scalar(metadata.get("provider_name"));
			String raw = (metadata.get("raw") instanceof String text) ? text : null;
			message = (message != null && raw != null) ? message + ": " + raw : message;
		}
		String code = scalar(fields.get("code"));
		int status = status(fields.get("http_status_code"), fields.get("status_code"), fields.get("status"), code);
		return new ErrorBody(message, first(scalar(fields.get("type")), scalar(fields.get("error_type"))), code,
				scalar(fields.get("param")), status, JsonValues.number(fields.get("estimated_time")),
				first(scalar(fields.get("request_id")), scalar(fields.get("id"))), provider);
	}

	private static int status(@Nullable Object... candidates) {
		for (Object candidate : candidates) {
			Long number = JsonValues.wholeNumber(candidate);
			if (number != null && number >= 400 && number < 600) {
				return number.intValue();
			}
		}
		return 0;
	}

	/**
	 * Servers put text, lists of text, and lists of FastAPI's or the Hub's error objects
	 * in the same place.
	 */
	private static @Nullable String messageOf(@Nullable Object value) {
		if (value instanceof List<?> list) {
			List<String> messages = new ArrayList<>();
			for (Object element : list) {
				String message = messageOf(element);
				if (message != null) {
					messages.add(message);
				}
			}
			return messages.isEmpty() ? null : String.join("; ", messages);
		}
		if (value instanceof Map<?, ?> fields) {
			String message = first(messageOf(fields.get("msg")), messageOf(fields.get("message")));
			String place = (fields.get("loc") instanceof List<?> path)
					? String.join(".", path.stream().map(String::valueOf).toList()) : null;
			return (message != null && place != null) ? place + ": " + message : message;
		}
		String text = scalar(value);
		return (text != null && !text.isBlank()) ? text.strip() : null;
	}

	private static @Nullable String scalar(@Nullable Object value) {
		boolean scalar = value instanceof String || value instanceof Number || value instanceof Boolean;
		return scalar ? String.valueOf(value) : null;
	}

	private static @Nullable String first(@Nullable String first, @Nullable String second) {
		return (first != null) ? first : second;
	}

	ErrorBody withMessage(@Nullable String message) {
		return new ErrorBody(message, this.type, this.code, this.param, this.status, this.estimatedTime, this.requestId,
				this.provider);
	}

	ErrorBody withDefaultRequestId(@Nullable String id) {
		return orElse(new ErrorBody(null, null, null, null, 0, null, id, null));
	}

	private ErrorBody orElse(ErrorBody other) {
		return new ErrorBody(first(this.message, other.message), first(this.type, other.type),
				first(this.code, other.code), first(this.param, other.param),
				(this.status != 0) ? this.status : other.status,
				(this.estimatedTime != null) ? this.estimatedTime : other.estimatedTime,
				first(this.requestId, other.requestId), first(this.provider, other.provider));
	}

}
