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
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.OptBoolean;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link JsonSchemaGenerator}.
 */
class JsonSchemaGeneratorTests {

	private final JsonSchemaGenerator generator = JsonSchemaGenerator.create();

	@Test
	void describesRecord() {
		assertThat(json(Place.class)).isEqualTo(of("""
				{'type':'object','properties':{\
				'name':{'type':'string','description':'The name of the place'},\
				'kind':{'type':'string','enum':['CITY','VILLAGE']},\
				'inhabitants':{'type':'integer'},\
				'founded':{'type':'string','format':'date'},\
				'area':{'type':'number'},\
				'capital':{'type':'boolean'}},\
				'required':['name','kind','inhabitants','capital'],\
				'description':'Where people live','additionalProperties':false}"""));
	}

	@Test
	void writesNestedTypesWhereTheyAreUsed() {
		String point = "{'type':'object','properties':{'x':{'type':'number'},'y':{'type':'number'}},"
				+ "'required':['x','y'],'additionalProperties':false%s}";
		assertThat(json(Route.class)).isEqualTo(of("""
				{'type':'object','properties':{\
				'from':%s,'to':%s,'via':{'type':'array','items':%s}},\
				'required':['from','to','via'],'additionalProperties':false}""").formatted(of(point.formatted("")),
				of(point.formatted(",'description':'Where it ends'")), of(point.formatted(""))));
	}

	@Test
	void readsJakartaValidation() {
		assertThat(json(Limits.class)).isEqualTo(
				of("""
						{'type':'object','properties':{\
						'days':{'type':'integer','minimum':1,'maximum':16},\
						'share':{'type':'number','minimum':0.5},\
						'names':{'minItems':1,'maxItems':3,'type':'array','items':{'type':'string'}},\
						'code':{'type':'string','minLength':2,'maxLength':4,'pattern':'^[A-Z]+$'},\
						'several':{'type':'string','pattern':'^[a-z]*$'},\
						'flags':{'type':'string'},\
						'tags':{'type':'array','items':{'type':'string','pattern':'^(a|b)$'}},\
						'mail':{'type':'string','format':'email'},\
						'ours':{'type':'string','format':'email','pattern':'^[a-z]+@a\\\\.org$'}},\
						'required':['days','share','names','code','several','flags','tags','mail','ours'],'additionalProperties':false}"""));
	}

	@Test
	void doesWithoutJakartaValidation() {
		ClassLoader without = new FilteredClassLoader("com.github.victools.jsonschema.module.jakarta");
		assertThat(JsonMapper.shared()
			.writeValueAsString(JsonSchemaLibrary.generator(JsonMapper.shared(), without).generate(Limits.class)))
			.contains("\"days\":{\"type\":\"integer\"}");
	}

	@Test
	void namesTheDependencyThatIsMissing() {
		assertThatIllegalStateException().isThrownBy(
				() -> JsonSchemaLibrary.generator(JsonMapper.shared(), new FilteredClassLoader("com.github.victools")))
			.withMessageContaining("'com.github.victools:jsonschema-generator' and "
					+ "'com.github.victools:jsonschema-module-jackson', version 5");
		assertThatIllegalStateException()
			.isThrownBy(() -> JsonSchemaLibrary.generator(JsonMapper.shared(),
					new FilteredClassLoader("com.github.victools.jsonschema.module.jackson")))
			.withMessageContaining("'com.github.victools:jsonschema-module-jackson'");
	}

	@Test
	void admitsAnyJsonForATreeOfJackson() {
		assertThat(json(Trees.class)).isEqualTo(of("""
				{'type':'object','properties':{'any':{'description':'Whatever'},\
				'list':{'type':'array','items':{}},'object':{}},\
				'required':['any','list','object'],'additionalProperties':false}"""));
	}

	@Test
	void knowsTheTypesThatASealedOnePermits() {
		String choices = "'anyOf':[{'type':'object','properties':{'r':{'type':'number'},'kind':{'const':'circle'}},"
				+ "'required':['r','kind'],'additionalProperties':false},{'type':'object','properties':{"
				+ "'a':{'type':'number'},'kind':{'const':'square'}},'required':['a','kind'],"
				+ "'additionalProperties':false}]";
		assertThat(json(Plan.class)).isEqualTo(of("{" + choices + "}"));
		assertThat(json(Drawing.class)).isEqualTo(of("{'type':'object','properties':{'shape':{" + choices
				+ "}},'required':['shape'],'additionalProperties':false}"));
	}

	@Test
	void knowsTheTypesOfTimeThatAreNoObjects() {
		assertThat(json(Times.class)).contains(of("'month':{'type':'string','pattern':'^[0-9]{4}-(0[1-9]|1[0-2])$',"
				+ "'description':'A year and a month, such as 2026-01'}"));
	}

