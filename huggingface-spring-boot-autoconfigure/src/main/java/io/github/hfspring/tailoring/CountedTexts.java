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

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Texts and how many tokens they have. Remembers those that were asked for last: of a
 * conversation that is sent again and again, only what is new is counted. Of the texts
 * themselves nothing is kept but their hashes, so that it may be many and long ones.
 */
final class CountedTexts {

	/** Each takes about a hundred bytes. */
	static final int MAX_TEXTS = 100_000;

	private final ToIntFunction<String> counter;

	private final Map<Hash, Integer> counts = new LinkedHashMap<>(16, 0.75f, true);

	CountedTexts(ToIntFunction<String> counter) {
		this.counter = counter;
	}

	int count(String text) {
		if (text.isEmpty()) {
			return 0;
		}
		Hash hash = Hash.of(text);
		synchronized (this.counts) {
			Integer known = this.counts.get(hash);
			if (known != null) {
				return known;
			}
		}
		int count = this.counter.applyAsInt(text);
		synchronized (this.counts) {
			this.counts.put(hash, count);
			if (this.counts.size() > MAX_TEXTS) {
				Iterator<Hash> oldest = this.counts.keySet().iterator();
				oldest.next();
				oldest.remove();
			}
		}
		return count;
	}

	/**
	 * What no two texts have in common.
	 */
	private record Hash(long first, long second) {

		static Hash of(String text) {
			try {
				MessageDigest digest = MessageDigest.getInstance("SHA-256");
				ByteBuffer hash = ByteBuffer.wrap(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
				return new Hash(hash.getLong(), hash.getLong());
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
