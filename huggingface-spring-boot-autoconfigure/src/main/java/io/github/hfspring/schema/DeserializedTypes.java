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
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.CustomPropertyDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.impl.AttributeCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.deser.std.ReferenceTypeDeserializer;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.impl.AsDeductionTypeDeserializer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Describes types whose fields do not say what Jackson reads them from: those that have
 * subtypes, that another type stands for, or that are made of something else than an
 * object. What has a deserializer of its own may be read from anything.
 */
final class DeserializedTypes implements CustomDefinitionProviderV2 {

	private final Deserializers deserializers;

	private final PropertyNames names;

	private final boolean inline;

	/**
	 * Create a provider of definitions.
	 * @param deserializers tells what a type is read with
	 * @param names finds the members of properties
	 * @param inline whether all is written where it is used
	 */
	DeserializedTypes(Deserializers deserializers, PropertyNames names, boolean inline) {
		this.deserializers = deserializers;
		this.names = names;
		this.inline = inline;
	}

	@Override
	public @Nullable CustomDefinition provideCustomSchemaDefinition(@Nullable ResolvedType type,
			SchemaGenerationContext context) {
		Class<?> raw = (type != null) ? type.getErasedType() : Object.class;
		if (type == null || raw == Object.class || raw.isPrimitive() || raw.isArray() || raw.isEnum()
				|| Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)
				|| JsonNode.class.isAssignableFrom(raw)) {
			return null;
		}
		return this.deserializers
			.ask((finder) -> new Description(finder, context).definition(this.names.javaType(type)));
	}

	/**
	 * Describe a property that is annotated with what its subtypes are known by.
	 * @param field the property
	 * @param context where to make definitions
	 * @return the definition, or {@code null} if it is not
	 */
	@Nullable CustomPropertyDefinition property(FieldScope field, SchemaGenerationContext context) {
		AnnotatedMember member = this.names.member(field);
		if (member == null || field.isFakeContainerItemScope()) {
			return null;
		}
		return this.deserializers.ask((finder) -> {
			DeserializationConfig config = finder.getConfig();
			if (config.getAnnotationIntrospector().findPolymorphicTypeInfo(config, member) == null) {
				return null;
			}
			JavaType type = this.names.javaType(field.getType());
			ObjectNode schema = new Description(finder, context).property(type, member);
			if (schema == null) {
				return null;
			}
			AttributeCollector.mergeMissingAttributes(schema,
					AttributeCollector.collectFieldAttributes(field, context));
			return new CustomPropertyDefinition(schema, CustomDefinition.AttributeInclusion.NO);
		});
	}

	/**
	 * Return the type that an annotation has a property read as.
	 * @param field the property
	 * @return the type, or {@code null} if it is read as what it is
	 */
	@Nullable List<ResolvedType> override(FieldScope field) {
		AnnotatedMember member = this.names.member(field);
		if (member == null) {
			return null;
		}
		return this.deserializers.ask((finder) -> {
			DeserializationConfig config = finder.getConfig();
			AnnotationIntrospector annotations = config.getAnnotationIntrospector();
			if (annotations.findDeserializer(config, member) != null
					|| annotations.findDeserializationConverter(config, member) != null
					|| annotations.findContentDeserializer(config, member) != null
					|| annotations.findDeserializationContentConverter(config, member) != null) {
				return List.of(field.getContext().resolve(JsonNode.class));
			}
			// The library asks for the elements of a list once more
			boolean isElement = field.isFakeContainerItemScope();
			JavaType type = isElement ? member.getType() : this.names.javaType(field.getDeclaredType());
			JavaType refined = annotations.refineDeserializationType(config, member, type);
			JavaType read = isElement ? refined.getContentType() : refined;
			return (refined.equals(type) || read == null) ? null
					: List.of(PropertyNames.resolved(read, field.getContext()));
		});
	}

	/**
	 * The description of a type while it is made.
	 */
	private final class Description {

		private final DeserializationContext finder;

		private final SchemaGenerationContext context;

		Description(DeserializationContext finder, SchemaGenerationContext context) {
			this.finder = finder;
			this.context = context;
		}

		@Nullable CustomDefinition definition(JavaType type) {
			try {
				TypeDeserializer types = this.finder.findTypeDeserializer(type);
				ObjectNode schema = (types != null) ? choices(type, types,
						this.finder.getConfig()
							.getSubtypeResolver()
							.collectAndResolveSubtypesByTypeId(this.finder.getConfig(),
									this.finder.introspectClassAnnotations(type)))
						: value(type);
				if (schema == null) {
					return null;
				}
				return schema.has("anyOf") ? new CustomDefinition(schema,
						DeserializedTypes.this.inline ? CustomDefinition.DefinitionType.INLINE
								: CustomDefinition.DefinitionType.ALWAYS_REF,
						CustomDefinition.AttributeInclusion.YES) : inline(schema);
			}
			catch (InvalidDefinitionException ex) {
				// What has not been refused for that may still be left out
				return inline(object());
			}
		}

		private static CustomDefinition inline(ObjectNode schema) {
			return new CustomDefinition(schema, CustomDefinition.DefinitionType.INLINE,
					CustomDefinition.AttributeInclusion.NO);
		}

		@Nullable ObjectNode property(JavaType type, AnnotatedMember member) {
			DeserializationConfig config = this.finder.getConfig();
			boolean isContainer = type.isContainerType();
			if (type.isReferenceType()) {
				return null;
			}
			JavaType base = isContainer ? type.getContentType() : type;
			TypeDeserializer types = isContainer ? this.finder.findPropertyContentTypeDeserializer(type, member)
					: this.finder.findPropertyTypeDeserializer(type, member);
			if (types == null || types.getTypeIdResolver() == null) {
				return null;
			}
			ObjectNode choices = choices(base, types,
					config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, member, base));
			return isContainer ? container(type, choices) : choices;
		}

		/**
		 * Describe what is read without knowing a subtype.
		 */
		private @Nullable ObjectNode value(JavaType type) {
			ValueDeserializer<?> deserializer = undecorated(this.finder.findNonContextualValueDeserializer(type));
			if (deserializer instanceof BeanDeserializerBase bean) {
				return bean(type, bean);
			}
			if (!deserializer.getClass().getName().startsWith("tools.jackson.databind.")) {
				return object();
			}
			if (deserializer instanceof ReferenceTypeDeserializer<?>) {
				return (type.getContentType() != null) ? alias(reference(type.getContentType())) : object();
			}
			if (deserializer instanceof ContainerDeserializerBase<?> container) {
				JavaType read = container.getValueType(this.finder);
				JavaType content = container.getContentType();
				return (read == null || content == null) ? object() : container(read, reference(content));
			}
			return (deserializer instanceof FromStringDeserializer<?>) ? object().put("type", "string") : object();
		}

		/**
		 * A modifier may have put one of its own around the one that reads.
		 */
		private static ValueDeserializer<?> undecorated(ValueDeserializer<?> deserializer) {
			ValueDeserializer<?> inner = deserializer;
			while (inner.getDelegatee() != null) {
				inner = inner.getDelegatee();
			}
			return inner;
		}

		private @Nullable ObjectNode bean(JavaType type, BeanDeserializerBase bean) {
			ValueInstantiator instantiator = bean.getValueInstantiator();
			JavaType delegate = ReadableTypes.delegate(this.finder, type, instantiator);
			if (delegate != null && isMadeOfDelegate(instantiator)) {
				return alias(reference(delegate));
			}
			if (ReadableTypes.isScalar(instantiator)) {
				return instantiator.canCreateFromString() ? object().put("type", "string") : object();
			}
			JavaType read = bean.getValueType();
			return (type.isAbstract() && !read.hasRawClass(type.getRawClass())
					&& type.isTypeOrSuperTypeOf(read.getRawClass())) ? alias(reference(read)) : null;
		}

		/**
		 * What can be made of a text as well as of an object is asked for as an object,
		 * whose properties have names.
		 */
		private boolean isMadeOfDelegate(ValueInstantiator instantiator) {
			DeserializationConfig config = this.finder.getConfig();
			return instantiator.getDelegateType(config) != null || instantiator.getArrayDelegateType(config) != null
					|| !(instantiator.canCreateFromObjectWith() || instantiator.canCreateUsingDefault());
		}

		private ObjectNode choices(JavaType base, TypeDeserializer types, Collection<NamedType> subtypes) {
			Map<JavaType, List<String>> ids = ids(base, types.getTypeIdResolver(), subtypes);
			ObjectNode schema = object();
			if (ids.isEmpty()) {
				return schema;
			}
			ArrayNode choices = schema.putArray("anyOf");
			Class<?> byDefault = types.getDefaultImpl();
			ids.forEach((type, names) -> {
				if (types instanceof AsDeductionTypeDeserializer) {
					choices.add(plain(type));
					return;
				}
				switch (types.getTypeInclusion()) {
					case WRAPPER_OBJECT -> names.forEach((name) -> choices.add(wrapped(name, plain(type))));
					// The name is a property of the object around it
					case EXTERNAL_PROPERTY -> choices.add(plain(type));
					case WRAPPER_ARRAY -> names.forEach((name) -> choices.add(tuple(name, plain(type))));
					default -> choices.add(SubtypeChoices.choice(plain(type), types.getPropertyName(), names,
							!type.hasRawClass((byDefault != null) ? byDefault : Void.class)));
				}
			});
			if (byDefault != null && base.isTypeOrSuperTypeOf(byDefault)
					&& ids.keySet().stream().noneMatch((type) -> type.hasRawClass(byDefault))) {
				choices.add(plain(this.finder.constructSpecializedType(base, byDefault)));
			}
			return schema;
		}

		/**
		 * Return the names that Jackson reads types from, and none if they are not known.
		 */
		private Map<JavaType, List<String>> ids(JavaType base, TypeIdResolver resolver,
				Collection<NamedType> subtypes) {
			Map<JavaType, List<String>> ids = new LinkedHashMap<>();
			for (NamedType subtype : subtypes) {
				if (!base.isTypeOrSuperTypeOf(subtype.getType())) {
					continue;
				}
				JavaType type = this.finder.constructSpecializedType(base, subtype.getType());
				if (this.finder.findNonContextualValueDeserializer(type) instanceof AbstractDeserializer) {
					continue;
				}
				String id = id(resolver, subtype);
				try {
					JavaType read = (id != null) ? resolver.typeFromId(this.finder, id) : null;
					if (read != null && read.hasRawClass(subtype.getType())) {
						List<String> known = ids.computeIfAbsent(type, (key) -> new ArrayList<>());
						if (!known.contains(id)) {
							known.add(id);
						}
					}
				}
				catch (JacksonException ex) {
					// Not a name of it, or one that is not allowed
				}
			}
			return ids;
		}

		private static @Nullable String id(TypeIdResolver resolver, NamedType subtype) {
			String name = subtype.getType().getName();
			return switch (resolver.getMechanism()) {
				case NAME -> subtype.hasName() ? subtype.getName() : name.substring(name.lastIndexOf('.') + 1);
				case SIMPLE_NAME -> subtype.hasName() ? subtype.getName()
						: name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
				case CLASS -> name;
				default -> null;
			};
		}

		private ObjectNode wrapped(String name, ObjectNode value) {
			ObjectNode schema = object().put("type", "object");
			schema.putObject("properties").set(name, value);
			schema.putArray("required").add(name);
			return schema.put("additionalProperties", false);
		}

		private ObjectNode tuple(String name, ObjectNode value) {
			ObjectNode schema = object().put("type", "array");
			ArrayNode items = schema.putArray("prefixItems");
			items.addObject().put("const", name);
			items.add(value);
			return schema.put("minItems", 2).put("maxItems", 2);
		}

		private ObjectNode container(JavaType type, ObjectNode content) {
			if (type.isArrayType() || type.isCollectionLikeType()) {
				ObjectNode schema = object().put("type", "array");
				schema.set("items", content);
				return schema;
			}
			ObjectNode schema = object().put("type", "object");
			schema.set("additionalProperties", content);
			return Map.Entry.class.isAssignableFrom(type.getRawClass())
					? schema.put("minProperties", 1).put("maxProperties", 1) : schema;
		}

		/**
		 * A definition that is written where it is used cannot be a reference itself.
		 */
		private ObjectNode alias(ObjectNode reference) {
			ObjectNode schema = object();
			schema.putArray("allOf").add(reference);
			return schema;
		}

		private ObjectNode reference(JavaType type) {
			return this.context.createDefinitionReference(PropertyNames.resolved(type, this.context.getTypeContext()));
		}

		/**
		 * Describe a type that is known by now.
		 */
		private ObjectNode plain(JavaType type) {
			ObjectNode value = value(type);
			return (value != null) ? value : this.context.createStandardDefinitionReference(
					PropertyNames.resolved(type, this.context.getTypeContext()), DeserializedTypes.this);
		}

		private ObjectNode object() {
			return this.context.getGeneratorConfig().createObjectNode();
		}

	}

}
