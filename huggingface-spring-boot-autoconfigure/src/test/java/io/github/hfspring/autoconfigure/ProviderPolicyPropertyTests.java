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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.hfspring.catalog.CatalogServer;
import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.catalog.ProviderPolicy;
import io.github.hfspring.catalog.ProviderRequestResolver;
import io.github.hfspring.chat.ChatOptionsBuilder;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseFormat;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.client.RawHttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the provider of an application must be able to do. A server on this machine stands
 * in for the router.
 */
@ExtendWith(OutputCaptureExtension.class)
class ProviderPolicyPropertyTests {

	private static final String ANSWER = """
			{"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";

	private static final ToolDefinition TOOL = ToolDefinition.of("weather", "x", Map.of("type", "object"));

	private final CatalogServer server = new CatalogServer().router().with("/v1/chat/completions", ANSWER);

	private final ApplicationContextRunner runner = TestEnvironment.runner()
		.withPropertyValues("huggingface.api-key=hf_test", "huggingface.chat.model=org/model",
				"huggingface.retry.enabled=false")
		.withBean(WebClientCustomizer.class, () -> (builder) -> builder.filter(CatalogServer.to(this.server.port())));

	@AfterEach
	void stop() {
		this.server.close();
	}

	private void run(String provider, Consumer<HuggingFaceChatModel> test) {
		this.runner.withPropertyValues("huggingface.chat.provider=" + provider)
			.run((context) -> test.accept(context.getBean(HuggingFaceChatModel.class)));
	}

	private String sentModel() {
		String body = this.server.lastBody();
		return body.substring("{\"model\":\"".length(), body.indexOf("\","));
	}

	@Test
	void theCheapestThatTakesToolsIsAsked() {
		run("cheapest, tools", (model) -> {
			model.call("Hi");
			assertThat(sentModel()).isEqualTo("org/model:novita");
			model.stream("Hi").blockLast();
		});
		assertThat(this.server.paths()).containsExactly("/v1/models/org/model", "/v1/chat/completions",
				"/v1/chat/completions");
	}

	@Test
	void aRequestMaySayOtherwise() {
		run("cheapest, tools", (model) -> {
			model.call((request) -> request.user("Hi").provider("structured-output, cheapest"));
			assertThat(sentModel()).isEqualTo("org/model:together");
			model.call((request) -> request.user("Hi").provider("groq"));
			assertThat(sentModel()).isEqualTo("org/model:groq");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> model.call((request) -> request.user("Hi").provider("cheapest, tool")))
				.withMessageContaining("'tool'");
			model.call((request) -> request.user("Hi").model("org/other:groq"));
			assertThat(sentModel()).isEqualTo("org/other:groq");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> model.call((request) -> request.user("Hi").model("org/model:groq").provider("tools")))
				.withMessageContaining("names a provider already");
		});
	}

	@Test
	void aModelThatIsBuiltByHandCanHaveAPolicy() {
		HuggingFaceEndpoint endpoint = this.server.asRouter();
		HuggingFaceChatModel model = HuggingFaceChatModel
			.builder(WebClient.builder().filter(CatalogServer.to(this.server.port())))
			.token("hf_test")
			.defaultOptions((options) -> options.model("org/model").provider("cheapest, tools"))
			.resolver(new ProviderRequestResolver(endpoint,
					ModelCatalog.of(endpoint, Duration.ofMinutes(5), RawHttpServer.LIMIT), null))
			.build();
		model.call("Hi");
		assertThat(sentModel()).isEqualTo("org/model:novita");
	}

	@Test
	void aResolverOfTheApplicationWins(CapturedOutput output) {
		ApplicationContextRunner own = this.runner.withBean(ProviderRequestResolver.class,
				() -> new ProviderRequestResolver(this.server.asRouter(),
						ModelCatalog.of(this.server.asRouter(), Duration.ofMinutes(5), RawHttpServer.LIMIT),
						ProviderPolicy.of("cheapest, structured-output")));
		String unread = "'huggingface.chat.provider' is not read";
		own.withPropertyValues("huggingface.chat.provider=cheapest, tools").run((context) -> {
			context.getBean(HuggingFaceChatModel.class).call("Hi");
			assertThat(sentModel()).isEqualTo("org/model:together");
			assertThat(output).containsOnlyOnce(unread);
		});
		own.withPropertyValues("huggingface.chat.provider=groq").run((context) -> {
			context.getBean(HuggingFaceChatModel.class).call("Hi");
			assertThat(sentModel()).isEqualTo("org/model:groq");
		});
		own.run((context) -> context.getBean(HuggingFaceChatModel.class).call("Hi"));
		run("cheapest, tools", (model) -> model.call("Hi"));
		assertThat(output).containsOnlyOnce(unread);
	}

	@Test
	void autoIsRefusedBeforeAnybodyIsAsked() {
		run("cheapest, tools",
				(model) -> assertThatIllegalArgumentException()
					.isThrownBy(() -> model.call((request) -> request.user("Hi").provider("auto")))
					.withMessageContaining("no provider 'auto'"));
		TestEnvironment.runner()
			.withPropertyValues("huggingface.api-key=hf_test", "huggingface.chat.provider=auto")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("huggingface.chat.provider")));
		assertThat(this.server.paths()).isEmpty();
	}

	@Test
	void whatTheRequestHasCanBeMeant() {
		run("cheapest, capable", (model) -> {
			model.call("Hi");
			assertThat(sentModel()).isEqualTo("org/model:novita");
			model.call((request) -> schema(request.user("Hi")));
			assertThat(sentModel()).isEqualTo("org/model:together");
			model.call((request) -> request.user("Hi").tools(TOOL).toolsDisabled(true));
			assertThat(sentModel()).isEqualTo("org/model:novita");
		});
	}

	private static ChatOptionsBuilder<ChatRequest.Builder> schema(ChatRequest.Builder request) {
		return request.responseFormat(ResponseFormat.jsonSchema("x", Map.of("type", "object")));
	}

	@Test
	void nobodyIsAskedWhereTheRouterDecides() {
		for (String provider : List.of("cheapest", "fastest", "preferred", "novita")) {
			run(provider, (model) -> {
				model.call((request) -> request.user("Hi").tools(TOOL));
				assertThat(sentModel()).isEqualTo("org/model:" + provider);
			});
		}
		assertThat(this.server.paths()).containsOnly("/v1/chat/completions");
	}

	@Test
	void whereNoneFitsItIsSaidWhy() {
		run("tools, price <= 0.01",
				(model) -> assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call("Hi"))
					.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.MODEL_NOT_AVAILABLE))
					.withMessageContaining("No provider of 'org/model' can do what")
					.withMessageContaining("novita: its price is 3.38; ")
					.withMessageContaining("featherless-ai: tools not known, its price is not known"));
		run("tools",
				(model) -> assertThatExceptionOfType(HuggingFaceException.class)
					.isThrownBy(() -> model.call((request) -> request.user("Hi").model("org/unknown")))
					.withMessageContaining("does not know the model 'org/unknown'"));
		assertThat(this.server.paths()).doesNotContain("/v1/chat/completions");
	}

	@Test
	void aCatalogueThatCannotBeReadIsAnError() {
		this.server.status(500);
		run("tools", (model) -> assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> model.call("Hi"))
			.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(ErrorKind.SERVER_ERROR)));
	}

	@Test
	void otherServersHaveNoProviders() {
		this.runner.withPropertyValues("huggingface.base-url=http://localhost:1", "huggingface.chat.provider=tools")
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call("Hi"));
		assertThat(sentModel()).isEqualTo("org/model");
		assertThat(this.server.paths()).containsExactly("/v1/chat/completions");
	}

	@Test
	void tailoringKnowsTheProviderThatWasFound() {
		List<String> asked = new ArrayList<>();
		ModelInfoSource source = (model, provider) -> {
			asked.add(model + " by " + provider);
			return Mono.empty();
		};
		this.runner.withBean(ModelInfoSource.class, () -> source)
			.withPropertyValues("huggingface.tailoring.enabled=true", "huggingface.chat.provider=cheapest, tools")
			.run((context) -> context.getBean(HuggingFaceChatModel.class).call("Hi"));
		assertThat(asked).containsExactly("org/model by novita");
	}

	@Test
	void whatMakesNoSenseStopsTheStart() {
		for (String provider : List.of("cheapest, tool", "preferred, tools", "context >= many")) {
			this.runner.withPropertyValues("huggingface.chat.provider=" + provider)
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.isInstanceOfSatisfying(InvalidHuggingFaceConfigurationException.class,
							(ex) -> assertThat(ex.property()).isEqualTo("huggingface.chat.provider")));
		}
		this.runner.withPropertyValues("huggingface.chat.model=org/model:groq", "huggingface.chat.provider=tools")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidHuggingFaceConfigurationException.class)
				.hasMessageContaining("names a provider already"));
	}

}
