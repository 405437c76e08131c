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

package io.github.hfspring.catalog;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import reactor.core.publisher.Mono;

/**
 * The answers that are kept, by what was asked. Of many the one that was not asked for
 * the longest goes first.
 *
 * @param <T> the type of an answer
 */
final class KeptAnswers<T> {

	/** More models than one application uses. */
	static final int MAX_SIZE = 256;

	private final CatalogPatience patience;

	private final Duration age;

	private final Duration errorAge;

	private final Function<String, Mono<T>> source;

	private final Map<String, Mono<T>> answers = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Mono<T>> eldest) {
			return size() > MAX_SIZE;
		}

	};

	/**
	 * Create an empty store.
	 * @param patience how long to wait, and to keep at most
	 * @param age how long to keep an answer
	 * @param errorAge how long to keep an error
	 * @param source whom to ask
	 */
	KeptAnswers(CatalogPatience patience, Duration age, Duration errorAge, Function<String, Mono<T>> source) {
		this.patience = patience;
		this.age = age;
		this.errorAge = errorAge;
		this.source = source;
	}

	/**
	 * Return an answer, and ask only if there is none.
	 */
	Mono<T> get(String question) {
		synchronized (this.answers) {
			return this.answers.computeIfAbsent(question, (key) -> this.patience
				.keep(this.patience.limit(Mono.defer(() -> this.source.apply(key))), this.age, this.errorAge));
		}
	}

}
