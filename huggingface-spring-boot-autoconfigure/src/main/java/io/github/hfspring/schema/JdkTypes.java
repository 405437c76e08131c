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
import java.net.InetAddress;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.TypeScope;
import com.github.victools.jsonschema.generator.impl.module.SimpleTypeModule;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How Jackson reads types of the JDK that are no objects in JSON. A format is only given
 * where all that follows it can be read: a time of JSON schema has an offset, and a
 * duration may have months as well as hours. What is in a pattern instead is what every
 * server knows.
 */
final class JdkTypes {

	private static final String DAY = "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
			+ "|02-(0[1-9]|[12][0-9]))";

	private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,9})?)?";

	private static final String N = "[0-9]{1,8}";

	private static final Map<Class<?>, Text> TEXTS = Map.of(LocalTime.class,
			new Text(TIME, "A time without an offset, such as 10:15:30"), LocalDateTime.class,
			new Text("[0-9]{4}-" + DAY + "T" + TIME + "Z?",
					"A date and time without an offset, such as 2026-01-31T10:15:30"),
			Duration.class,
			new Text("-?P(ND|(ND)?T((NH)?(NM)?N(\\.[0-9]{1,9})?S|(NH)?NM|NH))".replace("N", N),
					"An ISO 8601 duration in days, hours, minutes and seconds, such as PT1H30M"),
			Period.class,
			new Text("-?P((NY)?(NM)?(NW)?ND|(NY)?(NM)?NW|(NY)?NM|NY)".replace("N", N),
					"An ISO 8601 duration in years, months, weeks and days, such as P1Y6M"),
			YearMonth.class, new Text("[0-9]{4}-(0[1-9]|1[0-2])", "A year and a month, such as 2026-01"),
			MonthDay.class, new Text("--" + DAY, "A month and a day, such as --01-31"), ZoneOffset.class,
			new Text("(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])", "An offset, such as +02:00 or Z"));

	private JdkTypes() {
	}

	/**
	 * Return a module for those that need no more than a type.
	 */
	static SimpleTypeModule module() {
		SimpleTypeModule module = new SimpleTypeModule();
		Stream
			.of(byte[].class, Locale.class, Currency.class, File.class, Path.class, Charset.class, TimeZone.class,
					InetAddress.class, Pattern.class, StringBuilder.class)
			.forEach(module::withStringType);
		Stream.of(Byte.class, byte.class, OptionalInt.class, OptionalLong.class, AtomicInteger.class, AtomicLong.class)
			.forEach(module::withIntegerType);
		return module.withNumberType(OptionalDouble.class)
			.withBooleanType(AtomicBoolean.class)
			.withStandardStringType(URL.class, "uri");
	}

	/**
	 * Describe one of the others.
	 */
	static @Nullable CustomDefinition describe(ResolvedType type, SchemaGenerationContext context) {
		Class<?> raw = type.getErasedType();
		ObjectNode schema = context.getGeneratorConfig().createObjectNode();
		Text text = TEXTS.get(raw);
		if (text != null) {
			schema.put("type", "string").put("pattern", "^" + text.pattern() + "$");
		}
		else if (raw == Year.class) {
			schema.put("type", "integer").put("minimum", Year.MIN_VALUE).put("maximum", Year.MAX_VALUE);
		}
		else if (raw == char.class || raw == Character.class) {
			schema.put("type", "string").put("minLength", 1).put("maxLength", 1);
		}
		else {
			return null;
		}
		return new CustomDefinition(schema, CustomDefinition.DefinitionType.INLINE,
				CustomDefinition.AttributeInclusion.YES);
	}

	/**
	 * Return what a text looks like, which a property may say better.
	 */
	static @Nullable String description(TypeScope scope) {
		Text text = TEXTS.get(scope.getType().getErasedType());
		return (text != null) ? text.example() : null;
	}

	/**
	 * What a text looks like.
	 *
	 * @param pattern what it matches, without anchors
	 * @param example a description, for servers that leave patterns out
	 */
	private record Text(String pattern, String example) {

	}

}
