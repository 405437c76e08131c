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

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Copies of JSON objects. {@link Map#copyOf} would lose the order of the fields and
 * refuse those that are {@code null}.
 */
final class JsonFields {

	private static final Map<String, Object> NONE = Map.of();

	/** A map of this class cannot change, so that it need not be copied again. */
	private static final Class<?> SINGLE = Collections.singletonMap("", "").getClass();

	private JsonFields() {
	}

	static Map<String, Object> copyOf(@Nullable Map<String, Object> fields) {
		if (fields == null || fields == NONE || fields.isEmpty()) {
			return NONE;
		}
		if (fields.getClass() == SINGLE) {
			return fields;
		}
		if (fields.size() > 1) {
			return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
		}
		Map.Entry<String, Object> field = fields.entrySet().iterator().next();
		return Collections.singletonMap(field.getKey(), field.getValue());
	}

	static Map<String, Object> merge(Map<String, Object> fields, Map<String, Object> over) {
		if (over.isEmpty()) {
			return fields;
		}
		Map<String, Object> merged = new LinkedHashMap<>(fields);
		merged.putAll(over);
		return merged;
	}

}
