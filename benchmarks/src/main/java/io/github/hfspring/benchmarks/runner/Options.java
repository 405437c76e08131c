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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.github.hfspring.benchmarks.client.ClientKind;
import io.github.hfspring.benchmarks.shape.Shape;
import io.github.hfspring.benchmarks.work.WorkKind;

/**
 * What to measure.
 *
 * @param jmh whether to measure decoders alone, with JMH
 * @param quick whether to hurry
 * @param rounds how often
 * @param works the works
 * @param clients the clients
 * @param shapes the forms of the chunks
 * @param chosen whether these were asked for
 */
record Options(boolean jmh, boolean quick, int rounds, List<WorkKind> works, List<ClientKind> clients,
		List<Shape> shapes, boolean chosen) {

	private static final List<WorkKind> QUICK = List.of(WorkKind.LONG, WorkKind.BURST, WorkKind.CALL, WorkKind.TTFT);

	static Options parse(String[] args) {
		List<String> rest = new ArrayList<>(List.of(args));
		boolean quick = rest.remove("--quick");
		boolean jmh = rest.remove("--jmh");
		int rounds = quick ? 1 : (jmh ? 2 : 5);
		List<WorkKind> works = quick ? QUICK : List.of(WorkKind.values());
		List<ClientKind> clients = List.of(ClientKind.values());
		List<Shape> shapes = shapes(quick, jmh);
		boolean chosen = rest.contains("--shape");
		for (int i = 0; i < rest.size(); i += 2) {
			if (i + 1 == rest.size()) {
				throw new IllegalArgumentException("'" + rest.get(i) + "' needs a value");
			}
			if (jmh && List.of("--work", "--clients").contains(rest.get(i))) {
				throw new IllegalArgumentException("There is no '" + rest.get(i) + "' with --jmh");
			}
			List<String> values = Arrays.asList(rest.get(i + 1).split(","));
			switch (rest.get(i)) {
				case "--rounds" -> rounds = Integer.parseInt(values.get(0));
				case "--work" -> works = values.stream().map(WorkKind::of).toList();
				case "--clients" -> clients = values.stream().map(ClientKind::of).toList();
				case "--shape" ->
					shapes = values.stream().map((value) -> Shape.valueOf(value.toUpperCase(Locale.ROOT))).toList();
				default -> throw new IllegalArgumentException("There is no option '" + rest.get(i)
						+ "'; there are --quick, --jmh, --rounds, --work, --clients and --shape");
			}
		}
		return new Options(jmh, quick, rounds, works, clients, shapes, chosen);
	}

	private static List<Shape> shapes(boolean quick, boolean jmh) {
		if (quick) {
			return jmh ? List.of(Shape.TGI, Shape.TOGETHER) : List.of(Shape.TGI);
		}
		return List.of(Shape.values());
	}

	/**
	 * Only the length of a stream brings out what a shape costs.
	 */
	List<Shape> shapesOf(WorkKind work) {
		return (work == WorkKind.LONG) ? this.shapes : this.shapes.subList(0, 1);
	}

	/**
	 * The other clients take every shape alike, so that one is enough if nothing else is
	 * said.
	 */
	List<ClientKind> clientsOf(Shape shape) {
		boolean all = this.chosen || shape == this.shapes.get(0);
		return this.clients.stream().filter((client) -> all || !client.isPeer()).toList();
	}

}
