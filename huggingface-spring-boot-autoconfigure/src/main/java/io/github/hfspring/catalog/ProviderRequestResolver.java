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

import java.util.StringJoiner;

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.ChatRequestResolver;
import io.github.hfspring.client.HuggingFaceEndpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Finds the provider of requests that say what it must be able to do. Other requests, and
 * those to servers other than the router, are left as they are, and nobody is asked.
 *
 * @since 0.1.0
 * @see ProviderPolicy
 */
public final class ProviderRequestResolver implements ChatRequestResolver {

	private static final Log logger = LogFactory.getLog(ProviderRequestResolver.class);

	private final HuggingFaceEndpoint endpoint;

	private final ModelCatalog catalog;

	private final @Nullable ProviderPolicy defaultPolicy;

	/**
	 * Create a resolver.
	 * @param endpoint where requests go
	 * @param catalog its catalogue
	 * @param defaultPolicy what holds for requests that name no provider, neither in the
	 * options nor behind the model's id, or {@code null}
	 */
	public ProviderRequestResolver(HuggingFaceEndpoint endpoint, ModelCatalog catalog,
			@Nullable ProviderPolicy defaultPolicy) {
		Assert.notNull(endpoint, "'endpoint' must not be null");
		Assert.notNull(catalog, "'catalog' must not be null");
		this.endpoint = endpoint;
		this.catalog = catalog;
		this.defaultPolicy = defaultPolicy;
	}

	@Override
	public Mono<ChatRequest> resolve(ChatRequest request) {
		ChatOptions options = request.options();
		String provider = options.provider();
		boolean chosen = provider != null || (options.model() != null && options.model().indexOf(':') >= 0);
		Assert.isTrue(!this.endpoint.isRouter() || provider == null || !provider.strip().equalsIgnoreCase("auto"),
				"there is no provider 'auto': leave the provider out to let the router choose");
		ProviderPolicy policy = chosen ? null : this.defaultPolicy;
		if (!this.endpoint.isRouter() || (policy == null && !ProviderPolicy.isPolicy(provider))) {
			return Mono.empty();
		}
		return Mono.defer(() -> {
			ProviderPolicy wanted = (policy != null) ? policy : ProviderPolicy.of(String.valueOf(provider));
			return resolve(request, wanted.forRequest(options));
		});
	}

	private Mono<ChatRequest> resolve(ChatRequest request, ProviderPolicy policy) {
		String model = request.options().model();
		if (model == null) {
			return Mono.empty(); // which is refused when it is sent
		}
		Assert.isTrue(model.indexOf(':') < 0,
				() -> "the model '" + model + "' names a provider already, so that none can be looked for");
		return this.catalog.model(model)
			.switchIfEmpty(Mono.error(() -> error("The router does not know the model '" + model + "'")))
			.map((found) -> {
				CatalogProvider provider = policy.choose(found);
				if (provider == null) {
					throw error(describe(found, policy));
				}
				if (logger.isDebugEnabled()) {
					logger.debug("'" + model + "' is asked of '" + provider.name() + "'");
				}
				return request.withOptions(request.options().mutate().provider(provider.name()).build());
			});
	}

	private static String describe(CatalogModel model, ProviderPolicy policy) {
		StringJoiner lacks = new StringJoiner("; ");
		for (CatalogProvider provider : model.providers()) {
			lacks.add(provider.name() + ": " + String.join(", ", policy.lacks(provider)));
		}
		return "No provider of '" + model.id() + "' can do what the request or 'huggingface.chat.provider' demands ("
				+ (model.providers().isEmpty() ? "there is none at all" : lacks) + ")";
	}

	private static HuggingFaceException error(String message) {
		return HuggingFaceException.of(ErrorKind.MODEL_NOT_AVAILABLE, message).build();
	}

}
