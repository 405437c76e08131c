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

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A model of an endpoint. What the endpoint does not tell is {@code null} or empty.
 *
 * @param id the id, by which requests name it
 * @param ownedBy whose it is; servers of one's own name themselves here
 * @param created when it was made, or loaded
 * @param inputModalities what it takes, such as {@code text} and {@code image}
 * @param outputModalities what it gives
 * @param contextLength how many tokens a conversation and its answer may have; on the
 * router each provider has its own
 * @param providers who serves it through the router
 * @param additionalFields further fields of the model
 * @since 0.1.0
 */
public record CatalogModel(String id, @Nullable String ownedBy, @Nullable Instant created, List<String> inputModalities,
		List<String> outputModalities, @Nullable Integer contextLength, List<CatalogProvider> providers,
		Map<String, Object> additionalFields) {

	public CatalogModel {
		inputModalities = List.copyOf(inputModalities);
		outputModalities = List.copyOf(outputModalities);
		providers = List.copyOf(providers);
		additionalFields = Collections.unmodifiableMap(new LinkedHashMap<>(additionalFields));
	}

	/**
	 * Return a provider.
	 * @param name its name, such as {@code groq}
	 * @return the provider, or {@code null} if it does not serve the model
	 */
	public @Nullable CatalogProvider provider(String name) {
		for (CatalogProvider provider : this.providers) {
			if (provider.name().equals(name)) {
				return provider;
			}
		}
		return null;
	}

}
