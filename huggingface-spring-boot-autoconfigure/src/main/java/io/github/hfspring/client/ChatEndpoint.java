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

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.hfspring.chat.ChatOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where requests go.
 *
 * @param uri where chat completions are
 */
record ChatEndpoint(URI uri) {

	static final String ROUTER = "https://router.huggingface.co/v1";

	private static final String ROUTER_HOST = "router.huggingface.co";

	private static final Pattern USER_INFO = Pattern.compile("//[^/]*@");

	private static final String COMPLETIONS = "/chat/completions";

	/** What the router understands instead of the name of a provider. */
	private static final Set<String> CHOICES = Set.of("fastest", "cheapest", "preferred");

	private static final Set<String> REQUIREMENTS = Set.of("tools", "structured-output", "capable");

	private static final Pattern NO_NAME = Pattern.compile("[\\s,=<>]");

	/**
	 * Find the endpoint for a base URL as people paste it: with or without {@code /v1},
	 * or with the whole path, by the rule of {@code huggingface_hub}.
	 * @param baseUrl the URL
	 * @return the endpoint
	 * @throws IllegalArgumentException if it is not a URL that can be called
	 */
	static ChatEndpoint of(String baseUrl) {
		URI base = parse(baseUrl.strip());
		String path = base.getRawPath();
		path = (path != null) ? path.replaceAll("/+$", "") : "";
		if (!path.endsWith(COMPLETIONS)) {
			path += path.endsWith("/v1") ? COMPLETIONS : "/v1" + COMPLETIONS;
		}
		String query = (base.getRawQuery() != null) ? "?" + base.getRawQuery() : "";
		return new ChatEndpoint(URI.create(base.getScheme() + "://" + base.getRawAuthority() + path + query));
	}

	private static URI parse(String baseUrl) {
		URI uri;
		try {
			uri = new URI(baseUrl);
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException(
					"'" + USER_INFO.matcher(baseUrl).replaceAll("//***@") + "' is not a URL: " + ex.getReason());
		}
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		Assert.isTrue(scheme.equals("http") || scheme.equals("https"),
				() -> "'" + baseUrl + "' does not start with 'https://' or 'http://'");
		Assert.isTrue(uri.getRawUserInfo() == null, "the base URL contains a user name or password");
		Assert.isTrue(uri.getHost() != null, () -> "'" + baseUrl + "' has no valid host");
		Assert.isTrue(uri.getPort() <= 65535, () -> "'" + baseUrl + "' has no valid port");
		Assert.isTrue(uri.getRawFragment() == null, () -> "'" + baseUrl + "' has a fragment");
		return uri;
	}

	/**
	 * Return whether this is the hosted router, which knows models of many providers.
	 */
	boolean isRouter() {
		return ROUTER_HOST.equalsIgnoreCase(this.uri.getHost());
	}

	/**
	 * Return whether this is a dedicated Inference Endpoint, which can be scaled to zero.
	 */
	boolean isDedicated() {
		return this.uri.getHost().toLowerCase(Locale.ROOT).endsWith(".endpoints.huggingface.cloud");
	}

	/**
	 * Return whether the path is that of the router as a whole, where model ids may carry
	 * the name of a provider.
	 */
	boolean takesProvider() {
		return isRouter() && "/v1/chat/completions".equals(this.uri.getRawPath());
	}

	/**
	 * Return the dialect that the address tells: below the names of providers, the router
	 * leads to these directly.
	 * @return the dialect, or {@code null} if anything can be behind the address
	 */
	@Nullable ResponseFormatDialect dialect() {
		if (!isRouter()) {
			return null;
		}
		return switch (this.uri.getRawPath().split("/", 3)[1]) {
			case "hf-inference" -> ResponseFormatDialect.JSON_OBJECT_VALUE;
			case "fireworks-ai", "cohere" -> ResponseFormatDialect.JSON_OBJECT_SCHEMA;
			case "together" -> ResponseFormatDialect.SCHEMA_INLINE;
			default -> ResponseFormatDialect.OPENAI;
		};
	}

	/**
	 * Return the URL before the path of the chat completions, without what may be secret
	 * in it.
	 */
	String baseUrl() {
		return description().substring(0, description().length() - COMPLETIONS.length());
	}

	/**
	 * Return the URL without what may be secret in it.
	 */
	String description() {
		return this.uri.getScheme() + "://" + this.uri.getRawAuthority() + this.uri.getRawPath();
	}

	/**
	 * Return the id to send for a model.
	 * @param model the model
	 * @param provider who should serve it
	 * @return the id
	 * @throws IllegalArgumentException if they do not go together
	 */
	@Nullable String modelId(@Nullable String model, @Nullable String provider) {
		if (model == null) {
			Assert.isTrue(!isRouter(),
					"model name cannot be empty: set 'huggingface.chat.model', " + "or name a model in the request");
			return null;
		}
		Assert.isTrue(!model.endsWith(":auto"), () -> "'" + model + "' is not a valid model: there is no provider "
				+ "'auto'; leave ':auto' out to let the router choose");
		if (provider == null || provider.isBlank() || !takesProvider()) {
			return model;
		}
		String name = name(provider.strip());
		Assert.isTrue(model.indexOf(':') < 0,
				() -> "the model '" + model + "' names a provider already, so '" + name + "' cannot be appended");
		return model + ":" + name;
	}

	/**
	 * Check the defaults of requests.
	 * @param defaults the options
	 * @param resolved whether there are resolvers, which may put a name in the place of
	 * what the provider must be able to do
	 * @throws IllegalArgumentException if model and provider do not go together
	 */
	void check(ChatOptions defaults, boolean resolved) {
		String provider = defaults.provider();
		boolean policy = resolved && provider != null && isPolicy(provider.strip());
		if (defaults.model() != null) {
			modelId(defaults.model(), policy ? null : provider);
		}
		else if (provider != null && !provider.isBlank() && takesProvider() && !policy) {
			name(provider.strip());
		}
	}

	private static String name(String provider) {
		String lower = provider.toLowerCase(Locale.ROOT);
		Assert.isTrue(!lower.equals("auto"),
				"there is no provider 'auto': leave the provider out to let the router choose");
		Assert.isTrue(provider.chars().noneMatch(Character::isISOControl) && !isPolicy(provider),
				() -> "'" + provider + "' is not the name of a provider, and what a provider must be able to do needs "
						+ "a ProviderRequestResolver");
		return CHOICES.contains(lower) ? lower : provider;
	}

	/**
	 * Return whether a provider is given by what it must be able to do.
	 */
	private static boolean isPolicy(String provider) {
		return REQUIREMENTS.contains(provider.toLowerCase(Locale.ROOT)) || NO_NAME.matcher(provider).find();
	}

}
