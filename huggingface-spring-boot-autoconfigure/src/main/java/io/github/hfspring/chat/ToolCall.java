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
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A call of a tool that the model asks for.
 *
 * @param id the id to answer with; made up by the client if the server sent none
 * @param type the kind of tool; {@code function} in practice
 * @param name the name of the tool
 * @param arguments the arguments as JSON text, exactly as the model wrote them; they may
 * be empty or not valid JSON
 * @param additionalFields further JSON fields; some servers want them back unchanged
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToolCall(String id, String type, String name, String arguments, Map<String, Object> additionalFields) {

	private static final String ID_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	private static final int ID_LENGTH = 9;

	public ToolCall(String id, @Nullable String type, String name, @Nullable String arguments,
			@Nullable Map<String, Object> additionalFields) {
		Assert.notNull(id, "'id' must not be null");
		Assert.notNull(name, "'name' must not be null");
		this.id = id;
		this.type = (type == null || type.isEmpty()) ? "function" : type;
		this.name = name;
		this.arguments = (arguments != null) ? arguments : "";
		this.additionalFields = JsonFields.copyOf(additionalFields);
	}

	/**
	 * Make up an id for a call whose server sent none. It has nine letters and digits,
	 * because the templates of Mistral take no other.
	 * @return the id
	 */
	public static String newId() {
		char[] id = new char[ID_LENGTH];
		ThreadLocalRandom random = ThreadLocalRandom.current();
		for (int i = 0; i < id.length; i++) {
			id[i] = ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length()));
		}
		return new String(id);
	}

	/**
	 * Create a call of a function.
	 * @param id the id
	 * @param name the name of the function
	 * @param arguments the arguments as JSON text
	 * @return the call
	 */
	public static ToolCall function(String id, String name, String arguments) {
		return new ToolCall(id, "function", name, arguments, Map.of());
	}

}
