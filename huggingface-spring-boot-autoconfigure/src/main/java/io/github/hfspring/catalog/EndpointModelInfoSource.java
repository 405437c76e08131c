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
import java.util.Map;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfo;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.client.ServerKind;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.util.Assert;

/**
 * Asks the endpoint for the limits of a model and what serves it, each server in its own
 * way: the router by the catalogue, where each provider has its own limit; vLLM and
 * SGLang by {@code /v1/models}; TGI by {@code /info}; llama.cpp by {@code /props}. What
 * was found out is kept for a while, and holds until it is found out anew, for an hour at
 * most. An endpoint that does not tell, or not in time, is asked again with growing
 * pauses, and nobody waits for that: until it is known better, what is known holds. One
 * that fails at once may be starting, and is waited for again after two seconds, and then
 * ever less often.
 *
 * @since 0.1.0
 */
public final class EndpointModelInfoSource implements ModelInfoSource {

	private final HuggingFaceEndpoint endpoint;

	private final ModelCatalog catalog;

	private final KeptAnswers<ModelInfo> infos;

	/**
	 * Create a source.
	 * @param endpoint the endpoint
	 * @param catalog its catalogue
	 * @param maxAge how long to keep what was found out; zero to ask every time
	 * @param timeout how long to wait for an answer
	 */
	public EndpointModelInfoSource(HuggingFaceEndpoint endpoint, ModelCatalog catalog, Duration maxAge,
			Duration timeout) {
		Assert.notNull(endpoint, "'endpoint' must not be null");
		Assert.notNull(catalog, "'catalog' must not be null");
		this.endpoint = endpoint;
		this.catalog = catalog;
		CatalogPatience patience = new CatalogPatience(maxAge, timeout);
		// The catalogue keeps what the router said, but no errors
		Duration age = endpoint.isRouter() ? Duration.ZERO : maxAge;
		this.infos = new KeptAnswers<>(patience, age, true,
				(info) -> info.contextWindow() != null || info.maxInputTokens() != null || info.server() != null,
				endpoint.isRouter() ? this::ofRouter : this::ofServer);
	}

	@Override
	public Mono<ModelInfo> info(@Nullable String model, @Nullable String provider) {
		String id = (model != null) ? model : "";
		if (provider != null && !provider.isBlank() && this.endpoint.isRouter() && id.indexOf(':') < 0) {
			id += ":" + provider.strip();
		}
		return this.infos.get(id);
	}

	/**
	 * Where it is not known who will serve the model, the smallest limit holds.
	 */
	private Mono<ModelInfo> ofRouter(String id) {
		int colon = id.indexOf(':');
		String provider = (colon >= 0) ? id.substring(colon + 1) : "";
		String name = (colon >= 0) ? id.substring(0, colon) : id;
		if (name.isBlank()) {
			return Mono.empty();
		}
		return this.catalog.model(name).map((model) -> {
			CatalogProvider known = model.provider(provider);
			return new ModelInfo((known != null) ? known.contextLength() : smallest(model), null);
		});
	}

	private static @Nullable Integer smallest(CatalogModel model) {
		Integer smallest = model.contextLength();
		for (CatalogProvider provider : model.providers()) {
			Integer length = provider.contextLength();
			if (provider.isLive() && length != null && (smallest == null || length < smallest)) {
				smallest = length;
			}
		}
		return smallest;
	}

	private Mono<ModelInfo> ofServer(String id) {
		return told(this.endpoint.get("/models").map(CatalogReader::models)).defaultIfEmpty(List.of())
			.flatMap((models) -> ofServer(models, id));
	}

