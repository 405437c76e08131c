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

import java.lang.reflect.Field;

import com.github.victools.jsonschema.generator.FieldScope;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a mapper calls the properties of a class, by its naming strategy, its mix-ins or
 * whatever else it goes by.
 */
final class PropertyNames {

	private final JsonMapper mapper;

	PropertyNames(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Return the name of a property.
	 * @param scope the field
	 * @return the name, or {@code null} if Jackson does not know the field
	 */
	@Nullable String of(FieldScope scope) {
		Field field = scope.getRawMember();
		DeserializationConfig config = this.mapper.deserializationConfig();
		JavaType type = this.mapper.constructType(field.getDeclaringClass());
		ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
		for (BeanPropertyDefinition property : introspector
			.introspectForDeserialization(type, introspector.introspectClassAnnotations(type))
			.findProperties()) {
			if (property.getInternalName().equals(field.getName())) {
				return property.getName();
			}
		}
		return null;
	}

}
