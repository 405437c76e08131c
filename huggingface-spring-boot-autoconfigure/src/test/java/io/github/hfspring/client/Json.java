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
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON of the tests, which is easier to read with single quotes.
 */
final class Json {

	static final JsonMapper MAPPER = JsonMapper.builder().build();

	private Json() {
	}

	static String of(String text) {
		return text.replace('\'', '"');
	}

	static byte[] bytes(String text) {
		return utf8(of(text));
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static ChatChunk chunk(String text) {
		byte[] bytes = bytes(text);
		return new ChunkDecoder(MAPPER).decode(bytes, 0, bytes.length, ResponseMetadata.none(), null, null);
	}

}
