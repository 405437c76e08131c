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

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * How long to wait for what an endpoint tells, and how long to believe it.
 *
 * @param maxAge how long to keep what was read
 * @param timeout how long to wait
 */
record CatalogPatience(Duration maxAge, Duration timeout) {

	private static final Duration LONGEST = Duration.ofDays(10_000);

	CatalogPatience {
		Assert.isTrue(!maxAge.isNegative(), "'maxAge' must not be negative");
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(), "'timeout' must be above 0");
		maxAge = (maxAge.compareTo(LONGEST) > 0) ? LONGEST : maxAge;
		timeout = (timeout.compareTo(LONGEST) > 0) ? LONGEST : timeout;
	}

	/**
	 * Wait no longer than that.
	 * @param answer the answer
	 * @param <T> its type
	 * @return the answer in time
	 */
	<T> Mono<T> limit(Mono<T> answer) {
		return answer.timeout(this.timeout,
				Mono.error(() -> HuggingFaceException
					.of(ErrorKind.TIMEOUT,
							"The endpoint did not tell of its models within " + this.timeout.toMillis()
									+ " ms, see 'huggingface.catalog.timeout'")
					.build()));
	}

	/**
	 * Return a time, or {@code maxAge} if that is shorter.
	 */
	Duration atMostMaxAge(Duration age) {
		return (age.compareTo(this.maxAge) < 0) ? age : this.maxAge;
	}

}
