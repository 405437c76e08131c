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

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A piece of an answer, as it arrives. {@link ChatChunkAggregator} puts pieces together.
 * <p>
 * Components may be added in a minor release; where one is needed in a test, use
 * {@link #of(String)}.
 *
 * @param id the id the server gave the answer
 * @param model the model that answers, in the words of who serves it
 * @param created when the server began, in seconds since 1970; 0 if it does not tell
 * @param choices what is new in each answer; empty in chunks that only carry usage
 * @param usage what the call cost so far, if the server tells
 * @param systemFingerprint the server's configuration, if it tells
 * @param additionalFields further JSON fields
 * @param metadata what the HTTP response said beside its body
 * @param round the answer that it belongs to in a stream of several, from 0: that of a
 * model whose tools are run goes on with the next one after them
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ChatChunk(@Nullable String id, @Nullable String model, long created, List<ChunkChoice> choices,
		@Nullable Usage usage, @Nullable String systemFingerprint, Map<String, Object> additionalFields,
		ResponseMetadata metadata, int round) {

	public ChatChunk {
		choices = List.copyOf(choices);
		additionalFields = JsonFields.copyOf(additionalFields);
	}

	/**
	 * Create a chunk of the first answer.
	 * @param id the id the server gave the answer
	 * @param model the model that answers
	 * @param created when the server began, in seconds since 1970
	 * @param choices what is new in each answer
	 * @param usage what the call cost so far
	 * @param systemFingerprint the server's configuration
	 * @param additionalFields further JSON fields
	 * @param metadata what the HTTP response said beside its body
	 */
	public ChatChunk(@Nullable String id, @Nullable String model, long created, List<ChunkChoice> choices,
			@Nullable Usage usage, @Nullable String systemFingerprint, Map<String, Object> additionalFields,
			ResponseMetadata metadata) {
		this(id, model, created, choices, usage, systemFingerprint, additionalFields, metadata, 0);
	}

	/**
	 * Return this chunk as one of another answer of the stream.
	 * @param round the number of the answer, from 0
	 * @return the chunk
	 */
	public ChatChunk withRound(int round) {
		return (round == this.round) ? this : new ChatChunk(this.id, this.model, this.created, this.choices, this.usage,
				this.systemFingerprint, this.additionalFields, this.metadata, round);
	}

	/**
	 * Return the text that is new in the first answer.
	 * @return the text, empty if there is none
	 */
	public String text() {
		ChunkChoice choice = firstChoice();
		String content = (choice != null) ? choice.delta().content() : null;
		return (content != null) ? content : "";
	}

	/**
	 * Return the reasoning that is new in the first answer.
	 * @return the reasoning, empty if there is none
	 */
	public String reasoning() {
		ChunkChoice choice = firstChoice();
		String reasoning = (choice != null) ? choice.delta().reasoning() : null;
		return (reasoning != null) ? reasoning : "";
	}

	/**
	 * Return why the first answer ended.
	 * @return the reason, or {@code null} if it has not ended, or the server gave none
	 */
	public @Nullable FinishReason finishReason() {
		ChunkChoice choice = firstChoice();
		return (choice != null) ? choice.finishReason() : null;
	}

	private @Nullable ChunkChoice firstChoice() {
		for (int i = 0; i < this.choices.size(); i++) {
			ChunkChoice choice = this.choices.get(i);
			if (choice.index() == 0) {
				return choice;
			}
		}
		return null;
	}

	/**
	 * Create a chunk that carries text and nothing else.
	 * @param text the text
	 * @return the chunk
	 */
	public static ChatChunk of(String text) {
		ChatDelta delta = new ChatDelta(null, text, null, List.of(), null, Map.of());
		return new ChatChunk(null, null, 0, List.of(new ChunkChoice(0, delta, null, null, Map.of())), null, null,
				Map.of(), ResponseMetadata.none());
	}

}
