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

package io.github.hfspring.tailoring;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ToolDefinition;

/**
 * Counts the tokens of what is sent. It is asked for every message of every request that
 * is tailored: on the thread that sends it, or, where that must not be held up, on one
 * that is there for it. It should not wait for anything.
 *
 * @since 0.1.0
 */
public interface TokenCounter {

	/**
	 * Count the tokens of a message.
	 * @param message the message
	 * @return the number of tokens
	 */
	int count(ChatMessage message);

	/**
	 * Count the tokens of the definition of a tool.
	 * @param tool the definition
	 * @return the number of tokens
	 */
	int count(ToolDefinition tool);

	/**
	 * Return a counter that takes four characters for a token, in whatever script. For
	 * Chinese, Japanese and Korean that is much too few tokens.
	 * @return the counter
	 */
	static TokenCounter characters() {
		return new CharacterTokenCounter(false);
	}

	/**
	 * Return a counter that knows no model, and takes four characters of Latin script for
	 * a token, two of other alphabets, and one of Chinese, Japanese, Korean and emoji.
	 * @return the counter
	 */
	static TokenCounter estimate() {
		return new CharacterTokenCounter(true);
	}

}
