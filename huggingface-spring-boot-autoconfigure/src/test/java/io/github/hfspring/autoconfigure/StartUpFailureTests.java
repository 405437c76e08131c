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

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What stops the start says which property is wrong and what to do.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartUpFailureTests {

	private final ApplicationContextRunner runner = TestEnvironment.runner();

	static Stream<Arguments> wrong() {
		String router = "huggingface.api-key=hf_secret";
		return Stream.of(Arguments.of("huggingface.api-key", "API key is required", new String[0]),
				Arguments.of("huggingface.api-key", "placeholder", new String[] { "huggingface.api-key=${MISSING}" }),
				Arguments.of("huggingface.base-url", "does not start with 'https://'",
						new String[] { "huggingface.base-url=router.huggingface.co/v1" }),
				Arguments.of("huggingface.base-url", "does not start with 'https://'",
						new String[] { "huggingface.base-url=htps://router.huggingface.co/v1" }),
				Arguments.of("huggingface.base-url", "is not a URL",
						new String[] { "huggingface.base-url=http://local host:8080" }),
				Arguments.of("huggingface.base-url", "user name or password",
						new String[] { "huggingface.base-url=http://me:secret@localhost" }),
				Arguments.of("huggingface.base-url", "no valid host",
						new String[] { "huggingface.base-url=http://:8080" }),
				Arguments.of("huggingface.chat.model", "model name cannot be empty",
						new String[] { router, "huggingface.chat.model=  " }),
				Arguments.of("huggingface.chat.model", ":auto",
						new String[] { router, "huggingface.chat.model=org/model:auto" }),
				Arguments.of("huggingface.chat.provider", "names a provider already",
						new String[] { router, "huggingface.chat.model=org/model:groq",
								"huggingface.chat.provider=together" }),
				Arguments.of("huggingface.chat.provider", "no provider 'auto'",
						new String[] { router, "huggingface.chat.model=org/model", "huggingface.chat.provider=auto" }),
				Arguments.of("huggingface.chat.temperature", "must be at least 0",
						new String[] { router, "huggingface.chat.temperature=-1" }),
				Arguments.of("huggingface.chat.temperature", "must be at least 0",
						new String[] { router, "huggingface.chat.temperature=NaN" }),
				Arguments.of("huggingface.chat.top-p", "must be above 0 and at most 1",
						new String[] { router, "huggingface.chat.top-p=1.5" }),
				Arguments.of("huggingface.chat.max-tokens", "must be at least 1",
						new String[] { router, "huggingface.chat.max-tokens=0" }),
				Arguments.of("huggingface.chat.frequency-penalty", "at most 2",
						new String[] { router, "huggingface.chat.frequency-penalty=3" }),
				Arguments.of("huggingface.chat.presence-penalty", "at least -2",
						new String[] { router, "huggingface.chat.presence-penalty=-3" }),
				Arguments.of("huggingface.tailoring.context-window", "must not be negative",
						new String[] { router, "huggingface.tailoring.context-window=-1" }),
				Arguments.of("huggingface.max-event-size", "must be above 0",
						new String[] { router, "huggingface.max-event-size=0" }),
				Arguments.of("huggingface.max-response-size", "must be above 0",
						new String[] { router, "huggingface.max-response-size=-1MB" }),
				Arguments.of("huggingface.max-error-body", "must be above 0",
						new String[] { router, "huggingface.max-error-body=3GB" }),
				Arguments.of("huggingface.structured.max-repairs", "must not be negative",
						new String[] { router, "huggingface.structured.max-repairs=-1" }),
				Arguments.of("huggingface.media.max-size", "must be above 0",
						new String[] { router, "huggingface.media.max-size=0" }),
				Arguments.of("huggingface.media.max-size", "at most 1 GB",
						new String[] { router, "huggingface.media.max-size=2GB" }),
				Arguments.of("huggingface.scale-up-timeout", "must not be negative",
						new String[] { router, "huggingface.scale-up-timeout=-1s" }),
				Arguments.of("huggingface.connect-timeout", "must be above 0",
						new String[] { router, "huggingface.connect-timeout=0" }),
				Arguments.of("huggingface.connect-timeout", "must be above 0",
						new String[] { router, "huggingface.connect-timeout=-1s" }),
				Arguments.of("huggingface.read-timeout", "must be above 0",
						new String[] { router, "huggingface.read-timeout=0s" }),
				Arguments.of("huggingface.timeout.first-chunk", "must not be negative",
						new String[] { router, "huggingface.timeout.first-chunk=-1s" }),
				Arguments.of("huggingface.timeout.idle", "must not be negative",
						new String[] { router, "huggingface.timeout.idle=-1s" }),
				Arguments.of("huggingface.timeout.total", "must not be negative",
						new String[] { router, "huggingface.timeout.total=-1s" }),
				Arguments.of("huggingface.retry.max-retries", "must not be negative",
						new String[] { router, "huggingface.retry.max-retries=-1" }),
				Arguments.of("huggingface.retry.initial-interval", "must be above 0",
						new String[] { router, "huggingface.retry.initial-interval=0s" }),
				Arguments.of("huggingface.retry.max-interval", "must not be below 'initialInterval'",
						new String[] { router, "huggingface.retry.max-interval=100ms" }),
				Arguments.of("huggingface.retry.multiplier", "must be 1 or more",
						new String[] { router, "huggingface.retry.multiplier=0.5" }),
				Arguments.of("huggingface.retry.max-elapsed-time", "must not be negative",
						new String[] { router, "huggingface.retry.max-elapsed-time=-1s" }),
				Arguments.of("huggingface.cold-start.max-wait", "must not be negative",
						new String[] { router, "huggingface.cold-start.max-wait=-1s" }),
				Arguments.of("huggingface.read-timeout", "must be above 0",
						new String[] { router, "huggingface.read-timeout=-1ms" }),
				Arguments.of("huggingface.bill-to", "control character",
						new String[] { router, "huggingface.bill-to=a\nX-Injected: b" }),
				Arguments.of("huggingface.bill-to", "not Latin-1",
						new String[] { router, "huggingface.bill-to=\u20ac" }),
				Arguments.of("huggingface.api-key", "character that no token has",
						new String[] { "huggingface.api-key=hf_a\nX-Injected:b" }),
				Arguments.of("huggingface.chat.model", "control character",
						new String[] { router, "huggingface.chat.model=a\nb" }),
				Arguments.of("huggingface.chat.provider", "not the name of a provider",
						new String[] { router, "huggingface.chat.model=a/b", "huggingface.chat.provider=a\u0001b" }),
				Arguments.of("huggingface.extra-headers", "not a valid name of a header",
						new String[] { router, "huggingface.extra-headers[X-A X-B]=a" }),
				Arguments.of("huggingface.extra-headers", "not Latin-1",
						new String[] { router, "huggingface.extra-headers.X-A=\u20ac" }),
				Arguments.of("huggingface.extra-headers", "control character",
						new String[] { router, "huggingface.extra-headers.X-A=a\nX-Injected: b" }),
				Arguments.of("huggingface.extra-fields", "'stream' is not allowed",
						new String[] { router, "huggingface.extra-fields.stream=true" }),
				Arguments.of("huggingface.extra-fields-json", "'stream' is not allowed",
						new String[] { router, "huggingface.extra-fields-json={\"stream\":true}" }),
				Arguments.of("huggingface.extra-fields-json", "not a JSON object",
						new String[] { router, "huggingface.extra-fields-json=[1]" }),
				Arguments.of("huggingface.extra-fields-json", "not a JSON object",
						new String[] { router, "huggingface.extra-fields-json={\"a\":" }));
	}

	@ParameterizedTest
	@MethodSource("wrong")
	void namesThePropertyTheReasonAndACure(String property, String reason, String[] values) {
		this.runner.withPropertyValues(values)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo(property);
					assertThat(ex.getMessage()).contains(reason).doesNotContain("secret");
					assertThat(ex.action()).isNotBlank();
				}));
	}

	@Test
	void needsNoTokenForOtherServers() {
		this.runner.withPropertyValues("huggingface.base-url=http://localhost:8080")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void bufferSizeOfZeroOrLessMeansTheDefault() {
		this.runner.withPropertyValues("huggingface.api-key=hf_secret", "huggingface.buffer-size=-10")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void warnsOfTheDeadHost(CapturedOutput output) {
		this.runner.withPropertyValues("huggingface.base-url=https://api-inference.huggingface.co/models/x")
			.run((context) -> assertThat(output).contains("api-inference.huggingface.co, which does not exist any more",
					"https://router.huggingface.co/v1"));
	}

	@Test
	void warnsOfAProviderThatIsIgnored(CapturedOutput output) {
		this.runner.withPropertyValues("huggingface.api-key=hf_secret", "huggingface.chat.provider=groq")
			.run((context) -> assertThat(output).doesNotContain("'huggingface.chat.provider' is ignored"));
		this.runner
			.withPropertyValues("huggingface.base-url=https://gateway.example.com", "huggingface.chat.provider=groq",
					"huggingface.api-key=hf_secret")
			.withBean(HuggingFaceChatModelBuilderCustomizer.class,
					() -> (builder) -> builder.baseUrl("https://router.huggingface.co"))
			.run((context) -> assertThat(output).doesNotContain("'huggingface.chat.provider' is ignored"));
		this.runner
			.withPropertyValues("huggingface.base-url=https://gateway.example.com", "huggingface.chat.provider=groq")
			.run((context) -> assertThat(output).contains("'huggingface.chat.provider' is ignored", "org/model:groq"));
	}

	@Test
	void warnsOfATokenThatIsNotOfHuggingFace(CapturedOutput output) {
		this.runner.withPropertyValues("huggingface.api-key=sk-secret")
			.run((context) -> assertThat(output).contains("does not begin with 'hf_'").doesNotContain("sk-secret"));
	}

	@Test
	void userReadsTheCureAndNoStackTrace(CapturedOutput output) {
		SpringApplication application = new SpringApplication(EmptyApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> application.run("--huggingface.base-url=router.huggingface.co"));
		assertThat(output)
			.contains("APPLICATION FAILED TO START", "The property 'huggingface.base-url'",
					"\"huggingface.base-url\" from property source \"commandLineArgs\"",
					"does not start with 'https://' or 'http://'", "Give the URL of the endpoint")
			.doesNotContain("\tat io.github.hfspring");
	}

	@Test
	void severalBuildersNeedOneThatIsPrimary() {
		InvalidHuggingFaceConfigurationFailureAnalyzer analyzer = new InvalidHuggingFaceConfigurationFailureAnalyzer(
				new MockEnvironment());
		this.runner.withPropertyValues("huggingface.api-key=hf_secret")
			.withBean("one", WebClient.Builder.class, WebClient::builder)
			.withBean("two", WebClient.Builder.class, WebClient::builder)
			.run((context) -> {
				FailureAnalysis analysis = analyzer.analyze(context.getStartupFailure());
				assertThat(analysis).isNotNull();
				assertThat(analysis.getDescription()).startsWith("The Hugging Face chat model cannot be set up")
					.contains("one", "two")
					.doesNotContain("null");
				assertThat(analysis.getAction()).contains("@Primary");
			});
	}

	@Test
	void missingTokenOffersThreeCures() {
		InvalidHuggingFaceConfigurationFailureAnalyzer analyzer = new InvalidHuggingFaceConfigurationFailureAnalyzer(
				new MockEnvironment());
		this.runner.run((context) -> assertThat(analyzer.analyze(context.getStartupFailure()).getAction())
			.contains("HF_TOKEN", "huggingface.base-url", "huggingface.chat.enabled=false"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class EmptyApplication {

	}

}
