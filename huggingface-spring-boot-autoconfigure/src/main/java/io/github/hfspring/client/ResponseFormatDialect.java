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

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.hfspring.chat.ResponseFormat;
import org.jspecify.annotations.Nullable;

/**
 * How a server wants to be told the form of the answer. The forms were found in the
 * sources of the servers and of {@code huggingface_hub}, which rewrites one into another
 * for some providers.
 *
 * @since 0.1.0
 */
public enum ResponseFormatDialect {

	/**
	 * Chosen by the library. The address tells it for the router; another endpoint is
	 * asked what it is when a request needs the dialect, and unless it turns out to be
	 * TGI, it is {@link #OPENAI}.
	 */
	AUTO {

		@Override
		Map<String, Object> fields(ResponseFormat format) {
			return OPENAI.fields(format);
		}

	},

	/**
	 * {@code {"type":"json_schema","json_schema":{"name":..,"schema":..}}}: the router,
	 * vLLM, SGLang, llama.cpp and most providers.
	 */
	OPENAI {

		@Override
		Map<String, Object> fields(ResponseFormat format) {
			Map<String, Object> fields = type(format.type());
			if (format.schema() != null) {
				fields.put("json_schema", described(format, true));
			}
			return fields;
		}

	},

	/**
	 * {@code {"type":"json_schema","value":{"name":..,"schema":..}}}: TGI, which takes no
	 * {@code json_object} without a schema either.
	 */
	TGI {

		@Override
		Map<String, Object> fields(ResponseFormat format) {
			boolean anyObject = format.type().equals("json_object");
			Map<String, Object> fields = type(anyObject ? "json" : format.type());
			if (anyObject) {
				fields.put("value", Map.of("type", "object"));
			}
			else if (format.schema() != null) {
				fields.put("value", described(format, false));
			}
			return fields;
		}

	},

	/**
	 * {@code {"type":"json_object","value":<schema>}}: {@code hf-inference}, and what
	 * {@code huggingface_hub} sends to a URL.
	 */
	JSON_OBJECT_VALUE {

		@Override
		Map<String, Object> fields(ResponseFormat format) {
			Map<String, Object> fields = schemaUnder("value", "json_object", format);
			if (format.type().equals("json_object")) {
				fields.put("value", Map.of("type", "object"));
			}
			return fields;
		}

	},

	/**
	 * {@code {"type":"json_object","schema":<schema>}}: Fireworks AI and Cohere, where
	 * they are called directly.
	 */
	JSON_OBJECT_SCHEMA {

		@Override
		Map<String, Object> fields(ResponseFormat format) {
			return schemaUnder("schema", "json_object", format);
		}

	},

	/**
	 * {@code {"type":"json_schema","schema":<schema>}}: Together AI, where it is called
	 * directly.
	 */
	SCHEMA_INLINE {

		@Override
		Map<String, Object> fields(ResponseFormat format) {
			return schemaUnder("schema", "json_schema", format);
		}

	};

	/**
	 * Return what to send.
	 * @param format the form of the answer
	 * @return the fields of {@code response_format}, in order
	 */
	abstract Map<String, Object> fields(ResponseFormat format);

	private static Map<String, Object> type(String type) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("type", type);
		return fields;
	}

	private static Map<String, Object> described(ResponseFormat format, boolean all) {
		Map<String, Object> fields = new LinkedHashMap<>();
		put(fields, "name", format.name());
		put(fields, "description", all ? format.description() : null);
		put(fields, "schema", format.schema());
		put(fields, "strict", all ? format.strict() : null);
		return fields;
	}

	private static Map<String, Object> schemaUnder(String name, String type, ResponseFormat format) {
		Map<String, Object> fields = type((format.schema() != null) ? type : format.type());
		put(fields, name, format.schema());
		return fields;
	}

	private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
		if (value != null) {
			fields.put(name, value);
		}
	}

}
