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

import java.util.List;
import java.util.Map;

/**
 * Something to measure a client at.
 */
interface Work {

	/**
	 * Return what comes out.
	 * @return the numbers, in the order of the columns
	 */
	List<Metric> metrics();

	/**
	 * Do the work, warm-up included.
	 * @param settings what to measure
	 * @return the numbers by their keys
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, Double> run(Settings settings) throws InterruptedException;

}
