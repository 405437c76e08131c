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

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.springframework.util.Assert;

/**
 * Why the model stopped. The value is open: what a server sends is kept, and
 * {@link #kind()} says what it means.
 *
 * @param value the value as the server sent it
 * @since 0.1.0
 */
public record FinishReason(@JsonValue String value) {

	/**
	 * The model was done, or came to a stop sequence.
	 */
	public static final FinishReason STOP = new FinishReason("stop");

	/**
	 * The answer reached its maximum length.
	 */
	public static final FinishReason LENGTH = new FinishReason("length");

	/**
	 * The model wants tools called.
	 */
	public static final FinishReason TOOL_CALLS = new FinishReason("tool_calls");

	/**
	 * A filter held the answer back.
	 */
	public static final FinishReason CONTENT_FILTER = new FinishReason("content_filter");

	public FinishReason {
		Assert.notNull(value, "'value' must not be null");
	}

	/**
	 * Return what the value means.
	 * @return the kind, {@link Kind#OTHER} for values that are not known
	 */
	public Kind kind() {
		return switch (this.value.toLowerCase(Locale.ROOT)) {
			case "stop", "eos", "eos_token", "stop_sequence", "end_turn" -> Kind.STOP;
			case "length", "max_tokens", "model_length" -> Kind.LENGTH;
			case "tool_calls", "function_call", "tool_use" -> Kind.TOOL_CALLS;
			case "content_filter" -> Kind.CONTENT_FILTER;
			case "error" -> Kind.ERROR;
			default -> Kind.OTHER;
		};
	}

	@Override
	public String toString() {
		return this.value;
	}

	/**
	 * Return the finish reason for a value.
	 * @param value the value as the server sent it
	 * @return the finish reason
	 */
	@JsonCreator
	public static FinishReason of(String value) {
		return switch (value) {
			case "stop" -> STOP;
			case "length" -> LENGTH;
			case "tool_calls" -> TOOL_CALLS;
			case "content_filter" -> CONTENT_FILTER;
			default -> new FinishReason(value);
		};
	}

	/**
	 * What a finish reason means.
	 */
	public enum Kind {

		/**
		 * Done, or a stop sequence: {@code stop}, and {@code eos}, {@code eos_token},
		 * {@code stop_sequence} of TGI and Together.
		 */
		STOP,

		/**
		 * Cut at the maximum length.
		 */
		LENGTH,

		/**
		 * Tools are to be called. Some servers say {@link #STOP} instead: whether there
		 * are tool calls decides.
		 */
		TOOL_CALLS,

		/**
		 * Held back by a filter.
		 */
		CONTENT_FILTER,

		/**
		 * The server failed in the middle of the answer.
		 */
		ERROR,

		/**
		 * A value that is not known.
		 */
		OTHER

	}

}
