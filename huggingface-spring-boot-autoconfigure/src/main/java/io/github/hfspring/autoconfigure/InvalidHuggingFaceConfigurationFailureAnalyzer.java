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

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Says which property is wrong, where it was set, and what to do.
 */
final class InvalidHuggingFaceConfigurationFailureAnalyzer
		extends AbstractFailureAnalyzer<InvalidHuggingFaceConfigurationException> {

	private final Environment environment;

	InvalidHuggingFaceConfigurationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidHuggingFaceConfigurationException cause) {
		return new FailureAnalysis(description(cause), cause.action(), cause);
	}

	private String description(InvalidHuggingFaceConfigurationException cause) {
		if (cause.property() == null) {
			return "The Hugging Face chat model cannot be set up: " + cause.getMessage();
		}
		String origin = origin(cause.property());
		String place = (origin != null) ? " (set in " + origin + ")" : "";
		return "The property '" + cause.property() + "'" + place + " cannot work: " + cause.getMessage();
	}

	private @Nullable String origin(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return (found.getOrigin() != null) ? found.getOrigin().toString() : null;
			}
		}
		return null;
	}

}
