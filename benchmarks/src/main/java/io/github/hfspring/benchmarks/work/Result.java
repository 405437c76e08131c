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

package io.github.hfspring.benchmarks.work;

import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The line that a measured process ends with.
 *
 * @param numbers the numbers by their keys
 * @param error why there are none
 */
public record Result(Map<String, Double> numbers, Optional<String> error) {

	private static final String NUMBERS = "result ";

	private static final String ERROR = "error ";

	static void print(Map<String, Double> numbers) {
		PrintStream out = System.out;
		out.println(NUMBERS + new JsonMapper().writeValueAsString(new TreeMap<>(numbers)));
		out.flush();
	}

	static void print(Throwable error) {
		PrintStream out = System.out;
		out.println(ERROR + String.valueOf(error).replace('\n', ' '));
		out.flush();
	}

	/**
	 * Read a line.
	 * @param line the line
	 * @return the result, or nothing if it is another line
	 */
	public static Optional<Result> parse(String line) {
		if (line.startsWith(NUMBERS)) {
			Map<String, Double> numbers = new JsonMapper().readValue(line.substring(NUMBERS.length()),
					new TypeReference<>() {
					});
			return Optional.of(new Result(numbers, Optional.empty()));
		}
		return line.startsWith(ERROR) ? Optional.of(failed(line.substring(ERROR.length()))) : Optional.empty();
	}

	/**
	 * Return a result.
	 * @param numbers the numbers by their keys
	 * @return the result
	 */
	public static Result of(Map<String, Double> numbers) {
		return new Result(numbers, Optional.empty());
	}

	/**
	 * Return a result without numbers.
	 * @param error why there are none
	 * @return the result
	 */
	public static Result failed(String error) {
		return new Result(Map.of(), Optional.of(error));
	}

}
