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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatDelta;
import io.github.hfspring.chat.ChunkChoice;
import io.github.hfspring.chat.ReasoningPlace;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/**
 * Splits the reasoning from the text of one answer, choice by choice. A tag may be spread
 * over several chunks: what may be the beginning of one is held back until it is known
 * whether it is.
 */
final class ThinkTags {

	private final ThinkTagPolicy policy;

	private final Map<Integer, ThinkTagSplitter> choices = new TreeMap<>();

	private ResponseMetadata metadata = ResponseMetadata.none();

	private ThinkTags(ThinkTagPolicy policy) {
		this.policy = policy;
	}

	/**
	 * Split the reasoning from the text.
	 * @param chunks the chunks of an answer
	 * @param policy where the reasoning is
	 * @return the chunks with the reasoning in its place
	 */
	static Flux<ChatChunk> split(Flux<ChatChunk> chunks, ThinkTagPolicy policy) {
		if (policy == ThinkTagPolicy.KEEP) {
			return chunks;
		}
		return Flux.defer(() -> {
			ThinkTags tags = new ThinkTags(policy);
			return chunks.map(tags::split)
				.concatWith(Flux.defer(tags::rest))
				.onErrorResume((error) -> Flux.concat(tags.rest(), Flux.error(error)));
		});
	}

	private ChatChunk split(ChatChunk chunk) {
		this.metadata = chunk.metadata();
		List<ChunkChoice> choices = new ArrayList<>(chunk.choices().size());
		for (ChunkChoice choice : chunk.choices()) {
			ThinkTagSplitter splitter = this.choices.computeIfAbsent(choice.index(),
					(index) -> new ThinkTagSplitter(this.policy));
			choices.add(split(choice, splitter));
		}
		return withChoices(chunk, choices);
	}

	private static ChunkChoice split(ChunkChoice choice, ThinkTagSplitter splitter) {
		ChatDelta delta = choice.delta();
		if (delta.reasoning() != null && !delta.reasoning().isEmpty()) {
			// The server knows how to tell them apart
			splitter.stop();
		}
		splitter.add(delta.content());
		if (choice.finishReason() != null) {
			splitter.stop();
		}
		String content = splitter.takeContent();
		String reasoning = splitter.takeReasoning(delta.reasoning());
		ChatDelta split = new ChatDelta(delta.role(), (delta.content() != null || !content.isEmpty()) ? content : null,
				reasoning, place(delta, reasoning), delta.toolCalls(), delta.refusal(), delta.additionalFields());
		return new ChunkChoice(choice.index(), split, choice.finishReason(), choice.logprobs(),
				choice.additionalFields());
	}

	private static @Nullable ReasoningPlace place(ChatDelta delta, @Nullable String reasoning) {
		boolean given = delta.reasoning() != null
				&& (!delta.reasoning().isEmpty() || delta.reasoning().equals(reasoning));
		return (given || reasoning == null) ? delta.reasoningPlace() : ReasoningPlace.THINK_TAGS;
	}

	private static ChatChunk withChoices(ChatChunk chunk, List<ChunkChoice> choices) {
		return new ChatChunk(chunk.id(), chunk.model(), chunk.created(), choices, chunk.usage(),
				chunk.systemFingerprint(), chunk.additionalFields(), chunk.metadata());
	}

	/**
	 * Give what is still held back, where an answer ended without a finish reason.
	 */
	private Flux<ChatChunk> rest() {
		List<ChunkChoice> choices = new ArrayList<>();
		this.choices.forEach((index, splitter) -> {
			splitter.stop();
			String content = splitter.takeContent();
			String reasoning = splitter.takeReasoning(null);
			if (!content.isEmpty() || reasoning != null) {
				ChatDelta delta = new ChatDelta(null, content.isEmpty() ? null : content, reasoning,
						(reasoning != null) ? ReasoningPlace.THINK_TAGS : null, List.of(), null, Map.of());
				choices.add(new ChunkChoice(index, delta, null, null, Map.of()));
			}
		});
		return choices.isEmpty() ? Flux.empty()
				: Flux.just(new ChatChunk(null, null, 0, choices, null, null, Map.of(), this.metadata));
	}

}
