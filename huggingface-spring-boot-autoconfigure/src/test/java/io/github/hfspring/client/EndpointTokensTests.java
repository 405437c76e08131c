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

package io.github.hfspring.client;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.sun.management.ThreadMXBean;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link EndpointTokens}.
 */
class EndpointTokensTests implements EndpointTokens.Post {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final ChatRequest REQUEST = ChatRequest.builder().user("Hi").build();

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final EndpointTokens tokens = new EndpointTokens(ChatEndpoint.of("http://localhost:8080"), this.mapper,
			this);

	private final List<String> sent = new ArrayList<>();

	private byte[] answer = new byte[0];

	private long allocated;

	@Override
	public <T> Mono<T> send(String path, byte[] body, ChatOptions options, Function<JsonParser, T> reader) {
		return Mono.fromCallable(() -> {
			this.sent.add(path + " " + new String(body, StandardCharsets.UTF_8));
			try (JsonParser parser = this.mapper.createParser(this.answer)) {
				parser.nextToken();
				long before = THREADS.getCurrentThreadAllocatedBytes();
				T result = reader.apply(parser);
				this.allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
				return result;
			}
		});
	}

	private Integer count(ServerKind server, String answer) {
		this.answer = answer.getBytes(StandardCharsets.UTF_8);
		return this.tokens.count(REQUEST, server).block();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			TGI    | {"tokenize_response":[%s{"id":2,"text":"x","start":0,"stop":[1]}],"templated_text":"x"}
			VLLM   | {"count":100001,"token_strs":null,"tokens":[%s1]}
			SGLANG | {"tokens":[%s1],"max_model_len":2048,"count":100001}
			""")
	void aHundredThousandTokensAreNotKept(ServerKind server, String answer) {
		String tokens = "{\"id\":1,\"text\":\"abc\",\"start\":12,\"stop\":15},".repeat(100_000);
		assertThat(count(server, answer.formatted(tokens))).isEqualTo(100_001);
		assertThat(this.allocated).isLessThan(100_000);
	}

	@Test
	void llamaIsGivenTheTextOfItsTemplate() {
		assertThat(count(ServerKind.LLAMA_CPP, """
				{"a":["prompt"],"prompt":"<s>\\n'Hi'","tokens":[1,[2],3]}""")).isEqualTo(3);
		assertThat(this.sent).hasSize(2);
		assertThat(this.sent.get(0)).startsWith("/apply-template {\"messages\"");
		assertThat(this.sent.get(1)).startsWith("/tokenize {").contains("\"content\":\"<s>\\n'Hi'\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			VLLM      | {}
			VLLM      | {"count":0}
			VLLM      | {"count":-1}
			VLLM      | {"count":"12"}
			VLLM      | {"count":[12]}
			VLLM      | {"count":12345678901}
			VLLM      | {"a":{"count":12}}
			TGI       | {"tokenize_response":[]}
			TGI       | {"tokenize_response":{"a":1}}
			LLAMA_CPP | {"prompt":null}
			LLAMA_CPP | {"prompt":"x","tokens":3}
			""")
	void whatIsNoNumberIsAnError(ServerKind server, String answer) {
		assertThatExceptionOfType(HuggingFaceException.class).isThrownBy(() -> count(server, answer))
			.withMessageContaining("did not tell")
			.extracting(HuggingFaceException::kind)
			.isEqualTo(ErrorKind.MALFORMED_RESPONSE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			VLLM | {"count":12,"tokens":[1
			VLLM | {"count":12
			TGI  | {"tokenize_response":[{"id":1},{"id":1
			TGI  | {"tokenize_response":[{"id":1},
			""")
	void whatIsCutOffIsAnError(ServerKind server, String answer) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> count(server, answer));
	}

}
