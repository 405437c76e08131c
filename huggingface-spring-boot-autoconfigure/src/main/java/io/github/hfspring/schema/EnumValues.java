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

import java.util.ArrayList;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a mapper reads the values of an enum from, by its features, by annotations or by
 * whatever else it goes by.
 */
final class EnumValues {

	private final JsonMapper mapper;

	EnumValues(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Describe an enum.
	 * @param type the enum
	 * @param schema where to put the values
	 * @return whether there are any that the mapper reads
	 */
	boolean describe(Class<?> type, ObjectNode schema) {
		List<JsonNode> values = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			candidates((Enum<?>) constant).stream()
				.filter((candidate) -> isRead(candidate, type, constant))
				.findFirst()
				.ifPresent(values::add);
		}
		if (values.stream().allMatch(JsonNode::isString)) {
			schema.put("type", "string");
		}
		else if (values.stream().allMatch(JsonNode::isIntegralNumber)) {
			schema.put("type", "integer");
		}
		schema.putArray("enum").addAll(values);
		return !values.isEmpty();
	}

	/**
	 * What is written is not always what is read.
	 */
	private List<JsonNode> candidates(Enum<?> constant) {
		List<JsonNode> candidates = new ArrayList<>();
		try {
			candidates.add(this.mapper.valueToTree(constant));
		}
		catch (JacksonException ex) {
			// An enum that is only read need not be writable
		}
		candidates.add(this.mapper.getNodeFactory().stringNode(constant.toString()));
		candidates.add(this.mapper.getNodeFactory().stringNode(constant.name()));
		return candidates.stream().filter(JsonNode::isValueNode).toList();
	}

	private boolean isRead(JsonNode candidate, Class<?> type, Object constant) {
		try {
			return constant == this.mapper.treeToValue(candidate, type);
		}
		catch (JacksonException ex) {
			return false;
		}
	}

}
