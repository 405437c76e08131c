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

package io.github.hfspring.docs.pages;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the configuration metadata on the class path says about our own properties.
 */
final class Metadata {

	private Metadata() {
	}

	static List<Property> properties() throws IOException {
		List<Property> properties = new ArrayList<>();
		for (URL url : Collections
			.list(Metadata.class.getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream json = url.openStream()) {
				read(json, properties);
			}
		}
		properties.sort(Comparator.comparing(Property::name));
		return properties;
	}

	private static void read(InputStream json, List<Property> properties) {
		Map<String, Object> metadata = JsonMapper.builder().build().readValue(json, new TypeReference<>() {
		});
		for (Object element : (List<?>) metadata.get("properties")) {
			Map<?, ?> fields = (Map<?, ?>) element;
			String name = String.valueOf(fields.get("name"));
			if (name.startsWith("huggingface.")) {
				properties.add(new Property(name, String.valueOf(fields.get("type")), fields.get("defaultValue"),
						(String) fields.get("description")));
			}
		}
	}

	/**
	 * A property.
	 *
	 * @param name its name
	 * @param type its Java type
	 * @param defaultValue its default
	 * @param description its description
	 */
	record Property(String name, String type, Object defaultValue, String description) {

		boolean isMap() {
			return this.type.startsWith("java.util.Map");
		}

		boolean isList() {
			return this.type.startsWith("java.util.List");
		}

		/**
		 * Return the type as people say it.
		 */
		String readableType() {
			return switch (this.type) {
				case "java.lang.String" -> "text";
				case "java.lang.Boolean" -> "`true` or `false`";
				case "java.lang.Integer", "java.math.BigInteger" -> "whole number";
				case "java.lang.Double" -> "number";
				case "java.time.Duration" -> "duration, such as `10s`";
				case "org.springframework.util.unit.DataSize" -> "size, such as `1MB`";
				case "java.util.List<java.lang.String>" -> "list of texts";
				case "java.util.Map<java.lang.String,java.lang.String>" -> "map of texts";
				case "java.util.Map<java.lang.String,java.lang.Object>" -> "map";
				default -> isList()
						? "list of "
								+ constants(this.type.substring(this.type.indexOf('<') + 1, this.type.length() - 1))
						: constants(this.type);
			};
		}

		private static String constants(String type) {
			try {
				Object[] constants = Class.forName(type).getEnumConstants();
				List<String> names = new ArrayList<>();
				for (Object constant : constants) {
					names.add("`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`");
				}
				return String.join(", ", names);
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException("There is no word for the type " + type, ex);
			}
		}

	}

}
