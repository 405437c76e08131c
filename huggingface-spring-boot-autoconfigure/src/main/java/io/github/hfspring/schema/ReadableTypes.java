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

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.std.ReferenceTypeDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.impl.TypeNameIdResolver;
import tools.jackson.databind.module.SimpleModule;
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

	ReadableTypes(JsonMapper mapper, PropertyNames names) {
		this.mapper = mapper;
		this.names = names;
	}

	/**
	 * Check a type.
	 * @param type the type
	 * @throws IllegalArgumentException if it, or something in it, can never be read
	 */
	void check(Type type) {
		JavaType javaType = this.mapper.constructType(type);
		if (this.mapper.deserializationConfig().getProblemHandlers() != null) {
			// They may make what Jackson cannot
			return;
		}
		// Only a deserializer is given what finds others
		SimpleModule module = new SimpleModule("readable").addDeserializer(Walk.class,
				new WalkDeserializer(this.names, javaType));
		this.mapper.rebuild().addModule(module).build().readValue("0", Walk.class);
	}

	/**
	 * Starts the walk.
	 */
	private static final class WalkDeserializer extends StdDeserializer<Walk> {

		private final PropertyNames names;

		private final JavaType type;

		WalkDeserializer(PropertyNames names, JavaType type) {
			super(Walk.class);
			this.names = names;
			this.type = type;
		}

		@Override
		public Walk deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
			Walk walk = new Walk(this.names, context);
			walk.visit(this.type, "");
			return walk;
		}

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
				JavaType known = this.context.constructType(subtype.getType());
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
			List<BeanPropertyDefinition> definitions = this.names.properties(type);
			for (Iterator<SettableBeanProperty> properties = bean.properties(); properties.hasNext();) {
				SettableBeanProperty property = properties.next();
				if (!property.isIgnorable() && property.getInjectableValueId() == null
						&& isInSchema(type, property, definitions)
						&& property.getAnnotation(JsonDeserialize.class) == null
						&& property.getAnnotation(JsonTypeInfo.class) == null) {
					visit(property.getType(), property.getValueDeserializer(), property.getValueTypeDeserializer(),
							type.getRawClass().getSimpleName() + "." + property.getName());
				}
			}
		}

		/**
		 * What has only a setter is not asked for.
		 */
		private static boolean isInSchema(JavaType type, SettableBeanProperty property,
				List<BeanPropertyDefinition> definitions) {
			return definitions.stream()
				.anyMatch((definition) -> definition.getName().equals(property.getName())
						&& ReflectionUtils.findField(type.getRawClass(), definition.getInternalName()) != null);
		}

		private static IllegalArgumentException unreadable(JavaType type, String place, String why,
				@Nullable Throwable cause) {
			return new IllegalArgumentException("Jackson cannot read " + type.toCanonical()
					+ (place.isEmpty() ? "" : " (in " + place + ")") + ", whatever the model writes: " + why, cause);
		}

	}

}
