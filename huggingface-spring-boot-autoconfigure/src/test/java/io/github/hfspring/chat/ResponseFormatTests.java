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

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ResponseFormat}.
 */
class ResponseFormatTests {

	@Test
	void schemaHasANameAndIsCopied() {
		Map<String, Object> schema = new HashMap<>(Map.of("type", "object"));
		ResponseFormat format = ResponseFormat.jsonSchema("city", schema).withStrict(true).withDescription("A city");
		schema.clear();
		assertThat(format)
			.isEqualTo(new ResponseFormat("json_schema", "city", "A city", Map.of("type", "object"), true));
		assertThat(format.schema()).isUnmodifiable();
	}

	@Test
	void schemaAndTypeGoTogether() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ResponseFormat("json_object", "a", null, Map.of("type", "object"), null))
			.withMessageContaining("'schema'");
		assertThatIllegalArgumentException().isThrownBy(() -> new ResponseFormat("json_schema", "a", null, null, null))
			.withMessageContaining("'schema'");
		assertThatIllegalArgumentException().isThrownBy(() -> ResponseFormat.jsonSchema(" ", Map.of("type", "object")))
			.withMessageContaining("'name'");
		assertThatIllegalArgumentException().isThrownBy(() -> new ResponseFormat("", null, null, null, null))
			.withMessageContaining("'type'");
	}

}
