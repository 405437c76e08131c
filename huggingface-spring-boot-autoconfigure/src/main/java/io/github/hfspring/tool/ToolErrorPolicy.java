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

import io.github.hfspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * The usual ways to deal with a tool that fails.
 *
 * @since 0.1.0
 */
public enum ToolErrorPolicy implements ToolErrorHandler {

	/**
	 * Tell the model the message of the exception.
	 */
	TELL_MODEL {

		@Override
		public String handle(ToolCall call, Throwable error) {
			String message = error.getMessage();
			return "Error: " + ((message != null && !message.isBlank()) ? message : "the tool has failed");
		}

	},

	/**
	 * Stop with a {@link ToolCallingException}.
	 */
	FAIL {

		@Override
		public @Nullable String handle(ToolCall call, Throwable error) {
			return null;
		}

	}

}
