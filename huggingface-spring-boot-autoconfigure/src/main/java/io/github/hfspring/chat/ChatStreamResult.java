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

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.function.SingletonSupplier;

/**
 * How a stream ended, and what there was until then.
 *
 * @since 0.1.0
 */
public final class ChatStreamResult {

	private final Outcome outcome;

	private final SingletonSupplier<ChatResponse> response;

	private final @Nullable Throwable error;

	/**
	 * Create a result.
	 * @param outcome how the stream ended
	 * @param response makes the response so far; asked at most once
	 * @param error why it failed; given for {@link Outcome#FAILED} and no other
	 */
	public ChatStreamResult(Outcome outcome, Supplier<ChatResponse> response, @Nullable Throwable error) {
		Assert.isTrue((outcome == Outcome.FAILED) == (error != null), "'error' must be given for a failure only");
		this.outcome = outcome;
		this.response = SingletonSupplier.of(response);
		this.error = error;
	}

	/**
	 * Return how the stream ended.
	 * @return the outcome
	 */
	public Outcome outcome() {
		return this.outcome;
	}

	/**
	 * Return what the chunks delivered until the end amount to. It is put together when
	 * first asked for.
	 * @return the response, whole or in part
	 */
	public ChatResponse response() {
		return this.response.obtain();
	}

	/**
	 * Return why the stream failed.
	 * @return the error, or {@code null} if it did not fail
	 */
	public @Nullable Throwable error() {
		return this.error;
	}

	@Override
	public String toString() {
		return "ChatStreamResult[outcome=" + this.outcome + ", error=" + this.error + "]";
	}

	/**
	 * How a stream can end.
	 */
	public enum Outcome {

		/**
		 * The answer is whole.
		 */
		COMPLETED,

		/**
		 * There was an error.
		 */
		FAILED,

		/**
		 * The subscriber cancelled.
		 */
		CANCELLED

	}

}
