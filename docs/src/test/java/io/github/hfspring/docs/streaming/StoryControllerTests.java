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

package io.github.hfspring.docs.streaming;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.github.hfspring.docs.support.ChatServer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoryController}.
 */
class StoryControllerTests {

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	@ParameterizedTest
	@EnumSource(names = { "REACTIVE", "SERVLET" })
	void streamsToTheBrowser(WebApplicationType type) throws Exception {
		this.server.stream("Once", " upon");
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class).web(type)
			.run("--server.port=0", "--huggingface.base-url=" + this.server.baseUrl())) {
			String port = context.getEnvironment().getProperty("local.server.port");
			URI uri = URI.create("http://127.0.0.1:" + port + "/story?topic=foxes");
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
			assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
			assertThat(response.body())
				.startsWith("event:piece\ndata:{\"text\":\"Once\"}\n\nevent:piece\ndata:{\"text\":\" upon\"}\n\n")
				.endsWith("event:done\ndata:{\"text\":\"\"}\n\n");
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(StoryController.class)
	static class Application {

	}

}
