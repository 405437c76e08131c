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
 * How a call of a tool has ended.
 *
 * @param call the call
 * @param text what the model is told
 * @param mistake what the model did wrong, if it did
 * @param cause how that was found out, or why the tool has failed
 */
record ToolOutcome(ToolCall call, String text, ToolCallingException.@Nullable Reason mistake,
		@Nullable Throwable cause) {

	static ToolOutcome of(ToolCall call, String text) {
		return new ToolOutcome(call, text, null, null);
	}

}
