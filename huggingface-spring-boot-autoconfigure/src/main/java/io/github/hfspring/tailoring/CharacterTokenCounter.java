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
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens out of characters. Counts in quarters of a token, so that what is rounded
 * off is rounded once.
 *
 * @param byScript whether a character of a script with many counts for more
 */
record CharacterTokenCounter(boolean byScript) implements TokenCounter {

	private static final int QUARTERS = 4;

	/** Greek, Cyrillic, Hebrew, Arabic and the like begin here. */
	private static final int FIRST_OTHER_ALPHABET = 0x370;

	/** Radicals, kana, ideographs, hangul and all beyond begin here. */
	private static final int FIRST_IDEOGRAPH = 0x2e80;

	/**
	 * What an image takes where nobody knows its size; servers make 250 to 2,000 of it.
	 */
	static final int PART = 1000;

	@Override
	public int count(ChatMessage message) {
		return tokens(MessageTexts.sum(message, this::quarters))
				+ MessageTexts.others(message) * (this.byScript ? PART : 0);
	}

	@Override
	public int count(ToolDefinition tool) {
		return tokens(
				quarters(tool.name()) + quarters(tool.description()) + quarters(String.valueOf(tool.parameters())));
	}

	/**
	 * What is not empty is at least one token.
	 */
	private static int tokens(long quarters) {
		return (quarters == 0) ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.max(1, quarters / QUARTERS));
	}

	private long quarters(@Nullable String text) {
		if (text == null) {
			return 0;
		}
		if (!this.byScript) {
			return text.codePointCount(0, text.length());
		}
		long quarters = 0;
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (character < FIRST_OTHER_ALPHABET) {
				quarters++;
			}
			else if (character < FIRST_IDEOGRAPH) {
				quarters += 2;
			}
			else {
				// Two surrogates make one character
				quarters += Character.isSurrogate(character) ? QUARTERS / 2 : QUARTERS;
			}
		}
		return quarters;
	}

}
