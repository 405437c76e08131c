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

package io.github.hfspring.docs.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for what the pages say about YAML, the environment and the token.
 */
class PropertySourcesTests {

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	private final Map<String, Object> environment = new HashMap<>();

	private String yaml = "";

	@TempDir
	private Path home;

	@Test
	void yamlKeepsTypesAndUnderscores() {
		this.yaml = """
				huggingface:
				  extra-fields:
				    top_k: 5
				    min_p: 0.05
				    do_sample: true
				    logit_bias_name: "5"
				    chat_template_kwargs:
				      enable_thinking: false
				    stop_token_ids: [1, 2]
				    documents:
				      - title: one
				      - title: two
				  extra-headers:
				    X-My-Header: "yes"
				""";
		assertThat(call().json()).contains(entry("top_k", 5), entry("min_p", 0.05), entry("do_sample", true),
				entry("logit_bias_name", "5"), entry("chat_template_kwargs", Map.of("enable_thinking", false)),
				entry("stop_token_ids", List.of(1, 2)),
				entry("documents", List.of(Map.of("title", "one"), Map.of("title", "two"))));
		assertThat(this.server.request().headers().getFirst("X-My-Header")).isEqualTo("yes");
	}

	@Test
	void yamlNeedsBracketsForOtherCharacters() {
		this.yaml = """
				huggingface:
				  extra-fields:
				    "[provider/options]": 5
				    "[a.b]": 6
				""";
		assertThat(call().json()).contains(entry("provider/options", 5), entry("a.b", 6));
	}

	@Test
	void propertiesFilesGiveText() {
		Contexts.of(this.server).withPropertyValues("huggingface.extra-fields.top_k=5").run((context) -> {
			this.server.answer("Paris");
			context.getBean(HuggingFaceChatModel.class).call("Hi");
			assertThat(this.server.request().json()).containsEntry("top_k", "5");
		});
	}

	@Test
	void environmentGivesJson() {
		this.environment.put("HUGGINGFACE_EXTRAFIELDSJSON", "{\"top_k\": 5, \"empty\": {}}");
		assertThat(call().json()).contains(entry("top_k", 5), entry("empty", Map.of()));
	}

	@Test
	void environmentGivesJsonWithUnderscores() {
		this.environment.put("HUGGINGFACE_EXTRA_FIELDS_JSON", "{\"top_k\": 5}");
		assertThat(call().json()).containsOnlyKeys("messages", "top_k");
	}

	@Test
	void jsonWinsOverMap() {
		this.yaml = """
				huggingface:
				  extra-fields:
				    top_k: 5
				    min_p: 0.1
				  extra-fields-json: '{"top_k": 6}'
				""";
		assertThat(call().json()).contains(entry("top_k", 6), entry("min_p", 0.1));
	}

	@Test
	void environmentSetsOurOwnProperties() {
		this.environment.put("HUGGINGFACE_CHAT_MODEL", "env/model");
		this.environment.put("HUGGINGFACE_CHAT_MAX_TOKENS", "7");
		this.environment.put("HUGGINGFACE_CHAT_TOPP", "0.5");
		this.yaml = """
				huggingface:
				  chat:
				    model: yaml/model
				""";
		assertThat(call().json()).contains(entry("model", "env/model"), entry("max_tokens", 7), entry("top_p", 0.5));
	}

	@Test
	void environmentSetsBaseUrl() {
		this.environment.put("HUGGINGFACE_BASE_URL", this.server.baseUrl() + "/chat/completions");
		this.server.answer("Paris");
		runner(Contexts.empty()).run((context) -> context.getBean(HuggingFaceChatModel.class).call("Hi"));
		assertThat(this.server.request().uri()).isEqualTo("/v1/chat/completions");
	}

	@Test
	void mapsFromTheEnvironment() {
		this.environment.put("HUGGINGFACE_EXTRAFIELDS_TOP_K", "5");
		this.environment.put("HUGGINGFACE_EXTRAHEADERS_X_TENANT", "blue");
		ChatServer.Received request = call();
		assertThat(request.json()).doesNotContainKey("top_k").containsEntry("top", Map.of("k", "5"));
		assertThat(request.headers().getFirst("X-Tenant")).isNull();
	}

	@Test
	void keyOfTheEnvironmentBeatsYaml() {
		this.yaml = """
				huggingface:
				  api-key: hf_yaml
				""";
		assertThat(token()).isEqualTo("hf_yaml");
		this.environment.put("HF_TOKEN", "hf_env");
		assertThat(token()).isEqualTo("hf_yaml");
		this.environment.put("HUGGINGFACE_API_KEY", "hf_key");
		assertThat(token()).isEqualTo("hf_key");
	}

	@Test
	void tokenChain() throws IOException {
		assertThat(token()).isNull();
		Files.writeString(this.home.resolve("token"), "hf_home\n");
		assertThat(token()).isEqualTo("hf_home");
		this.environment.put("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1");
		assertThat(token()).isNull();
		Path file = Files.writeString(this.home.resolve("other"), "hf_path\n");
		this.environment.put("HF_TOKEN_PATH", file.toString());
		assertThat(token()).isEqualTo("hf_path");
		this.environment.put("HUGGINGFACEHUB_API_TOKEN", "hf_3");
		assertThat(token()).isEqualTo("hf_3");
		this.environment.put("HUGGING_FACE_HUB_TOKEN", "hf_2");
		assertThat(token()).isEqualTo("hf_2");
		this.environment.put("HF_TOKEN", " hf_1\n");
		assertThat(token()).isEqualTo("hf_1");
	}

	@Test
	void tokenWithPlaceholder() {
		this.yaml = """
				huggingface:
				  api-key: ${MY_TOKEN:}
				""";
		assertThat(token()).isNull();
		this.environment.put("MY_TOKEN", "hf_mine");
		assertThat(token()).isEqualTo("hf_mine");
	}

	@Test
	void routerWithoutTokenStopsTheStart() {
		runner(Contexts.empty())
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("API key is required"));
	}

	private String token() {
		String header = call().headers().getFirst("Authorization");
		return (header != null) ? header.substring("Bearer ".length()) : null;
	}

	private ChatServer.Received call() {
		this.server.answer("Paris");
		runner(Contexts.of(this.server)).run((context) -> context.getBean(HuggingFaceChatModel.class).call("Hi"));
		return this.server.request();
	}

	private ApplicationContextRunner runner(ApplicationContextRunner runner) {
		return runner.withInitializer((context) -> {
			Map<String, Object> variables = new HashMap<>(this.environment);
			variables.putIfAbsent("HF_HOME", this.home.toString());
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			sources.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment", variables));
			try {
				ByteArrayResource resource = new ByteArrayResource(this.yaml.getBytes(StandardCharsets.UTF_8));
				new YamlPropertySourceLoader().load("application.yml", resource).forEach(sources::addLast);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
