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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes the {@link WebClient.Builder} of a model out of the application's own, so that
 * everything the application has set for its HTTP clients holds.
 * <p>
 * Our connection properties need a connector of our own. It takes the place of the one
 * Boot configures, and thus comes before the customizers of the application. A connector
 * or a builder that the application defines itself is never replaced; then our properties
 * cannot be applied, and setting one stops the start.
 */
final class WebClientBuilders {

	private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final String BOOT_CONNECTOR_CUSTOMIZER = "webClientHttpConnectorCustomizer";

	private final ConfigurableListableBeanFactory beanFactory;

	WebClientBuilders(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Check what can be checked now, and make the builder when it is asked for.
	 * @param properties the connection properties
	 * @param details the connection
	 * @return the maker of the builder
	 */
	Supplier<WebClient.Builder> builder(HuggingFaceProperties properties, HuggingFaceConnectionDetails details) {
		String foreign = firstForeign(WebClient.Builder.class, WebClientAutoConfiguration.class);
		foreign = (foreign != null) ? foreign
				: firstForeign(ClientHttpConnector.class, ReactiveHttpClientAutoConfiguration.class);
		if (foreign != null) {
			refuseConnectionProperties(properties, details, foreign);
			return () -> this.beanFactory.getBean(WebClient.Builder.class);
		}
		HttpClientSettings settings = settings(properties, details);
		return () -> customizedBuilder(settings);
	}

	private @Nullable String firstForeign(Class<?> type, Class<?> autoConfiguration) {
		for (String name : this.beanFactory.getBeanNamesForType(type, true, false)) {
			if (!isDefinedBy(name, autoConfiguration)) {
				return name;
			}
		}
		return null;
	}

	private boolean isDefinedBy(String beanName, Class<?> autoConfiguration) {
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return false;
		}
		BeanDefinition definition = this.beanFactory.getMergedBeanDefinition(beanName);
		return autoConfiguration.getName().equals(definition.getFactoryBeanName());
	}

	private static void refuseConnectionProperties(HuggingFaceProperties properties,
			HuggingFaceConnectionDetails details, String beanName) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("connect-timeout", properties.getConnectTimeout());
		values.put("read-timeout", properties.getReadTimeout());
		values.put("redirects", properties.getRedirects());
		values.put("cookie-handling", properties.getCookieHandling());
		values.put("ssl.bundle", details.getSslBundle());
		values.forEach((name, value) -> {
			if (value != null) {
				throw new InvalidHuggingFaceConfigurationException("huggingface." + name,
						"The application's own bean '" + beanName + "' decides about connections.",
						"Set it up in that bean and remove the property, or replace the bean by a "
								+ "ClientHttpConnectorBuilderCustomizer, which goes together with the property.");
			}
		});
	}

	/**
	 * Redirects are not followed unless the property for this client says so: the token
	 * must not travel to another host because other clients may follow.
	 */
	private HttpClientSettings settings(HuggingFaceProperties properties, HuggingFaceConnectionDetails details) {
		HttpClientSettings global = this.beanFactory.getBeanProvider(HttpClientSettings.class)
			.getIfAvailable(HttpClientSettings::defaults);
		HttpRedirects redirects = properties.getRedirects();
		HttpClientSettings own = HttpClientSettings.defaults()
			.withConnectTimeout(properties.getConnectTimeout())
			.withReadTimeout(properties.getReadTimeout())
			.withCookieHandling(properties.getCookieHandling())
			.withRedirects((redirects != null) ? redirects : HttpRedirects.DONT_FOLLOW)
			.withSslBundle(details.getSslBundle());
		return own.orElse(global).orElse(HttpClientSettings.defaults().withConnectTimeout(DEFAULT_CONNECT_TIMEOUT));
	}

	private WebClient.Builder customizedBuilder(HttpClientSettings settings) {
		ClientHttpConnector connector = connectorBuilder().build(settings);
		WebClient.Builder builder = WebClient.builder().clientConnector(connector);
		Object bootCustomizer = isDefinedBy(BOOT_CONNECTOR_CUSTOMIZER, WebClientAutoConfiguration.class)
				? this.beanFactory.getBean(BOOT_CONNECTOR_CUSTOMIZER) : null;
		this.beanFactory.getBeanProvider(WebClientCustomizer.class).orderedStream().forEach((customizer) -> {
			if (customizer != bootCustomizer) {
				customizer.customize(builder);
			}
		});
		return builder;
	}

	private ClientHttpConnectorBuilder<?> connectorBuilder() {
		ClientHttpConnectorBuilder<?> builder = this.beanFactory.getBeanProvider(ClientHttpConnectorBuilder.class)
			.getIfAvailable();
		return (builder != null) ? builder : ClientHttpConnectorBuilder.detect(this.beanFactory.getBeanClassLoader());
	}

}
