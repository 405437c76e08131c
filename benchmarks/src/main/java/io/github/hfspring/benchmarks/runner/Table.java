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

package io.github.hfspring.benchmarks.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.hfspring.benchmarks.work.Metric;
import io.github.hfspring.benchmarks.work.Result;

/**
 * What came of one work, as a table in Markdown: the median of each number, with the
 * least and the most, and what it is in proportion to that of the starter.
 */
final class Table {

	private final String title;

	private final List<Metric> metrics;

	private final String reference;

	private final Map<String, List<Result>> rows = new LinkedHashMap<>();

	/**
	 * Create a table.
	 * @param title what was measured
	 * @param metrics the columns
	 * @param reference the row that others are compared with
	 */
	Table(String title, List<Metric> metrics, String reference) {
		this.title = title;
		this.metrics = metrics;
		this.reference = reference;
	}

	void add(String row, Result result) {
		this.rows.computeIfAbsent(row, (name) -> new ArrayList<>()).add(result);
	}

	String toMarkdown() {
		StringBuilder text = new StringBuilder("### " + this.title + "\n\n|");
		StringBuilder line = new StringBuilder("\n|---|");
		for (Metric metric : this.metrics) {
			text.append(" | ").append(metric.title());
			line.append("---|");
			if (metric.compared()) {
				text.append(" | to ").append(this.reference);
				line.append("---|");
			}
		}
		text.append(" |").append(line);
		this.rows.forEach((name, results) -> text.append(row(name, results)));
		return text.append('\n').toString();
	}

	private String row(String name, List<Result> results) {
		StringBuilder text = new StringBuilder("\n| ").append(name);
		List<String> errors = results.stream().flatMap((result) -> result.error().stream()).distinct().toList();
		for (Metric metric : this.metrics) {
			double[] values = values(results, metric);
			text.append(" | ").append((values.length > 0) ? spread(values, metric.decimals()) : "-");
			if (metric.compared()) {
				double[] others = values(this.rows.getOrDefault(this.reference, List.of()), metric);
				boolean comparable = values.length > 0 && others.length > 0;
				text.append(" | ").append(comparable ? format(median(values) / median(others), 2) : "-");
			}
		}
		return text.append(" |").append(errors.isEmpty() ? "" : " " + String.join("; ", errors)).toString();
	}

	private static double[] values(List<Result> results, Metric metric) {
		return results.stream()
			.filter((result) -> result.numbers().containsKey(metric.key()))
			.mapToDouble((result) -> result.numbers().get(metric.key()))
			.sorted()
			.toArray();
	}

	private static String spread(double[] sorted, int decimals) {
		String median = format(median(sorted), decimals);
		return (sorted.length == 1) ? median : median + " (" + format(sorted[0], decimals) + " to "
				+ format(sorted[sorted.length - 1], decimals) + ")";
	}

	private static double median(double[] sorted) {
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private static String format(double value, int decimals) {
		return String.format(Locale.ROOT, "%,." + decimals + "f", value);
	}

}
