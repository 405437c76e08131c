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

package io.github.hfspring.structured;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any array, cut anywhere, has the same elements as when it is read as a whole.
 */
class ElementSplitterFuzzTests {

	private static final int ROUNDS = 3000;

	private static final String[] TEXTS = { "", "a", "]", "[", "}", "{", ",", "\"", "\\", "\\\"", "\n", "\u0000", "é",
			"😀", "{\"items\":[", "```", "</think>", "\\u0041" };

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final JsonMapper pretty = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	@Test
	void splitsAsAWholeReading() {
		for (int seed = 0; seed < ROUNDS; seed++) {
			Random random = new Random(seed);
			ObjectNode root = this.mapper.createObjectNode();
			ArrayNode items = root.putArray("items");
			int count = random.nextInt(6);
			for (int i = 0; i < count; i++) {
				items.add(value(random, 0));
			}
			JsonMapper writer = random.nextBoolean() ? this.mapper : this.pretty;
			String json = writer.writeValueAsString((random.nextInt(4) != 0) ? root : items);
			String text = before(random) + json + (random.nextBoolean() ? "\n```" : "");
			List<JsonNode> elements = new ArrayList<>();
			ElementSplitter splitter = new ElementSplitter();
			for (String piece : cut(text, random)) {
				splitter.add(piece, (element) -> elements.add(this.mapper.readTree(element)));
			}
			assertThat(elements).as("seed %s: %s", seed, text).containsExactlyElementsOf(items);
			assertThat(splitter.isClosed()).as("seed %s: %s", seed, text).isTrue();
		}
	}

	private static String before(Random random) {
		return switch (random.nextInt(5)) {
			case 0 -> "```json\n";
			case 1 -> "<think>{\"items\":[1,2]} < </thin </think>\n\n";
			case 2 -> "\n ";
			case 3 -> "<think></think>```\n";
			default -> "";
		};
	}

	private JsonNode value(Random random, int depth) {
		switch (random.nextInt((depth < 4) ? 7 : 5)) {
			case 0:
				return this.mapper.getNodeFactory().numberNode(random.nextInt());
			case 1:
				return this.mapper.getNodeFactory().numberNode(random.nextDouble());
			case 2:
				return this.mapper.getNodeFactory().booleanNode(random.nextBoolean());
			case 3:
				return this.mapper.getNodeFactory().nullNode();
			case 4:
				return this.mapper.getNodeFactory().stringNode(text(random));
			case 5:
				ArrayNode array = this.mapper.createArrayNode();
				for (int i = random.nextInt(4); i > 0; i--) {
					array.add(value(random, depth + 1));
				}
				return array;
			default:
				ObjectNode object = this.mapper.createObjectNode();
				for (int i = random.nextInt(4); i > 0; i--) {
					object.set(text(random), value(random, depth + 1));
				}
				return object;
		}
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(4); i > 0; i--) {
			text.append(TEXTS[random.nextInt(TEXTS.length)]);
		}
		return text.toString();
	}

	private static List<String> cut(String text, Random random) {
		List<String> pieces = new ArrayList<>();
		int largest = 1 + random.nextInt(20);
		int start = 0;
		while (start < text.length()) {
			int end = Math.min(text.length(), start + random.nextInt(largest + 1));
			pieces.add(text.substring(start, end));
			start = end;
		}
		return pieces;
	}

}
