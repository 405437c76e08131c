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

package io.github.hfspring.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The connection that the properties describe. Token and bundle are looked for when a
 * model first asks for them, which it does at start-up.
 */
final class PropertiesHuggingFaceConnectionDetails implements HuggingFaceConnectionDetails {

	private final String baseUrl;

	private final SingletonSupplier<String> token;

	private final SingletonSupplier<SslBundle> sslBundle;

	PropertiesHuggingFaceConnectionDetails(HuggingFaceProperties properties, TokenSource tokens,
			@Nullable SslBundles sslBundles) {
		this.baseUrl = properties.getBaseUrl();
		this.token = SingletonSupplier.ofNullable(() -> tokens.find(properties.getApiKey()));
		this.sslBundle = SingletonSupplier.ofNullable(() -> sslBundle(properties.getSsl().getBundle(), sslBundles));
	}

	private static @Nullable SslBundle sslBundle(@Nullable String name, @Nullable SslBundles sslBundles) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		String action = "Define the bundle under 'spring.ssl.bundle', or correct the name.";
		if (sslBundles == null) {
			throw new InvalidHuggingFaceConfigurationException("huggingface.ssl.bundle",
					"The application has no SSL bundles.", action);
		}
		try {
			return sslBundles.getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidHuggingFaceConfigurationException("huggingface.ssl.bundle",
					"There is no SSL bundle named '" + name + "'.", action);
		}
	}

	boolean hasHuggingFaceToken() {
		String token = getToken();
		return token != null && token.startsWith("hf_");
	}

	@Override
	public String getBaseUrl() {
		return this.baseUrl;
	}

	@Override
	public @Nullable String getToken() {
		return this.token.get();
	}

	@Override
	public @Nullable SslBundle getSslBundle() {
		return this.sslBundle.get();
	}

}
