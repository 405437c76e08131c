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
import java.util.List;

import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceEndpoint;
import reactor.core.publisher.Mono;

/**
 * The models of an endpoint, by its {@code /v1/models}: on the router those of all
 * providers, on a server of one's own mostly one. What was read is kept for a while, and
 * whoever asks meanwhile waits for the same answer. When it is old, it is read anew in
 * the background, and holds until that has succeeded, for an hour at most; a model that
 * the endpoint does not know any more is gone. That there is none is kept for half a
 * minute at most. Errors are {@link HuggingFaceException}s and not kept.
 *
 * @since 0.1.0
 */
public interface ModelCatalog {

	/**
	 * Return all models.
	 * @return the models, in the order of the endpoint
	 */
	Mono<List<CatalogModel>> models();

	/**
	 * Return a model.
	 * @param id its id, such as {@code meta-llama/Llama-3.1-8B-Instruct}; on the router
	 * what follows a colon is not part of it
	 * @return the model; empty if the endpoint does not know it
	 */
	Mono<CatalogModel> model(String id);

	/**
	 * Return the catalogue of an endpoint. It is asked when it is first needed.
	 * @param endpoint the endpoint
	 * @param maxAge how long to keep what was read; zero to ask every time
	 * @param timeout how long to wait for an answer
	 * @return the catalogue
	 */
	static ModelCatalog of(HuggingFaceEndpoint endpoint, Duration maxAge, Duration timeout) {
		return new DefaultModelCatalog(endpoint, new CatalogPatience(maxAge, timeout));
	}

}
