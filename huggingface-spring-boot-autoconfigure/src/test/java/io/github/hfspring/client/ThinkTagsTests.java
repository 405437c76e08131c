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

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatChunkAggregator;
import io.github.hfspring.chat.ChatDelta;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ChunkChoice;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ThinkTagsTests {

	private static ChatResponse split(ThinkTagPolicy policy, boolean finished, List<String> pieces) {
		List<ChatChunk> chunks = new ArrayList<>(pieces.stream().map(ChatChunk::of).toList());
		if (finished) {
			chunks.add(chunk(new ChunkChoice(0, delta(null, null), FinishReason.of("stop"), null, Map.of())));
		}
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		ThinkTags.split(Flux.fromIterable(chunks), policy).doOnNext(aggregator::add).blockLast();
		return aggregator.toResponse();
	}

	private static ChatDelta delta(@Nullable String content, @Nullable String reasoning) {
		return new ChatDelta(null, content, reasoning, List.of(), null, Map.of());
	}

	private static ChatChunk chunk(ChunkChoice... choices) {
		return new ChatChunk("1", "m", 0, List.of(choices), null, null, Map.of(), ResponseMetadata.none());
	}

	/**
	 * However the text is cut into chunks, and whether or not a finish reason follows.
	 */
	@ParameterizedTest
	@CsvSource(nullValues = "none",
			value = { "SPLIT, '<think>Hm</think>Yes', Hm, Yes", "SPLIT, ' <think>Hm</think>~~Yes', Hm, Yes",
					"SPLIT, 'Yes <think>', none, 'Yes <think>'", "SPLIT, 'Yes', none, 'Yes'",
					"SPLIT, '<think', none, '<think'", "SPLIT, '<thin>', none, '<thin>'", "SPLIT, '<think>Hm', Hm, ''",
					"SPLIT, '<think>Hm</thi', 'Hm</thi', ''", "SPLIT, '<think>a</b></think>c', 'a</b>', c",
					"SPLIT, '<think></think>Yes', none, 'Yes'", "SPLIT, '<think>a</think>b</think>c', a, 'b</think>c'",
					"SPLIT, '<think>a</think>b<think>c</think>', a, 'b<think>c</think>'",
					"SPLIT, 'Hm</think>Yes', none, 'Hm</think>Yes'", "SPLIT_FROM_START, 'Hm</think>~Yes', Hm, Yes",
					"SPLIT_FROM_START, '<think>Hm</think>Yes', Hm, Yes", "SPLIT_FROM_START, '</think>Yes', none, Yes",
					"SPLIT_FROM_START, 'Hm', Hm, ''", "KEEP, '<think>Hm</think>Yes', none, '<think>Hm</think>Yes'" })
	void splitsHoweverItIsCut(ThinkTagPolicy policy, String text, @Nullable String reasoning, String answer) {
		String all = text.replace('~', '\n');
		for (int first = 0; first <= all.length(); first++) {
			for (int second = first; second <= all.length(); second++) {
				List<String> pieces = List.of(all.substring(0, first), all.substring(first, second),
						all.substring(second));
				for (boolean finished : List.of(true, false)) {
					ChatResponse response = split(policy, finished, pieces);
					assertThat(response.text()).as("%s", pieces).isEqualTo(answer);
					assertThat(response.reasoning()).as("%s", pieces).isEqualTo(reasoning);
				}
			}
		}
	}

	@Test
	void characterByCharacter() {
		List<String> pieces = "<think>One, two.</think>\n\nThree.".chars().mapToObj(Character::toString).toList();
		ChatResponse response = split(ThinkTagPolicy.SPLIT, true, pieces);
		assertThat(response.reasoning()).isEqualTo("One, two.");
		assertThat(response.text()).isEqualTo("Three.");
	}

	@Test
	void nothingIsHeldBackLongerThanItHasTo() {
		List<ChatChunk> chunks = ThinkTags
			.split(Flux.just("<think>", "a", "b<", "c", "</think>", "d", "e").map(ChatChunk::of), ThinkTagPolicy.SPLIT)
			.collectList()
			.block();
		assertThat(chunks).extracting(ChatChunk::reasoning).containsExactly("", "a", "b", "<c", "", "", "");
		assertThat(chunks).extracting(ChatChunk::text).containsExactly("", "", "", "", "", "d", "e");
	}

	@Test
	void endlessBlanksAreNotHeldBack() {
		List<ChatChunk> chunks = ThinkTags
			.split(Flux.range(0, 1000).map((number) -> ChatChunk.of("\n")), ThinkTagPolicy.SPLIT)
			.collectList()
			.block();
		assertThat(chunks.subList(300, 1000)).extracting(ChatChunk::text).containsOnly("\n");
		assertThat(String.join("", chunks.stream().map(ChatChunk::text).toList())).hasSize(1000);
	}

	@Test
	void aServerThatTellsThemApartIsBelieved() {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		ThinkTags
			.split(Flux.just(chunk(new ChunkChoice(0, delta("", "Hm"), null, null, Map.of())),
					chunk(new ChunkChoice(0, delta("<think>", null), null, null, Map.of()))), ThinkTagPolicy.SPLIT)
			.doOnNext(aggregator::add)
			.blockLast();
		assertThat(aggregator.toResponse().reasoning()).isEqualTo("Hm");
		assertThat(aggregator.toResponse().text()).isEqualTo("<think>");
	}

	@Test
	void everyChoiceIsSplitByItself() {
		ChatChunkAggregator aggregator = new ChatChunkAggregator();
		ThinkTags
			.split(Flux.just(
					chunk(new ChunkChoice(0, delta("<think>a", null), null, null, Map.of()),
							new ChunkChoice(1, delta("b", null), null, null, Map.of())),
					chunk(new ChunkChoice(1, delta("c", null), null, null, Map.of()),
							new ChunkChoice(0, delta("</think>d", null), null, null, Map.of()))),
					ThinkTagPolicy.SPLIT)
			.doOnNext(aggregator::add)
			.blockLast();
		ChatResponse response = aggregator.toResponse();
		assertThat(response.choices().get(0).message().reasoning()).isEqualTo("a");
		assertThat(response.choices().get(0).message().text()).isEqualTo("d");
		assertThat(response.choices().get(1).message().reasoning()).isNull();
		assertThat(response.choices().get(1).message().text()).isEqualTo("bc");
	}

	@Test
	void whatIsHeldBackComesBeforeAnError() {
		IllegalStateException error = new IllegalStateException();
		List<Object> signals = new ArrayList<>();
		ThinkTags.split(Flux.concat(Flux.just(ChatChunk.of("<think>a</th")), Flux.error(error)), ThinkTagPolicy.SPLIT)
			.subscribe((chunk) -> signals.add(chunk.reasoning()), signals::add);
		assertThat(signals).containsExactly("a", "</th", error);
	}

	@ParameterizedTest
	@EnumSource
	void callsAndStreamsAlike(Connector connector) {
		String answer = "<think>\nHm.\n</think>\n\nYes";
		String json = JsonMapper.shared().writeValueAsString(answer);
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json",
				"{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + json
						+ "},\"finish_reason\":\"stop\"}]}"),
				(exchange) -> {
					exchange.stream();
					for (int i = 0; i < answer.length(); i += 3) {
						String piece = answer.substring(i, Math.min(i + 3, answer.length()));
						exchange.piece(Answers.event(Answers
							.delta("{\"content\":" + JsonMapper.shared().writeValueAsString(piece) + "}", null)));
					}
					exchange.piece(Answers.DONE).end();
				})) {
			HuggingFaceChatModel model = connector.model(server.url()).thinkTags(ThinkTagPolicy.SPLIT).build();
			ChatResponse called = model.call("Hi");
			ChatChunkAggregator streamed = new ChatChunkAggregator();
			model.stream("Hi").doOnNext(streamed::add).blockLast(RawHttpServer.LIMIT);
			for (ChatResponse response : List.of(called, streamed.toResponse())) {
				assertThat(response.text()).isEqualTo("Yes");
				assertThat(response.reasoning()).isEqualTo("\nHm.\n");
			}
		}
	}

	@Test
	void thePartialResponseOfAnErrorIsSplit() {
		try (RawHttpServer server = new RawHttpServer(
				(exchange) -> exchange.stream().piece(Answers.event(Answers.chunk("<think>Hm", null))).end())) {
			HuggingFaceChatModel model = Connector.REACTOR.model(server.url()).thinkTags(ThinkTagPolicy.SPLIT).build();
			assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> model.stream("Hi").blockLast(RawHttpServer.LIMIT))
				.satisfies((ex) -> assertThat(ex.partialResponse().reasoning()).isEqualTo("Hm"));
		}
	}

}
