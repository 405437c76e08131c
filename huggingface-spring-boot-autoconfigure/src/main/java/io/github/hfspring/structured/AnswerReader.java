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

package io.github.hfspring.structured;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.schema.JsonSchemaValidator;
import io.github.hfspring.schema.NullProperties;
import io.github.hfspring.structured.InvalidAnswerException.Reason;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a value of the text of an answer, or says why there is none.
 *
 * @param <T> the type of the value
 */
final class AnswerReader<T> {

	private final AnswerText text = new AnswerText();

	private final JsonMapper mapper;

	private final JavaType type;

	private final AnswerSchema schema;

	private final @Nullable String wrapper;

	private final JsonSchemaValidator validator;

	AnswerReader(JsonMapper mapper, JavaType type, AnswerSchema schema, JsonSchemaValidator validator) {
		this.mapper = mapper;
		this.type = type;
		this.schema = schema;
		this.wrapper = schema.wrapper();
		this.validator = validator;
	}

	AnswerReader<List<T>> list(AnswerSchema schema) {
		JavaType list = this.mapper.getTypeFactory().constructCollectionType(List.class, this.type);
		return new AnswerReader<>(this.mapper, list, schema, JsonSchemaValidator.of(schema.root()));
	}

	T read(ChatResponse response) {
		return read(response, (node, text) -> {
			// An object with another property is wrong by its own words
			boolean wrapped = isWrapped(node) || (node.isObject() && !this.schema.mayBeObject());
			return convert(node, wrapped, text, () -> response);
		});
	}

	/**
	 * Look whether there is one value and nothing beside it, without making anything of
	 * it.
	 * @return the value
	 */
	JsonNode check(ChatResponse response) {
		return read(response, (node, text) -> {
			if (!node.isArray() && !(isWrapped(node) && node.size() == 1)) {
				validate(node, text, () -> response);
			}
			return node;
		});
	}

	private <R> R read(ChatResponse response, BiFunction<JsonNode, String, R> use) {
		AssistantMessage message = response.message();
		String text = message.text();
		FinishReason.Kind end = (response.finishReason() != null) ? response.finishReason().kind() : null;
		if (!message.toolCalls().isEmpty()) {
			throw new InvalidAnswerException(Reason.TOOL_CALLS,
					message.toolCalls().stream().map((call) -> "'" + call.name() + "'").toList(), text, response, null);
		}
		String refusal = message.refusal();
		if (end == FinishReason.Kind.CONTENT_FILTER || (refusal != null && !refusal.isBlank())) {
			throw InvalidAnswerException.quoting(Reason.REFUSED, null, refusal, text, response, null);
		}
		if (!text.isBlank()) {
			return guard(text, () -> response, () -> use.apply(find(text, response, end), text));
		}
		if (end == FinishReason.Kind.LENGTH) {
			throw new InvalidAnswerException(Reason.CUT_OFF, List.of(), text, response, null);
		}
		String reasoning = (message.reasoning() != null) ? message.reasoning() : "";
		return guard(reasoning, () -> response, () -> {
			JsonNode answer = answerIn(reasoning);
			if (answer == null) {
				throw new InvalidAnswerException(Reason.EMPTY, List.of(), text, response, null);
			}
			return use.apply(answer, reasoning);
		});
	}

	/**
	 * Servers that look for reasoning may take all of an answer for it where the model
	 * has not thought. A draft looks alike unless the schema tells it from the answer.
	 */
	private @Nullable JsonNode answerIn(String reasoning) {
		JsonNode node = this.schema.isOpen() ? null : this.text.containerOrNull(reasoning);
		return (node != null && this.validator.validate(wrap(node, isWrapped(node))).isEmpty()) ? node : null;
	}

	private JsonNode find(String text, ChatResponse response, FinishReason.@Nullable Kind end) {
		Reason reason = (end == FinishReason.Kind.LENGTH) ? Reason.CUT_OFF : Reason.NOT_JSON;
		try {
			return this.text.find(text, this.wrapper != null);
		}
		catch (JacksonException ex) {
			throw notJson(reason, ex, text, response);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidAnswerException(reason, List.of(String.valueOf(ex.getMessage())), text, response, null);
		}
	}

	/**
	 * What Jackson says has some of the text in it, and so does a cause in a log.
	 */
	private static InvalidAnswerException notJson(Reason reason, JacksonException ex, String text,
			ChatResponse response) {
		TokenStreamLocation location = ex.getLocation();
		String shown = (location != null) ? "at line " + location.getLineNr() + ", column " + location.getColumnNr()
				: null;
		return InvalidAnswerException.quoting(reason, shown, ex.getOriginalMessage(), text, response, null);
	}

	/**
	 * Most errors are the end of everything to Reactor, which passes them to nobody.
	 */
	private static <R> R guard(String text, Supplier<ChatResponse> response, Supplier<R> reading) {
		try {
			return reading.get();
		}
		catch (InvalidAnswerException ex) {
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			throw new InvalidAnswerException(Reason.UNREADABLE, List.of(ex.getClass().getName()), text, response.get(),
					ex);
		}
	}

	/**
	 * Some models leave out an object of one property.
	 */
	private boolean isWrapped(JsonNode node) {
		return this.wrapper == null || (node.has(this.wrapper) && (node.size() == 1 || !this.schema.mayBeObject()));
	}

	private JsonNode wrap(JsonNode node, boolean wrapped) {
		return wrapped ? node : this.mapper.createObjectNode().set(String.valueOf(this.wrapper), node);
	}

	/**
	 * Read a value that is not in an object of its own.
	 */
	T readElement(String json, Supplier<ChatResponse> response) {
		return guard(json, response, () -> {
			JsonNode node;
			try {
				node = this.text.parse(json);
			}
			catch (JacksonException ex) {
				throw notJson(Reason.NOT_JSON, ex, json, response.get());
			}
			return convert(node, this.wrapper == null, json, response);
		});
	}

	private T convert(JsonNode found, boolean wrapped, String text, Supplier<ChatResponse> response) {
		JsonNode node = wrap(found, wrapped);
		validate(node, text, response);
		NullProperties.remove(this.schema.root(), node, this.mapper);
		JsonNode value = (this.wrapper != null) ? node.path(this.wrapper) : node;
		try {
			T answer = this.mapper.treeToValue(value, this.type);
			if (answer != null) {
				return answer;
			}
		}
		catch (InvalidDefinitionException ex) {
			// Nothing that the model could mend, nor should read of
			String wrong = path(ex) + "Jackson cannot read the type";
			throw InvalidAnswerException.quoting(Reason.UNREADABLE, wrong, wrong, text, response.get(), ex);
		}
		catch (JacksonException ex) {
			throw InvalidAnswerException.quoting(Reason.INVALID, path(ex) + "the type refuses it",
					path(ex) + ex.getOriginalMessage(), text, response.get(), ex);
		}
		throw new InvalidAnswerException(Reason.INVALID, List.of("there is no value"), text, response.get(), null);
	}

	private void validate(JsonNode node, String text, Supplier<ChatResponse> response) {
		List<String> violations = this.validator.validate(node);
		if (!violations.isEmpty()) {
			throw new InvalidAnswerException(Reason.INVALID, violations, text, response.get(), null);
		}
	}

	/**
	 * As the violations of a schema have it.
	 */
	private static String path(JacksonException ex) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : ex.getPath()) {
			path.append('/')
				.append((reference.getPropertyName() != null) ? reference.getPropertyName() : reference.getIndex());
		}
		return path.isEmpty() ? "" : path + ": ";
	}

}
