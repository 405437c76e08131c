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

import java.util.List;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceEndpoint;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Asks the endpoint. The router can be asked for one model; other servers know only the
 * list.
 */
final class DefaultModelCatalog implements ModelCatalog {

	private static final String ALL = "";

	private final HuggingFaceEndpoint endpoint;

	private final KeptAnswers<List<CatalogModel>> lists;

	private final KeptAnswers<CatalogModel> models;

	DefaultModelCatalog(HuggingFaceEndpoint endpoint, CatalogPatience patience) {
		Assert.notNull(endpoint, "'endpoint' must not be null");
		this.endpoint = endpoint;
		this.lists = new KeptAnswers<>(patience, patience.maxAge(), false, (models) -> true,
				(all) -> endpoint.get("/models").map(CatalogReader::models).filter((models) -> !models.isEmpty()));
		this.models = new KeptAnswers<>(patience, patience.maxAge(), false, (model) -> true, this::read);
	}

	private Mono<CatalogModel> read(String id) {
		return Mono.defer(() -> this.endpoint.get("/models/{model}", id))
			.mapNotNull((body) -> CatalogReader.only(body))
			.onErrorMap(IllegalArgumentException.class,
					(error) -> HuggingFaceException.of(ErrorKind.INVALID_REQUEST, String.valueOf(error.getMessage()))
						.cause(error)
						.build())
			.onErrorResume(HuggingFaceException.class,
					(error) -> (error.kind() == ErrorKind.MODEL_NOT_AVAILABLE) ? Mono.empty() : Mono.error(error));
	}

	@Override
	public Mono<List<CatalogModel>> models() {
		return this.lists.get(ALL).defaultIfEmpty(List.of());
	}

	@Override
	public Mono<CatalogModel> model(String id) {
		Assert.hasText(id, "'id' must not be empty");
		if (this.endpoint.isRouter()) {
			int colon = id.indexOf(':');
			return this.models.get((colon >= 0) ? id.substring(0, colon) : id);
		}
		return models().mapNotNull((models) -> CatalogReader.find(models, id));
	}

	@Override
	public String toString() {
		return "ModelCatalog[" + this.endpoint.baseUrl() + "]";
	}

}
