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

import java.util.Map;

import org.springframework.util.Assert;

/**
 * A part of a message that is sent, or was received, as it stands.
 *
 * @param fields the fields of the JSON object, {@code type} among them
 * @since 0.1.0
 */
public record RawPart(Map<String, Object> fields) implements ContentPart {

	public RawPart {
		Assert.notNull(fields, "'fields' must not be null");
		Assert.isTrue(fields.get("type") instanceof String, "'fields' must contain a 'type'");
		fields = JsonFields.copyOf(fields);
	}

	/**
	 * Return the kind of the part, such as {@code image_url}.
	 * @return the value of the field {@code type}
	 */
	public String type() {
		return String.valueOf(this.fields.get("type"));
	}

}
