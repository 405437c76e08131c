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

package io.github.hfspring.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Turns chunks into the response they amount to, at any time: also a stream that broke
 * off can be asked for what there was. Of a stream of several answers, between which
 * tools are run, that is the last one, as it is for a call.
 * <p>
 * Not safe for use by several threads at once; chunks of one stream arrive one at a time.
 *
 * @since 0.1.0
 */
public final class ChatChunkAggregator {

	/**
	 * What an answer or a tool call counts for, so that many empty ones are not free.
	 */
	static final int PIECE_SIZE = 64;

	private final Map<Integer, ChoiceAggregator> choices = new TreeMap<>();

	private FieldsAggregator additionalFields = new FieldsAggregator();

	private @Nullable ChoiceAggregator last;

	private @Nullable String id;

	private @Nullable String model;

	private long created;

	private @Nullable Usage usage;

	private @Nullable String systemFingerprint;

	private long size;

	private int round;

	private ResponseMetadata metadata = ResponseMetadata.none();

	/**
	 * Add the next chunk.
	 * @param chunk the chunk
	 */
	public void add(ChatChunk chunk) {
		if (chunk.round() != this.round) {
			beginAnew(chunk.round());
		}
		this.id = firstNonEmpty(this.id, chunk.id());
		this.model = firstNonEmpty(this.model, chunk.model());
		this.created = (this.created != 0) ? this.created : chunk.created();
		this.systemFingerprint = firstNonEmpty(this.systemFingerprint, chunk.systemFingerprint());
		this.usage = (chunk.usage() != null) ? chunk.usage() : this.usage;
		this.metadata = chunk.metadata();
		this.size += this.additionalFields.add(chunk.additionalFields());
		List<ChunkChoice> choices = chunk.choices();
		for (int i = 0; i < choices.size(); i++) {
			ChunkChoice choice = choices.get(i);
			ChoiceAggregator aggregator = choice(choice.index());
			this.size += aggregator.add(choice);
		}
	}

	private void beginAnew(int round) {
		this.round = round;
		this.choices.clear();
		this.additionalFields = new FieldsAggregator();
		this.last = null;
		this.id = null;
		this.model = null;
		this.created = 0;
		this.usage = null;
		this.systemFingerprint = null;
		this.size = 0;
	}

	/**
	 * Nearly every chunk adds to the answer that the one before added to.
	 */
	private ChoiceAggregator choice(int index) {
		ChoiceAggregator last = this.last;
		if (last != null && last.index() == index) {
			return last;
		}
		ChoiceAggregator choice = this.choices.get(index);
		if (choice == null) {
			choice = new ChoiceAggregator(index);
			this.size += PIECE_SIZE;
			this.choices.put(index, choice);
		}
		this.last = choice;
		return choice;
	}

	/**
	 * Return how much text is held.
	 * @return the number of characters of all texts, reasoning and tool calls, and a
	 * little for each answer and each call
	 */
	public long size() {
		return this.size;
	}

	/**
	 * Return the response that the chunks added so far amount to.
	 * @return the response
	 */
	public ChatResponse toResponse() {
		boolean plausible = this.created > 0 && this.created <= Instant.MAX.getEpochSecond();
		Instant instant = plausible ? Instant.ofEpochSecond(this.created) : null;
		List<ChatChoice> all = new ArrayList<>(this.choices.size());
		for (ChoiceAggregator choice : this.choices.values()) {
			all.add(choice.toChoice());
		}
		return new ChatResponse(this.id, this.model, instant, all, this.usage, this.systemFingerprint,
				this.additionalFields.toMap(), this.metadata);
	}

	private static @Nullable String firstNonEmpty(@Nullable String first, @Nullable String second) {
		return (first != null && !first.isEmpty()) ? first : (second != null) ? second : first;
	}

}
