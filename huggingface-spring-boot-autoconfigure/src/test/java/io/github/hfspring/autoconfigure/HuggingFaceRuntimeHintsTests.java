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
import io.github.hfspring.chat.UserMessage;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.io.support.SpringFactoriesLoader;

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
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(UserMessage.class, "content")).accepts(hints);
	}

	@Test
	void contextCanBeProcessedAheadOfTime() {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		TestPropertyValues.of("huggingface.base-url=http://localhost:8080").applyTo(context);
		context.register(HuggingFaceChatAutoConfiguration.class);
		TestGenerationContext generation = new TestGenerationContext();
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		assertThat(generation.getGeneratedFiles().getGeneratedFiles(GeneratedFiles.Kind.SOURCE).keySet())
			.anyMatch((name) -> name.contains("HuggingFaceChatAutoConfiguration"));
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(HuggingFaceChatProperties.class, "setModel"))
			.accepts(generation.getRuntimeHints());
	}

}
