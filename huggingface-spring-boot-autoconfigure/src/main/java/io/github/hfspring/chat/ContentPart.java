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

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * One part of a message's content: text, or a part in the form the server documents for
 * it, such as an image.
 *
 * @since 0.1.0
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({ @JsonSubTypes.Type(TextPart.class), @JsonSubTypes.Type(RawPart.class) })
public sealed interface ContentPart permits TextPart, RawPart {

	/**
	 * Create a part that is text.
	 * @param text the text
	 * @return the part
	 */
	static TextPart text(String text) {
		return new TextPart(text);
	}

	/**
	 * Create a part from its JSON, for kinds of content that have no type of their own.
	 * @param fields the fields of the JSON object, {@code type} among them
	 * @return the part
	 */
	static RawPart raw(Map<String, Object> fields) {
		return new RawPart(fields);
	}

	/**
	 * Return the texts of all text parts, one after the other.
	 * @param parts the parts
	 * @return the text, empty if no part is text
	 */
	static String textOf(List<ContentPart> parts) {
		if (parts.size() == 1) {
			return (parts.get(0) instanceof TextPart part) ? part.text() : "";
		}
		StringBuilder text = new StringBuilder();
		for (ContentPart part : parts) {
			if (part instanceof TextPart textPart) {
				text.append(textPart.text());
			}
		}
		return text.toString();
	}

}
