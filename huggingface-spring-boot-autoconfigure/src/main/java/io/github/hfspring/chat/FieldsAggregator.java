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

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts the unknown fields of pieces together: later ones win. Most answers have none, and
 * then this holds nothing.
 */
final class FieldsAggregator {

	private Map<String, Object> fields = Map.of();

	private long size;

	/**
	 * Add fields.
	 * @param fields the fields
	 * @return how much more is held for names that are new, in characters
	 */
	long add(Map<String, Object> fields) {
		if (fields.isEmpty()) {
			return 0;
		}
		if (this.fields.isEmpty()) {
			this.fields = new LinkedHashMap<>();
		}
		long before = this.size;
		fields.forEach(this::add);
		return this.size - before;
	}

	private void add(String name, Object value) {
		if (!this.fields.containsKey(name)) {
			this.size += name.length() + String.valueOf(value).length();
		}
		this.fields.put(name, value);
	}

	Map<String, Object> toMap() {
		return this.fields;
	}

}
