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

package io.github.hfspring.tool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.TextPart;
import io.github.hfspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes calls of a model fit to be sent back to a server: each with an id of its own in
 * the whole conversation, a name, and arguments that are a JSON object. Servers refuse
 * the history of a model that made a mistake, and then it never learns of it.
 */
final class RepeatableCalls {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

	private final Set<String> ids = new HashSet<>();

	/**
	 * Begin with the ids that a request has already.
	 */
	RepeatableCalls(ChatRequest request) {
		for (ChatMessage message : request.messages()) {
			if (message instanceof AssistantMessage assistant) {
				assistant.toolCalls().forEach((call) -> this.ids.add(call.id()));
			}
		}
	}

	/**
	 * Give each call an id that no other has. An answer finds its call by it, and some
	 * servers give it twice.
	 */
	List<ToolCall> identify(List<ToolCall> calls) {
		List<ToolCall> identified = new ArrayList<>(calls.size());
		for (ToolCall call : calls) {
			boolean fine = !call.id().isEmpty() && this.ids.add(call.id());
			identified.add(fine ? call
					: new ToolCall(newId(), call.type(), call.name(), call.arguments(), call.additionalFields()));
		}
		return identified;
	}

	private String newId() {
		String id;
		do {
			id = ToolCall.newId();
		}
		while (!this.ids.add(id));
		return id;
	}

	/**
	 * Return a message with calls that a server takes.
	 * @param message the message of the model
	 * @param calls its calls, with their ids
	 * @param tools the tools by their names, which the server was sent, and took
	 */
	static AssistantMessage repeat(AssistantMessage message, List<ToolCall> calls, Map<String, Tool> tools) {
		AssistantMessage.Builder builder = message.mutate()
			.toolCalls(calls.stream()
				.map((call) -> new ToolCall(call.id(), call.type(), name(call, tools.keySet()),
						arguments(call, tools.get(call.name())), call.additionalFields()))
				.toList());
		// TGI forgets the calls of a message that has content, be it an empty line
		boolean blank = message.text().isBlank() && message.content().stream().allMatch(TextPart.class::isInstance);
		return (blank ? builder.content(List.of()) : builder).build();
	}

	private static String name(ToolCall call, Set<String> known) {
		return (known.contains(call.name()) || NAME.matcher(call.name()).matches()) ? call.name() : "unknown";
	}

	/**
	 * Return the arguments as an object: as the model wrote it, byte for byte, or taken
	 * out of a text, or with the one value that the tool has taken for its argument, or,
	 * if there is none, an empty one.
	 */
	private static String arguments(ToolCall call, @Nullable Tool tool) {
		try {
			JsonNode node = ToolArguments.parse(JsonMapper.shared(), call.arguments());
			if (!node.isObject()) {
				String wrapper = (tool instanceof FunctionTool<?> function) ? function.wrapper() : null;
				return (wrapper != null) ? "{\"" + wrapper + "\":" + call.arguments().strip() + "}" : "{}";
			}
			return call.arguments().strip().startsWith("{") ? call.arguments() : node.toString();
		}
		catch (InvalidToolArgumentsException ex) {
			return "{}";
		}
	}

}
