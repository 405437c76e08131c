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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Puts the unknown fields of pieces together: later ones win, but for one that comes in
 * pieces. Most answers have none, and then this holds nothing.
 */
final class FieldsAggregator {

	/** A number, a boolean, or nothing. */
	private static final int SCALAR_SIZE = 8;

	private static final int CONTAINER_SIZE = 16;

	/** Each chunk has the next pieces of what OpenRouter and Novita call so. */
	private static final String PIECES = "reasoning_details";

	private Map<String, Object> fields = Map.of();

	private @Nullable List<Object> pieces;

	private long size;

	/**
	 * Add fields.
	 * @param fields the fields
	 * @return how much more is held, in characters; negative if it is less than before
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
		List<Object> pieces = this.pieces;
		if (value instanceof List<?> list && name.equals(PIECES)) {
			if (pieces != null) {
				pieces.addAll(list);
				this.size += size(list);
				return;
			}
			this.pieces = new ArrayList<>(list);
		}
		Object before = this.fields.put(name, value);
		this.size += size(value) - ((before != null) ? size(before) : -name.length());
	}

	/**
	 * Many chunks have the same field, so this makes nothing.
	 */
	private static long size(@Nullable Object value) {
		if (value instanceof CharSequence text) {
			return text.length();
		}
		if (value instanceof Map<?, ?> map) {
			long size = CONTAINER_SIZE;
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				size += size(entry.getKey()) + size(entry.getValue());
			}
			return size;
		}
		if (value instanceof Collection<?> values) {
			long size = CONTAINER_SIZE;
			for (Object element : values) {
				size += size(element);
			}
			return size;
		}
		return (value instanceof BigInteger || value instanceof BigDecimal) ? value.toString().length() : SCALAR_SIZE;
	}

	Map<String, Object> toMap() {
		if (this.pieces == null) {
			return this.fields;
		}
		Map<String, Object> fields = new LinkedHashMap<>(this.fields);
		fields.put(PIECES, Collections.unmodifiableList(new ArrayList<>(this.pieces)));
		return fields;
	}

}
