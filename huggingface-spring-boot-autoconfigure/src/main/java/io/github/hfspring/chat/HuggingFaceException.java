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
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

/**
 * What goes wrong between a request and its answer. There is one type for all of it, the
 * same for calls and streams; {@link #kind()} tells what it means for the caller.
 *
 * @since 0.1.0
 */
public final class HuggingFaceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorKind kind;

	private final Details details;

	private transient @Nullable SingletonSupplier<ChatResponse> partialResponse;

	private transient @Nullable List<ChatMessage> conversation;

	HuggingFaceException(HuggingFaceExceptionBuilder builder) {
		super(builder.fullMessage(), builder.cause());
		this.kind = builder.kind();
		this.details = builder.details();
	}

	private HuggingFaceException(HuggingFaceException other) {
		super(other.getMessage(), other.getCause());
		this.kind = other.kind;
		this.details = other.details;
		this.partialResponse = other.partialResponse;
		this.conversation = other.conversation;
		setStackTrace(other.getStackTrace());
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
	 * @see ErrorKind#isRetryable()
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
	 * @return the time from the header {@code Retry-After}, or from {@code RateLimit}
	 * where that says that nothing is left, or {@code null}
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
	 * @return the response so far, an empty one if it broke off before the first chunk;
	 * {@code null} for calls, unless the server answered one with a stream
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
	 * Return what was said until this error, if tools had been run before it: the
	 * messages of the request, and each answer of the model whose tool calls are all
	 * answered, with these. What the tools did is done, so go on from here rather than
	 * from the beginning.
	 * @return the messages, ready to be sent again; empty if no tool had been run
	 */
	public List<ChatMessage> conversation() {
		List<ChatMessage> conversation = this.conversation;
		return (conversation != null) ? conversation : List.of();
	}

	/**
	 * Attach what was said until this error. For whoever runs tools, and tests.
	 * @param conversation the messages
	 * @return this exception
	 */
	public HuggingFaceException withConversation(List<ChatMessage> conversation) {
		this.conversation = List.copyOf(conversation);
		return this;
	}

	/**
	 * Return an exception that says the same, for another caller that waited for the same
	 * answer. What is attached to one of them later is not attached to the other.
	 * @return the copy
	 */
	public HuggingFaceException copy() {
		return new HuggingFaceException(this);
	}

	/**
	 * Return a new builder.
	 * @param kind what the error means
	 * @param message what happened; in the server's words, where it has any
	 * @return the builder
	 */
	public static HuggingFaceExceptionBuilder of(ErrorKind kind, String message) {
		return new HuggingFaceExceptionBuilder(kind, message);
	}

	/**
	 * What is known of the error.
	 *
	 * @param status the HTTP status, or 0
	 * @param type the server's type
	 * @param code the server's code
	 * @param param the field that is objected to
	 * @param provider who served the request
	 * @param requestId the id of the request
	 * @param body the beginning of the body
	 * @param retryAfter how long to wait
	 * @param estimatedTime how long the model loads
	 * @param message the message without the rest
	 */
	record Details(int status, @Nullable String type, @Nullable String code, @Nullable String param,
			@Nullable String provider, @Nullable String requestId, @Nullable String body, @Nullable Duration retryAfter,
			@Nullable Duration estimatedTime, String message) implements Serializable {

	}

}
