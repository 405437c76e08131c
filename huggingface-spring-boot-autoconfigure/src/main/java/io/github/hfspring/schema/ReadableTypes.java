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

import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.ReferenceTypeDeserializer;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.impl.TypeNameIdResolver;
import tools.jackson.databind.util.ClassUtil;

import org.springframework.util.ReflectionUtils;

/**
 * Finds out before anything is sent whether Jackson can read a type at all. It is asked
 * for what would read the type and each of its properties; whatever is not known to fail
 * is let through.
 */
final class ReadableTypes {

	private final JsonMapper mapper;

	private final PropertyNames names;

	private final Deserializers deserializers;

	ReadableTypes(JsonMapper mapper, PropertyNames names, Deserializers deserializers) {
		this.mapper = mapper;
		this.names = names;
		this.deserializers = deserializers;
	}

	/**
	 * Check a type.
	 * @param type the type
	 * @throws IllegalArgumentException if it, or something in it, can never be read
	 */
	void check(Type type) {
		check(this.mapper.constructType(type));
	}

	private void check(JavaType type) {
		if (this.mapper.deserializationConfig().getProblemHandlers() != null) {
			// They may make what Jackson cannot
			return;
		}
		this.deserializers.ask((context) -> {
			Walk walk = new Walk(this.names, context);
			walk.visit(type, "");
			return walk;
		});
	}

	/**
	 * Return whether a property that need not be there has to be left out: its type can
	 * never be read, or Jackson ignores it.
	 * @param type the type
	 * @param member the property
	 * @param isRequired whether it has to be there
	 */
	boolean isLeftOut(JavaType type, AnnotatedMember member, boolean isRequired) {
		if (isIgnored(this.mapper.deserializationConfig(), type)) {
			return true;
		}
		if (isRequired || isReadAsAnnotated(member.getAnnotation(JsonDeserialize.class),
				member.getAnnotation(JsonTypeInfo.class))) {
			return false;
		}
		try {
			check(type);
			return false;
		}
		catch (IllegalArgumentException ex) {
			return true;
		}
	}

	private static boolean isIgnored(DeserializationConfig config, JavaType type) {
		return Boolean.TRUE.equals(config.getAnnotationIntrospector()
			.isIgnorableType(config,
					config.classIntrospectorInstance().forOperation(config).introspectClassAnnotations(type)));
	}

	private static boolean isReadAsAnnotated(@Nullable JsonDeserialize deserialize, @Nullable JsonTypeInfo types) {
		return deserialize != null || types != null;
	}