	@Test
	void callsPropertiesWhatTheMapperCallsThem() {
		JsonMapper mapper = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
		assertThat(JsonMapper.shared().writeValueAsString(JsonSchemaGenerator.create(mapper).generate(HasNames.class)))
			.contains("\"first_name\"", "\"LAST\"", "\"some_number\"");
	}

	@Test
	void knowsScalarsAndGenerics() {
		assertThat(json(String.class)).isEqualTo(of("{'type':'string'}"));
		assertThat(json(byte[].class)).isEqualTo(of("{'type':'string'}"));
		assertThat(json(double[].class)).isEqualTo(of("{'type':'array','items':{'type':'number'}}"));
		assertThat(json(Map.class)).isEqualTo(of("{'type':'object','additionalProperties':true}"));
		assertThat(json(int.class)).isEqualTo(of("{'type':'integer'}"));
		assertThat(json(new ParameterizedTypeReference<List<String>>() {
		}.getType())).isEqualTo(of("{'type':'array','items':{'type':'string'}}"));
		assertThat(json(new ParameterizedTypeReference<Optional<Integer>>() {
		}.getType())).isEqualTo(of("{'type':'integer'}"));
		assertThat(json(new ParameterizedTypeReference<Map<String, Integer>>() {
		}.getType())).isEqualTo(of("{'type':'object','additionalProperties':{'type':'integer'}}"));
		assertThat(json(new ParameterizedTypeReference<Page<Only>>() {
		}.getType())).isEqualTo(of("""
				{'type':'object','properties':{'items':{'type':'array','items':{'type':'string','enum':['ONE']}},\
				'number':{'type':'integer'}},'required':['items','number'],'additionalProperties':false}"""));
	}

	@Test
	void listsTheValuesOfAnEnumThatTheMapperReads() {
		assertThat(json(Moods.class)).isEqualTo(of("""
				{'type':'object','properties':{'mood':{'type':'string','enum':['happy!','sad!'],\
				'description':'How one feels'},'code':{'type':'integer','enum':[1,2]},\
				'named':{'type':'string','enum':['one','TWO']},'other':{'type':'string','enum':['the-one']}},\
				'required':['mood','code','named','other'],'additionalProperties':false}"""));
		JsonMapper mapper = JsonMapper.builder()
			.disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
			.addMixIn(Kind.class, KindMixIn.class)
			.build();
		JsonSchemaGenerator generator = JsonSchemaGenerator.create(mapper);
		assertThat(generator.generate(Mood.class)).isEqualTo(Map.of("type", "string", "enum", List.of("HAPPY", "SAD")));
		assertThat(generator.generate(Kind.class))
			.isEqualTo(Map.of("type", "string", "enum", List.of("town", "VILLAGE")));
	}

