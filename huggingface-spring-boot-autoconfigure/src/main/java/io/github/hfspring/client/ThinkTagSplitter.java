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

package io.github.hfspring.client;

import org.jspecify.annotations.Nullable;

/**
 * Tells the reasoning from the text of one choice, piece by piece.
 */
final class ThinkTagSplitter {

	private static final String OPEN = "<think>";

	private static final String CLOSE = "</think>";

	/** No server sends more before a tag. */
	private static final int MAX_BLANKS = 256;

	private final boolean open;

	private final StringBuilder pending = new StringBuilder();

	private final StringBuilder content = new StringBuilder();

	private final StringBuilder reasoning = new StringBuilder();

	private State state = State.BEGINNING;

	ThinkTagSplitter(ThinkTagPolicy policy) {
		this.open = policy == ThinkTagPolicy.SPLIT_FROM_START;
	}

	/**
	 * Add a piece of what the server calls the text.
	 */
	void add(@Nullable String piece) {
		if (piece == null || piece.isEmpty()) {
			return;
		}
		if (this.state == State.TEXT) {
			this.content.append(piece);
			return;
		}
		this.pending.append(piece);
		if (this.state == State.BEGINNING) {
			begin();
		}
		if (this.state == State.THINKING) {
			think();
		}
		if (this.state == State.BEHIND) {
			leaveBlanksOut();
		}
	}

	private void begin() {
		int start = 0;
		while (start < this.pending.length() && Character.isWhitespace(this.pending.charAt(start))) {
			start++;
		}
		String rest = this.pending.substring(start);
		if (rest.startsWith(OPEN)) {
			this.pending.delete(0, start + OPEN.length());
			this.state = State.THINKING;
		}
		else if (!OPEN.startsWith(rest) || start > MAX_BLANKS) {
			this.state = this.open ? State.THINKING : State.TEXT;
			if (!this.open) {
				takePendingFor(this.content);
			}
		}
	}

	private void think() {
		int end = this.pending.indexOf(CLOSE);
		if (end >= 0) {
			this.reasoning.append(this.pending, 0, end);
			this.pending.delete(0, end + CLOSE.length());
			this.state = State.BEHIND;
			return;
		}
		int held = Math.min(CLOSE.length() - 1, this.pending.length());
		while (!CLOSE.startsWith(this.pending.substring(this.pending.length() - held))) {
			held--;
		}
		int known = this.pending.length() - held;
		this.reasoning.append(this.pending, 0, known);
		this.pending.delete(0, known);
	}

	/**
	 * An empty line behind the tag belongs to it.
	 */
	private void leaveBlanksOut() {
		int start = 0;
		while (start < this.pending.length() && Character.isWhitespace(this.pending.charAt(start))) {
			start++;
		}
		this.pending.delete(0, start);
		if (!this.pending.isEmpty()) {
			takePendingFor(this.content);
			this.state = State.TEXT;
		}
	}

	/**
	 * There is no more to split: what is held back is what it looks like.
	 */
	void stop() {
		takePendingFor((this.state == State.THINKING) ? this.reasoning : this.content);
		this.state = State.TEXT;
	}

	private void takePendingFor(StringBuilder target) {
		target.append(this.pending);
		this.pending.setLength(0);
	}

	String takeContent() {
		return take(this.content);
	}

	/**
	 * Take the reasoning that was found.
	 * @param given the reasoning that the server itself calls so
	 * @return both, or {@code null} if there is neither
	 */
	@Nullable String takeReasoning(@Nullable String given) {
		String found = take(this.reasoning);
		if (found.isEmpty()) {
			return given;
		}
		return (given != null) ? given + found : found;
	}

	private static String take(StringBuilder text) {
		if (text.isEmpty()) {
			return "";
		}
		String taken = text.toString();
		text.setLength(0);
		return taken;
	}

	private enum State {

		BEGINNING, THINKING, BEHIND, TEXT

	}

}
