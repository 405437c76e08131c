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

package io.github.hfspring.tool;

import java.util.List;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.HuggingFaceException;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of a model with its tools was stopped. What was said so far is kept,
 * so that it is possible to go on from there.
 *
 * @since 0.1.0
 */
public final class ToolCallingException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final transient @Nullable List<ChatMessage> messages;

	ToolCallingException(Reason reason, String message, List<ChatMessage> messages, @Nullable Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.messages = List.copyOf(messages);
	}

	/**
	 * Return why it was stopped.
	 * @return the reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Return the conversation so far: the messages of the request, and each answer of the
	 * model whose tools were run, with a result for each of its calls. If it was stopped
	 * while tools ran, those that had finished have their results; of the others the
	 * model is told that the call has failed, was not finished or was not run, but not
	 * what an exception says.
	 * @return the messages, ready to be sent again
	 */
	public List<ChatMessage> messages() {
		return (this.messages != null) ? this.messages : List.of();
	}

	/**
	 * Why a conversation is stopped. More reasons may come, so a {@code switch} needs a
	 * {@code default}.
	 */
	public enum Reason {

		/**
		 * The model went on calling tools.
		 */
		TOO_MANY_ROUNDS,

		/**
		 * One answer called too many tools, of which none was run.
		 */
		TOO_MANY_CALLS,

		/**
		 * It took too long.
		 */
		TIMEOUT,

		/**
		 * A tool has failed.
		 */
		TOOL_FAILED,

		/**
		 * The model called a tool that it was not offered, and did so again after it was
		 * told.
		 */
		UNKNOWN_TOOL,

		/**
		 * The model gave a tool wrong arguments, and did so again after it was told.
		 */
		INVALID_ARGUMENTS,

		/**
		 * The model could not be asked again after its tools had been run. Such an
		 * exception is suppressed in the one that tells why; a
		 * {@link HuggingFaceException} has a {@link HuggingFaceException#conversation()
		 * conversation} itself.
		 */
		MODEL_FAILED

	}

}
