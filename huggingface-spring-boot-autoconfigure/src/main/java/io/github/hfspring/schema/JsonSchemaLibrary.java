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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * Looks whether the libraries are there, which few applications need.
 */
final class JsonSchemaLibrary {

	private static final String VICTOOLS = "com.github.victools.jsonschema.";

	private JsonSchemaLibrary() {
	}

	static JsonSchemaGenerator generator(JsonMapper mapper, @Nullable ClassLoader classLoader) {
		List<String> missing = new ArrayList<>();
		look("jsonschema-generator", "generator.SchemaGenerator", classLoader, missing);
		look("jsonschema-module-jackson", "module.jackson.JacksonSchemaModule", classLoader, missing);
		Assert.state(missing.isEmpty(),
				() -> "The JSON schema of a Java type needs what is not there: add the dependency "
						+ String.join(" and ", missing) + ", version 5 or newer, or give the schema by hand");
		boolean validation = ClassUtils.isPresent(VICTOOLS + "module.jakarta.validation.JakartaValidationModule",
				classLoader) && ClassUtils.isPresent("jakarta.validation.Constraint", classLoader);
		PropertyNames names = new PropertyNames(mapper);
		Deserializers deserializers = new Deserializers(mapper);
		return new VictoolsJsonSchemaGenerator(new ReadableTypes(mapper, names, deserializers), deserializers, names,
				new EnumValues(mapper), validation);
	}

	static JsonSchemaValidator validator(Map<String, Object> schema, @Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent("com.networknt.schema.SchemaRegistry", classLoader)
				? new NetworkntJsonSchemaValidator(schema) : new RequiredPropertiesValidator(schema, true);
	}

	private static void look(String artifact, String className, @Nullable ClassLoader classLoader,
			List<String> missing) {
		if (!ClassUtils.isPresent(VICTOOLS + className, classLoader)) {
			missing.add("'com.github.victools:" + artifact + "'");
		}
	}

}
