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
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeserializedTypes} and {@link SubtypeChoices}: what the schema accepts
 * is what Jackson reads.
 */
class DeserializedTypesTests {

	private final JsonMapper mapper = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
				DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
				DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
		.addModule(new SimpleModule().addAbstractTypeMapping(Mapped.class, MappedImpl.class)
			.addDeserializer(Own.class, new OwnDeserializer()))
		.build();

	private final JsonSchemaGenerator generator = JsonSchemaGenerator.create(this.mapper);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
							Comment           | {'kind':'text','t':'x'}                                                      | true
							Comment           | {'kind':'thread','replies':[{'kind':'thread','replies':[]}]}                 | true
							Comment           | {'kind':'thread','replies':[{'kind':'text','replies':[]}]}                   | false
							Comment           | {'kind':'thread','replies':[{'t':'x'}]}                                      | false
							Comment           | {'t':'x'}                                                                    | false
							Post              | {'first':{'kind':'text','t':'x'},'second':{'kind':'thread','replies':[]}}    | true
							Post              | {'first':{'kind':'text','t':'x'},'second':{'kind':'text','t':'x'}}           | false
							Shape             | {'k':'tri','a':1}                                                            | true
							Shape             | {'k':'circle','r':1}                                                         | true
							Shape             | {'k':'Poly','a':1}                                                           | false
							Shape             | {'a':1}                                                                      | false
							HasSub            | {'s':{'k':'a','a':'y'}}                                                      | true
							HasSub            | {'s':{'k':'DeserializedTypesTests$Sub','a':'y'}}                             | false
							HasKnown          | {'known':{'k':'known','a':'y'}}                                              | true
					HasKnown          | {'known':{'k':'a','a':'y'}}                                                  | false
							Deduced           | {'a':1}                                                                      | true
							Deduced           | {'c':1}                                                                      | false
							Wrapped           | {'one':{'a':1}}                                                              | true
							Wrapped           | {'a':1}                                                                      | false
							WithDefault       | {'a':1}                                                                      | true
							WithDefault       | {'@type':'other','b':1}                                                      | true
							Existing          | {'kind':'it','a':1}                                                          | true
							Existing          | {'kind':'else','a':1}                                                        | false
							Aliases           | {'@type':'y','a':1}                                                          | true
							Aliases           | {'@type':'z','a':1}                                                          | false
							ByClass           | {'@class':'io.github.hfspring.schema.DeserializedTypesTests$ByClassOne'}     | true
							ByClass           | {'@class':'java.lang.String'}                                                | false
							HasHolder         | {'holder':{'@type':'held','value':1}}                                        | true
							HasHolder         | {'holder':{'@type':'held','value':{}}}                                       | false
							OnProperty        | {'one':{'@type':'one','a':1},'list':[{'@type':'one','a':1}],'plain':{'kind':'text','t':'x'}} | true
							OnProperty        | {'one':{'a':1},'list':[],'plain':{'kind':'text','t':'x'}}                    | false
							HasMapped         | {'mapped':{'a':'x'},'list':[{'a':'x'}],'own':1}                              | true
							HasMapped         | {'mapped':{'a':'x'},'list':[{}],'own':{'x':[]}}                              | false
							Annotated         | {'as':{'a':'x'},'content':[{'a':'x'}],'own':'x'}                             | true
							Annotated         | {'as':{},'content':[{'a':'x'}],'own':'x'}                                    | false
							Annotated         | {'as':{'a':'x'},'content':[{}],'own':'x'}                                    | false
							Jdk               | {'entry':{'k':1},'texts':['x'],'reference':'x','any':[1],'type':'java.lang.String'} | true
							Jdk               | {'entry':{'k':1,'l':2},'texts':[],'reference':'x','any':1,'type':'java.lang.String'} | false
							Jdk               | {'entry':{'k':1},'texts':{},'reference':'x','any':1,'type':'java.lang.String'} | false
							HasMoney          | {'money':{'amount':'1','currency':'EUR'},'one':'x','tags':['a']}             | true
							HasMoney          | {'money':{'cents':1},'one':'x','tags':['a']}                                 | false
							HasMoney          | {'money':{'amount':'1','currency':'EUR'},'one':'x','tags':{}}                                 | false
							HasList           | {'tree':[],'map':{'a':{}}}                                                   | true
							HasList           | {'tree':{},'map':{}}                                                         | false
							""")
	void acceptsWhatJacksonReads(String name, String json, boolean isRead) throws Exception {
		Class<?> type = Class.forName(DeserializedTypesTests.class.getName() + "$" + name);
		String text = json.replace('\'', '"');
		assertThat(JsonSchemaValidator.of(this.generator.generate(type)).validate(this.mapper.readTree(text)).isEmpty())
			.as("schema %s", this.mapper.writeValueAsString(this.generator.generate(type)))
			.isEqualTo(isRead);
		assertThat(canRead(text, type)).as("Jackson").isEqualTo(isRead);
	}

	private boolean canRead(String json, Class<?> type) {
		try {
			return this.mapper.readValue(json, type) != null;
		}
		catch (JacksonException ex) {
			return false;
		}
	}

	@Test
	void whatATypeIsKnownByMayStandBesideIt() {
		String json = "{\"kind\":\"p\",\"body\":{\"a\":1}}";
		assertThat(JsonMapper.shared().readValue(json, External.class).body()).isEqualTo(new BodyOne(1));
		JsonSchemaValidator validator = JsonSchemaValidator.of(this.generator.generate(External.class));
		assertThat(validator.validate(this.mapper.readTree(json))).isEmpty();
		assertThat(validator.validate(this.mapper.readTree(json.replace("1", "\"x\"")))).isNotEmpty();
	}

	@Test
	void refusesSubtypesThatAreInEachOtherWithoutEnd() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.generator.generate(Row.class))
			.withMessageContaining("@JsonTypeInfo");
	}

	@Test
	void looksBehindTheDeserializersOfAModifier() {
		JsonMapper modified = JsonMapper.builder()
			.addModule(new SimpleModule().setDeserializerModifier(new ValueDeserializerModifier() {

				@Override
				public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config,
						BeanDescription.Supplier description, ValueDeserializer<?> deserializer) {
					return new Decorated(deserializer);
				}

			}))
			.build();
		assertThat(JsonSchemaGenerator.create(modified).generate(BodyOne.class))
			.isEqualTo(this.generator.generate(BodyOne.class));
	}

	@Test
	void leavesNoTraceInTheSchema() {
		String json = this.mapper.writeValueAsString(this.generator.generate(Post.class));
		assertThat(json).doesNotContain("subtype", "oneOf", "Thread-1", "Text-1").contains("#/$defs/Comment");
	}

	@Test
	void describesAPropertyWithSubtypesOfItsOwn() {
		assertThat(this.mapper.writeValueAsString(this.generator.generate(OnProperty.class)))
			.contains("\"description\":\"Whichever\"");
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Comment permits Text, Thread {

	}

	@JsonTypeName("text")
	record Text(String t) implements Comment {

	}

	@JsonTypeName("thread")
	record Thread(List<Comment> replies) implements Comment {

	}

	record Post(Comment first, Thread second) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "k")
	sealed interface Shape permits Poly, Circle {

	}

	sealed interface Poly extends Shape permits Tri {

	}

	@JsonTypeName("tri")
	record Tri(int a) implements Poly {

	}

	@JsonTypeName("circle")
	record Circle(int r) implements Shape {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "k")
	@JsonSubTypes({ @JsonSubTypes.Type(A.class), @JsonSubTypes.Type(value = Known.class, name = "known") })
	interface Top {

	}

	@JsonSubTypes(@JsonSubTypes.Type(A.class))
	interface Sub extends Top {

	}

	@JsonTypeName("a")
	record A(String a) implements Sub {

	}

	record Known(String a) implements Top {

	}

	record HasSub(Sub s) {

	}

	record HasKnown(Known known) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
	sealed interface Deduced permits DeducedOne, DeducedTwo {

	}

	record DeducedOne(int a) implements Deduced {

	}

	record DeducedTwo(int b) implements Deduced {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
	@JsonSubTypes(@JsonSubTypes.Type(value = WrappedOne.class, name = "one"))
	interface Wrapped {

	}

	record WrappedOne(int a) implements Wrapped {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, defaultImpl = DefaultOne.class)
	@JsonSubTypes(@JsonSubTypes.Type(value = DefaultOther.class, name = "other"))
	interface WithDefault {

	}

	record DefaultOne(int a) implements WithDefault {

	}

	record DefaultOther(int b) implements WithDefault {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "kind",
			visible = true)
	@JsonSubTypes(@JsonSubTypes.Type(value = ExistingOne.class, name = "it"))
	interface Existing {

	}

	record ExistingOne(String kind, int a) implements Existing {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = Alias.class, names = { "x", "y" }))
	interface Aliases {

	}

	record Alias(int a) implements Aliases {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	sealed interface ByClass permits ByClassOne {

	}

	record ByClassOne() implements ByClass {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes(@JsonSubTypes.Type(value = Held.class, name = "held"))
	interface Holder<T extends Comparable<T>> {

	}

	record Held<T extends Comparable<T>>(T value) implements Holder<T> {

	}

	record HasHolder(Holder<Integer> holder) {

	}

	interface Plain {

	}

	record PlainOne(int a) implements Plain {

	}

	record OnProperty(
			@JsonPropertyDescription("Whichever") @JsonTypeInfo(
					use = JsonTypeInfo.Id.NAME) @JsonSubTypes(@JsonSubTypes.Type(value = PlainOne.class,
							name = "one")) Plain one,
			@JsonTypeInfo(use = JsonTypeInfo.Id.NAME) @JsonSubTypes(@JsonSubTypes.Type(value = PlainOne.class,
					name = "one")) List<Plain> list,
			@JsonTypeInfo(use = JsonTypeInfo.Id.NONE) Text plain) {

	}

	interface Mapped {

	}

	record MappedImpl(String a) implements Mapped {

	}

	interface Own {

	}

	static final class OwnDeserializer extends StdDeserializer<Own> {

		OwnDeserializer() {
			super(Own.class);
		}

		@Override
		public Own deserialize(JsonParser parser, DeserializationContext context) {
			parser.skipChildren();
			return new Own() {
			};
		}

	}

	record HasMapped(Mapped mapped, List<Mapped> list, Own own) {

	}

	interface Bare {

	}

	record BareImpl(String a) implements Bare {

	}

	record Annotated(@JsonDeserialize(as = BareImpl.class) Bare as,
			@JsonDeserialize(contentAs = BareImpl.class) List<Bare> content,
			@JsonDeserialize(using = OwnDeserializer.class) Own own) {

	}

	record Jdk(Map.Entry<String, Integer> entry, Iterable<String> texts, AtomicReference<String> reference,
			Serializable any, Class<?> type) {

	}

	record Money(String amount, @Nullable String currency) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static Money of(String text) {
			return new Money(text, null);
		}

	}

	record Tags(List<String> tags) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Tags {
		}

	}

	static final class OneText {

		public final String text;

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		OneText(String text) {
			this.text = text;
		}

	}

	record HasMoney(Money money, OneText one, Tags tags) {

	}

	@JacksonAnnotationsInside
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXTERNAL_PROPERTY, property = "kind")
	@JsonSubTypes({ @JsonSubTypes.Type(value = BodyOne.class, name = "p"),
			@JsonSubTypes.Type(value = BodyTwo.class, name = "q") })
	@Retention(RetentionPolicy.RUNTIME)
	@interface ByKind {

	}

	record External(String kind, @ByKind Body body) {

	}

	interface Body {

	}

	record BodyOne(int a) implements Body {

	}

	record BodyTwo(String b) implements Body {

	}

	@JacksonAnnotationsInside
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(Row.class), @JsonSubTypes.Type(Column.class), @JsonSubTypes.Type(Table.class),
			@JsonSubTypes.Type(Cell.class) })
	@Retention(RetentionPolicy.RUNTIME)
	@interface AnyPart {

	}

	interface Part {

	}

	record Row(@AnyPart @Nullable Part part) implements Part {

	}

	record Column(@AnyPart @Nullable Part part) implements Part {

	}

	record Table(@AnyPart @Nullable Part part) implements Part {

	}

	record Cell(@AnyPart @Nullable Part part) implements Part {

	}

	static class Tree extends ArrayList<Tree> {

	}

	static class Branches extends LinkedHashMap<String, Branches> {

	}

	record HasList(Tree tree, Branches map) {

	}

	private static final class Decorated extends DelegatingDeserializer {

		Decorated(ValueDeserializer<?> inner) {
			super(inner);
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> inner) {
			return new Decorated(inner);
		}

	}

}
