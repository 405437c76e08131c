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

package io.github.hfspring.autoconfigure.actuate;

import io.github.hfspring.autoconfigure.HuggingFaceChatAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HuggingFaceActuatorAutoConfiguration}.
 */
class HuggingFaceActuatorAutoConfigurationTests {

	private static final String TOKEN = "hf_verysecrettoken";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WebClientAutoConfiguration.class,
				HuggingFaceChatAutoConfiguration.class, HuggingFaceActuatorAutoConfiguration.class));

	@Test
	void hidesTheTokenInTheEnvironment() {
		this.runner
			.withPropertyValues("huggingface.api-key=${MY_SECRET}", "MY_SECRET=" + TOKEN,
					"huggingface.extra-headers.X-Key=header-secret", "HF_TOKEN=other-secret",
					"command.line=java -jar app.jar --huggingface.api-key=" + TOKEN, "huggingface.chat.model=org/model")
			.run((context) -> assertThat(environment(context)).doesNotContain(TOKEN, "header-secret", "other-secret")
				.contains("org/model", "huggingface.api-key"));
	}

	@Test
	void hidesTheTokenAmongTheProperties() {
		this.runner
			.withPropertyValues("huggingface.api-key=" + TOKEN, "huggingface.extra-headers.X-Key=header-secret",
					"huggingface.chat.model=org/model")
			.run((context) -> assertThat(properties(context)).doesNotContain(TOKEN, "header-secret")
				.contains("org/model"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "huggingface.api-key", "huggingface.apiKey", "HUGGINGFACE_API_KEY", "HF_TOKEN",
			"HUGGING_FACE_HUB_TOKEN", "HUGGINGFACEHUB_API_TOKEN", "huggingface.models.big.api-key",
			"huggingface.extra-headers.Authorization", "huggingface.extraHeaders.Authorization",
			"HUGGINGFACE_EXTRAHEADERS_X_KEY", "huggingface.models.big.extra-headers.X-Key" })
	void knowsTheNames(String name) {
		this.runner.withPropertyValues("huggingface.api-key=" + TOKEN)
			.run((context) -> assertThat(sanitize(context, name, "value")).isEqualTo(SanitizableData.SANITIZED_VALUE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "huggingface.base-url", "huggingface.chat.model", "huggingface.extra-fields.top_k",
			"spring.application.name" })
	void leavesOthersAlone(String name) {
		this.runner.withPropertyValues("huggingface.api-key=" + TOKEN)
			.run((context) -> assertThat(sanitize(context, name, "value")).isEqualTo("value"));
	}

	@Test
	void needsTheActuator() {
		this.runner.withPropertyValues("huggingface.api-key=" + TOKEN)
			.withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(HuggingFaceActuatorAutoConfiguration.class));
	}

	private static Object sanitize(AssertableApplicationContext context, String name, String value) {
		return context.getBean(SanitizingFunction.class)
			.applyUnlessFiltered(new SanitizableData(null, name, value))
			.getValue();
	}

	private static String environment(AssertableApplicationContext context) {
		EnvironmentEndpoint endpoint = new EnvironmentEndpoint(context.getEnvironment(),
				context.getBeansOfType(SanitizingFunction.class).values(), Show.ALWAYS);
		return JsonMapper.builder().build().writeValueAsString(endpoint.environment(null));
	}

	private static String properties(AssertableApplicationContext context) {
		ConfigurationPropertiesReportEndpoint endpoint = new ConfigurationPropertiesReportEndpoint(
				context.getBeansOfType(SanitizingFunction.class).values(), Show.ALWAYS);
		endpoint.setApplicationContext(context.getSourceApplicationContext());
		return JsonMapper.builder().build().writeValueAsString(endpoint.configurationProperties());
	}

}
