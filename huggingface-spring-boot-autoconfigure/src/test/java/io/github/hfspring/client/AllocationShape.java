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

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What servers send, and how many bytes a chunk of it may take on the heap. There is room
 * for what a stream costs once, and none for one more object in each chunk.
 */
enum AllocationShape {

	/**
	 * Only the text changes. The chunk itself takes 192: 48, its list of choices 24, the
	 * choice 32, the delta 40, and the text 48. The buffer of the framer takes 7. Beside
	 * the decoder 77 come together: 7 are what a stream costs once, and most others are
	 * objects that escape analysis would do away with. 350 is the goal for all streams of
	 * text.
	 */
	TEXT(212, 290,
			"{'object':'chat.completion.chunk','id':'','created':1767225600,'model':'m/tgi',"
					+ "'system_fingerprint':'3.3.5-native','choices':[{'index':0,'delta':{'role':'assistant',"
					+ "'content':'%1$s'},'logprobs':null,'finish_reason':null}],'usage':null}"),

	/** The same in a tool call, which takes 64 more with the list that it is in. */
	ARGUMENTS(276, 346,
			"{'id':'t','object':'chat.completion.chunk','created':1767225600,'model':'m/tools',"
					+ "'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,"
					+ "'function':{'arguments':'%1$s'}}]},'finish_reason':null}]}"),

	/**
	 * No two are alike, so that each is parsed: the parser of Jackson takes 800, the
	 * chunk 200, and the others are strings and lists around the text.
	 */
	NUMBERED(1524, 1597,
			"{'id':'gen-%2$d','object':'chat.completion.chunk','created':1767225600,'model':'m/tgi',"
					+ "'choices':[{'index':0,'delta':{'content':'%1$s'},'finish_reason':null}]}"),

	/**
	 * The text twice, and the number of its token, which takes 56 more with the map that
	 * it is in, because nobody knows its field.
	 */
	TWICE(269, 371,
			"{'id':'oS9XtEv-2j9zxn-98f1b6d7ae2c4f10','object':'chat.completion.chunk','created':1767225600,"
					+ "'choices':[{'index':0,'text':'%1$s','logprobs':null,'finish_reason':null,'seed':null,"
					+ "'delta':{'token_id':%2$d,'role':'assistant','content':'%1$s','tool_calls':[]}}],"
					+ "'model':'meta-llama/Llama-3.3-70B-Instruct-Turbo','usage':null}");

	/** So many that what a stream costs once is below 20 bytes for each of them. */
	static final int CHUNKS = 5000;

	/** As many bytes as a busy server sends with one write. */
	private static final int PIECE = 16 * 1024;

	private static final String[] WORDS = { " word0", " word1", " word2", " word3", " word4", " word5" };

	private final int decoder;

	private final int stream;

	private final String chunk;

	AllocationShape(int decoder, int stream, String chunk) {
		this.decoder = decoder;
		this.stream = stream;
		this.chunk = chunk;
	}

	/**
	 * Return a stream as it arrives.
	 */
	List<byte[]> pieces() {
		List<byte[]> pieces = new ArrayList<>();
		ByteArrayOutputStream piece = new ByteArrayOutputStream();
		for (int i = 0; i < CHUNKS; i++) {
			String data = Json.of(this.chunk).formatted(word(i), 10_000 + i);
			piece.writeBytes(Json.utf8(Answers.event(data)));
			if (piece.size() >= PIECE) {
				pieces.add(piece.toByteArray());
				piece.reset();
			}
		}
		piece.writeBytes(Json.utf8(Answers.DONE));
		pieces.add(piece.toByteArray());
		return pieces;
	}

	/**
	 * The first one never comes again: a text that is the same need not be made twice.
	 */
	static String word(int index) {
		return (index != 0) ? WORDS[index % WORDS.length] : " first";
	}

	/**
	 * Return how many bytes the decoder may allocate for a chunk.
	 */
	int decoder() {
		return this.decoder;
	}

	/**
	 * Return how many bytes may be allocated for a chunk from the socket to the
	 * subscriber, the decoder included, the text that is kept not.
	 */
	int stream() {
		return this.stream;
	}

}
