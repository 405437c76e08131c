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
 * Something that happens between a request and its answer. More kinds will come, so a
 * {@code switch} over them needs a {@code default}.
 *
 * @since 0.1.0
 */
public sealed interface ChatProgress {

	/**
	 * An attempt to get an answer has failed, be it a call or a stream.
	 *
	 * @param attempt the number of the attempt, from 1
	 * @param error why it failed
	 * @param retryIn how long until the next attempt, or {@code null} if this was the
	 * last one
	 */
	record AttemptFailed(int attempt, Throwable error, @Nullable Duration retryIn) implements ChatProgress {

	}

	/**
	 * The model is not there yet, because it is being loaded or its endpoint is starting.
	 * The request will be sent again.
	 *
	 * @param attempt the number of the attempt that found this, from 1
	 * @param error what the server said
	 * @param retryIn how long until the next attempt
	 * @param waited how long this request has waited for the model so far
	 */
	record WaitingForModel(int attempt, HuggingFaceException error, Duration retryIn,
			Duration waited) implements ChatProgress {

	}

	/**
	 * An event of a stream could not be understood and was left out, as
	 * {@code huggingface.stream.on-malformed-event} says.
	 *
	 * @param error what is wrong with it; its body has the beginning of the event
	 */
	record EventSkipped(HuggingFaceException error) implements ChatProgress {

	}

	/**
	 * The conversation was too long for the model, and parts of it were left out.
	 *
	 * @param tokensBefore how many tokens it had, as they were counted
	 * @param tokens how many are left
	 * @param budget how many it may have
	 * @param messagesLeftOut how many messages were left out as a whole
	 * @param byEndpoint whether the endpoint has counted, and then the whole request:
	 * tools and what the server adds are among the tokens; else the messages alone were
	 * counted, here
	 */
	record Tailored(int tokensBefore, int tokens, int budget, int messagesLeftOut,
			boolean byEndpoint) implements ChatProgress {

		/**
		 * Create an event of messages that were counted here.
		 * @param tokensBefore how many tokens they had
		 * @param tokens how many are left
		 * @param budget how many they may have
		 * @param messagesLeftOut how many messages were left out as a whole
		 */
		public Tailored(int tokensBefore, int tokens, int budget, int messagesLeftOut) {
			this(tokensBefore, tokens, budget, messagesLeftOut, false);
		}

	}

	/**
	 * The model has asked for a tool, which now runs. What it is called with is not told
	 * here: that is for the tool, and for whoever looks at the messages.
	 *
	 * @param name the name of the tool
	 * @param callId the id of the call
	 * @param round how often tools were run before for this request, from 0
	 */
	record ToolCalled(String name, String callId, int round) implements ChatProgress {

	}

	/**
	 * A tool has ended, which does not happen if it is cancelled.
	 *
	 * @param name the name of the tool
	 * @param callId the id of the call
	 * @param round how often tools were run before for this request, from 0
	 * @param duration how long it took
	 * @param error why it has failed, or could not be called; {@code null} if it has
	 * returned
	 */
	record ToolAnswered(String name, String callId, int round, Duration duration,
			@Nullable Throwable error) implements ChatProgress {

	}

}
