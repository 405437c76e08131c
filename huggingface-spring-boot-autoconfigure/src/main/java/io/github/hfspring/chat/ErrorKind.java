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

/**
 * What an error means for the caller. More kinds may come, so a {@code switch} needs a
 * {@code default}.
 *
 * @since 0.1.0
 */
public enum ErrorKind {

	/**
	 * The token is missing or wrong (401).
	 */
	AUTHENTICATION(false),

	/**
	 * The token may not do this (403): it lacks the permission to call Inference
	 * Providers, or the model is gated.
	 */
	PERMISSION(false),

	/**
	 * The credits are used up (402).
	 */
	CREDITS_EXHAUSTED(false),

	/**
	 * Nobody serves this model under this name (400 with {@code model_not_found} or
	 * {@code model_not_supported}, 404), or no provider of it can do what
	 * {@code huggingface.chat.provider} demands.
	 */
	MODEL_NOT_AVAILABLE(false),

	/**
	 * The server does not accept the request (400, 422 and the like), or does not take
	 * one of its parts by {@code huggingface.media.kinds}.
	 */
	INVALID_REQUEST(false),

	/**
	 * The conversation does not fit into the model's context window.
	 */
	CONTEXT_LENGTH_EXCEEDED(false),

	/**
	 * The request has too many bytes (413), or more media than
	 * {@code huggingface.media.max-size} allows.
	 */
	PAYLOAD_TOO_LARGE(false),

	/**
	 * Too many requests (429).
	 */
	RATE_LIMITED(true),

	/**
	 * The model is being loaded, or its endpoint started (503).
	 */
	MODEL_LOADING(true),

	/**
	 * The server has too much to do (429 or 503 that say so).
	 */
	OVERLOADED(true),

	/**
	 * The server failed (5xx and the like).
	 */
	SERVER_ERROR(true),

	/**
	 * The server could not be reached, or the connection broke.
	 */
	CONNECTION(true),

	/**
	 * The server took too long.
	 */
	TIMEOUT(true),

	/**
	 * The server points elsewhere, which is not followed (3xx).
	 */
	REDIRECT(false),

	/**
	 * The stream broke off before the answer was whole.
	 */
	STREAM_CUT(true),

	/**
	 * The stream ended without an answer. A conversation that is too long can be the
	 * reason.
	 */
	STREAM_EMPTY(true),

	/**
	 * The response cannot be understood.
	 */
	MALFORMED_RESPONSE(false),

	/**
	 * The response is larger than it may be.
	 */
	RESPONSE_TOO_LARGE(false);

	private final boolean retryable;

	ErrorKind(boolean retryable) {
		this.retryable = retryable;
	}

	/**
	 * Return whether the same request may succeed when it is sent again later. The model
	 * has then sent it again where that helps at once; after a timeout, and once a chunk
	 * was delivered, it leaves that to the caller.
	 * @return whether it may
	 */
	public boolean isRetryable() {
		return this.retryable;
	}

}
