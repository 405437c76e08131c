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

/**
 * A number that comes out of a work.
 *
 * @param key its name in the result
 * @param title its name for people
 * @param decimals how many decimals make sense
 * @param compared whether to compare it with that of other clients
 */
public record Metric(String key, String title, int decimals, boolean compared) {

	static Metric of(String key, String title) {
		return new Metric(key, title, 0, false);
	}

	Metric compare() {
		return new Metric(this.key, this.title, this.decimals, true);
	}

	Metric decimals(int decimals) {
		return new Metric(this.key, this.title, decimals, this.compared);
	}

}
