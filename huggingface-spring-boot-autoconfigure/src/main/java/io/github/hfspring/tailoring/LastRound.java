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
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.IntStream;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ToolMessage;
import io.github.hfspring.chat.UserMessage;

/**
 * The last round while it is made shorter. What comes before the first answer of the
 * model is the question and is kept, and so is the last step. A step is an answer and all
 * that follows it: a tool call and its results stay together, because servers refuse one
 * without the other.
 */
final class LastRound {

	static final String LEFT_OUT = "[This result was left out because the conversation is too long.]";

	static final String CUT = "\n[The rest was left out because the conversation is too long.]";

	/** What is shorter is not worth cutting. */
	private static final int LEAST_TEXT = 256;

	private final TokenCounter counter;

	private final List<ChatMessage> question = new ArrayList<>();

	private final List<List<Counted>> steps = new ArrayList<>();

	private int tokens;

	/**
	 * Begin with a round.
	 * @param counter counts tokens
	 * @param messages the messages of the round
	 * @param tokens how many tokens each of them has
	 */
	LastRound(TokenCounter counter, List<ChatMessage> messages, int[] tokens) {
		this.counter = counter;
		for (int i = 0; i < tokens.length; i++) {
			ChatMessage message = messages.get(i);
			this.tokens += tokens[i];
			if (message instanceof AssistantMessage) {
				this.steps.add(new ArrayList<>());
			}
			if (this.steps.isEmpty()) {
				this.question.add(message);
			}
			else {
				this.steps.get(this.steps.size() - 1).add(new Counted(message, tokens[i]));
			}
		}
	}

	/**
	 * Make it as short as it has to be, if it can be.
	 * @param budget how many tokens it may have
	 */
	void fit(int budget) {
		for (int i = 0; i < this.steps.size() - 1 && this.tokens > budget; i++) {
			leaveResultsOut(this.steps.get(i), budget);
		}
		while (this.steps.size() > 1 && this.tokens > budget) {
			this.steps.remove(0).forEach(this::leaveOut);
		}
		if (!this.steps.isEmpty() && this.tokens > budget) {
			cutResults(this.steps.get(0), budget);
		}
	}

	/**
	 * The user may have spoken while tools were at work.
	 */
	private void leaveOut(Counted counted) {
		if (counted.message() instanceof UserMessage said) {
			this.question.add(said);
		}
		else {
			this.tokens -= counted.tokens();
		}
	}

	private void leaveResultsOut(List<Counted> step, int budget) {
		for (int i = 0; i < step.size() && this.tokens > budget; i++) {
			if (step.get(i).message() instanceof ToolMessage result && result.text().length() > LEFT_OUT.length()) {
				replace(step, i, withText(result, LEFT_OUT));
			}
		}
	}

	/**
	 * Halve the longest result until all fit.
	 */
	private void cutResults(List<Counted> step, int budget) {
		Comparator<Integer> byLength = Comparator.comparingInt((index) -> step.get(index).message().text().length());
		Queue<Integer> longest = new PriorityQueue<>(byLength.reversed().thenComparing(Comparator.naturalOrder()));
		IntStream.range(0, step.size()).filter((index) -> isWorthCutting(step, index)).forEach(longest::add);
		while (this.tokens > budget && !longest.isEmpty()) {
			int index = longest.remove();
			ToolMessage result = (ToolMessage) step.get(index).message();
			String text = result.text();
			String uncut = text.endsWith(CUT) ? text.substring(0, text.length() - CUT.length()) : text;
			int end = uncut.length() / 2;
			end -= Character.isHighSurrogate(uncut.charAt(end - 1)) ? 1 : 0;
			replace(step, index, withText(result, uncut.substring(0, end) + CUT));
			if (isWorthCutting(step, index)) {
				longest.add(index);
			}
		}
	}

	private static boolean isWorthCutting(List<Counted> step, int index) {
		return step.get(index).message() instanceof ToolMessage result && result.text().length() > LEAST_TEXT;
	}

	private void replace(List<Counted> step, int index, ChatMessage shorter) {
		Counted counted = new Counted(shorter, this.counter.count(shorter));
		this.tokens += counted.tokens() - step.set(index, counted).tokens();
	}

	private static ToolMessage withText(ToolMessage result, String text) {
		return new ToolMessage(result.toolCallId(), result.name(), text, result.additionalFields());
	}

	int tokens() {
		return this.tokens;
	}

	List<ChatMessage> messages() {
		List<ChatMessage> messages = new ArrayList<>(this.question);
		this.steps.forEach((step) -> step.forEach((counted) -> messages.add(counted.message())));
		return messages;
	}

	/**
	 * A message, and what it was counted for, which is taken off again with it.
	 *
	 * @param message the message
	 * @param tokens how many tokens it has
	 */
	private record Counted(ChatMessage message, int tokens) {

	}

}