	private Mono<ModelInfo> ofServer(List<CatalogModel> models, String id) {
		CatalogModel named = CatalogReader.find(models, id);
		CatalogModel model = (named == null && models.size() == 1) ? models.get(0) : named;
		Integer length = (model != null) ? length(models, model) : id.isEmpty() ? smallest(models) : null;
		ServerKind server = models.isEmpty() ? null : server((model != null) ? model : models.get(0));
		Mono<ModelInfo> listed = (length != null) ? Mono.just(new ModelInfo(length, null, server)) : Mono.empty();
		// The window of llama.cpp is divided among its slots, which its list does not
		// tell
		if (length != null && server != ServerKind.LLAMA_CPP) {
			return listed;
		}
		Mono<ModelInfo> tgi = told(this.endpoint.getBeside("/info")).mapNotNull(EndpointModelInfoSource::tgi);
		Mono<ModelInfo> llamaCpp = told(this.endpoint.getBeside("/props"))
			.mapNotNull(EndpointModelInfoSource::llamaCpp);
		return ((server == ServerKind.LLAMA_CPP) ? llamaCpp.switchIfEmpty(listed).switchIfEmpty(tgi)
				: tgi.switchIfEmpty(llamaCpp))
			.switchIfEmpty(Mono.fromSupplier(() -> (model != null) ? trained(model, server) : ModelInfo.unknown()));
	}

	private static @Nullable ServerKind server(CatalogModel model) {
		return switch ((model.ownedBy() != null) ? model.ownedBy() : "") {
			case "vllm" -> ServerKind.VLLM;
			case "sglang" -> ServerKind.SGLANG;
			case "llamacpp" -> ServerKind.LLAMA_CPP;
			default -> null;
		};
	}

	/**
	 * vLLM tells the length of a model, and of an adapter only which model it belongs to.
	 */
	private static @Nullable Integer length(List<CatalogModel> models, CatalogModel model) {
		if (model.contextLength() == null && model.additionalFields().get("parent") instanceof String parent) {
			CatalogModel base = CatalogReader.find(models, parent);
			return (base != null) ? base.contextLength() : null;
		}
		return model.contextLength();
	}

	/**
	 * Where a request names none of several models, the server takes one of them.
	 */
	private static @Nullable Integer smallest(List<CatalogModel> models) {
		Integer smallest = null;
		for (CatalogModel model : models) {
			Integer length = length(models, model);
			if (length != null && (smallest == null || length < smallest)) {
				smallest = length;
			}
		}
		return smallest;
	}

	private static @Nullable ModelInfo tgi(Map<String, Object> body) {
		CatalogFields fields = new CatalogFields(body);
		Integer total = fields.takeCount("max_total_tokens");
		Integer input = fields.takeCount("max_input_tokens");
		// As it was called before TGI 2
		input = (input != null) ? input : fields.takeCount("max_input_length");
		return (total != null || input != null) ? new ModelInfo(total, input, ServerKind.TGI) : null;
	}

	private static @Nullable ModelInfo llamaCpp(Map<String, Object> body) {
		CatalogFields settings = new CatalogFields(new CatalogFields(body).object("default_generation_settings"));
		Integer length = settings.takeCount("n_ctx");
		return (length != null) ? new ModelInfo(length, null, ServerKind.LLAMA_CPP) : null;
	}

	/**
	 * What llama.cpp says in its list is an upper bound at least.
	 */
	private static ModelInfo trained(CatalogModel model, @Nullable ServerKind server) {
		Integer length = new CatalogFields(new CatalogFields(model.additionalFields()).object("meta"))
			.takeCount("n_ctx_train");
		return new ModelInfo(length, null, server);
	}

	/**
	 * A server that does not know a path says so in one way or another.
	 */
	private static <T> Mono<T> told(Mono<T> answer) {
		return answer.onErrorResume(HuggingFaceException.class,
				(error) -> tellsNothing(error) ? Mono.empty() : Mono.error(error));
	}

	private static boolean tellsNothing(HuggingFaceException error) {
		int status = error.status();
		boolean refused = status >= 400 && status < 500 && !error.isRetryable();
		// Some say with the status 200 that there is nothing at the path
		boolean unknown = status == HttpStatus.OK.value()
				&& (error.kind() == ErrorKind.SERVER_ERROR || !error.isRetryable());
		return refused || unknown || error.kind() == ErrorKind.MALFORMED_RESPONSE || error.kind() == ErrorKind.REDIRECT;
	}

}
