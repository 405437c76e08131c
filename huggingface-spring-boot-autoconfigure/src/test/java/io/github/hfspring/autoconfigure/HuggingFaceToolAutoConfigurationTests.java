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

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.event.ChatProgressEvent;
import io.github.hfspring.tool.HuggingFaceTool;
import io.github.hfspring.tool.Tool;
import io.github.hfspring.tool.ToolCallingChatModel;
import io.github.hfspring.tool.ToolCallingChatModelBuilder;
import io.github.hfspring.tool.ToolCallingException;
import io.github.hfspring.tool.ToolParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.interceptor.PerformanceMonitorInterceptor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HuggingFaceToolAutoConfiguration}.
 */
class HuggingFaceToolAutoConfigurationTests {

	private static final String CALL = """
			{"choices":[{"index":0,"message":{"tool_calls":[\
			{"id":"a","type":"function","function":{"name":"answer","arguments":"{}"}}]}}]}""";

	private static final String TEXT = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";

	private final ApplicationContextRunner runner = TestEnvironment.runner()
		.withConfiguration(AutoConfigurations.of(HuggingFaceToolAutoConfiguration.class))
		.withPropertyValues("huggingface.base-url=http://localhost:8080");

	@Test
	void aBeanMayHaveToolsAndCallTheModelWithThem() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json", CALL),
				(exchange) -> exchange.respond(200, "application/json", TEXT))) {
			this.runner.withUserConfiguration(AssistantConfiguration.class)
				.withPropertyValues("huggingface.base-url=" + server.url())
				.run((context) -> {
					assertThat(context).hasSingleBean(HuggingFaceChatModel.class)
						.hasSingleBean(ToolCallingChatModelBuilder.class);
					assertThat(context.getBean(Assistant.class).model.call("What is it?").text()).isEqualTo("Hello");
					assertThat(server.requests().get(1).text()).contains("\"content\":\"42\"");
				});
		}
	}

	@Test
	void listenersHearOfTheCallsOfTools() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json", CALL),
				(exchange) -> exchange.respond(200, "application/json", TEXT))) {
			List<ChatProgress> heard = new CopyOnWriteArrayList<>();
			this.runner.withUserConfiguration(AssistantConfiguration.class)
				.withPropertyValues("huggingface.base-url=" + server.url())
				.withInitializer((context) -> context.addApplicationListener((event) -> {
					if (event instanceof ChatProgressEvent progress) {
						heard.add(progress.getProgress());
					}
				}))
				.run((context) -> context.getBean(Assistant.class).model.call("What is it?"));
			assertThat(heard).hasSize(2);
			assertThat(heard.get(0)).isEqualTo(new ChatProgress.ToolCalled("answer", "a", 0));
			assertThat(heard.get(1)).isInstanceOf(ChatProgress.ToolAnswered.class);
		}
	}

	@Test
	void collectsBeansAndMethodsInOrder() {
		this.runner.withUserConfiguration(ToolConfiguration.class, AssistantConfiguration.class)
			.run((context) -> assertThat(names(context.getBean(ToolCallingChatModelBuilder.class).build()))
				.containsExactly("first", "second", "lazy", "answer"));
	}

	@Test
	void makesNoBeanToLookForTools() {
		this.runner.withUserConfiguration(LazyConfiguration.class).run((context) -> {
			AtomicInteger made = context.getBean(AtomicInteger.class);
			ToolCallingChatModel model = context.getBean(ToolCallingChatModelBuilder.class).build();
			assertThat(names(model)).containsExactly("lazy");
			assertThat(made).hasValue(0);
		});
	}

	@Test
	void findsToolsBehindProxies() {
		this.runner.withUserConfiguration(AssistantConfiguration.class, ProxyConfiguration.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean(Assistant.class))).isTrue();
			assertThat(names(context.getBean(ToolCallingChatModelBuilder.class).build())).containsExactly("answer");
		});
	}

	@Test
	void findsBeansThatAreDeclaredByAnInterface() {
		this.runner.withUserConfiguration(InterfaceConfiguration.class).run((context) -> {
			Early early = context.getBean(Early.class);
			assertThat(early.atStart).isEmpty();
			assertThat(names(early.model)).containsExactly("hidden");
			assertThat(names(context.getBean(ToolCallingChatModelBuilder.class).build())).containsExactly("hidden");
			assertThat(context.getBean(AnnotatedToolBeans.class).tools())
				.isSameAs(context.getBean(AnnotatedToolBeans.class).tools());
		});
	}

	@Test
	void findsToolsBehindScopedProxies() {
		this.runner.withUserConfiguration(ScopedConfiguration.class)
			.run((context) -> assertThat(names(context.getBean(ToolCallingChatModelBuilder.class).build()))
				.containsExactly("hidden", "lazy"));
	}

	@Test
	void aClassThatCannotBeReadHarmsNoOther() {
		ClassLoader incomplete = new FilteredClassLoader(Missing.class) {

			@Override
			protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
				if (!name.equals(Incomplete.class.getName())) {
					return super.loadClass(name, resolve);
				}
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : define(name);
			}

			private Class<?> define(String name) throws ClassNotFoundException {
				try (InputStream in = getResourceAsStream(ClassUtils.convertClassNameToResourcePath(name) + ".class")) {
					byte[] bytes = in.readAllBytes();
					return defineClass(name, bytes, 0, bytes.length);
				}
				catch (IOException ex) {
					throw new ClassNotFoundException(name, ex);
				}
			}

		};
		this.runner.withUserConfiguration(LazyConfiguration.class).withInitializer((context) -> {
			RootBeanDefinition definition = new RootBeanDefinition();
			definition.setBeanClass(ClassUtils.resolveClassName(Incomplete.class.getName(), incomplete));
			definition.setLazyInit(true);
			((BeanDefinitionRegistry) context).registerBeanDefinition("incomplete", definition);
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThatExceptionOfType(NoClassDefFoundError.class)
				.isThrownBy(() -> context.getType("incomplete").getDeclaredMethods());
			assertThat(names(context.getBean(ToolCallingChatModelBuilder.class).build())).containsExactly("lazy");
		});
	}

	@Test
	void aMethodThatCannotBeAToolStopsTheStartWhereverItHides() {
		this.runner.withUserConfiguration(InterfaceConfiguration.class)
			.withBean(Hidden.class, BadTools::new)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("cannot be left out"));
		this.runner.withBean(Hidden.class, BadTools::new).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void twoToolsOfOneNameStopTheStartHoweverLateTheyAreFound() {
		this.runner.withUserConfiguration(InterfaceConfiguration.class)
			.withBean("other", Hidden.class, HiddenTools::new)
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidHuggingFaceConfigurationException.class)
				.hasMessageContaining("two tools named 'hidden'")
				.hasMessageContaining("HiddenTools.hidden()")
				.hasMessageContaining("bean 'hiddenTools'")
				.hasMessageContaining("bean 'other'"));
		this.runner.withUserConfiguration(InterfaceConfiguration.class)
			.withBean("bean", Tool.class, () -> Tool.builder("hidden").function((none) -> 1).build())
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("bean 'hiddenTools'")
				.hasMessageContaining("bean 'bean'"));
	}

	@Test
	void twoToolsOfOneNameAreToldWithTheirBeansWhenAModelIsMadeEarly() {
		this.runner.withUserConfiguration(ModelConfiguration.class)
			.withBean("other", LazyTools.class, LazyTools::new)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidHuggingFaceConfigurationException.class)
				.hasMessageContaining("two tools named 'lazy'")
				.hasMessageContaining("bean 'lazyTools'")
				.hasMessageContaining("bean 'other'"));
	}

	@Test
	void anApplicationMayMakeABeanOfTheModel() {
		this.runner.withUserConfiguration(ModelConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(HuggingFaceChatModel.class)).isNotInstanceOf(ToolCallingChatModel.class);
			assertThat(names(context.getBean(ToolCallingChatModel.class))).containsExactly("lazy");
		});
	}

	@Test
	void aBeanThatHidesTheModelItIsMadeOfStopsTheStart() {
		this.runner.withUserConfiguration(HidingConfiguration.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidHuggingFaceConfigurationException.class)
				.hasMessageContaining("assistant"));
	}

	@Test
	void ofSeveralModelsThePrimaryOneIsAsked() {
		this.runner.withUserConfiguration(PrimaryConfiguration.class)
			.run((context) -> assertThat(context.getBean(ToolCallingChatModel.class).info().model())
				.isEqualTo("org/first"));
	}

	@Test
	void eachInjectionGetsABuilderOfItsOwn() {
		this.runner.run((context) -> {
			ToolCallingChatModelBuilder builder = context.getBean(ToolCallingChatModelBuilder.class);
			assertThat(context.getBean(ToolCallingChatModelBuilder.class)).isNotSameAs(builder);
			assertThat(builder.build().tools()).isEmpty();
		});
	}

	@Test
	void takesOverTheProperties() {
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json", CALL))) {
			this.runner.withUserConfiguration(AssistantConfiguration.class)
				.withPropertyValues("huggingface.base-url=" + server.url(), "huggingface.tools.max-rounds=3",
						"huggingface.tools.timeout=1m", "huggingface.tools.concurrency=1",
						"huggingface.tools.on-error=fail")
				.run((context) -> {
					Assistant assistant = context.getBean(Assistant.class);
					assertThatExceptionOfType(ToolCallingException.class)
						.isThrownBy(() -> assistant.model.call("What is it?"))
						.satisfies((ex) -> assertThat(ex.messages()).hasSize(7));
					assistant.broken = true;
					assertThatExceptionOfType(ToolCallingException.class)
						.isThrownBy(() -> assistant.model.call("What is it?"))
						.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(ToolCallingException.Reason.TOOL_FAILED))
						.satisfies((ex) -> assertThat(ex.messages()).extracting(ChatMessage::role)
							.containsExactly("user", "assistant", "tool"));
				});
		}
	}

	@Test
	void limitsTheCallsOfAnAnswer() {
		String two = CALL.replace("\"tool_calls\":[",
				"\"tool_calls\":[{\"id\":\"b\",\"function\":{\"name\":\"answer\"}},");
		try (RawHttpServer server = new RawHttpServer((exchange) -> exchange.respond(200, "application/json", two))) {
			this.runner.withUserConfiguration(AssistantConfiguration.class)
				.withPropertyValues("huggingface.base-url=" + server.url(), "huggingface.tools.max-calls=1")
				.run((context) -> assertThatExceptionOfType(ToolCallingException.class)
					.isThrownBy(() -> context.getBean(Assistant.class).model.call("What is it?"))
					.withMessageContaining("called 2 tools at once, and 'max-calls' is 1"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "max-rounds,0", "max-calls,0", "timeout,0s", "concurrency,-1" })
	void namesThePropertyThatIsWrong(String name, String value) {
		this.runner.withUserConfiguration(AssistantConfiguration.class)
			.withPropertyValues("huggingface.tools." + name + "=" + value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("huggingface.tools." + name)));
	}

	@Test
	void backsOff() {
		this.runner.withPropertyValues("huggingface.chat.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ToolCallingChatModelBuilder.class)
				.doesNotHaveBean(AnnotatedToolBeans.class));
		this.runner
			.withBean("mine", ToolCallingChatModelBuilder.class,
					() -> ToolCallingChatModel
						.builder(HuggingFaceChatModel.builder(WebClient.builder()).baseUrl("http://localhost").build())
						.timeout(Duration.ofSeconds(1)))
			.run((context) -> assertThat(context).getBeanNames(ToolCallingChatModelBuilder.class)
				.containsExactly("mine"));
	}

	private static List<String> names(ToolCallingChatModel model) {
		return model.tools().stream().map((tool) -> tool.definition().name()).toList();
	}

	static class Assistant {

		final ToolCallingChatModel model;

		volatile boolean broken;

		Assistant(ToolCallingChatModelBuilder builder) {
			this.model = (builder != null) ? builder.build() : null;
		}

		@HuggingFaceTool("What it is")
		int answer() {
			if (this.broken) {
				throw new IllegalStateException("Broken");
			}
			return 42;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AssistantConfiguration {

		@Bean
		Assistant assistant(ToolCallingChatModelBuilder builder) {
			return new Assistant(builder);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ToolConfiguration {

		@Bean
		@Order(2)
		Tool second() {
			return Tool.builder("second").function((none) -> 2).build();
		}

		@Bean
		@Order(1)
		Tool first() {
			return Tool.builder("first").function((none) -> 1).build();
		}

		@Bean
		LazyTools lazyTools() {
			return new LazyTools();
		}

	}

	static class LazyTools {

		@HuggingFaceTool
		String lazy() {
			return "zzz";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyConfiguration {

		@Bean
		AtomicInteger made() {
			return new AtomicInteger();
		}

		@Bean
		@Lazy
		LazyTools lazyTools(AtomicInteger made) {
			made.incrementAndGet();
			return new LazyTools();
		}

	}

	interface Hidden {

		String hidden();

	}

	static class HiddenTools implements Hidden {

		@Override
		@HuggingFaceTool
		public String hidden() {
			return "found";
		}

	}

	static class BadTools implements Hidden {

		@Override
		public String hidden() {
			return "never";
		}

		@HuggingFaceTool
		int primitive(@ToolParameter(required = false) int number) {
			return number;
		}

	}

	static class Missing {

	}

	static class Incomplete {

		Missing missing() {
			return new Missing();
		}

	}

	static class Early {

		final ToolCallingChatModel model;

		final List<String> atStart;

		Early(ToolCallingChatModelBuilder builder) {
			this.model = builder.build();
			this.atStart = names(this.model);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceConfiguration {

		@Bean
		Early early(ToolCallingChatModelBuilder builder) {
			return new Early(builder);
		}

		@Bean
		Hidden hiddenTools() {
			return new HiddenTools();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.INTERFACES)
		HiddenTools hiddenTools() {
			return new HiddenTools();
		}

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		LazyTools lazyTools() {
			return new LazyTools();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HidingConfiguration {

		@Bean
		HuggingFaceChatModel assistant(ToolCallingChatModelBuilder builder) {
			return builder.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryConfiguration {

		@Bean
		@Primary
		HuggingFaceChatModel first() {
			return model("org/first");
		}

		@Bean
		HuggingFaceChatModel second() {
			return model("org/second");
		}

		@Bean
		ToolCallingChatModel assistant(ToolCallingChatModelBuilder builder) {
			return builder.build();
		}

		private static HuggingFaceChatModel model(String name) {
			return HuggingFaceChatModel.builder(WebClient.builder())
				.baseUrl("http://localhost")
				.defaultOptions((options) -> options.model(name))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ModelConfiguration {

		@Bean
		@Fallback
		ToolCallingChatModel assistantModel(ToolCallingChatModelBuilder builder) {
			return builder.build();
		}

		@Bean
		LazyTools lazyTools() {
			return new LazyTools();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxyConfiguration {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static NameMatchMethodPointcutAdvisor advisor() {
			NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(
					new PerformanceMonitorInterceptor());
			advisor.setMappedNames("nothing", "answer");
			return advisor;
		}

	}

}
