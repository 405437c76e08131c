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

import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.StdConverter;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ReadableTypes}.
 */
class ReadableTypesTests {

	private final JsonSchemaGenerator generator = JsonSchemaGenerator.create();

	@ParameterizedTest
	@CsvSource({ "Shape,Shape,'',@JsonTypeInfo", "Open,Open,'',@JsonTypeInfo", "Half,Half,'',@JsonTypeInfo",
			"HasShape,Shape,HasShape.shape,@JsonTypeInfo", "HasShapes,Shape,HasShapes.shapes,@JsonTypeInfo",
			"HasMap,Open,HasMap.map,@JsonTypeInfo", "HasArray,Open,HasArray.array,@JsonTypeInfo",
			"Deep,Shape,HasShape.shape,@JsonTypeInfo",
			"HasComparator,java.util.Comparator,HasComparator.order,@JsonTypeInfo",
			"NoCreator,NoCreator,'',@JsonCreator", "HasNoCreator,NoCreator,HasNoCreator.it,@JsonCreator",
			"Forced,Open,Forced.open,@JsonTypeInfo", "DelegatesToOpen,Open,'',@JsonTypeInfo",
			"Event,BadEvent,'',@JsonCreator", "Unknown,Unknown,'',@JsonSubTypes",
			"HasUnknown,Unknown,HasUnknown.unknown,@JsonSubTypes", "BadKey,Circle,'',Key" })
	void refusesWhatCanNeverBeRead(String type, String named, String place, String advice) throws Exception {
		Class<?> refused = Class.forName(ReadableTypesTests.class.getName() + "$" + type);
		assertThatIllegalArgumentException().isThrownBy(() -> this.generator.generate(refused))
			.withMessageContaining((named.contains(".") ? "" : ReadableTypesTests.class.getName() + "$") + named)
			.withMessageContaining(place.isEmpty() ? "Jackson cannot read" : "(in " + place + ")")
			.withMessageContaining(advice);
	}

	@Test
	void refusesElements() {
		Type list = new ParameterizedTypeReference<List<Shape>>() {
		}.getType();
		assertThatIllegalArgumentException().isThrownBy(() -> this.generator.generate(list))
			.withMessageContaining("Shape");
	}

	@ParameterizedTest
	@ValueSource(classes = { Object.class, Number.class, CharSequence.class, Serializable.class, Collection.class,
			List.class, Set.class, Map.class, Iterable.class, JsonNode.class, Optional.class, byte[].class,
			String.class, TimeUnit.class, AtomicReference.class, Sealed.class, Plain.class, Factory.class, Text.class,
			ByClass.class, WithDefault.class, Custom.class, Converted.class, Built.class, OnProperty.class,
			Ignored.class, SetterOnly.class, Node.class, Mapped.class, HasEnumMap.class, Injected.class, Money.class,
			HasHolder.class })
	void letsThroughWhatMayBeRead(Class<?> type) {
		assertThatNoException().isThrownBy(() -> this.generator.generate(type));
	}

	@Test
	void asksTheMapperThatReads() {
		JsonMapper mapped = JsonMapper.builder()
			.addModule(new SimpleModule().addAbstractTypeMapping(Open.class, OpenImpl.class))
			.addMixIn(Shape.class, ShapeMixIn.class)
			.registerSubtypes(Known.class)
			.build();
		for (Class<?> type : List.of(Open.class, Shape.class, HasShapes.class, Unknown.class)) {
			assertThatNoException().isThrownBy(() -> JsonSchemaGenerator.create(mapped).generate(type));
		}
		JsonMapper handled = JsonMapper.builder().addHandler(new DeserializationProblemHandler() {

			@Override
			public Object handleMissingInstantiator(DeserializationContext context, Class<?> type,
					ValueInstantiator instantiator, JsonParser parser, String message) {
				return new OpenImpl("x");
			}

		}).build();
		assertThatNoException().isThrownBy(() -> JsonSchemaGenerator.create(handled).generate(Open.class));
	}

	@Test
	void leavesOutWhatCanNeverBeReadAndNeedNotBeThere() {
		assertThat(this.generator.generate(MayLack.class).get("properties"))
			.isEqualTo(Map.of("name", Map.of("type", "string")));
		assertThat(this.generator.generate(HasSecret.class)).containsEntry("required", List.of("name"))
			.containsEntry("properties", Map.of("name", Map.of("type", "string")));
	}

	@Test
	void doesNotMindARootThatIsUnwrapped() {
		JsonMapper mapper = JsonMapper.builder().enable(DeserializationFeature.UNWRAP_ROOT_VALUE).build();
		assertThat(JsonSchemaGenerator.create(mapper).generate(OpenImpl.class)).containsEntry("type", "object");
	}

