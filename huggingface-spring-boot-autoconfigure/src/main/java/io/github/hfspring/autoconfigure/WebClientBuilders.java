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

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.HttpComponentsClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
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

	private final BeanCandidates candidates;

	WebClientBuilders(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.candidates = new BeanCandidates(beanFactory);
	}

	/**
	 * Check what can be checked now, and make the builder when it is asked for.
	 * @param properties the connection properties
	 * @param details the connection
	 * @return the maker of the builder
	 */
	Supplier<WebClient.Builder> builder(HuggingFaceProperties properties, HuggingFaceConnectionDetails details) {
		checkTimeout("huggingface.connect-timeout", properties.getConnectTimeout());
		checkTimeout("huggingface.read-timeout", properties.getReadTimeout());
		String builder = ofApplication(WebClient.Builder.class, WebClientAutoConfiguration.class);
		if (builder != null) {
			refuseConnectionProperties(properties, details, builder);
			return () -> this.beanFactory.getBean(builder, WebClient.Builder.class);
		}
		String connector = ofApplication(ClientHttpConnector.class, ReactiveHttpClientAutoConfiguration.class);
		if (connector != null) {
			refuseConnectionProperties(properties, details, connector);
			return () -> customizedBuilder(this.beanFactory.getBean(connector, ClientHttpConnector.class));
		}
		HttpClientSettings settings = settings(properties, details.getSslBundle());
		return () -> customizedBuilder(connector(settings));
	}

	/**
	 * Make the builder of what goes to others than the endpoint, who are not shown the
	 * endpoint's certificate, and not trusted because of it.
	 * @param properties the connection properties
	 * @param details the connection
	 * @return the maker of the builder, or {@code null} if that of the endpoint does
	 */
	@Nullable Supplier<WebClient.Builder> builderForOthers(HuggingFaceProperties properties,
			HuggingFaceConnectionDetails details) {
		if (details.getSslBundle() == null
				|| ofApplication(WebClient.Builder.class, WebClientAutoConfiguration.class) != null
				|| ofApplication(ClientHttpConnector.class, ReactiveHttpClientAutoConfiguration.class) != null) {
			return null;
		}
		HttpClientSettings settings = settings(properties, null);
		return () -> customizedBuilder(connector(settings));
	}

	/**
	 * Return the read timeout of calls. It is ours to keep, and not the connector's,
	 * which would let it end streams.
	 * @param properties the connection properties
	 * @return the timeout, or {@code null} for none
	 */
	@Nullable Duration readTimeout(HuggingFaceProperties properties) {
		boolean ofApplication = ofApplication(WebClient.Builder.class, WebClientAutoConfiguration.class) != null
				|| ofApplication(ClientHttpConnector.class, ReactiveHttpClientAutoConfiguration.class) != null;
		Duration readTimeout = properties.getReadTimeout();
		return (readTimeout != null || ofApplication) ? readTimeout : globalSettings().readTimeout();
	}

	/**
	 * Return whether redirects are followed. It is ours to do, and not the connector's,
	 * which might take the token along.
	 * @param properties the connection properties
	 * @return whether they are; whatever other clients do, not unless asked for
	 */
	static boolean followsRedirects(HuggingFaceProperties properties) {
		HttpRedirects redirects = properties.getRedirects();
		return redirects != null && redirects != HttpRedirects.DONT_FOLLOW;
	}

	private static void checkTimeout(String property, @Nullable Duration timeout) {
		if (timeout != null && (timeout.isNegative() || timeout.isZero())) {
			throw new InvalidHuggingFaceConfigurationException(property, "The time must be above 0.",
					"Correct the time, or remove the property.");
		}
	}

	private @Nullable String ofApplication(Class<?> type, Class<?> autoConfiguration) {
		String name = this.candidates.find(type);
		return (name != null && !isDefinedBy(name, autoConfiguration)) ? name : null;
	}

	private boolean isDefinedBy(String name, Class<?> autoConfiguration) {
		BeanDefinition definition = this.candidates.definition(name);
		if (definition == null) {
			return false;
		}
		// A context that was processed ahead of time only knows the method
		Method method = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		return autoConfiguration.getName().equals(definition.getFactoryBeanName())
				|| (method != null && method.getDeclaringClass() == autoConfiguration);
	}

	private static void refuseConnectionProperties(HuggingFaceProperties properties,
			HuggingFaceConnectionDetails details, String beanName) {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		values.put("connect-timeout", properties.getConnectTimeout());
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

	private HttpClientSettings settings(HuggingFaceProperties properties, @Nullable SslBundle sslBundle) {
		HttpClientSettings own = HttpClientSettings.defaults()
			.withConnectTimeout(properties.getConnectTimeout())
			.withCookieHandling(properties.getCookieHandling())
			.withSslBundle(sslBundle);
		return own.orElse(globalSettings())
			.orElse(HttpClientSettings.defaults().withConnectTimeout(DEFAULT_CONNECT_TIMEOUT))
			.withReadTimeout(null)
			.withRedirects(HttpRedirects.DONT_FOLLOW);
	}

	private HttpClientSettings globalSettings() {
		return this.beanFactory.getBeanProvider(HttpClientSettings.class).getIfAvailable(HttpClientSettings::defaults);
	}

	private WebClient.Builder customizedBuilder(ClientHttpConnector connector) {
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

	private ClientHttpConnector connector(HttpClientSettings settings) {
		ClientHttpConnectorBuilder<?> builder = connectorBuilder();
		return (builder instanceof HttpComponentsClientHttpConnectorBuilder httpComponents)
				? HttpComponentsConnector.create(httpComponents, settings) : builder.build(settings);
	}

	private ClientHttpConnectorBuilder<?> connectorBuilder() {
		ClientHttpConnectorBuilder<?> builder = this.beanFactory.getBeanProvider(ClientHttpConnectorBuilder.class)
			.getIfAvailable();
		return (builder != null) ? builder : ClientHttpConnectorBuilder.detect(this.beanFactory.getBeanClassLoader());
	}

}
