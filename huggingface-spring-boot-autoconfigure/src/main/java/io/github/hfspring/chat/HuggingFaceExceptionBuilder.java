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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Builder of a {@link HuggingFaceException}.
 *
 * @since 0.1.0
 */
public final class HuggingFaceExceptionBuilder {

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

	private @Nullable String url;

	private @Nullable Throwable cause;

	HuggingFaceExceptionBuilder(ErrorKind kind, String message) {
		this.kind = kind;
		this.message = message;
	}

	/**
	 * Set what the HTTP response said beside its body.
	 * @param metadata the metadata
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder metadata(ResponseMetadata metadata) {
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
	public HuggingFaceExceptionBuilder status(int status) {
		this.status = status;
		return this;
	}

	/**
	 * Set the server's type of the error.
	 * @param type the type
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder type(@Nullable String type) {
		this.type = type;
		return this;
	}

	/**
	 * Set the server's code of the error.
	 * @param code the code
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder code(@Nullable String code) {
		this.code = code;
		return this;
	}

	/**
	 * Set the field of the request that the server objects to.
	 * @param param the field
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder param(@Nullable String param) {
		this.param = param;
		return this;
	}

	/**
	 * Set who served the request.
	 * @param provider the provider
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder provider(@Nullable String provider) {
		this.provider = provider;
		return this;
	}

	/**
	 * Set the id to give to the server's support.
	 * @param requestId the id
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder requestId(@Nullable String requestId) {
		this.requestId = requestId;
		return this;
	}

	/**
	 * Set the beginning of the error body.
	 * @param body the body
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder body(@Nullable String body) {
		this.body = body;
		return this;
	}

	/**
	 * Set how long the server asks to wait.
	 * @param retryAfter the time
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder retryAfter(@Nullable Duration retryAfter) {
		this.retryAfter = retryAfter;
		return this;
	}

	/**
	 * Set how long the server expects to need for loading the model.
	 * @param estimatedTime the time
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder estimatedTime(@Nullable Duration estimatedTime) {
		this.estimatedTime = estimatedTime;
		return this;
	}

	/**
	 * Set the URL to show in the message, where it can be what is wrong.
	 * @param url the URL, without anything secret
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder url(@Nullable String url) {
		this.url = url;
		return this;
	}

	/**
	 * Set the cause.
	 * @param cause the cause
	 * @return this builder
	 */
	public HuggingFaceExceptionBuilder cause(@Nullable Throwable cause) {
		this.cause = cause;
		return this;
	}

	@Nullable Throwable cause() {
		return this.cause;
	}

	ErrorKind kind() {
		return this.kind;
	}

	HuggingFaceException.Details details() {
		return new HuggingFaceException.Details(this.status, this.type, this.code, this.param, this.provider,
				this.requestId, this.body, this.retryAfter, this.estimatedTime, this.message);
	}

	String fullMessage() {
		StringBuilder text = new StringBuilder(this.message);
		String separator = " [";
		separator = append(text, separator, "status", (this.status > 0) ? String.valueOf(this.status) : null);
		separator = append(text, separator, "type", this.type);
		separator = append(text, separator, "code", this.code);
		separator = append(text, separator, "provider", this.provider);
		separator = append(text, separator, "request id", this.requestId);
		separator = append(text, separator, "URL", this.url);
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
