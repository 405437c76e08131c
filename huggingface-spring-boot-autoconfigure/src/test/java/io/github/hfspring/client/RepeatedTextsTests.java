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

import java.nio.charset.StandardCharsets;

import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ResponseMetadata;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RepeatedTextsTests {

	private final RepeatedTexts texts = new RepeatedTexts();

	@Test
	void whatIsRepeatedIsTheSameString() {
		ChatChunk first = decode("{\"id\":\"1\",\"model\":\"a\\u002fb\",\"system_fingerprint\":\"f\"}");
		ChatChunk second = decode("{\"system_fingerprint\" : \"f\", \"model\": \"a\\u002fb\",\"id\":\"1\"}");
		assertThat(second.id()).isEqualTo("1").isSameAs(first.id());
		assertThat(second.model()).isEqualTo("a/b").isSameAs(first.model());
		assertThat(second.systemFingerprint()).isEqualTo("f").isSameAs(first.systemFingerprint());
	}

	@Test
	void whatHasChangedIsReadAnew() {
		assertThat(decode("{\"id\":\"ab\"}").id()).isEqualTo("ab");
		assertThat(decode("{\"id\":\"abc\"}").id()).isEqualTo("abc");
		assertThat(decode("{\"id\":\"a\"}").id()).isEqualTo("a");
		assertThat(decode("{\"id\":7}").id()).isEqualTo("7");
		assertThat(decode("{\"id\":null}").id()).isNull();
		assertThat(decode("{\"id\":\"a\"}").id()).isEqualTo("a");
		assertThat(decode("{\"model\":\"a\"}").model()).isEqualTo("a");
	}

	@Test
	void aStringThatGoesOnBehindTheEndIsNone() {
		decode("{\"id\":\"ab\"}");
		byte[] bytes = Json.bytes("{\"id\":\"ab\"}");
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> decoder().decode(bytes, 0, bytes.length - 2, ResponseMetadata.none(), null, this.texts));
	}

	@Test
	void jsonInUtf16IsReadWithoutThem() {
		byte[] bytes = "{\"id\":\"ab\"}".getBytes(StandardCharsets.UTF_16LE);
		for (int i = 0; i < 2; i++) {
			ChatChunk chunk = decoder().decode(bytes, 0, bytes.length, ResponseMetadata.none(), null, this.texts);
			assertThat(chunk.id()).isEqualTo("ab");
		}
	}

	@Test
	void longOnesAreNotKept() {
		String json = "{\"id\":\"" + "a".repeat(2000) + "\"}";
		assertThat(decode(json).id()).isEqualTo(decode(json).id()).isNotSameAs(decode(json).id());
	}

	private ChatChunk decode(String json) {
		byte[] bytes = Json.bytes("xx" + json);
		return decoder().decode(bytes, 2, bytes.length - 2, ResponseMetadata.none(), null, this.texts);
	}

	private static ChunkDecoder decoder() {
		return new ChunkDecoder(Json.MAPPER);
	}

}
