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

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ResponseMetadata}.
 */
class ResponseMetadataTests {

	@Test
	void headersAreFoundInAnyCase() {
		ResponseMetadata metadata = metadata(Map.of("Retry-After", "5"));
		for (String name : new String[] { "Retry-After", "retry-after", "RETRY-AFTER" }) {
			assertThat(metadata.header(name)).isEqualTo("5");
			assertThat(metadata.headers()).containsEntry(name, "5");
		}
		assertThat(metadata.header("Retry")).isNull();
	}

	@Test
	void headersCannotBeChanged() {
		Map<String, String> headers = new LinkedHashMap<>(Map.of("a", "1"));
		ResponseMetadata metadata = metadata(headers);
		headers.put("b", "2");
		assertThat(metadata.headers()).containsOnlyKeys("a");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> metadata.headers().put("b", "2"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> ResponseMetadata.none().headers().put("b", "2"));
	}

	private static ResponseMetadata metadata(Map<String, String> headers) {
		return new ResponseMetadata(200, null, null, headers);
	}

}
