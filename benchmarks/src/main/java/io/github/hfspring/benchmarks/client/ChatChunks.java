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

package io.github.hfspring.benchmarks.client;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ToolCallDelta;

/**
 * What a client reads of the chunks of the starter.
 */
public final class ChatChunks {

	private ChatChunks() {
	}

	/**
	 * Return how much text is new: of the answer, of reasoning, and of arguments.
	 * @param chunk the chunk
	 * @return the characters
	 */
	public static int characters(ChatChunk chunk) {
		int characters = chunk.text().length() + chunk.reasoning().length();
		if (!chunk.choices().isEmpty()) {
			for (ToolCallDelta call : chunk.choices().get(0).delta().toolCalls()) {
				String arguments = call.arguments();
				characters += (arguments != null) ? arguments.length() : 0;
			}
		}
		return characters;
	}

}
