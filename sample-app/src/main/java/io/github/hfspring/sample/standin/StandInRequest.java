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

package io.github.hfspring.sample.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request, as far as the stand-in understands it. It is as strict as a real server, so
 * that mistakes show here first.
 */
record StandInRequest(List<Message> messages, List<String> tools, @Nullable Integer maxTokens, List<String> stop,
		boolean stream, boolean includeUsage) {

	private static final int MAX_STOP = 4;

	static StandInRequest parse(String body, JsonMapper mapper) {
		JsonNode json;
		try {
			json = mapper.readTree(body);
		}
		catch (JacksonException ex) {
			throw StandInError.unreadable("invalid JSON");
		}
		if (!json.isObject()) {
			throw StandInError.unreadable("expected an object");
		}
		List<Message> messages = messages(json.path("messages"));
		checkModel(json.path("model"));
		checkSampling(json);
		return new StandInRequest(messages, tools(json), maxTokens(json), stop(json.path("stop")),
				json.path("stream").asBoolean(false),
				json.path("stream_options").path("include_usage").asBoolean(false));
	}

	private static List<Message> messages(JsonNode messages) {
		if (messages.isMissingNode()) {
			throw StandInError.unreadable("missing field `messages`");
		}
		if (!messages.isArray()) {
			throw StandInError.unreadable("messages: invalid type, expected a sequence");
		}
		if (messages.isEmpty()) {
			throw StandInError.invalid("`messages` cannot be empty");
		}
		List<Message> result = new ArrayList<>();
		for (JsonNode message : messages) {
			if (!message.path("role").isString()) {
				throw StandInError.unreadable("messages[" + result.size() + "]: missing field `role`");
			}
			result.add(new Message(message.path("role").stringValue(), text(message.path("content"))));
		}
		return result;
	}

	/**
	 * Return the names of the tools that may be called.
	 */
	private static List<String> tools(JsonNode json) {
		if (json.path("tool_choice").asString("").equals("none")) {
			return List.of();
		}
		return json.path("tools")
			.valueStream()
			.map((tool) -> tool.path("function").path("name").asString(""))
			.filter((name) -> !name.isEmpty())
			.toList();
	}

	private static String text(JsonNode content) {
		if (content.isArray()) {
			return content.valueStream().map((part) -> part.path("text").asString("")).collect(Collectors.joining(" "));
		}
		return content.asString("");
	}

	/**
	 * Without a model, or with TGI's own name for the one it serves, any model is meant.
	 */
	private static void checkModel(JsonNode model) {
		String name = model.asString("");
		if (!name.isEmpty() && !name.equals("tgi") && !name.equals(StandIn.MODEL)) {
			throw StandInError.unknownModel(name);
		}
	}

	private static void checkSampling(JsonNode json) {
		if (json.path("temperature").asDouble(0) < 0) {
			throw StandInError.invalid("`temperature` must be strictly positive");
		}
		double topP = json.path("top_p").asDouble(0.5);
		if (topP <= 0 || topP >= 1) {
			throw StandInError.invalid("`top_p` must be > 0.0 and < 1.0");
		}
	}

	private static @Nullable Integer maxTokens(JsonNode json) {
		JsonNode value = json.path(json.hasNonNull("max_tokens") ? "max_tokens" : "max_completion_tokens");
		if (value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.canConvertToInt()) {
			throw StandInError.unreadable("max_tokens: invalid value, expected u32");
		}
		if (value.intValue() <= 0) {
			throw StandInError.invalid("`max_new_tokens` must be strictly positive");
		}
		return value.intValue();
	}

	private static List<String> stop(JsonNode stop) {
		if (stop.isMissingNode() || stop.isNull()) {
			return List.of();
		}
		if (!stop.isArray()) {
			throw StandInError.unreadable("stop: invalid type, expected a sequence");
		}
		if (stop.size() > MAX_STOP) {
			throw StandInError.invalid("`stop` supports up to " + MAX_STOP + " stop sequences");
		}
		return stop.valueStream().map((text) -> text.asString("")).filter((text) -> !text.isEmpty()).toList();
	}

	record Message(String role, String text) {

	}

}
