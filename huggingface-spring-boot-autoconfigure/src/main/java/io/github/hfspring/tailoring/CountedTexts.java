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

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Texts and how many tokens they have. Keeps those that were asked for last: of a
 * conversation that is sent again and again, only what is new is counted.
 */
final class CountedTexts {

	/** About twice as many bytes, or four times. */
	static final int MAX_CHARACTERS = 4_000_000;

	/** What is shorter is counted faster than it is found. */
	private static final int LEAST_CHARACTERS = 16;

	private final ToIntFunction<String> counter;

	private final Map<String, Integer> counts = new LinkedHashMap<>(16, 0.75f, true);

	private long characters;

	CountedTexts(ToIntFunction<String> counter) {
		this.counter = counter;
	}

	int count(String text) {
		if (text.isEmpty()) {
			return 0;
		}
		if (text.length() < LEAST_CHARACTERS || text.length() > MAX_CHARACTERS) {
			return this.counter.applyAsInt(text);
		}
		synchronized (this.counts) {
			Integer known = this.counts.get(text);
			if (known != null) {
				return known;
			}
		}
		int count = this.counter.applyAsInt(text);
		synchronized (this.counts) {
			if (this.counts.put(text, count) == null) {
				this.characters += text.length();
			}
			Iterator<String> oldest = this.counts.keySet().iterator();
			while (this.characters > MAX_CHARACTERS) {
				this.characters -= oldest.next().length();
				oldest.remove();
			}
		}
		return count;
	}

}