	@Test
	void refusesWhatItCannotDescribe() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.generator.generate(Unwrapping.class))
			.withMessageContaining("@JsonUnwrapped")
			.withMessageContaining("Unwrapping.point");
	}

	@Test
	void describesADateWithAPatternAsAText() {
		assertThat(json(Birthday.class)).isEqualTo(
				of("""
						{'type':'object','properties':{'day':{'type':'string','description':'In the form dd.MM.yyyy'},\
						'plain':{'type':'string','format':'date'}},'required':['day','plain'],'additionalProperties':false}"""));
	}

	@Test
	void decidesWhatIsRequired() {
		assertThat(json(Required.class)).contains(of("'required':['plain','forced']"));
	}

	@Test
	void leavesOutWhatJacksonIgnoresAndRenamesWhatItRenames() {
		assertThat(json(Renamed.class)).isEqualTo(of("""
				{'type':'object','properties':{'second':{'type':'integer'},'first_one':{'type':'integer'}},\
				'required':['second','first_one'],'additionalProperties':false}"""));
	}

	@Test
	void aTypeThatContainsItselfHasReferences() {
		String json = json(Node.class);
		String node = "'type':'object','properties':{'name':{'type':'string'},'children':{'type':'array',"
				+ "'items':{'$ref':'#/$defs/Node'}}},'required':['name','children'],'additionalProperties':false}";
		assertThat(json).isEqualTo(of("{'$defs':{'Node':{" + node + "}," + node));
		// The failed attempt without references leaves nothing behind
		assertThat(json(Node.class)).isEqualTo(json);
		assertThat(json(Route.class)).doesNotContain("$ref");
		assertThat(json(new ParameterizedTypeReference<List<Node>>() {
		}.getType())).startsWith(of("{'type':'array'")).contains("$ref");
		assertThat(json(new ParameterizedTypeReference<Map<String, Branch>>() {
		}.getType())).contains("$ref");
	}

	@Test
	void aListOfListsIsNotOneOfItself() {
		assertThat(json(Grid.class))
			.contains(of("'rows':{'type':'array','items':{'type':'array','items':{'type':'string'}}}"));
	}

	@Test
	void offersTheSubtypes() {
		assertThat(json(Shape.class)).contains("anyOf")
			.contains("\"radius\"")
			.contains("\"side\"")
			.contains("circle")
			.doesNotContain("$ref");
	}

	private String json(Type type) {
		return JsonMapper.shared().writeValueAsString(this.generator.generate(type));
	}

	private static String of(String json) {
		return json.replace('\'', '"');
	}

	@Test
	void aListOfItselfAndJsonOfAnyKindComeToAnEnd() {
		JsonSchemaGenerator generator = JsonSchemaGenerator.create();
		assertThat(generator.generate(Chain.class)).isEqualTo(Map.of("type", "array", "items", Map.of()));
		assertThat(generator.generate(JsonNode.class)).isEmpty();
	}

	@JsonClassDescription("Where people live")
	record Place(@JsonPropertyDescription("The name of the place") String name, Kind kind, int inhabitants,
			@Nullable LocalDate founded, Optional<BigDecimal> area, boolean capital) {

	}

	enum Kind {

		CITY, VILLAGE

	}

	record Moods(@JsonPropertyDescription("How one feels") Mood mood, Code code, Named named, Other other) {

	}

	enum Mood {

		HAPPY, SAD;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT) + "!";
		}

	}

	enum Code {

		A, B;

		@JsonValue
		int code() {
			return ordinal() + 1;
		}

	}

	enum Named {

		@JsonProperty("one")
		ONE, TWO

	}

	@EnumNaming(EnumNamingStrategies.KebabCaseStrategy.class)
	enum Other {

		THE_ONE

	}

	enum KindMixIn {

		@JsonProperty("town")
		CITY

	}

	record Unwrapping(@JsonUnwrapped Point point, String name) {

	}

	record Birthday(@JsonFormat(pattern = "dd.MM.yyyy") LocalDate day, LocalDate plain) {

	}

	record Point(double x, double y) {

	}

	record Route(Point from, @JsonPropertyDescription("Where it ends") Point to, List<Point> via) {

	}

	record Limits(@Min(1) @Max(16) int days, @DecimalMin("0.5") double share,
			@Size(min = 1, max = 3) List<String> names, @Size(min = 2, max = 4) @Pattern(regexp = "[A-Z]+") String code,
			@Pattern(regexp = "(?i)[a-z]*") @Pattern(regexp = "[a-z]*") @Pattern(regexp = "x*") String several,
			@Pattern(regexp = "a", flags = Pattern.Flag.CASE_INSENSITIVE) String flags,
			List<@Pattern(regexp = "a|b") String> tags, @Email String mail,
			@Email(regexp = "[a-z]+@a\\.org") String ours) {

	}

	record Page<T>(List<T> items, int number) {

	}

	enum Only {

		ONE

	}

	record Required(String plain, @Nullable String nullable, Optional<String> optional, OptionalInt number,
			@JsonProperty(isRequired = OptBoolean.TRUE) @Nullable String forced,
			@JsonProperty(isRequired = OptBoolean.FALSE) String free) {

	}

	@JsonPropertyOrder({ "second" })
	record Renamed(@JsonProperty("first_one") int first, int second, @JsonIgnore int third) {

	}

	record Node(String name, List<Node> children) {

	}

	static class Chain extends ArrayList<Chain> {

	}

	record Grid(List<List<String>> rows) {

	}

	record Branch(Map<String, Branch> branches) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "shape")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Circle.class, name = "circle"),
			@JsonSubTypes.Type(value = Square.class, name = "square") })
	sealed interface Shape permits Circle, Square {

	}

	record Circle(double radius) implements Shape {

	}

	record Square(double side) implements Shape {

	}

	record Trees(@JsonPropertyDescription("Whatever") JsonNode any, List<JsonNode> list, ObjectNode object) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Plan permits Round, Even {

	}

	@JsonTypeName("circle")
	record Round(double r) implements Plan {

	}

	@JsonTypeName("square")
	record Even(double a) implements Plan {

	}

	record Drawing(Plan shape) {

	}

	record Times(Year year, YearMonth month) {

	}

	record HasNames(String firstName, @JsonProperty("LAST") String lastName, Inner inBox) {

		record Inner(int someNumber) {

		}

	}

}
