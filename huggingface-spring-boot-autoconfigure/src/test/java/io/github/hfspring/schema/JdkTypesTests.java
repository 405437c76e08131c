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

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdkTypes}.
 */
class JdkTypesTests {

	/**
	 * What llama.cpp makes of a format, and what others do. Both have only offsets that
	 * there are.
	 */
	private static final Map<String, List<String>> FORMATS = Map.of("date", List.of("2026-02-28", "1999-12-31"), "time",
			List.of("10:23:04.334Z", "00:00:00+02:00", "23:59:59-05:30"), "date-time",
			List.of("2024-01-01T10:00:00Z", "2024-02-29T23:59:59.123+02:00", "1970-01-01T00:00:00-08:00"), "uuid",
			List.of("123e4567-e89b-12d3-a456-426614174000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"), "uri",
			List.of("https://example.org/a?b=c%20d#e", "http://[::1]:8080/"));

	private final JsonSchemaGenerator generator = JsonSchemaGenerator.create();

	private final JsonMapper mapper = JsonMapper.builder().build();

	@ParameterizedTest
	@ValueSource(classes = { LocalDate.class, LocalTime.class, LocalDateTime.class, OffsetTime.class,
			OffsetDateTime.class, ZonedDateTime.class, Instant.class, Date.class, Calendar.class, Duration.class,
			Period.class, Year.class, YearMonth.class, MonthDay.class, ZoneOffset.class, DayOfWeek.class, UUID.class,
			URI.class, URL.class, char.class, Character.class, byte.class, AtomicBoolean.class, AtomicInteger.class,
			AtomicLong.class })
	void readsAllThatItsSchemaPromises(Class<?> type) {
		Map<String, Object> schema = this.generator.generate(type);
		Random random = new Random(1);
		for (int i = 0; i < 300; i++) {
			Object example = example(schema, random);
			assertThat(this.mapper.readValue(this.mapper.writeValueAsString(example), type)).as("%s", example)
				.isNotNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "java.time.LocalTime,10:15", "java.time.LocalTime,10:15:30", "java.time.LocalTime,10:15:30.123456",
			"java.time.LocalDateTime,2026-01-31T10:15", "java.time.LocalDateTime,2026-01-31T10:15:30.5",
			"java.time.LocalDateTime,2026-01-31T10:15:30Z", "java.time.Duration,PT15M", "java.time.Duration,P1D",
			"java.time.Duration,PT0S", "java.time.Duration,P2DT3H4M5.5S", "java.time.Duration,PT1H30S",
			"java.time.Duration,-PT5M", "java.time.Period,P1Y", "java.time.Period,P6M", "java.time.Period,P2W",
			"java.time.Period,P10D", "java.time.Period,P1Y2M3W4D", "java.time.YearMonth,2026-12",
			"java.time.MonthDay,--12-31", "java.time.MonthDay,--02-29", "java.time.ZoneOffset,Z",
			"java.time.ZoneOffset,+02:00" })
	void takesWhatIsUsuallyWritten(Class<?> type, String text) {
		assertThat(text).matches(String.valueOf(this.generator.generate(type).get("pattern")));
		assertThat(this.mapper.convertValue(text, type)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource({ "java.time.LocalTime,10:15:30Z", "java.time.LocalTime,24:00:00",
			"java.time.LocalDateTime,2026-01-31T10:15:30+02:00", "java.time.Duration,P", "java.time.Duration,PT",
			"java.time.Duration,P1Y", "java.time.Duration,P1DT", "java.time.Period,P", "java.time.Period,PT1H",
			"java.time.YearMonth,2026-13", "java.time.MonthDay,12-31", "java.time.MonthDay,--02-30",
			"java.time.LocalDateTime,2026-04-31T10:15", "java.time.ZoneOffset,+19:00" })
	void promisesNothingElse(Class<?> type, String text) {
		assertThat(text).doesNotMatch(String.valueOf(this.generator.generate(type).get("pattern")));
	}

	@ParameterizedTest
	@ValueSource(classes = { Locale.class, Currency.class, File.class, Path.class, Charset.class, TimeZone.class,
			ZoneId.class, StringBuilder.class, Pattern.class })
	void isAText(Class<?> type) {
		assertThat(this.generator.generate(type)).isEqualTo(Map.of("type", "string"));
	}

	@Test
	void aPropertySaysMoreThanItsType() {
		assertThat(this.mapper.writeValueAsString(this.generator.generate(Opening.class)))
			.contains("\"description\":\"When the shop opens\"")
			.contains("\"description\":\"A time without an offset, such as 10:15:30\"");
	}

	private static Object example(Map<String, Object> schema, Random random) {
		if (schema.get("enum") instanceof List<?> values) {
			return values.get(random.nextInt(values.size()));
		}
		if (schema.get("pattern") instanceof String pattern) {
			assertThat(pattern).startsWith("^").endsWith("$");
			String text = new TextOf(pattern.substring(1, pattern.length() - 1), random).choice();
			assertThat(text).matches(pattern);
			// No pattern knows which years are leap years
			return text.replace("-02-29T", "-02-28T");
		}
		if (schema.get("format") instanceof String format) {
			return FORMATS.get(format).get(random.nextInt(FORMATS.get(format).size()));
		}
		return switch (String.valueOf(schema.get("type"))) {
			case "integer" -> (schema.get("maximum") instanceof Number maximum)
					? random.nextInt(-maximum.intValue(), maximum.intValue()) : random.nextInt(100);
			case "boolean" -> random.nextBoolean();
			case "string" -> {
				assertThat(schema).containsEntry("minLength", 1).containsEntry("maxLength", 1);
				yield "x";
			}
			default -> throw new AssertionError(schema);
		};
	}

	record Opening(@JsonPropertyDescription("When the shop opens") LocalTime from, LocalTime to) {

	}

	/**
	 * Makes texts of a regular expression, as a server does that forces it.
	 */
	private static final class TextOf {

		private final String pattern;

		private final Random random;

		private int index;

		TextOf(String pattern, Random random) {
			this.pattern = pattern;
			this.random = random;
		}

		String choice() {
			List<String> choices = new ArrayList<>();
			choices.add(sequence());
			while (this.index < this.pattern.length() && this.pattern.charAt(this.index) == '|') {
				this.index++;
				choices.add(sequence());
			}
			return choices.get(this.random.nextInt(choices.size()));
		}

		private String sequence() {
			StringBuilder text = new StringBuilder();
			while (this.index < this.pattern.length() && ")|".indexOf(this.pattern.charAt(this.index)) < 0) {
				int start = this.index;
				String atom = atom();
				int end = this.index;
				for (int i = count(); i > 0; i--) {
					text.append(atom);
					int after = this.index;
					this.index = start;
					atom = atom();
					assertThat(this.index).isEqualTo(end);
					this.index = after;
				}
			}
			return text.toString();
		}

		private String atom() {
			char c = this.pattern.charAt(this.index++);
			if (c == '(') {
				String choice = choice();
				this.index++;
				return choice;
			}
			if (c == '[') {
				int end = this.pattern.indexOf(']', this.index);
				String all = this.pattern.substring(this.index, end);
				this.index = end + 1;
				boolean isRange = all.length() == 3 && all.charAt(1) == '-';
				return String.valueOf(isRange ? (char) this.random.nextInt(all.charAt(0), all.charAt(2) + 1)
						: all.charAt(this.random.nextInt(all.length())));
			}
			return String.valueOf((c == '\\') ? this.pattern.charAt(this.index++) : c);
		}

		private int count() {
			char c = (this.index < this.pattern.length()) ? this.pattern.charAt(this.index) : 0;
			if (c == '?') {
				this.index++;
				return this.random.nextInt(2);
			}
			if (c != '{') {
				return 1;
			}
			int end = this.pattern.indexOf('}', this.index);
			String[] bounds = this.pattern.substring(this.index + 1, end).split(",");
			this.index = end + 1;
			int least = Integer.parseInt(bounds[0]);
			return this.random.nextInt(least, Integer.parseInt(bounds[bounds.length - 1]) + 1);
		}

	}

}
