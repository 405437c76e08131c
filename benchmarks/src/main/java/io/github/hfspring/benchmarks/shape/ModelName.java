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

package io.github.hfspring.benchmarks.shape;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client asks the server for. It is all in the name of the model, such as
 * {@code tgi-5000}, {@code tgi-300@50} or {@code tgi-32mb}, so that every client can ask
 * for it.
 *
 * @param shape the form of the chunks
 * @param count how many chunks, or megabytes
 * @param megabytes whether the count is of megabytes
 * @param pace the chunks a second, or 0 for as many as the client takes
 */
public record ModelName(Shape shape, int count, boolean megabytes, int pace) {

	private static final Pattern PATTERN = Pattern.compile("([a-z]+)-(\\d+)(mb)?(?:@(\\d+))?");

	/**
	 * Read a name.
	 * @param name the name
	 * @return what it asks for
	 */
	public static ModelName parse(String name) {
		Matcher matcher = PATTERN.matcher(name);
		if (!matcher.matches()) {
			throw new IllegalArgumentException("There is no model '" + name + "'");
		}
		Shape shape = Shape.valueOf(matcher.group(1).toUpperCase(Locale.ROOT));
		int pace = (matcher.group(4) != null) ? Integer.parseInt(matcher.group(4)) : 0;
		return new ModelName(shape, Integer.parseInt(matcher.group(2)), matcher.group(3) != null, pace);
	}

	/**
	 * Return the name of a model that streams as fast as the client takes it.
	 * @param shape the form of the chunks
	 * @param chunks how many
	 * @return the name
	 */
	public static ModelName of(Shape shape, int chunks) {
		return new ModelName(shape, chunks, false, 0);
	}

	@Override
	public String toString() {
		return this.shape.id() + "-" + this.count + (this.megabytes ? "mb" : "")
				+ ((this.pace > 0) ? "@" + this.pace : "");
	}

}
