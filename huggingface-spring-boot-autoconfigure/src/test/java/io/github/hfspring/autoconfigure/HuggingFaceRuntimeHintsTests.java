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

import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.ImagePart;
import io.github.hfspring.chat.MediaData;
import io.github.hfspring.chat.UserMessage;
import io.github.hfspring.client.HuggingFaceChatModel;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClientRequest;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A native image finds what it needs.
 */
class HuggingFaceRuntimeHintsTests {

	@Test
	void registersTheVocabulary() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter(HuggingFaceRuntimeHints.class::isInstance)
			.forEach((registrar) -> registrar.registerHints(hints, null));
		assertThat(RuntimeHintsPredicates.reflection().onType(ChatResponse.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(HttpClientRequest.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(UserMessage.class, "content")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ImagePart.class, "data")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(MediaData.class, "bytes")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection()
			.onConstructorInvocation(MediaData.class.getDeclaredConstructors()[0])).accepts(hints);
	}

	@Test
	@CompileWithForkedClassLoader
	@SuppressWarnings("unchecked")
	void contextProcessedAheadOfTimeStarts() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, HuggingFaceChatAutoConfiguration.class);
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(HuggingFaceChatProperties.class, "setModel"))
			.accepts(generation.getRuntimeHints());
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			GenericApplicationContext generated = new GenericApplicationContext();
			TestPropertyValues
				.of("huggingface.base-url=http://localhost:8080", "huggingface.chat.model=org/model",
						"huggingface.connect-timeout=3s")
				.applyTo(generated);
			compiled.getInstance(ApplicationContextInitializer.class, initializer.reflectionName())
				.initialize(generated);
			generated.refresh();
			assertThat(generated.getBean(HuggingFaceChatModel.class).info().model()).isEqualTo("org/model");
			generated.close();
		});
	}

}
