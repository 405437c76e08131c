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

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.hfspring.catalog.CatalogModel;
import io.github.hfspring.catalog.CatalogServer;
import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.client.RawHttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.WebClientCustomizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The catalogue of an application.
 */
class HuggingFaceCatalogTests {

	private final CatalogServer server = new CatalogServer().router();

	private final ApplicationContextRunner runner = TestEnvironment.runner()
		.withPropertyValues("huggingface.base-url=" + this.server.url(), "huggingface.retry.enabled=false");

	@AfterEach
	void stop() {
		this.server.close();
	}

	private static List<CatalogModel> models(ModelCatalog catalog) {
		return catalog.models().block(RawHttpServer.LIMIT);
	}

	@Test
	void thereIsOneThatAsksNobodyUntilItIsAsked() {
		this.runner.run((context) -> {
			ModelCatalog catalog = context.getBean(ModelCatalog.class);
			assertThat(this.server.paths()).isEmpty();
			assertThat(models(catalog)).extracting(CatalogModel::id).containsExactly("org/model");
			assertThat(models(catalog)).hasSize(1);
			assertThat(this.server.paths()).containsExactly("/v1/models");
		});
	}

	@Test
	void itSharesTheHttpClientOfTheModel() {
		AtomicInteger builders = new AtomicInteger();
		this.runner
			.withBean(WebClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("X-Builder", "" + builders.incrementAndGet()))
			.run((context) -> {
				models(context.getBean(ModelCatalog.class));
				assertThatExceptionOfType(HuggingFaceException.class)
					.isThrownBy(() -> context.getBean(HuggingFaceChatModel.class).call("Hi"));
				assertThat(this.server.paths()).containsExactly("/v1/models", "/v1/chat/completions");
				assertThat(builders).hasValue(1);
			});
	}

	@Test
	void whatIsCustomizedForTheModelHoldsForItToo() {
		this.runner.withPropertyValues("huggingface.base-url=http://localhost:1")
			.withBean(HuggingFaceChatModelBuilderCustomizer.class,
					() -> (builder) -> builder.baseUrl(this.server.url()))
			.run((context) -> assertThat(models(context.getBean(ModelCatalog.class))).hasSize(1));
	}

	@Test
	void theAgeIsAProperty() {
		this.runner.withPropertyValues("huggingface.catalog.max-age=0").run((context) -> {
			models(context.getBean(ModelCatalog.class));
			models(context.getBean(ModelCatalog.class));
			assertThat(this.server.paths()).hasSize(2);
		});
	}

	@Test
	void oneOfTheApplicationTakesItsPlace() {
		ModelCatalog own = Mockito.mock();
		this.runner.withBean(ModelCatalog.class, () -> own)
			.run((context) -> assertThat(context.getBean(ModelCatalog.class)).isSameAs(own));
		HuggingFaceEndpoint endpoint = Mockito.mock();
		this.runner.withBean(HuggingFaceEndpoint.class, () -> endpoint)
			.run((context) -> assertThat(context.getBean(HuggingFaceEndpoint.class)).isSameAs(endpoint));
	}

	@ParameterizedTest
	@ValueSource(classes = { ModelInfoSource.class, HuggingFaceEndpoint.class, ModelCatalog.class })
	<T> void ofSeveralOneMustBePrimary(Class<T> type) {
		T one = Mockito.mock(type);
		T two = Mockito.mock(type);
		ApplicationContextRunner several = this.runner.withBean("one", type, () -> one);
		several.withBean("two", type, () -> two)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidHuggingFaceConfigurationException.class)
				.hasMessage("There are several beans of the type " + type.getSimpleName() + ": one, two."));
		several.withBean("two", type, () -> two, (definition) -> definition.setPrimary(true))
			.run((context) -> assertThat(context.getBean(type)).isSameAs(two));
		several.withBean("two", type, () -> two, (definition) -> notDefault((AbstractBeanDefinition) definition))
			.run((context) -> assertThat(context.getBean(type)).isSameAs(one));
		several.withBean("two", type, () -> two, (definition) -> definition.setFallback(true))
			.run((context) -> assertThat(context.getBean(type)).isSameAs(one));
		several.withBean("two", type, () -> two)
			.withPropertyValues("huggingface.chat.response-format-dialect=openai")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void aProviderThatIsNamedNeedsNeither() {
		HuggingFaceEndpoint one = Mockito.mock();
		HuggingFaceEndpoint two = Mockito.mock();
		this.runner.withBean("one", HuggingFaceEndpoint.class, () -> one)
			.withBean("two", HuggingFaceEndpoint.class, () -> two)
			.withPropertyValues("huggingface.chat.response-format-dialect=openai", "huggingface.chat.provider=groq")
			.run((context) -> assertThatExceptionOfType(HuggingFaceException.class)
				.isThrownBy(() -> context.getBean(HuggingFaceChatModel.class).call("Hi")));
	}

	@Test
	void whatIsForTheApplicationAloneTakesNoPlace() {
		HuggingFaceEndpoint other = Mockito.mock();
		this.runner
			.withBean("other", HuggingFaceEndpoint.class, () -> other,
					(definition) -> notDefault((AbstractBeanDefinition) definition))
			.run((context) -> {
				assertThat(models(context.getBean(ModelCatalog.class))).hasSize(1);
				assertThat(context.getBean(HuggingFaceEndpoint.class)).isNotSameAs(other);
			});
		Mockito.verifyNoInteractions(other);
	}

	private static void notDefault(AbstractBeanDefinition definition) {
		definition.setDefaultCandidate(false);
	}

	@Test
	void aSourceOfTheApplicationMayNeedTheModel() {
		this.runner
			.withBean("own", ModelInfoSource.class, () -> (model, provider) -> Mono.empty(),
					(definition) -> ((AbstractBeanDefinition) definition).setDependsOn("huggingFaceChatModel"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void anApplicationWithAModelOfItsOwnNeedsNothing() {
		TestEnvironment.runner()
			.withBean(HuggingFaceChatModel.class, Mockito::mock)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void valuesThatMakeNoSenseStopTheStart() {
		for (String property : List.of("max-age=-1s", "timeout=0", "timeout=-1s")) {
			this.runner.withPropertyValues("huggingface.catalog." + property)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
							(ex) -> assertThat("huggingface.catalog." + property).startsWith(ex.property() + "=")));
		}
	}

}
