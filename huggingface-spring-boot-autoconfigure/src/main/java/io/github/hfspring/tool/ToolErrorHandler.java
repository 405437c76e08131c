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
 * Decides what happens when a tool fails.
 *
 * @since 0.1.0
 * @see ToolErrorPolicy
 */
@FunctionalInterface
public interface ToolErrorHandler {

	/**
	 * Decide about a failure.
	 * @param call the call that has failed
	 * @param error why it has failed
	 * @return what to tell the model, which then goes on; {@code null} to stop with a
	 * {@link ToolCallingException}
	 */
	@Nullable String handle(ToolCall call, Throwable error);

}
