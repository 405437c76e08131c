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

package io.github.hfspring.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.util.Assert;

/**
 * Writes what tells subtypes apart into their objects. As an object has no other
 * properties than its own, a reference to it with one more beside would be for nothing to
 * satisfy.
 */
final class SubtypeChoices {

	/** Not a word of JSON schema, so that the library leaves alone what has it. */
	private static final String MARK = "subtype";

	/** No server takes a schema that has so many more parts for its subtypes. */
	private static final int MAX_COPIED = 50_000;

	private static final String DEFINITIONS = "$defs";

	private SubtypeChoices() {
	}

	/**
	 * Return a choice to complete when the whole schema is there.
	 * @param object what the subtype is without it
	 * @param property what tells it apart
	 * @param names its names
	 * @param isRequired whether it has to be there
	 */
	static ObjectNode choice(ObjectNode object, String property, List<String> names, boolean isRequired) {
		ObjectNode choice = JsonNodeFactory.instance.objectNode();
		choice.putArray("oneOf").add(object);
		ObjectNode mark = choice.putObject(MARK).put("property", property).put("required", isRequired);
		ObjectNode id = mark.putObject("id");
		if (names.size() == 1) {
			id.put("const", names.get(0));
		}
		else {
			ArrayNode values = id.put("type", "string").putArray("enum");
			names.forEach(values::add);
		}
		return choice;
	}

	/**
	 * Complete all choices of a schema, and remove the definitions that nothing refers to
	 * any more.
	 */
	static void complete(ObjectNode schema) {
		complete(schema, schema, new ArrayDeque<>(), new int[] { MAX_COPIED });
		if (schema.get(DEFINITIONS) instanceof ObjectNode definitions) {
			Set<String> used = new HashSet<>();
			ObjectNode rest = schema.deepCopy();
			rest.remove(DEFINITIONS);
			collect(rest, schema, used);
			definitions.propertyNames()
				.stream()
				.filter((name) -> !used.contains("#/" + DEFINITIONS + "/" + name))
				.toList()
				.forEach(definitions::remove);
			if (definitions.isEmpty()) {
				schema.remove(DEFINITIONS);
			}
		}
	}

	private static void complete(JsonNode node, ObjectNode root, Deque<String> around, int[] budget) {
		int depth = around.size();
		if (node instanceof ObjectNode object && object.get(MARK) instanceof ObjectNode mark
				&& object.get("oneOf") instanceof ArrayNode) {
			complete(object, mark, root, around, budget);
		}
		for (JsonNode child : node.values()) {
			complete(child, root, around, budget);
		}
		while (around.size() > depth) {
			around.pop();
		}
		if (node instanceof ObjectNode object && object.get("anyOf") instanceof ArrayNode choices && choices.size() == 1
				&& choices.get(0) instanceof ObjectNode only && !object.has("properties")) {
			object.remove("anyOf");
			only.forEachEntry(object::putIfAbsent);
		}
	}

	private static int nodes(JsonNode node, int most) {
		int nodes = 1;
		for (JsonNode child : node.values()) {
			if (nodes > most) {
				break;
			}
			nodes += nodes(child, most - nodes);
		}
		return nodes;
	}

	private static void complete(ObjectNode choice, ObjectNode mark, ObjectNode root, Deque<String> around,
			int[] budget) {
		JsonNode object = choice.get("oneOf").get(0);
		choice.removeAll();
		while (object.path("$ref").isString()) {
			String reference = object.path("$ref").stringValue();
			if (around.contains(reference)) {
				// An object would never come to an end
				return;
			}
			around.push(reference);
			object = root.at(reference.substring(1));
		}
		budget[0] -= nodes(object, budget[0]);
		Assert.isTrue(budget[0] > 0,
				"Its subtypes contain each other in too many ways: annotate the type that they have "
						+ "in common with @JsonTypeInfo, and not its properties");
		choice.setAll((ObjectNode) object.deepCopy());
		String name = mark.path("property").stringValue();
		ObjectNode properties = (choice.get("properties") instanceof ObjectNode own) ? own
				: JsonNodeFactory.instance.objectNode();
		properties.set(name, mark.get("id"));
		choice.set("properties", properties);
		ArrayNode required = (choice.get("required") instanceof ArrayNode own) ? own
				: JsonNodeFactory.instance.arrayNode();
		if (mark.path("required").asBoolean()
				&& required.values().stream().noneMatch((each) -> name.equals(each.stringValue()))) {
			required.add(name);
		}
		if (!required.isEmpty()) {
			choice.set("required", required);
		}
		// In the order of other objects
		for (String last : List.of("description", "additionalProperties")) {
			if (choice.has(last)) {
				choice.set(last, choice.remove(last));
			}
		}
	}

	private static void collect(JsonNode node, ObjectNode root, Set<String> used) {
		if (node.path("$ref").isString() && used.add(node.path("$ref").stringValue())) {
			collect(root.at(node.path("$ref").stringValue().substring(1)), root, used);
		}
		node.values().forEach((child) -> collect(child, root, used));
	}

}