	@Test
	void namesATypeThatNeverComesToAnEnd() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.generator.generate(Grow.class))
			.withMessageContaining(Grow.class.getName());
	}

	@Test
	void makesNothingOfTheType() {
		assertThat(this.generator.generate(Explosive.class)).containsEntry("type", "object");
	}

	sealed interface Shape permits Circle {

	}

	record Circle(double radius) implements Shape {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	interface ShapeMixIn {

	}

	interface Open {

		String name();

	}

	record OpenImpl(String name) implements Open {

	}

	abstract static class Half {

		public String name = "";

	}

	record HasShape(Shape shape) {

	}

	record HasShapes(List<Shape> shapes) {

	}

	record HasMap(Map<String, List<Open>> map) {

	}

	record HasArray(Open[] array) {

	}

	record MayLack(String name, Optional<Open> optional, @Nullable Shape shape, @Nullable List<NoCreator> list,
			@JsonProperty(isRequired = OptBoolean.FALSE) Open open) {

	}

	record Forced(@JsonProperty(isRequired = OptBoolean.TRUE) @Nullable Open open) {

	}

	record DelegatesToOpen(Open open) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		DelegatesToOpen {
		}

	}

	record Money(Open currency, String amount) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static Money of(String text) {
			return new Money(() -> "EUR", text);
		}

	}

	@JsonIgnoreType
	interface Secret {

	}

	record HasSecret(String name, Secret secret) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(Held.class))
	interface Holder<T extends Comparable<T>> {

	}

	record Held<T extends Comparable<T>>(T value) implements Holder<T> {

	}

	record HasHolder(Holder<Integer> holder) {

	}

	record Grow<T>(Grow<List<T>> next) {

	}

	record Deep(List<HasShape> all) {

	}

	record HasComparator(Comparator<String> order) {

	}

	static class NoCreator {

		public final String name;

		public final int number;

		NoCreator(String name, int number) {
			this.name = name;
			this.number = number;
		}

	}

	record HasNoCreator(NoCreator it) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = BadEvent.class, name = "bad"))
	interface Event {

	}

	static class BadEvent implements Event {

		public final String name;

		BadEvent(String name, int number) {
			this.name = name + number;
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	interface Unknown {

	}

	record Known(String name) implements Unknown {

	}

	record HasUnknown(Unknown unknown) {

	}

	record BadKey(Map<Circle, String> map) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	sealed interface Sealed permits One {

	}

	record One(String name, @Nullable Sealed next) implements Sealed {

	}

	static class Plain {

		public String name = "";

	}

	static final class Factory {

		public final String name;

		private Factory(String name) {
			this.name = name;
		}

		@JsonCreator
		static Factory of(String name) {
			return new Factory(name);
		}

	}

	static final class Text {

		private final String text;

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Text(String text) {
			this.text = text;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	interface ByClass {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, defaultImpl = DefaultImpl.class)
	interface WithDefault {

	}

	record DefaultImpl(String name) implements WithDefault {

	}

	@JsonDeserialize(using = CustomDeserializer.class)
	interface Custom {

	}

	static final class CustomDeserializer extends StdDeserializer<Custom> {

		CustomDeserializer() {
			super(Custom.class);
		}

		@Override
		public Custom deserialize(JsonParser parser, DeserializationContext context) {
			throw new UnsupportedOperationException();
		}

	}

	@JsonDeserialize(converter = ToConverted.class)
	interface Converted {

	}

	static final class ToConverted extends StdConverter<String, Converted> {

		@Override
		public Converted convert(String value) {
			throw new UnsupportedOperationException();
		}

	}

	@JsonDeserialize(builder = BuiltBuilder.class)
	static final class Built {

		private Built(int number) {
		}

	}

	@JsonPOJOBuilder(withPrefix = "")
	static final class BuiltBuilder {

		private int number;

		BuiltBuilder number(int number) {
			this.number = number;
			return this;
		}

		Built build() {
			return new Built(this.number);
		}

	}

	record OnProperty(@JsonDeserialize(as = OpenImpl.class) Open as,
			@JsonDeserialize(contentAs = OpenImpl.class) List<Open> content,
			@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Open> typed,
			@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Open one) {

	}

	record Ignored(String name, @JsonIgnore @Nullable Open open) {

	}

	static class SetterOnly {

		public String name = "";

		@JsonProperty
		void setListener(Open listener) {
			this.name = listener.name();
		}

	}

	record Node(String name, List<Node> children, @Nullable Node parent, Map<String, Node> others) {

	}

	@JsonDeserialize(as = MappedImpl.class)
	interface Mapped {

	}

	record MappedImpl(String name) implements Mapped {

	}

	record HasEnumMap(EnumMap<TimeUnit, Integer> times) {

	}

	record Injected(String name, @JacksonInject @Nullable Open open) {

	}

	record Explosive(int number) {

		Explosive {
			throw new IllegalStateException("made");
		}

	}

}