	/**
	 * Return what a value is made of as a whole, which goes before its properties.
	 * @param context what introspects classes
	 * @param type the type of the value
	 * @param instantiator what makes it
	 * @return the type, or {@code null} if it is made of properties
	 */
	static @Nullable JavaType delegate(DeserializationContext context, JavaType type, ValueInstantiator instantiator) {
		DeserializationConfig config = context.getConfig();
		JavaType delegate = instantiator.getDelegateType(config);
		delegate = (delegate != null) ? delegate : instantiator.getArrayDelegateType(config);
		if (delegate != null) {
			return delegate;
		}
		// Of a text or a number there is none
		AnnotatedClass annotated = context.introspectClassAnnotations(type);
		return Stream.concat(annotated.getConstructors().stream(), annotated.getFactoryMethods().stream())
			.filter((creator) -> creator.getParameterCount() == 1 && config.getAnnotationIntrospector()
				.findCreatorAnnotation(config, creator) == JsonCreator.Mode.DELEGATING)
			.map((creator) -> creator.getParameterType(0))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return whether a value is made of a text, a number or a truth value only.
	 * @param instantiator what makes it
	 */
	static boolean isScalar(ValueInstantiator instantiator) {
		return !instantiator.canCreateUsingDefault() && !instantiator.canCreateFromObjectWith()
				&& (instantiator.canCreateFromString() || instantiator.canCreateFromInt()
						|| instantiator.canCreateFromLong() || instantiator.canCreateFromDouble()
						|| instantiator.canCreateFromBoolean());
	}

	/**
	 * From a type to what is in it.
	 */
	private static final class Walk {

		private final PropertyNames names;

		private final DeserializationContext context;

		private final Set<JavaType> seen = new HashSet<>();

		Walk(PropertyNames names, DeserializationContext context) {
			this.names = names;
			this.context = context;
		}

		void visit(JavaType type, String place) {
			try {
				visit(type, this.context.findNonContextualValueDeserializer(type),
						this.context.findTypeDeserializer(type), place);
			}
			catch (InvalidDefinitionException ex) {
				throw unreadable((ex.getType() != null) ? ex.getType() : type, place, ex.getOriginalMessage(), ex);
			}
		}

		private void visit(JavaType type, @Nullable ValueDeserializer<?> deserializer,
				@Nullable TypeDeserializer typeDeserializer, String place) {
			if (typeDeserializer != null) {
				visitSubtypes(type, typeDeserializer, place);
			}
			else if (deserializer instanceof AbstractDeserializer) {
				throw unreadable(type, place,
						"it is abstract, and nothing says which class to make: annotate it with @JsonTypeInfo, and with "
								+ "@JsonSubTypes unless it is sealed, or use a record",
						null);
			}
			else if (deserializer instanceof BeanDeserializerBase bean) {
				visitBean(bean, place);
			}
			else if (type.getContentType() != null && (ClassUtil.isJacksonStdImpl(deserializer)
					|| deserializer instanceof ReferenceTypeDeserializer)) {
				visit(type.getContentType(), place);
			}
		}

		private void visitSubtypes(JavaType type, TypeDeserializer deserializer, String place) {
			if (!(deserializer.getTypeIdResolver() instanceof TypeNameIdResolver resolver)) {
				return;
			}
			if (resolver.getDescForKnownTypeIds().equals("[]")) {
				if (deserializer.getDefaultImpl() == null) {
					throw unreadable(type, place, "it has @JsonTypeInfo, but no subtypes are known: list them with "
							+ "@JsonSubTypes, or make it sealed", null);
				}
				return;
			}
			if (!this.seen.add(type)) {
				return;
			}
			DeserializationConfig config = this.context.getConfig();
			AnnotatedClass annotated = this.context.introspectClassAnnotations(type);
			for (NamedType subtype : config.getSubtypeResolver().collectAndResolveSubtypesByTypeId(config, annotated)) {
				if (!type.isTypeOrSuperTypeOf(subtype.getType())) {
					continue;
				}
				JavaType known = this.context.constructSpecializedType(type, subtype.getType());
				if (known.isConcrete() && this.context
					.findNonContextualValueDeserializer(known) instanceof BeanDeserializerBase bean) {
					visitBean(bean, place);
				}
			}
		}

		private void visitBean(BeanDeserializerBase bean, String place) {
			JavaType type = bean.getValueType();
			if (!bean.getValueInstantiator().canInstantiate()) {
				throw unreadable(type, place,
						"it has no constructor that Jackson can call: make it a static class with "
								+ "one, or a record, or annotate a constructor or a factory method with @JsonCreator",
						null);
			}
			if (!this.seen.add(type)) {
				return;
			}
			ValueInstantiator instantiator = bean.getValueInstantiator();
			JavaType delegate = delegate(this.context, type, instantiator);
			if (delegate != null) {
				visit(delegate, place);
				return;
			}
			if (isScalar(instantiator)) {
				return;
			}
			List<BeanPropertyDefinition> definitions = this.names.properties(type);
			for (Iterator<SettableBeanProperty> properties = bean.properties(); properties.hasNext();) {
				SettableBeanProperty property = properties.next();
				if (!property.isIgnorable() && property.getInjectableValueId() == null
						&& isInSchema(type, property, definitions)
						&& !isIgnored(this.context.getConfig(), property.getType())
						&& !isReadAsAnnotated(property.getAnnotation(JsonDeserialize.class),
								property.getAnnotation(JsonTypeInfo.class))) {
					visit(property.getType(), property.getValueDeserializer(), property.getValueTypeDeserializer(),
							type.getRawClass().getSimpleName() + "." + property.getName());
				}
			}
		}

		/**
		 * What has only a setter is not asked for, nor has to be there what may be left
		 * out.
		 */
		private static boolean isInSchema(JavaType type, SettableBeanProperty property,
				List<BeanPropertyDefinition> definitions) {
			return definitions.stream()
				.filter((definition) -> definition.getName().equals(property.getName()))
				.map((definition) -> ReflectionUtils.findField(type.getRawClass(), definition.getInternalName()))
				.anyMatch((field) -> field != null && PropertyNames
					.isRequired(property.getAnnotation(JsonProperty.class), field.getType(), field));
		}

		private static IllegalArgumentException unreadable(JavaType type, String place, String why,
				@Nullable Throwable cause) {
			return new IllegalArgumentException("Jackson cannot read " + type.toCanonical()
					+ (place.isEmpty() ? "" : " (in " + place + ")") + ", whatever the model writes: " + why, cause);
		}

	}

}
