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

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.generator.impl.module.FlattenedWrapperModule;
import com.github.victools.jsonschema.generator.impl.module.SimpleTypeModule;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import com.github.victools.jsonschema.module.jackson.JsonPropertySorter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * Generates schemas with the library of victools.
 */
final class VictoolsJsonSchemaGenerator implements JsonSchemaGenerator {

	private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {
	};

	private final JsonMapper mapper = JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

	private final ReadableTypes readable;

	private final Deserializers deserializers;

	private final PropertyNames names;

	private final EnumValues enums;

	private final boolean validation;

	/**
	 * Create a generator.
	 * @param readable what Jackson can read
	 * @param deserializers what it reads with
	 * @param names what Jackson calls the properties
	 * @param enums what Jackson reads the values of enums from
	 * @param validation whether to read the annotations of Jakarta Validation
	 */
	VictoolsJsonSchemaGenerator(ReadableTypes readable, Deserializers deserializers, PropertyNames names,
			EnumValues enums, boolean validation) {
		this.readable = readable;
		this.deserializers = deserializers;
		this.names = names;
		this.enums = enums;
		this.validation = validation;
	}

	@Override
	public Map<String, Object> generate(Type type) {
		Assert.notNull(type, "'type' must not be null");
		try {
			this.readable.check(type);
			return generate(ResolvableType.forType(type), Set.of());
		}
		catch (StackOverflowError ex) {
			throw new IllegalArgumentException(
					"The JSON schema of " + type.getTypeName() + " would never come to an end, as it contains itself "
							+ "with ever more type arguments: give the schema by hand",
					ex);
		}
	}

	/**
	 * The library does not come to an end with a list of what contains such a list, so it
	 * is given what is in it.
	 * @param type the type
	 * @param around the lists and maps around it; one that contains itself may have
	 * anything in it
	 */
	private Map<String, Object> generate(ResolvableType type, Set<Class<?>> around) {
		Class<?> raw = type.resolve(Object.class);
		if (raw == Object.class || JsonNode.class.isAssignableFrom(raw)
				|| (around.contains(raw) && type.getGenerics().length == 0)) {
			return Map.of();
		}
		Set<Class<?>> within = new HashSet<>(around);
		within.add(raw);
		if (raw == Optional.class) {
			return generate(type.getGeneric(0), around);
		}
		Map<String, Object> schema = new LinkedHashMap<>();
		boolean isArray = raw.isArray() && raw != byte[].class;
		if (isArray || Collection.class.isAssignableFrom(raw)) {
			ResolvableType element = isArray ? type.getComponentType() : type.as(Collection.class).getGeneric(0);
			schema.put("type", "array");
			schema.put("items", JsonSchemas.embed(generate(element, within), "#/items"));
			return schema;
		}
		if (Map.class.isAssignableFrom(raw)) {
			Map<String, Object> values = generate(type.as(Map.class).getGeneric(1), within);
			schema.put("type", "object");
			schema.put("additionalProperties",
					values.isEmpty() ? true : JsonSchemas.embed(values, "#/additionalProperties"));
			return schema;
		}
		Type target = (type.getType() instanceof ParameterizedType) ? type.getType() : raw;
		// By way of text, so that the numbers are those a reader of JSON would see
		return this.mapper.readValue(this.mapper.writeValueAsString(schema(target)), MAP);
	}

	/**
	 * The library keeps state per thread when it fails, so each schema has a generator of
	 * its own.
	 */
	private ObjectNode schema(Type type) {
		try {
			return completed(generator(true).generateSchema(type));
		}
		catch (IllegalArgumentException ex) {
			// The type contains itself
			return completed(rooted(generator(false).generateSchema(type)));
		}
	}

	private static ObjectNode completed(ObjectNode schema) {
		SubtypeChoices.complete(schema);
		return schema;
	}

	/**
	 * Not every server follows a reference to the root, nor takes one as the root.
	 */
	private static ObjectNode rooted(ObjectNode schema) {
		if (schema.remove("$ref") instanceof StringNode reference
				&& schema.at(reference.stringValue().substring(1)) instanceof ObjectNode root) {
			schema.setAll(root.deepCopy());
		}
		return schema;
	}

