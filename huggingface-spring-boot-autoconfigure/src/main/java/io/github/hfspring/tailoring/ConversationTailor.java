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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.tailoring.Rounds.Round;

import org.springframework.util.Assert;

/**
 * Makes conversations shorter, message by message and without asking anybody. One that is
 * within its budget is not touched. Else whole rounds are left out as the
 * {@link TailoringStrategy} says, and if that is not enough, the last round is made
 * shorter: results of tools first, then earlier steps. Of the last round what the user
 * said and the last step are always kept, and so are the system messages at the
 * beginning; if these are too long, the conversation does not
 * {@link TailoredConversation#fits() fit}.
 * <p>
 * Can be used by several threads at once if its counter can.
 *
 * @since 0.1.0
 */
public final class ConversationTailor {

	private final ForgivingTokenCounter counter;

	private final TailoringStrategy strategy;

	private final boolean trimLastRound;

	/**
	 * Create a tailor.
	 * @param counter counts tokens; where it throws an exception, tokens are estimated
	 * @param strategy which rounds to leave out first
	 * @param trimLastRound whether the last round may be made shorter
	 */
	public ConversationTailor(TokenCounter counter, TailoringStrategy strategy, boolean trimLastRound) {
		Assert.notNull(counter, "'counter' must not be null");
		Assert.notNull(strategy, "'strategy' must not be null");
		this.counter = new ForgivingTokenCounter(counter);
		this.strategy = strategy;
		this.trimLastRound = trimLastRound;
	}

	/**
	 * Return what counts tokens.
	 */
	ForgivingTokenCounter counter() {
		return this.counter;
	}

	/**
	 * Make a conversation as short as it has to be.
	 * @param messages the conversation, oldest message first
	 * @param budget how many tokens it may have
	 * @return what became of it
	 */
	public TailoredConversation tailor(List<ChatMessage> messages, int budget) {
		return tailor(messages, budget, this.counter.fixed());
	}

	TailoredConversation tailor(List<ChatMessage> messages, int budget, TokenCounter counter) {
		int[] tokens = new int[messages.size()];
		int total = 0;
		for (int i = 0; i < tokens.length; i++) {
			tokens[i] = counter.count(messages.get(i));
			total += tokens[i];
		}
		if (total <= budget || messages.isEmpty()) {
			return new TailoredConversation(messages, total, total, budget);
		}
		Rounds cut = Rounds.of(messages, tokens);
		List<Round> rounds = new ArrayList<>(cut.rounds());
		int left = total;
		while (left > budget && rounds.size() > 1) {
			left -= rounds.remove(this.strategy.next(rounds.size() - 1)).tokens();
		}
		List<ChatMessage> kept = new ArrayList<>(messages.subList(0, cut.head()));
		for (int i = 0; i < rounds.size() - 1; i++) {
			kept.addAll(messages.subList(rounds.get(i).from(), rounds.get(i).to()));
		}
		if (!rounds.isEmpty()) {
			Round last = rounds.get(rounds.size() - 1);
			LastRound round = new LastRound(counter, messages.subList(last.from(), last.to()),
					Arrays.copyOfRange(tokens, last.from(), last.to()));
			if (this.trimLastRound) {
				round.fit(budget - (left - last.tokens()));
			}
			left += round.tokens() - last.tokens();
			kept.addAll(round.messages());
		}
		return new TailoredConversation(kept, total, left, budget);
	}

}
