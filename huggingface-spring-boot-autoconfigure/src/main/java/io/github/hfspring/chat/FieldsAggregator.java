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
		long added = 0;
		for (Map.Entry<String, Object> field : fields.entrySet()) {
			if (!this.fields.containsKey(field.getKey())) {
				added += field.getKey().length() + String.valueOf(field.getValue()).length();
			}
			this.fields.put(field.getKey(), field.getValue());
		}
		return added;
	}

	Map<String, Object> toMap() {
		return this.fields;
	}

}
