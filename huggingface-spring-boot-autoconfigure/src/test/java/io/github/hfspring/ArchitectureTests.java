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

package io.github.hfspring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.tool.ToolCallingChatModel;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.CorePublisher;
import reactor.core.scheduler.Schedulers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of who may know whom.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.hfspring";

	private static final String BOOT = "org.springframework.boot..";

	private static final String AUTO_CONFIGURATION = "org.springframework.boot.autoconfigure.AutoConfiguration";

	private static final int MAX_LINES = 350;

	private static JavaClasses main;

	@BeforeAll
	static void readClasses() {
		main = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);
		assertThat(main).hasSizeGreaterThan(50);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(main);
	}

	@Test
	void chatIsPlainVocabulary() {
		classes().that()
			.resideInAPackage(ROOT + ".chat..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "com.fasterxml.jackson.annotation..", "org.jspecify..",
					"org.springframework.core..", "org.springframework.util..", ROOT + ".chat..")
			.check(main);
	}

	@Test
	void framingOfEventsNeedsNothing() {
		classes().that()
			.resideInAPackage(ROOT + ".sse..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", ROOT + ".sse..")
			.check(main);
	}

	@Test
	void threadsKnowReactorOnly() {
		classes().that()
			.resideInAPackage(ROOT + ".thread..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", "reactor.core..", "org.springframework.util..",
					ROOT + ".thread..")
			.check(main);
	}

	@Test
	void clientKnowsNeitherBootNorWhatIsBuiltOnIt() {
		noClasses().that()
			.resideInAPackage(ROOT + ".client..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(BOOT, ROOT + ".event..", ROOT + ".catalog..", ROOT + ".tailoring..", ROOT + ".tool..",
					ROOT + ".autoconfigure..")
			.check(main);
	}

	@Test
	void schemasKnowTheirLibrariesOnly() {
		classes().that()
			.resideInAPackage(ROOT + ".schema..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "com.fasterxml.classmate..", "com.fasterxml.jackson.annotation..",
					"com.github.victools..", "com.networknt.schema..", "jakarta.validation.constraints..",
					"tools.jackson..", "org.jspecify..", "org.springframework.core..", "org.springframework.util..",
					ROOT + ".schema..")
			.check(main);
	}

	@Test
	void answersKnowTheVocabularyAndSchemas() {
		classes().that()
			.resideInAPackage(ROOT + ".structured..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "tools.jackson..", "org.jspecify..", "org.reactivestreams..", "reactor..",
					"org.springframework.core..", "org.springframework.util..", ROOT + ".chat..", ROOT + ".schema..",
					ROOT + ".thread..", ROOT + ".structured..")
			.check(main);
	}

	@Test
	void toolsKnowNoneOfTheRoomsBesideThem() {
		noClasses().that()
			.resideInAPackage(ROOT + ".tool..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(BOOT, ROOT + ".sse..", ROOT + ".event..", ROOT + ".autoconfigure..",
					"com.github.victools..", "com.networknt..")
			.check(main);
	}

	@Test
	void theCatalogueKnowsTheVocabularyAndTheDoorsOfTheClient() {
		classes().that()
			.resideInAPackage(ROOT + ".catalog..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", "org.reactivestreams..", "reactor.core..",
					"org.apache.commons.logging..", "org.springframework.http..", "org.springframework.util..",
					ROOT + ".chat..", ROOT + ".client..", ROOT + ".catalog..")
			.check(main);
	}

	@Test
	void tailoringKnowsTheVocabularyAndTheDoorOfTheModel() {
		classes().that()
			.resideInAPackage(ROOT + ".tailoring..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", "org.reactivestreams..", "reactor.core..",
					"org.apache.commons.logging..", "org.springframework.util..", "ai.djl..", ROOT + ".chat..",
					ROOT + ".thread..", ROOT + ".client..", ROOT + ".tailoring..")
			.check(main);
	}

	@Test
	void eventsKnowTheVocabularyOnly() {
		classes().that()
			.resideInAPackage(ROOT + ".event..")
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", "org.springframework.aop.framework..",
					"org.springframework.beans.factory..", "org.springframework.context..",
					"org.springframework.core..", "org.springframework.util..", ROOT + ".chat..", ROOT + ".event..")
			.check(main);
	}

	@Test
	void bootIsKnownToWhatIntegratesWithItOnly() {
		noClasses().that()
			.resideOutsideOfPackages(ROOT + ".autoconfigure..", ROOT + ".health..", ROOT + ".docker.compose..",
					ROOT + ".testcontainers..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(BOOT)
			.check(main);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(main.stream().map(JavaClass::getPackage).distinct()).allSatisfy(
				(javaPackage) -> assertThat(javaPackage.isAnnotatedWith(NullMarked.class)).as(javaPackage.getName())
					.isTrue());
	}

	@Test
	void autoConfigurationsAreFinalAndOfferNothing() {
		classes().that()
			.areAnnotatedWith(AUTO_CONFIGURATION)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.allowEmptyShould(true)
			.check(main);
		methods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AUTO_CONFIGURATION)
			.should()
			.notBePublic()
			.allowEmptyShould(true)
			.check(main);
	}

	@Test
	void nobodyBlocksButThoseWhoWereAskedTo() {
		noClasses().that()
			.doNotHaveFullyQualifiedName(HuggingFaceChatModel.class.getName())
			.and()
			.doNotHaveFullyQualifiedName(ToolCallingChatModel.class.getName())
			.should()
			.callMethodWhere(JavaCall.Predicates
				.target(HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(CorePublisher.class)))
				.and(JavaCall.Predicates.target(HasName.Predicates.nameMatching("block.*"))))
			.check(main);
	}

	/**
	 * A caller may block them all, and wait for what stands in line behind it.
	 */
	@Test
	void nobodyNeedsTheThreadsThatCallersBlock() {
		noClasses().should().callMethod(Schedulers.class, "boundedElastic").check(main);
	}

	@Test
	void filesAreShort() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			List<Path> sources = files.filter((file) -> file.toString().endsWith(".java")).toList();
			assertThat(sources).isNotEmpty()
				.allSatisfy((file) -> assertThat(linesOfCode(file)).as(file.toString()).isLessThanOrEqualTo(MAX_LINES));
		}
	}

	private static long linesOfCode(Path file) throws IOException {
		return Files.readAllLines(file)
			.stream()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !line.startsWith("*") && !line.startsWith("/*")
					&& !line.startsWith("//"))
			.count();
	}

}