	private SchemaGenerator generator(boolean inline) {
		SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(this.mapper, SchemaVersion.DRAFT_2020_12,
				OptionPreset.PLAIN_JSON);
		DeserializedTypes types = new DeserializedTypes(this.deserializers, this.names, inline);
		// Before the module of Jackson, which does not know what the mapper is set to
		config.forTypesInGeneral()
			.withCustomDefinitionProvider(VictoolsJsonSchemaGenerator::itself)
			.withCustomDefinitionProvider(this::enumeration)
			.withCustomDefinitionProvider(JdkTypes::describe)
			.withDescriptionResolver(JdkTypes::description);
		config.without(Option.SCHEMA_VERSION_INDICATOR, Option.FLATTENED_OPTIONALS)
			.with(Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.ENUM_KEYWORD_FOR_SINGLE_VALUES,
					Option.PLAIN_DEFINITION_KEYS)
			.with(new FlattenedWrapperModule<>(Optional.class))
			.with(JdkTypes.module())
			.with(SimpleTypeModule.forPrimitiveAndAdditionalTypes());
		config.forTypesInGeneral().withCustomDefinitionProvider(types);
		config.with(new JacksonSchemaModule(JacksonOption.FLATTENED_ENUMS_FROM_JSONVALUE,
				JacksonOption.FLATTENED_ENUMS_FROM_JSONPROPERTY, JacksonOption.SKIP_SUBTYPE_LOOKUP,
				JacksonOption.IGNORE_TYPE_INFO_TRANSFORM));
		config.with(inline ? Option.INLINE_ALL_SCHEMAS : Option.DEFINITION_FOR_MAIN_SCHEMA);
		if (this.validation) {
			JakartaConstraints.addTo(config);
		}
		config.forTypesInGeneral()
			.withPropertySorter(new JsonPropertySorter(false))
			.withCustomDefinitionProvider(VictoolsJsonSchemaGenerator::map)
			.withCustomDefinitionProvider(VictoolsJsonSchemaGenerator::anything)
			.withTypeAttributeOverride(VictoolsJsonSchemaGenerator::admitProperties)
			.withTypeAttributeOverride(this::refuse);
		config.forFields()
			.withCustomDefinitionProvider(this::pattern)
			.withCustomDefinitionProvider(types::property)
			.withTargetTypeOverridesResolver(types::override)
			.withIgnoreCheck(this::isLeftOut)
			.withRequiredCheck(VictoolsJsonSchemaGenerator::isRequired)
			.withPropertyNameOverrideResolver(this.names::of);
		return new SchemaGenerator(config.build());
	}

	private @Nullable CustomDefinition enumeration(ResolvedType type, SchemaGenerationContext context) {
		ObjectNode schema = context.getGeneratorConfig().createObjectNode();
		Class<?> raw = type.getErasedType();
		return (raw.isEnum() && this.enums.describe(raw, schema)) ? new CustomDefinition(schema,
				CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES) : null;
	}

	/**
	 * A date of another form is a text.
	 */
	private @Nullable CustomPropertyDefinition pattern(FieldScope field, SchemaGenerationContext context) {
		String pattern = this.names.pattern(field);
		return (pattern != null) ? new CustomPropertyDefinition(context.getGeneratorConfig()
			.createObjectNode()
			.put("type", "string")
			.put("description", "In the form " + pattern), CustomDefinition.AttributeInclusion.YES) : null;
	}

	private void refuse(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
		if (schema.has("allOf")) {
			this.names.check(scope.getType().getErasedType());
		}
	}

	private static boolean isRequired(FieldScope field) {
		return PropertyNames.isRequired(field.getAnnotationConsideringFieldAndGetterIfSupported(JsonProperty.class),
				field.getDeclaredType().getErasedType(), field.getRawMember());
	}

	private boolean isLeftOut(FieldScope field) {
		AnnotatedMember member = this.names.member(field);
		return member != null
				&& this.readable.isLeftOut(this.names.javaType(field.getDeclaredType()), member, isRequired(field));
	}

	/**
	 * The library does not know what is in a list of itself.
	 */
	private static @Nullable CustomDefinition itself(ResolvedType type, SchemaGenerationContext context) {
		if (type == null || !type.isInstanceOf(Collection.class) || !type.getTypeParameters().isEmpty()) {
			return null;
		}
		ResolvedType item = context.getTypeContext().getTypeParameterFor(type, Collection.class, 0);
		if (item != null && item.getErasedType() != type.getErasedType()) {
			return null;
		}
		ObjectNode schema = context.getGeneratorConfig().createObjectNode().put("type", "array");
		schema.putObject("items");
		return new CustomDefinition(schema, CustomDefinition.DefinitionType.INLINE,
				CustomDefinition.AttributeInclusion.YES);
	}

	/**
	 * A map is an object of any properties, whatever fields its class has.
	 */
	private static @Nullable CustomDefinition map(ResolvedType type, SchemaGenerationContext context) {
		if (!type.isInstanceOf(Map.class)) {
			return null;
		}
		ObjectNode schema = context.getGeneratorConfig().createObjectNode().put("type", "object");
		ResolvedType value = context.getTypeContext().getTypeParameterFor(type, Map.class, 1);
		if (value != null && value.getErasedType() != Object.class) {
			schema.set("additionalProperties", context.createDefinitionReference(value));
		}
		else {
			schema.put("additionalProperties", true);
		}
		return new CustomDefinition(schema, CustomDefinition.DefinitionType.INLINE,
				CustomDefinition.AttributeInclusion.YES);
	}

	/**
	 * A tree of Jackson is any JSON, whatever fields its class has.
	 */
	private static @Nullable CustomDefinition anything(ResolvedType type, SchemaGenerationContext context) {
		return type.isInstanceOf(JsonNode.class) ? new CustomDefinition(context.getGeneratorConfig().createObjectNode(),
				CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.YES) : null;
	}

	/**
	 * What may be any JSON, or one of several things, has no properties of its own; that
	 * there are no others would forbid everything.
	 */
	private static void admitProperties(ObjectNode schema, TypeScope scope, SchemaGenerationContext context) {
		if (scope.getType().isInstanceOf(JsonNode.class) || (schema.has("anyOf") && !schema.has("properties"))) {
			schema.remove("additionalProperties");
		}
	}

}
