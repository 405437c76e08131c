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

package io.github.hfspring.catalog;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object while it is read, in whatever type they came. What is taken
 * is no longer among the rest.
 */
final class CatalogFields {

	/** Long enough for every number that means something. */
	private static final int MAX_NUMBER_LENGTH = 64;

	private final Map<String, Object> fields;

	CatalogFields(Map<String, Object> fields) {
		this.fields = new LinkedHashMap<>(fields);
		this.fields.values().removeIf((value) -> value == null);
	}

	/**
	 * Return what was not taken.
	 */
	Map<String, Object> rest() {
		return this.fields;
	}

	@Nullable Object take(String name) {
		return this.fields.remove(name);
	}

	@Nullable String takeText(String name) {
		Object value = take(name);
		return (value instanceof String || value instanceof Number) ? value.toString() : null;
	}

	@Nullable Boolean takeFlag(String name) {
		Object value = take(name);
		if (value instanceof Boolean flag) {
			return flag;
		}
		return (value instanceof String text && (text.equals("true") || text.equals("false"))) ? Boolean.valueOf(text)
				: null;
	}

	@Nullable Double takeNumber(String name) {
		Object value = take(name);
		if (value instanceof String text && text.length() <= MAX_NUMBER_LENGTH) {
			try {
				value = new BigDecimal(text.strip());
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}
		double number = (value instanceof Number known) ? known.doubleValue() : Double.NaN;
		return Double.isFinite(number) ? number : null;
	}

	/**
	 * Take a number of tokens: a whole one above 0. Where it is too high for an
	 * {@code int} there is no limit that matters.
	 */
	@Nullable Integer takeCount(String name) {
		Double number = takeNumber(name);
		return (number != null && number >= 1) ? (int) Math.min(number, Integer.MAX_VALUE) : null;
	}

	Map<String, Object> takeObject(String name) {
		return copy(take(name));
	}

	Map<String, Object> object(String name) {
		return copy(this.fields.get(name));
	}

	List<Map<String, Object>> takeObjects(String name) {
		List<Map<String, Object>> objects = new ArrayList<>();
		if (take(name) instanceof List<?> list) {
			for (Object element : list) {
				if (element instanceof Map<?, ?>) {
					objects.add(copy(element));
				}
			}
		}
		return objects;
	}

	List<String> takeTexts(String name) {
		List<String> texts = new ArrayList<>();
		if (take(name) instanceof List<?> list) {
			for (Object element : list) {
				if (element instanceof String text) {
					texts.add(text);
				}
			}
		}
		return texts;
	}

	private static Map<String, Object> copy(@Nullable Object value) {
		Map<String, Object> copy = new LinkedHashMap<>();
		if (value instanceof Map<?, ?> map) {
			map.forEach((name, field) -> {
				if (field != null) {
					copy.put(String.valueOf(name), field);
				}
			});
		}
		return copy;
	}

}
