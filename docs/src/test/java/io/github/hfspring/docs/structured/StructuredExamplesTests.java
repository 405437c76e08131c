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

package io.github.hfspring.docs.structured;

import java.time.Duration;

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.docs.structured.StructuredExamples.Weather;
import io.github.hfspring.docs.support.ChatServer;
import io.github.hfspring.docs.support.Contexts;
import io.github.hfspring.structured.AnswerType;
import io.github.hfspring.structured.InvalidAnswerException;
import io.github.hfspring.tool.ToolCallingChatModel;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StructuredExamples}.
 */
class StructuredExamplesTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final String ROME = "{\"city\":\"Rome\",\"sky\":\"SUNNY\",\"temperature\":21.5}";

	private static final Weather WEATHER = new Weather("Rome", Weather.Sky.SUNNY, 21.5, null);

	@RegisterExtension
	private final ChatServer server = new ChatServer();

	private StructuredExamples examples;

	@BeforeEach
	void createModel() {
		this.examples = new StructuredExamples(
				HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(this.server.baseUrl()).build());
	}

	@Test
	void objects() {
		this.server.answer(ROME);
		assertThat(this.examples.call()).isEqualTo(WEATHER);
		assertThat(this.examples.chat().block(LIMIT)).isEqualTo(WEATHER);
		assertThat(this.examples.usage(AnswerType.of(Weather.class), ChatRequest.of("Rome?"))).isEqualTo("Rome 5");
		assertThat(this.examples.weather("Rome?")).isEqualTo(WEATHER.toString());
		assertThat(JsonMapper.shared().writeValueAsString(this.server.request().json().get("response_format")))
			.isEqualTo("""
					{"type":"json_schema","json_schema":{"name":"Weather","schema":{"type":"object","properties":{\
					"city":{"type":"string","description":"The name of the city"},\
					"sky":{"type":"string","enum":["SUNNY","CLOUDY","RAINY"]},\
					"temperature":{"type":"number","description":"In degrees Celsius"},\
					"warning":{"type":"string"}},"required":["city","sky","temperature"],\
					"additionalProperties":false}}}""");
	}

	@Test
	void otherValues() {
		this.server.answer("{\"items\":[" + ROME + "," + ROME + "]}");
		assertThat(this.examples.list()).containsExactly(WEATHER, WEATHER);
		this.server.answer("{\"value\":true}");
		assertThat(this.examples.scalar()).isTrue();
		this.server.answer("{\"value\":{\"kind\":\"delay\",\"train\":\"IC 1\",\"minutes\":5}}");
		assertThat(this.examples.event()).isEqualTo(new StructuredExamples.Delay("IC 1", 5));
	}

	@Test
	void elements() {
		this.server.stream("{\"items\": [{\"name\": \"Rome\"}", ", {\"name\": \"Mil", "an\"}]}");
		assertThat(this.examples.stream().collectList().block(LIMIT)).containsExactly("Rome", "Milan");
	}

	@Test
	void invalidAnswers() {
		this.server.answer("It is sunny.");
		assertThat(this.examples.weather("Rome?")).startsWith("The answer cannot be used: [");
		this.server.answer("");
		assertThat(this.examples.weather("Rome?")).isEqualTo("There is no answer.");
	}

	@Test
	void types() {
		this.server.answer("{\"guilty\":false}");
		assertThat(this.examples.useType(this.examples.type())).isFalse();
		this.server.answer("{\"guilty\":\"perhaps\"}");
		assertThatExceptionOfType(InvalidAnswerException.class)
			.isThrownBy(() -> this.examples.useType(this.examples.type()));
		assertThat(this.server.requests()).hasSize(3);
	}

	@Test
	void withoutAResponseFormat() {
		this.server.answer("```json\n" + ROME + "\n```");
		assertThat(this.examples.inAMessage(AnswerType.of(Weather.class))).isEqualTo(WEATHER);
		assertThat(this.server.request().json()).doesNotContainKey("response_format");
		assertThat(JsonMapper.shared().writeValueAsString(this.server.request().json().get("messages")))
			.contains("The name of the city", "SUNNY", "additionalProperties");
	}

	@Test
	void tools() {
		this.server.answer(ROME);
		ToolCallingChatModel tools = ToolCallingChatModel
			.builder(HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(this.server.baseUrl()).build())
			.build();
		assertThat(this.examples.afterTools(tools)).isEqualTo(WEATHER);
		assertThat(this.server.requests().get(1).json().get("messages")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(3);
	}

	@Test
	void settings() {
		this.server.answer("{\"city_name\":\"Rome\"}");
		Contexts.of(this.server)
			.withUserConfiguration(AnswerConfiguration.class)
			.run((context) -> assertThat(context.getBean(HuggingFaceChatModel.class).call("Where?", Place.class))
				.isEqualTo(new Place("Rome")));
	}

	record Place(String cityName) {

	}

}
