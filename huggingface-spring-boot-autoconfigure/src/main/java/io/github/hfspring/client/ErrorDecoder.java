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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.HuggingFaceExceptionBuilder;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;

/**
 * Turns what a server says about an error into a {@link HuggingFaceException}. Whatever
 * of it ends up in a message has tokens taken out, since servers repeat them.
 */
final class ErrorDecoder {

	private static final Pattern TITLE = Pattern.compile("<title>\\s*(.{1,200}?)\\s*</title>",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern NOTHING_LEFT = Pattern.compile(";\\s*r=0\\s*(;|$)");

	private static final Pattern RESET = Pattern.compile(";\\s*t=(\\d{1,9})\\s*(;|$)");

	private static final Duration LONGEST_WAIT = Duration.ofDays(3650);

	private static final int MAX_MESSAGE_LENGTH = 1000;

	private final JsonMapper mapper;

	private final int maxErrorBody;

	ErrorDecoder(JsonMapper mapper, int maxErrorBody) {
		this.mapper = mapper;
		this.maxErrorBody = maxErrorBody;
	}

	/**
	 * Decode a response whose status says that it is an error.
	 * @param metadata what the response said beside its body
	 * @param body the body, or the beginning of it
	 * @param token the token that was sent
	 * @param url where the request went; it is shown if nothing is there
	 * @return the exception
	 */
	HuggingFaceException response(ResponseMetadata metadata, byte[] body, @Nullable String token,
			@Nullable String url) {
		String text = excerpt(body, 0, body.length, token);
		ErrorBody error = parse(body, text, metadata);
		HuggingFaceExceptionBuilder builder = builder(metadata.status(), error, metadata, text, token);
		boolean nothingThere = metadata.status() == HttpStatus.NOT_FOUND.value() && error.code() == null;
		return builder.url(nothingThere ? url : null).retryAfter(retryAfter(metadata)).build();
	}

	/**
	 * Decode an error that is the data of an event.
	 */
	HuggingFaceException event(ResponseMetadata metadata, byte[] array, int offset, int length,
			@Nullable String token) {
		byte[] body = new byte[length];
		System.arraycopy(array, offset, body, 0, length);
		String text = excerpt(body, 0, length, token);
		ErrorBody error = ErrorBody.of(json(body));
		error = (error.message() != null) ? error : error.withMessage(text.strip());
		return builder(error.status(), error, metadata, text, token).build();
	}

	/**
	 * Decode an error that stands among the fields of a chunk or completion.
	 */
	HuggingFaceException fields(ChatChunk chunk, Map<String, Object> fields, @Nullable String token) {
		ErrorBody error = ErrorBody.of(fields).withDefaultRequestId(chunk.id());
		byte[] body = json(fields);
		return builder(error.status(), error, chunk.metadata(), excerpt(body, 0, body.length, token), token).build();
	}

	/**
	 * Make the error of an answer whose finish reason says that the server failed.
	 */
	HuggingFaceException finishedWithError(ResponseMetadata metadata) {
		return HuggingFaceException
			.of(ErrorKind.SERVER_ERROR, "The server failed in the middle of the answer, and says no more")
			.metadata(metadata)
			.build();
	}

	/**
	 * Return the beginning of a body as text, without the token.
	 */
	String excerpt(byte[] body, int offset, int length, @Nullable String token) {
		int end = Math.min(length, bytesToRead(token));
		String text = Secrets.mask(new String(body, offset, end, StandardCharsets.UTF_8), token);
		if (length > this.maxErrorBody) {
			text = Secrets.withoutBeginning(text, token);
		}
		return (text.length() <= this.maxErrorBody) ? text : text.substring(0, this.maxErrorBody);
	}

	/**
	 * Return how many bytes of an error body to read: a token that begins in what is kept
	 * is read to its end, so that it is found.
	 */
	int bytesToRead(@Nullable String token) {
		return (int) Math.min(Integer.MAX_VALUE, (long) this.maxErrorBody + Secrets.longest(token));
	}

	private byte[] json(Map<String, Object> fields) {
		try {
			return this.mapper.writeValueAsBytes(fields);
		}
		catch (JacksonException ex) {
			return new byte[0];
		}
	}

	private @Nullable Object json(byte[] body) {
		try (JsonParser parser = this.mapper.createParser(body)) {
			return JsonValues.cutValue(parser);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private ErrorBody parse(byte[] body, String text, ResponseMetadata metadata) {
		ErrorBody error = ErrorBody.of(json(body));
		if (error.message() != null) {
			return error;
		}
		String header = metadata.header("X-Error-Message");
		if (header != null) {
			return error.withMessage(header);
		}
		if (text.stripLeading().startsWith("<")) {
			Matcher title = TITLE.matcher(text);
			return error.withMessage(title.find() ? title.group(1) : reason(metadata.status()));
		}
		return error.withMessage(text.isBlank() ? reason(metadata.status()) : text.strip());
	}

	private static String reason(int status) {
		if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
			return "The server redirects and does not say where to";
		}
		HttpStatus known = HttpStatus.resolve(status);
		return (known != null) ? known.getReasonPhrase() : "HTTP status " + status;
	}

	private HuggingFaceExceptionBuilder builder(int status, ErrorBody error, ResponseMetadata metadata, String body,
			@Nullable String token) {
		ErrorKind kind = ErrorKinds.of(status, error);
		String message = StringUtils.hasText(error.message()) ? error.message() : "The server reports an error";
		String code = (error.code() != null) ? error.code() : metadata.header("X-Error-Code");
		return HuggingFaceException.of(kind, shorten(Secrets.mask(message, token)))
			.metadata(metadata)
			.status((status != 0) ? status : metadata.status())
			.type(maskIfAny(error.type(), token))
			.code(maskIfAny(code, token))
			.param(maskIfAny(error.param(), token))
			.provider(maskIfAny((metadata.provider() != null) ? metadata.provider() : error.provider(), token))
			.requestId(maskIfAny((metadata.requestId() != null) ? metadata.requestId() : error.requestId(), token))
			.body(body)
			.estimatedTime(seconds(error.estimatedTime()));
	}

	private static @Nullable String maskIfAny(@Nullable String text, @Nullable String token) {
		return (text != null) ? Secrets.mask(text, token) : null;
	}

	private static String shorten(String message) {
		return (message.length() <= MAX_MESSAGE_LENGTH) ? message : message.substring(0, MAX_MESSAGE_LENGTH) + "...";
	}

	private static @Nullable Duration retryAfter(ResponseMetadata metadata) {
		Duration retryAfter = retryAfter(metadata.header("Retry-After"));
		return (retryAfter != null) ? retryAfter : rateLimit(metadata.header("RateLimit"));
	}

	/**
	 * Read {@code RateLimit} as the Hub sends it, such as {@code "api";r=0;t=55}. It
	 * comes with every response and means something only where nothing remains. Its
	 * seconds are rounded down.
	 * @see <a href=
	 * "https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit
	 * header fields for HTTP</a>
	 */
	static @Nullable Duration rateLimit(@Nullable String value) {
		for (String item : (value != null) ? value.split(",") : new String[0]) {
			Matcher reset = RESET.matcher(item);
			if (NOTHING_LEFT.matcher(item).find() && reset.find()) {
				return seconds(Double.parseDouble(reset.group(1)) + 1);
			}
		}
		return null;
	}

	/**
	 * Read {@code Retry-After}: whole seconds or a date by RFC 9110, and fractions of
	 * seconds, which servers send as well.
	 */
	static @Nullable Duration retryAfter(@Nullable String value) {
		if (value == null) {
			return null;
		}
		Double seconds = JsonValues.number(value);
		if (seconds != null) {
			return seconds(seconds);
		}
		try {
			Instant date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			Duration wait = Duration.between(Instant.now(), date);
			wait = (wait.compareTo(LONGEST_WAIT) > 0) ? LONGEST_WAIT : wait;
			return wait.isNegative() ? Duration.ZERO : wait;
		}
		catch (DateTimeParseException ex) {
			return null;
		}
	}

	private static @Nullable Duration seconds(@Nullable Double seconds) {
		if (seconds == null || seconds.isNaN() || seconds < 0) {
			return null;
		}
		return Duration.ofMillis((long) (Math.min(seconds, LONGEST_WAIT.toSeconds()) * 1000));
	}

}
