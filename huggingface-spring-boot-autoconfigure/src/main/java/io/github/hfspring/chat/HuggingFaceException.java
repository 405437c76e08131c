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

import java.io.Serializable;
import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * What goes wrong between a request and its answer. There is one type for all of it, the
 * same for calls and streams; {@link #kind()} tells what it means for the caller.
 *
 * @since 0.1.0
 */
public class HuggingFaceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorKind kind;

	private final Details details;

	private transient @Nullable SingletonSupplier<ChatResponse> partialResponse;

	protected HuggingFaceException(Builder builder) {
		super(builder.fullMessage(), builder.cause);
		this.kind = builder.kind;
		this.details = new Details(builder.status, builder.type, builder.code, builder.param, builder.provider,
				builder.requestId, builder.body, builder.retryAfter, builder.estimatedTime, builder.message);
	}

	/**
	 * Return what the error means.
	 * @return the kind
	 */
	public ErrorKind kind() {
		return this.kind;
	}

	/**
	 * Return whether the same request may succeed when it is sent again later.
	 * @return whether it may
	 */
	public boolean isRetryable() {
		return this.kind.isRetryable();
	}

	/**
	 * Return the HTTP status; for an error inside a response of status 200 the one that
	 * the error names, if it does.
	 * @return the status, or 0 if there was no response
	 */
	public int status() {
		return this.details.status;
	}

	/**
	 * Return the server's own words.
	 * @return the message of the error body; ours, if the server sent none
	 */
	public String serverMessage() {
		return this.details.message;
	}

	/**
	 * Return the server's type of the error, such as {@code invalid_request_error} or
	 * {@code validation}.
	 * @return the type, or {@code null}
	 */
	public @Nullable String type() {
		return this.details.type;
	}

	/**
	 * Return the server's code of the error, such as {@code model_not_found}; a number
	 * appears as text.
	 * @return the code, or {@code null}
	 */
	public @Nullable String code() {
		return this.details.code;
	}

	/**
	 * Return the field of the request that the server objects to.
	 * @return the field, or {@code null}
	 */
	public @Nullable String param() {
		return this.details.param;
	}

	/**
	 * Return who served the request when it was sent through the router.
	 * @return the provider, or {@code null}
	 */
	public @Nullable String provider() {
		return this.details.provider;
	}

	/**
	 * Return the id to give to the server's support.
	 * @return the id, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.details.requestId;
	}

	/**
	 * Return the beginning of the error body.
	 * @return the body, cut at {@code huggingface.max-error-body}, or {@code null}
	 */
	public @Nullable String body() {
		return this.details.body;
	}

	/**
	 * Return how long the server asks to wait before another attempt.
	 * @return the time from the header {@code Retry-After}, or {@code null}
	 */
	public @Nullable Duration retryAfter() {
		return this.details.retryAfter;
	}

	/**
	 * Return how long the server expects to need for loading the model.
	 * @return the time from {@code estimated_time}, or {@code null}
	 */
	public @Nullable Duration estimatedTime() {
		return this.details.estimatedTime;
	}

	/**
	 * Return what was delivered of a stream before it broke off.
	 * @return the response so far; {@code null} if no stream was under way
	 */
	public @Nullable ChatResponse partialResponse() {
		SingletonSupplier<ChatResponse> response = this.partialResponse;
		return (response != null) ? response.obtain() : null;
	}

	/**
	 * Attach what was delivered before this error. For clients and tests.
	 * @param response makes the response; asked at most once, when it is needed
	 * @return this exception
	 */
	public HuggingFaceException withPartialResponse(Supplier<ChatResponse> response) {
		this.partialResponse = SingletonSupplier.of(response);
		return this;
	}

	/**
	 * Return a new builder.
	 * @param kind what the error means
	 * @param message what happened; in the server's words, where it has any
	 * @return the builder
	 */
	public static Builder of(ErrorKind kind, String message) {
		return new Builder(kind, message);
	}

	private record Details(int status, @Nullable String type, @Nullable String code, @Nullable String param,
			@Nullable String provider, @Nullable String requestId, @Nullable String body, @Nullable Duration retryAfter,
			@Nullable Duration estimatedTime, String message) implements Serializable {

	}

	/**
	 * Builder of a {@link HuggingFaceException}.
	 */
	public static final class Builder {

		private final ErrorKind kind;

		private final String message;

		private int status;

		private @Nullable String type;

		private @Nullable String code;

		private @Nullable String param;

		private @Nullable String provider;

		private @Nullable String requestId;

		private @Nullable String body;

		private @Nullable Duration retryAfter;

		private @Nullable Duration estimatedTime;

		private @Nullable Throwable cause;

		private Builder(ErrorKind kind, String message) {
			this.kind = kind;
			this.message = message;
		}

		/**
		 * Set what the HTTP response said beside its body.
		 * @param metadata the metadata
		 * @return this builder
		 */
		public Builder metadata(ResponseMetadata metadata) {
			this.status = metadata.status();
			this.provider = metadata.provider();
			this.requestId = metadata.requestId();
			return this;
		}

		/**
		 * Set the HTTP status.
		 * @param status the status
		 * @return this builder
		 */
		public Builder status(int status) {
			this.status = status;
			return this;
		}

		/**
		 * Set the server's type of the error.
		 * @param type the type
		 * @return this builder
		 */
		public Builder type(@Nullable String type) {
			this.type = type;
			return this;
		}

		/**
		 * Set the server's code of the error.
		 * @param code the code
		 * @return this builder
		 */
		public Builder code(@Nullable String code) {
			this.code = code;
			return this;
		}

		/**
		 * Set the field of the request that the server objects to.
		 * @param param the field
		 * @return this builder
		 */
		public Builder param(@Nullable String param) {
			this.param = param;
			return this;
		}

		/**
		 * Set who served the request.
		 * @param provider the provider
		 * @return this builder
		 */
		public Builder provider(@Nullable String provider) {
			this.provider = provider;
			return this;
		}

		/**
		 * Set the id to give to the server's support.
		 * @param requestId the id
		 * @return this builder
		 */
		public Builder requestId(@Nullable String requestId) {
			this.requestId = requestId;
			return this;
		}

		/**
		 * Set the beginning of the error body.
		 * @param body the body
		 * @return this builder
		 */
		public Builder body(@Nullable String body) {
			this.body = body;
			return this;
		}

		/**
		 * Set how long the server asks to wait.
		 * @param retryAfter the time
		 * @return this builder
		 */
		public Builder retryAfter(@Nullable Duration retryAfter) {
			this.retryAfter = retryAfter;
			return this;
		}

		/**
		 * Set how long the server expects to need for loading the model.
		 * @param estimatedTime the time
		 * @return this builder
		 */
		public Builder estimatedTime(@Nullable Duration estimatedTime) {
			this.estimatedTime = estimatedTime;
			return this;
		}

		/**
		 * Set the cause.
		 * @param cause the cause
		 * @return this builder
		 */
		public Builder cause(@Nullable Throwable cause) {
			this.cause = cause;
			return this;
		}

		private String fullMessage() {
			StringBuilder text = new StringBuilder(this.message);
			String separator = " [";
			separator = append(text, separator, "status", (this.status > 0) ? String.valueOf(this.status) : null);
			separator = append(text, separator, "type", this.type);
			separator = append(text, separator, "code", this.code);
			separator = append(text, separator, "provider", this.provider);
			separator = append(text, separator, "request id", this.requestId);
			return (separator.equals(" [")) ? text.toString() : text.append(']').toString();
		}

		private static String append(StringBuilder text, String separator, String name, @Nullable String value) {
			if (value == null) {
				return separator;
			}
			text.append(separator).append(name).append(' ').append(value);
			return ", ";
		}

		/**
		 * Build the exception.
		 * @return the exception
		 */
		public HuggingFaceException build() {
			return new HuggingFaceException(this);
		}

	}

}
