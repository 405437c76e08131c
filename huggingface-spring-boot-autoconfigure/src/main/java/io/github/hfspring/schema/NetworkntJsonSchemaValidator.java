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

import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Validates with the library of networknt.
 */
final class NetworkntJsonSchemaValidator implements JsonSchemaValidator {

	private final Schema schema;

	NetworkntJsonSchemaValidator(Map<String, Object> schema) {
		// Messages are for models as well, and those of other languages have gaps
		SchemaRegistryConfig config = SchemaRegistryConfig.builder().locale(Locale.ENGLISH).build();
		SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
				(builder) -> builder.schemaRegistryConfig(config));
		try {
			this.schema = registry.getSchema(JsonMapper.shared().<JsonNode>valueToTree(schema));
			this.schema.initializeValidators();
		}
		catch (SchemaException ex) {
			throw new IllegalArgumentException("The JSON schema cannot be used: " + ex.getMessage(), ex);
		}
	}

	@Override
	public List<String> validate(JsonNode value) {
		List<Error> errors = this.schema.validate(value);
		List<JsonPointer> nulls = errors.stream()
			.filter((error) -> error.getInstanceNode() != null && error.getInstanceNode().isNull())
			.map((error) -> JsonPointer.compile(error.getInstanceLocation().toString()))
			.toList();
		if (!nulls.isEmpty()) {
			errors = this.schema.validate(without(value, nulls));
		}
		return errors.stream().map(NetworkntJsonSchemaValidator::describe).distinct().toList();
	}

	private static JsonNode without(JsonNode value, List<JsonPointer> nulls) {
		JsonNode copy = value.deepCopy();
		for (JsonPointer pointer : nulls) {
			if (pointer.head() != null && copy.at(pointer.head()) instanceof ObjectNode object) {
				object.remove(pointer.last().getMatchingProperty());
			}
		}
		return copy;
	}

	private static String describe(Error error) {
		String location = error.getInstanceLocation().toString();
		return location.isEmpty() ? error.getMessage() : location + ": " + error.getMessage();
	}

}
