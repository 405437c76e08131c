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

package io.github.hfspring.structured;

import java.util.List;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.FinishReason;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The model has answered, but not in the form that was asked for. The message says what
 * is wrong first, in the words of the schema; those of the answer, which may be private,
 * are in {@link #violations()}, in {@link #text()} and, if the type has refused a value,
 * in the message of the cause.
 *
 * @since 0.1.0
 */
public final class InvalidAnswerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int MAX_VIOLATIONS = 20;

	/** How long a violation may be. */
	private static final int MAX_LENGTH = 1000;

	/** How much of one is in the message. */
	private static final int MAX_SHOWN = 150;

	private final Reason reason;

	private final String text;

	private final List<String> violations;

	private final transient @Nullable ChatResponse response;

	private final transient @Nullable List<ChatMessage> conversation;

	InvalidAnswerException(Reason reason, List<String> violations, String text, ChatResponse response,
			@Nullable Throwable cause) {
		this(reason, message(reason, shown(violations), response), violations, text, response, List.of(), cause);
	}

	private InvalidAnswerException(Reason reason, String message, List<String> violations, String text,
			ChatResponse response, List<ChatMessage> conversation, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.violations = violations.stream()
			.limit(MAX_VIOLATIONS)
			.map((violation) -> StringUtils.truncate(violation, MAX_LENGTH))
			.toList();
		this.text = text;
		this.response = response;
		this.conversation = List.copyOf(conversation);
	}

	/**
	 * Make an exception of something that has words of the answer in it.
	 */
	static InvalidAnswerException quoting(Reason reason, @Nullable String shown, @Nullable String violation,
			String text, ChatResponse response, @Nullable Throwable cause) {
		return new InvalidAnswerException(reason, message(reason, shown, response),
				(violation != null) ? List.of(violation) : List.of(), text, response, List.of(), cause);
	}

	private static @Nullable String shown(List<String> violations) {
		if (violations.isEmpty()) {
			return null;
		}
		String first = StringUtils.truncate(violations.get(0), MAX_SHOWN);
		return (violations.size() > 1) ? first + " (and " + (violations.size() - 1) + " more)" : first;
	}

	private static String message(Reason reason, @Nullable String shown, ChatResponse response) {
		StringBuilder message = new StringBuilder(reason.description);
		if (shown != null) {
			message.append(": ").append(StringUtils.truncate(shown, 2 * MAX_SHOWN));
		}
		FinishReason finish = response.finishReason();
		if (finish != null) {
			message.append(" [finish reason ").append(finish).append(']');
		}
		return message.toString();
	}

	/**
	 * Return what is wrong.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Return the text that could not be used: the whole one of the answer, or, for
	 * {@code streamElements}, that of an element.
	 * @return the text, as the model wrote it; empty if there was none
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return where the answer differs from what was asked for.
	 * @return what is wrong, up to 20 things, none longer than about 1000 characters; a
	 * refusal in the words of the model
	 */
	public List<String> violations() {
		return this.violations;
	}

	/**
	 * Return the whole answer with its usage; of a stream, what has arrived of it.
	 * @return the response, or {@code null} after this exception was serialized
	 */
	public @Nullable ChatResponse response() {
		return this.response;
	}

	/**
	 * Return what was said before the answer, which has what tools have returned that
	 * were run for it.
	 * @return the messages, ready to be sent again; empty for an answer whose request
	 * nobody knew, as that of {@link AnswerType#read} and of a stream
	 */
	public List<ChatMessage> conversation() {
		List<ChatMessage> conversation = this.conversation;
		return (conversation != null) ? conversation : List.of();
	}

	InvalidAnswerException withConversation(List<ChatMessage> conversation) {
		if (this.response == null) {
			return this;
		}
		InvalidAnswerException copy = new InvalidAnswerException(this.reason, String.valueOf(getMessage()),
				this.violations, this.text, this.response, conversation, getCause());
		copy.setStackTrace(getStackTrace());
		return copy;
	}

	/**
	 * Return whether the model may do better once it is told.
	 * @return whether there was an answer, and only its form was wrong
	 */
	public boolean isRepairable() {
		return this.reason == Reason.NOT_JSON || this.reason == Reason.INVALID;
	}

	/**
	 * What is wrong with an answer. More reasons may come, so a {@code switch} needs a
	 * {@code default}.
	 */
	public enum Reason {

		/**
		 * There is no text.
		 */
		EMPTY("The answer has no text"),

		/**
		 * The answer reached its maximum length before it was whole.
		 */
		CUT_OFF("The answer was cut off, so raise 'max-tokens' or ask for less"),

		/**
		 * The model refused, or a filter held the answer back.
		 */
		REFUSED("There is no answer, because the model refused or a filter held it back"),

		/**
		 * The model wants tools called instead.
		 */
		TOOL_CALLS("The model calls tools instead of giving an answer"),

		/**
		 * The text is not JSON, or has more than one value of it.
		 */
		NOT_JSON("The answer is not JSON"),

		/**
		 * The JSON does not follow the schema, or the Java type cannot be made of it.
		 */
		INVALID("The answer does not have the form that was asked for"),

		/**
		 * The answer could not be checked or read, because the program broke down: a
		 * class is missing, an assertion failed, a pattern took too deep a stack, or the
		 * type is one that Jackson can never read. The {@link Throwable#getCause() cause}
		 * says which.
		 */
		UNREADABLE("The answer could not be checked or read");

		private final String description;

		Reason(String description) {
			this.description = description;
		}

	}

}
