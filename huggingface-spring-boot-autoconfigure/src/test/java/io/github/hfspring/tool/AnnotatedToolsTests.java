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

package io.github.hfspring.tool;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.github.hfspring.chat.ToolDefinition;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AnnotatedTools} and {@link HuggingFaceTool}.
 */
class AnnotatedToolsTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final List<Tool> tools = AnnotatedTools.of(new Travel());

	@Test
	void findsMethodsInOrderOfTheirNames() {
		assertThat(this.tools).extracting((tool) -> tool.definition().name())
			.containsExactly("book", "fail", "later", "send", "time", "who");
	}

	@Test
	void describesParameters() {
		ToolDefinition book = tool("book").definition();
		assertThat(book.description()).isEqualTo("Books a journey");
		assertThat(JsonMapper.shared().writeValueAsString(book.parameters())).isEqualTo(json("""
				{'type':'object','properties':{\
				'goal':{'type':'object','properties':{'city':{'type':'string'}},'required':['city'],\
				'additionalProperties':false},\
				'days':{'type':'integer','minimum':1,'description':'How long'},\
				'hotel':{'type':'string'},\
				'wishes':{'type':'array','items':{'type':'string'}},\
				'class':{'type':'string'}},\
				'required':['goal','days'],'additionalProperties':false}"""));
		assertThat(tool("time").definition()).isEqualTo(new ToolDefinition("time", null, null, null));
	}

	@Test
	void nullInAnArgumentIsAsIfItWereLeftOut() {
		Tool tool = AnnotatedTools.of(new Finder()).get(0);
		assertThat(tool.call(json("{'search':{'limit':null,'tags':null}}"), ToolContext.of(Map.of())).block(LIMIT))
			.isEqualTo("5 []");
	}

	@Test
	void callsMethods() {
		assertThat(call("book", "{'goal':{'city':'Rome'},'days':3,'hotel':'Ritz','wishes':['sea'],'class':'first'}"))
			.isEqualTo("Rome 3 Ritz [sea] first");
		assertThat(call("book", "{'goal':{'city':'Rome'},'days':3}")).isEqualTo("Rome 3 none null null");
		assertThat(call("time", "")).isEqualTo(json("{'hour':12}"));
		assertThat(call("send", "{'text':'Hi'}")).isEqualTo("done");
		assertThat(tool("who").call("", ToolContext.of(Map.of("user", "Ada"))).block(LIMIT)).isEqualTo("Ada");
	}

	@Test
	void methodsThatReturnLaterDoNotBlock() {
		assertThat(tool("later").isBlocking()).isFalse();
		assertThat(tool("book").isBlocking()).isTrue();
		assertThat(call("later", "")).isEqualTo("done");
	}

	@Test
	void tellsWhatIsMissing() {
		assertThatExceptionOfType(InvalidToolArgumentsException.class)
			.isThrownBy(() -> call("book", "{'goal':{'city':'Rome'}}"))
			.withMessage("'days' is missing");
		assertThatExceptionOfType(InvalidToolArgumentsException.class)
			.isThrownBy(() -> call("book", "{'goal':{},'days':1}"))
			.withMessage("'goal.city' is missing");
		assertThatExceptionOfType(InvalidToolArgumentsException.class)
			.isThrownBy(() -> call("book", "{'goal':{'city':'Rome'},'days':'x'}"))
			.withMessageStartingWith("'days': ");
	}

	@Test
	void passesOnWhatTheMethodThrows() {
		assertThatIllegalArgumentException().isThrownBy(() -> call("fail", "{'how':'unchecked'}"))
			.withMessage("no seats");
		Mono<String> checked = tool("fail").call(json("{'how':'checked'}"), ToolContext.of(Map.of()));
		assertThat(checked.onErrorResume(IOException.class, (ex) -> Mono.just("caught")).block(LIMIT))
			.isEqualTo("caught");
	}

	@Test
	void asksForTheObjectWhenAToolIsCalled() {
		CompletableFuture<Travel> travel = new CompletableFuture<>();
		List<Tool> tools = AnnotatedTools.of(Travel.class, travel::join);
		travel.complete(new Travel());
		assertThat(tools.get(4).call("", ToolContext.of(Map.of())).block(LIMIT)).isEqualTo(json("{'hour':12}"));
	}

	@Test
	void callsThroughProxies() {
		ProxyFactory byClass = new ProxyFactory(new Travel());
		byClass.setProxyTargetClass(true);
		List<Tool> behindClass = AnnotatedTools.of(byClass.getProxy());
		assertThat(behindClass).hasSize(6);
		assertThat(behindClass.get(5).call("", ToolContext.of(Map.of("user", "Ada"))).block(LIMIT)).isEqualTo("Ada");
		// A private method would run on the proxy, which has none of the fields
		assertThatIllegalStateException()
			.isThrownBy(() -> behindClass.get(4).call("", ToolContext.of(Map.of())).block(LIMIT))
			.withMessageContaining("visibility");
		Object byInterface = new ProxyFactory(new Greeter()).getProxy();
		assertThat(byInterface).isNotInstanceOf(Greeter.class);
		List<Tool> tools = AnnotatedTools.of(byInterface);
		assertThat(tools).singleElement()
			.satisfies((tool) -> assertThat(tool.call(json("{'name':'Ada'}"), ToolContext.of(Map.of())).block(LIMIT))
				.isEqualTo("Hello Ada"));
	}

	@Test
	void refusesWhatCannotBeATool() {
		assertThatIllegalStateException().isThrownBy(() -> AnnotatedTools.of("text"))
			.withMessageContaining("java.lang.String has no method annotated with @HuggingFaceTool");
		assertThatIllegalStateException().isThrownBy(() -> AnnotatedTools.of(new Primitive()))
			.withMessageContaining("cannot be left out");
		assertThat(AnnotatedTools.of(Object.class, Object::new)).isEmpty();
	}

	@Test
	void nativeImagesAreToldOfMethodsAndTypes() throws NoSuchMethodException {
		RuntimeHints hints = new RuntimeHints();
		new ToolReflectiveProcessor().registerReflectionHints(hints.reflection(), Travel.class.getDeclaredMethod("book",
				Goal.class, int.class, Optional.class, List.class, String.class));
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Travel.class, "book")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Goal.class)).accepts(hints);
	}

	private Tool tool(String name) {
		return this.tools.stream().filter((tool) -> tool.definition().name().equals(name)).findFirst().orElseThrow();
	}

	private String call(String name, String arguments) {
		return tool(name).call(json(arguments), ToolContext.of(Map.of())).block(LIMIT);
	}

	private static String json(String text) {
		return text.replace('\'', '"');
	}

	record Goal(String city) {

	}

	static class Travel {

		@HuggingFaceTool("Books a journey")
		String book(Goal goal, @ToolParameter("How long") @Min(1) int days, Optional<String> hotel,
				@Nullable List<String> wishes, @ToolParameter(name = "class", required = false) String bookingClass) {
			return goal.city() + " " + days + " " + hotel.orElse("none") + " " + wishes + " " + bookingClass;
		}

		@HuggingFaceTool(name = "time")
		private Map<String, Integer> timeOfDay() {
			return Map.of("hour", 12);
		}

		@HuggingFaceTool
		void send(String text) {
			assertThat(text).isEqualTo("Hi");
		}

		@HuggingFaceTool
		Mono<Void> later() {
			return Mono.empty();
		}

		@HuggingFaceTool
		String who(ToolContext context) {
			return context.get("user", String.class);
		}

		@HuggingFaceTool
		String fail(String how) throws IOException {
			if (how.equals("checked")) {
				throw new IOException("no line");
			}
			throw new IllegalArgumentException("no seats");
		}

		String noTool() {
			return "never";
		}

	}

	static class Finder {

		@HuggingFaceTool
		String find(ToolTests.Search search) {
			return search.limit + " " + search.tags;
		}

	}

	interface Greeting {

		@HuggingFaceTool
		String greet(String name);

	}

	static class Greeter implements Greeting {

		@Override
		public String greet(String name) {
			return "Hello " + name;
		}

	}

	static class Primitive {

		@HuggingFaceTool
		int twice(@ToolParameter(required = false) int number) {
			return 2 * number;
		}

	}

}
