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

package io.github.hfspring.client;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Knows the limits of models, and what serves them. It is asked for every request that
 * needs them, so it should keep what it has found out, and must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ModelInfoSource {

	/**
	 * Find out about a model.
	 * @param model the id that a request has, or {@code null} if it names none; it may
	 * have the name of a provider behind a colon
	 * @param provider the provider that the request has, or {@code null}
	 * @return what is known; empty, or {@link ModelInfo#unknown()}, if that is nothing
	 */
	Mono<ModelInfo> info(@Nullable String model, @Nullable String provider);

}
