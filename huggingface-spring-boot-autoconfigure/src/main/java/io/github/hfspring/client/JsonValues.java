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

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON values in whatever type a server sends them. Every method leaves the parser
 * at the last token of the value.
 */
final class JsonValues {

	/**
	 * Long enough for every number that means something; reading one of a million digits
	 * takes many seconds.
	 */
	private static final int MAX_NUMBER_LENGTH = 64;

	private JsonValues() {
	}

	/**
	 * Read the current value as text.
	 * @param parser the parser
	 * @return the text of a string, number or boolean; the JSON of an object or array;
	 * {@code null} for null
	 */
	static @Nullable String text(JsonParser parser, JsonMapper mapper) {
		JsonToken token = parser.currentToken();
		return switch (token) {
			case VALUE_NULL -> null;
			case START_OBJECT, START_ARRAY -> json(parser, mapper);
			default -> parser.getString();
		};
	}

	/**
	 * Return whether the current value is a certain string, without making one of it.
	 */
	static boolean isString(JsonParser parser, @Nullable String expected) {
		if (expected == null || parser.currentToken() != JsonToken.VALUE_STRING
				|| parser.getStringLength() != expected.length()) {
			return false;
		}
		char[] characters = parser.getStringCharacters();
		int offset = parser.getStringOffset();
		for (int i = 0; i < expected.length(); i++) {
			if (characters[offset + i] != expected.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Read the current value as the text it is, with its numbers untouched.
	 */
	static String json(JsonParser parser, JsonMapper mapper) {
		StringWriter writer = new StringWriter();
		try (JsonGenerator generator = mapper.createGenerator(writer)) {
			generator.copyCurrentStructureExact(parser);
		}
		return writer.toString();
	}

	/**
	 * Read the current value as a whole number.
	 * @param parser the parser
	 * @return the number, also where it came as text or with a fraction; {@code null} for
	 * anything else
	 */
	static @Nullable Long wholeNumber(JsonParser parser) {
		JsonToken token = parser.currentToken();
		if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
			return parser.getLongValue();
		}
		if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
			return wholeNumber(parser.getNumberValue());
		}
		if (token == JsonToken.VALUE_STRING) {
			return wholeNumber(parser.getString());
		}
		parser.skipChildren();
		return null;
	}

	static @Nullable Long wholeNumber(@Nullable Object value) {
		Double number = number(value);
		if (number == null || Math.abs(number) > Long.MAX_VALUE) {
			return null;
		}
		return (value instanceof Integer || value instanceof Long) ? ((Number) value).longValue() : number.longValue();
	}

	static @Nullable Double number(@Nullable Object value) {
		if (value instanceof Number number) {
			double result = number.doubleValue();
			return Double.isFinite(result) ? result : null;
		}
		if (value instanceof String text && text.length() <= MAX_NUMBER_LENGTH) {
			try {
				return new BigDecimal(text.trim()).doubleValue();
			}
			catch (NumberFormatException ex) {
				return null;
			}
		}
		return null;
	}

	/**
	 * Read the current value as a map, list, string, number, boolean or {@code null}.
	 */
	static @Nullable Object value(JsonParser parser) {
		return nested(parser, false);
	}

	/**
	 * Read as much of a document as there is: one that was cut off gives what came before
	 * the cut.
	 * @return the value, or {@code null} if it does not even begin like JSON
	 */
	static @Nullable Object cutValue(JsonParser parser) {
		try {
			JsonToken token = parser.nextToken();
			if (token == JsonToken.START_OBJECT) {
				return object(parser, true);
			}
			return (token == JsonToken.START_ARRAY) ? array(parser, true) : null;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Read the current value, which is an object, as a map that is nobody else's.
	 */
	static Map<String, Object> object(JsonParser parser) {
		return object(parser, false);
	}

	private static Map<String, Object> object(JsonParser parser, boolean cut) {
		Map<String, Object> fields = new LinkedHashMap<>();
		try {
			String name;
			while ((name = parser.nextName()) != null) {
				parser.nextToken();
				put(fields, name, nested(parser, cut));
			}
		}
		catch (JacksonException ex) {
			rethrowUnless(cut, ex);
		}
		return fields;
	}

	private static List<Object> array(JsonParser parser, boolean cut) {
		List<Object> values = new ArrayList<>();
		try {
			JsonToken token;
			while ((token = parser.nextToken()) != JsonToken.END_ARRAY && token != null) {
				add(values, nested(parser, cut));
			}
		}
		catch (JacksonException ex) {
			rethrowUnless(cut, ex);
		}
		return values;
	}

	private static @Nullable Object nested(JsonParser parser, boolean cut) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> object(parser, cut);
			case START_ARRAY -> array(parser, cut);
			default -> scalar(parser);
		};
	}

	private static @Nullable Object scalar(JsonParser parser) {
		return switch (parser.currentToken()) {
			case VALUE_NULL -> null;
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
			default -> parser.getString();
		};
	}

	/**
	 * Add a field to those that are not known. One alone, which is all that many chunks
	 * have, takes no map that can be changed.
	 * @param fields the fields so far
	 * @param name the name
	 * @param value the value; {@code null} says nothing and is left out
	 * @return the fields
	 */
	static Map<String, Object> with(Map<String, Object> fields, String name, @Nullable Object value) {
		if (value == null) {
			return fields;
		}
		if (fields.isEmpty()) {
			return Collections.singletonMap(name, value);
		}
		Map<String, Object> result = (fields.size() == 1) ? new LinkedHashMap<>(fields) : fields;
		result.put(name, value);
		return result;
	}

	/**
	 * Copy the fields that say something, in order.
	 */
	static Map<String, Object> withoutNulls(Map<?, ?> fields) {
		Map<String, Object> copy = new LinkedHashMap<>();
		fields.forEach((name, value) -> {
			if (value != null) {
				copy.put(String.valueOf(name), value);
			}
		});
		return copy;
	}

	@SuppressWarnings("NullAway") // a field of an unknown JSON object may well be null
	private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
		fields.put(name, value);
	}

	@SuppressWarnings("NullAway") // so may an element of an unknown JSON array
	private static void add(List<Object> values, @Nullable Object value) {
		values.add(value);
	}

	private static void rethrowUnless(boolean cut, JacksonException ex) {
		if (!cut) {
			throw ex;
		}
	}

}
