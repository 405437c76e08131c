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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ToolDefinition;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Estimates where another counter fails: no request should be lost because nobody knows
 * exactly how long it is. The first failure is logged.
 */
final class ForgivingTokenCounter implements TokenCounter {

	private static final Log logger = LogFactory.getLog(ForgivingTokenCounter.class);

	private final TokenCounter counter;

	private final TokenCounter estimate = TokenCounter.estimate();

	private final AtomicBoolean failed;

	private final boolean preliminary;

	ForgivingTokenCounter(TokenCounter counter) {
		this(counter, new AtomicBoolean(), false);
	}

	private ForgivingTokenCounter(TokenCounter counter, AtomicBoolean failed, boolean preliminary) {
		this.counter = counter;
		this.failed = failed;
		this.preliminary = preliminary;
	}

	/**
	 * Return the counter of one request, which counts in the same way from its beginning
	 * to its end.
	 */
	ForgivingTokenCounter fixed() {
		if (this.counter instanceof LoadingTokenCounter loading) {
			TokenCounter current = loading.current();
			return new ForgivingTokenCounter(current, this.failed, loading.isReplacing(current));
		}
		return this;
	}

	/**
	 * Return whether a better counter is under way.
	 */
	boolean isPreliminary() {
		return this.preliminary;
	}

	/**
	 * Return whether this counts with a counter.
	 */
	boolean isOf(TokenCounter counter) {
		return this.counter == counter;
	}

	@Override
	public int count(ChatMessage message) {
		return count((counter) -> counter.count(message));
	}

	@Override
	public int count(ToolDefinition tool) {
		return count((counter) -> counter.count(tool));
	}

	private int count(ToIntFunction<TokenCounter> count) {
		try {
			return count.applyAsInt(this.counter);
		}
		catch (RuntimeException ex) {
			if (!this.failed.getAndSet(true)) {
				logger.warn("The token counter " + this.counter.getClass().getName()
						+ " fails, so that tokens are estimated", ex);
			}
			return count.applyAsInt(this.estimate);
		}
	}

}
