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

package io.github.hfspring.docs.support;

import java.time.Duration;

import io.github.hfspring.autoconfigure.HuggingFaceChatAutoConfiguration;
import io.github.hfspring.autoconfigure.HuggingFaceToolAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Application contexts as an application with the starter has them.
 */
public final class Contexts {

	private Contexts() {
	}

	/**
	 * Return a context without any property.
	 * @return the context
	 */
	public static ApplicationContextRunner empty() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
					ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
					HuggingFaceChatAutoConfiguration.class, HuggingFaceToolAutoConfiguration.class))
			.withBean(ReactorResourceFactory.class, Contexts::resources);
	}

	// Closes the pool first and the event loops afterwards. The global resources close
	// both at once, and without a quiet period a connection that is closed by then is
	// waited for without end.
	private static ReactorResourceFactory resources() {
		ReactorResourceFactory resources = new ReactorResourceFactory();
		resources.setUseGlobalResources(false);
		resources.setShutdownQuietPeriod(Duration.ZERO);
		return resources;
	}

	/**
	 * Return a context with a model that calls a server on this machine, once for each
	 * request.
	 * @param server the server
	 * @return the context
	 */
	public static ApplicationContextRunner of(ChatServer server) {
		return repeating(server).withPropertyValues("huggingface.retry.enabled=false",
				"huggingface.cold-start.wait=false");
	}

	/**
	 * Return a context with a model that calls a server on this machine, and repeats what
	 * fails.
	 * @param server the server
	 * @return the context
	 */
	public static ApplicationContextRunner repeating(ChatServer server) {
		return empty().withInitializer(
				(context) -> TestPropertyValues.of("huggingface.base-url=" + server.baseUrl()).applyTo(context));
	}

}
