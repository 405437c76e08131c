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
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.TypeContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

import org.springframework.core.Nullness;
import org.springframework.util.Assert;

/**
 * What a mapper calls the properties of a class, by its naming strategy, its mix-ins or
 * whatever else it goes by, and how it reads them.
 */
final class PropertyNames {

	private static final Set<Class<?>> OPTIONALS = Set.of(Optional.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class);

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
		BeanPropertyDefinition property = find(scope);
		return (property != null) ? property.getName() : null;
	}

	/**
	 * Return the pattern of a property that is a date or a time.
	 * @param scope the field
	 * @return the pattern, or {@code null} if it is read as it usually is
	 */
	@Nullable String pattern(FieldScope scope) {
		Class<?> type = scope.getDeclaredType().getErasedType();
		if (!Temporal.class.isAssignableFrom(type) && !Date.class.isAssignableFrom(type)) {
			return null;
		}
		BeanPropertyDefinition property = find(scope);
		if (property == null) {
			return null;
		}
		DeserializationConfig config = this.mapper.deserializationConfig();
		JsonFormat.Value format = config.getDefaultPropertyFormat(type);
		JsonFormat.Value own = config.getAnnotationIntrospector().findFormat(config, property.getPrimaryMember());
		format = (own != null) ? format.withOverrides(own) : format;
		return format.hasPattern() ? format.getPattern() : null;
	}

	/**
	 * Refuse a class whose properties are not all its own. No schema would let both be
	 * there and nothing else.
	 * @param type the class
	 * @throws IllegalArgumentException if a property is unwrapped
	 */
	void check(Class<?> type) {
		DeserializationConfig config = this.mapper.deserializationConfig();
		for (BeanPropertyDefinition property : properties(type)) {
			AnnotatedMember member = property.getPrimaryMember();
			Assert.isTrue(
					member == null
							|| config.getAnnotationIntrospector().findUnwrappingNameTransformer(config, member) == null,
					() -> "The JSON schema of " + type.getSimpleName() + "." + property.getInternalName()
							+ " cannot be made, because it is @JsonUnwrapped: declare its properties in "
							+ type.getSimpleName() + " itself, or give the schema by hand");
		}
	}

	/**
	 * Return what Jackson takes the annotations of a property from.
	 * @param scope the field
	 * @return the member, or {@code null} if Jackson does not know the field
	 */
	@Nullable AnnotatedMember member(FieldScope scope) {
		BeanPropertyDefinition property = find(scope);
		return (property != null) ? property.getPrimaryMember() : null;
	}

	/**
	 * Return whether a property has to be there.
	 * @param property its annotation
	 * @param type its type
	 * @param field its field
	 */
	static boolean isRequired(@Nullable JsonProperty property, Class<?> type, Field field) {
		if (property != null && (property.required() || property.isRequired() != OptBoolean.DEFAULT)) {
			return property.required() || property.isRequired().asBoolean();
		}
		return !OPTIONALS.contains(type) && Nullness.forField(field) != Nullness.NULLABLE;
	}

	/**
	 * Return a type as Jackson knows it.
	 * @param type the type
	 */
	JavaType javaType(ResolvedType type) {
		TypeFactory factory = this.mapper.getTypeFactory();
		if (type.isArray()) {
			return factory.constructArrayType(javaType(type.getArrayElementType()));
		}
		List<ResolvedType> parameters = type.getTypeParameters();
		return parameters.isEmpty() ? factory.constructType(type.getErasedType()) : factory.constructParametricType(
				type.getErasedType(), parameters.stream().map(this::javaType).toArray(JavaType[]::new));
	}

	/**
	 * Return a type as the library of schemas knows it.
	 * @param type the type
	 * @param context what makes such types
	 */
	static ResolvedType resolved(JavaType type, TypeContext context) {
		return context.resolve(type.getRawClass(),
				type.getBindings()
					.getTypeParameters()
					.stream()
					.map((parameter) -> resolved(parameter, context))
					.toArray(ResolvedType[]::new));
	}

	private @Nullable BeanPropertyDefinition find(FieldScope scope) {
		Field field = scope.getRawMember();
		return properties(field.getDeclaringClass()).stream()
			.filter((property) -> property.getInternalName().equals(field.getName()))
			.findFirst()
			.orElse(null);
	}

	private List<BeanPropertyDefinition> properties(Class<?> type) {
		return properties(this.mapper.constructType(type));
	}

	/**
	 * Return the properties of a class.
	 * @param type the class
	 * @return the properties, as they are read
	 */
	List<BeanPropertyDefinition> properties(JavaType type) {
		DeserializationConfig config = this.mapper.deserializationConfig();
		ClassIntrospector introspector = config.classIntrospectorInstance().forOperation(config);
		return introspector.introspectForDeserialization(type, introspector.introspectClassAnnotations(type))
			.findProperties();
	}

}
