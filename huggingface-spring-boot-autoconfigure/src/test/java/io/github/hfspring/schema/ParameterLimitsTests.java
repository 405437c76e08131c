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

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The limits of a parameter are those that the library finds for a component of a record.
 */
class ParameterLimitsTests {

	private static final JsonSchemaGenerator GENERATOR = JsonSchemaGenerator.create();

	static Stream<Parameter> parameters() {
		Method method = ReflectionUtils.findMethod(Limited.class, "method", (Class<?>[]) null);
		return Stream.of(method.getParameters());
	}

	@ParameterizedTest
	@MethodSource("parameters")
	void theLimitsAreThoseOfARecord(Parameter parameter) {
		JsonNode properties = tree(GENERATOR.generate(Limited.class)).path("properties");
		Map<String, Object> limited = JsonSchemas.limit(GENERATOR.generate(parameter.getParameterizedType()),
				parameter);
		assertThat(tree(limited)).isEqualTo(properties.path(parameter.getName()));
	}

	/**
	 * By way of text, so that numbers are what a reader would see.
	 */
	private static JsonNode tree(Map<String, Object> schema) {
		return JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(schema));
	}

	@Test
	void aComposedAnnotationIsNotWhatItIsMadeOf() {
		Method method = ReflectionUtils.findMethod(getClass(), "composed", int.class);
		assertThat(JsonSchemas.limit(Map.of("type", "integer"), method.getParameters()[0]))
			.isEqualTo(Map.of("type", "integer"));
	}

	static void composed(@Composed int value) {
	}

	@Min(0)
	@Retention(RetentionPolicy.RUNTIME)
	@interface Composed {

	}

	record Limited(@Min(1) @Max(16) int range, @Min(5) Long least, @DecimalMin("0.5") @DecimalMax("1.5") double decimal,
			@DecimalMin(value = "0", inclusive = false) @DecimalMax(value = "9",
					inclusive = false) BigDecimal exclusive,
			@Positive int positive, @PositiveOrZero int notNegative, @Negative int negative,
			@NegativeOrZero int notPositive, @Size(min = 2, max = 4) String sized, @Size(min = 2) List<String> many,
			@NotBlank String blank, @NotEmpty String empty, @NotEmpty List<String> some,
			@Size(max = 3) @NotEmpty List<String> few, @Pattern(regexp = "[A-Z]{3}") String code,
			@Pattern(regexp = "a", flags = Pattern.Flag.CASE_INSENSITIVE) String flags, @Email String mail, String free,
			@Size(min = 1) Map<String, String> map) {

		static void method(@Min(1) @Max(16) int range, @Min(5) Long least,
				@DecimalMin("0.5") @DecimalMax("1.5") double decimal,
				@DecimalMin(value = "0", inclusive = false) @DecimalMax(value = "9",
						inclusive = false) BigDecimal exclusive,
				@Positive int positive, @PositiveOrZero int notNegative, @Negative int negative,
				@NegativeOrZero int notPositive, @Size(min = 2, max = 4) String sized, @Size(min = 2) List<String> many,
				@NotBlank String blank, @NotEmpty String empty, @NotEmpty List<String> some,
				@Size(max = 3) @NotEmpty List<String> few, @Pattern(regexp = "[A-Z]{3}") String code,
				@Pattern(regexp = "a", flags = Pattern.Flag.CASE_INSENSITIVE) String flags, @Email String mail,
				String free, @Size(min = 1) Map<String, String> map) {
		}

	}

}
