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

package io.github.hfspring.chat;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FinishReason}.
 */
class FinishReasonTests {

	@ParameterizedTest
	@CsvSource({ "stop,STOP", "eos,STOP", "eos_token,STOP", "stop_sequence,STOP", "length,LENGTH",
			"tool_calls,TOOL_CALLS", "function_call,TOOL_CALLS", "content_filter,CONTENT_FILTER", "error,ERROR",
			"STOP,STOP", "MAX_TOKENS,LENGTH", "recitation,OTHER", "'',OTHER" })
	void everyValueHasAKind(String value, FinishReason.Kind kind) {
		assertThat(FinishReason.of(value).kind()).isEqualTo(kind);
	}

	@ParameterizedTest
	@CsvSource({ "stop", "eos_token", "function_call", "Stop", "recitation" })
	void valueOfTheServerIsKept(String value) {
		assertThat(FinishReason.of(value).value()).isEqualTo(value);
		assertThat(FinishReason.of(value)).hasToString(value);
	}

	@Test
	void kindDoesNotDependOnTheLanguageOfTheMachine() {
		Locale before = Locale.getDefault();
		try {
			Locale.setDefault(Locale.forLanguageTag("tr"));
			assertThat(FinishReason.of("CONTENT_FILTER").kind()).isEqualTo(FinishReason.Kind.CONTENT_FILTER);
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void knownValuesAreTheConstants() {
		assertThat(FinishReason.of("stop")).isSameAs(FinishReason.STOP);
		assertThat(FinishReason.of("length")).isSameAs(FinishReason.LENGTH);
		assertThat(FinishReason.of("tool_calls")).isSameAs(FinishReason.TOOL_CALLS);
		assertThat(FinishReason.of("content_filter")).isSameAs(FinishReason.CONTENT_FILTER);
	}

	@Test
	void isOneStringAsJson() {
		JsonMapper mapper = JsonMapper.builder().build();
		assertThat(mapper.writeValueAsString(FinishReason.of("eos"))).isEqualTo("\"eos\"");
		assertThat(mapper.readValue("\"eos\"", FinishReason.class)).isEqualTo(FinishReason.of("eos"));
	}

}
