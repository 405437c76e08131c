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

import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * Reads the annotations of Jakarta Validation of the parameter of a method, which the
 * library for schemas does not look at. They are found by name, so that nothing has to be
 * there.
 */
final class ParameterLimits {

	private static final String PACKAGE = "jakarta.validation.constraints.";

	private final MergedAnnotations annotations;

	private final Map<String, Object> schema;

	private ParameterLimits(AnnotatedElement element, Map<String, Object> schema) {
		this.annotations = MergedAnnotations.from(element);
		this.schema = new LinkedHashMap<>(schema);
	}

	/**
	 * Add the limits to a schema.
	 * @param schema the schema of the type
	 * @param element what may be annotated
	 * @return the schema with its limits
	 */
	static Map<String, Object> add(Map<String, Object> schema, AnnotatedElement element) {
		ParameterLimits limits = new ParameterLimits(element, schema);
		Object type = schema.get("type");
		if ("integer".equals(type) || "number".equals(type)) {
			limits.addNumbers();
		}
		else if ("string".equals(type)) {
			limits.addSizes("minLength", "maxLength", true);
			limits.addTexts();
		}
		else if ("array".equals(type)) {
			limits.addSizes("minItems", "maxItems", false);
		}
		else if ("object".equals(type)) {
			limits.addSizes("minProperties", "maxProperties", false);
		}
		return Collections.unmodifiableMap(limits.schema);
	}

	private void addNumbers() {
		put("minimum", number("Min", true));
		put("maximum", number("Max", true));
		put("minimum", number("DecimalMin", true));
		put("maximum", number("DecimalMax", true));
		put("exclusiveMinimum", number("DecimalMin", false));
		put("exclusiveMaximum", number("DecimalMax", false));
		put("exclusiveMinimum", isPresent("Positive") ? 0 : null);
		put("minimum", isPresent("PositiveOrZero") ? 0 : null);
		put("exclusiveMaximum", isPresent("Negative") ? 0 : null);
		put("maximum", isPresent("NegativeOrZero") ? 0 : null);
	}

	private @Nullable Object number(String name, boolean inclusive) {
		MergedAnnotation<?> annotation = annotation(name);
		if (!annotation.isPresent() || inclusive != annotation.getValue("inclusive", Boolean.class).orElse(true)) {
			return null;
		}
		return annotation.getValue("value")
			.map((value) -> (value instanceof String text) ? new BigDecimal(text) : value)
			.orElse(null);
	}

	private void addSizes(String min, String max, boolean text) {
		MergedAnnotation<?> size = annotation("Size");
		if (size.isPresent()) {
			put(min, (size.getInt("min") > 0) ? size.getInt("min") : null);
			put(max, (size.getInt("max") < Integer.MAX_VALUE) ? size.getInt("max") : null);
		}
		boolean notEmpty = isPresent("NotEmpty") || (text && isPresent("NotBlank"));
		if (notEmpty && !this.schema.containsKey(min)) {
			put(min, 1);
		}
	}

	private void addTexts() {
		MergedAnnotation<?> pattern = annotation("Pattern");
		if (pattern.isPresent() && ((Object[]) pattern.getValue("flags").orElse(new Object[0])).length == 0) {
			put("pattern", WholePattern.of(pattern.getString("regexp")));
		}
		put("format", isPresent("Email") ? "email" : null);
	}

	private void put(String keyword, @Nullable Object value) {
		if (value != null) {
			this.schema.put(keyword, value);
		}
	}

	private boolean isPresent(String name) {
		return annotation(name).isPresent();
	}

	private MergedAnnotation<?> annotation(String name) {
		// A composed one may set other limits than those it is made of
		return this.annotations.get(PACKAGE + name, MergedAnnotation::isDirectlyPresent);
	}

}
