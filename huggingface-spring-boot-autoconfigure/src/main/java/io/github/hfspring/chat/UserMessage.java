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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What the user says.
 *
 * @param content the parts, in order; at least one
 * @param name the name of the participant, if the model tells several apart
 * @param additionalFields further JSON fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record UserMessage(List<ContentPart> content, @Nullable String name,
		Map<String, Object> additionalFields) implements ChatMessage {

	public UserMessage(List<ContentPart> content, @Nullable String name,
			@Nullable Map<String, Object> additionalFields) {
		Assert.notEmpty(content, "'content' must not be empty");
		this.content = List.copyOf(content);
		this.name = name;
		this.additionalFields = JsonFields.copyOf(additionalFields);
	}

	@Override
	public String role() {
		return "user";
	}

	@Override
	public String text() {
		return ContentPart.textOf(this.content);
	}

	/**
	 * Create a message out of parts.
	 * @param parts the parts, in order; at least one
	 * @return the message
	 */
	public static UserMessage of(ContentPart... parts) {
		return new UserMessage(List.of(parts), null, Map.of());
	}

	/**
	 * Create a message that is text followed by other parts.
	 * @param text the text
	 * @param parts the parts, in order
	 * @return the message
	 */
	public static UserMessage of(String text, ContentPart... parts) {
		List<ContentPart> content = new ArrayList<>(parts.length + 1);
		content.add(ContentPart.text(text));
		content.addAll(List.of(parts));
		return new UserMessage(content, null, Map.of());
	}

}
