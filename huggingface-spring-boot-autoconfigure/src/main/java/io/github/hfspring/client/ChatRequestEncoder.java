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

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ReasoningPlace;
import io.github.hfspring.chat.TextPart;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolChoice;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.chat.ToolMessage;
import io.github.hfspring.chat.UserMessage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a request as JSON, straight to bytes.
 * <p>
 * {@code model} comes first, so that a router can choose a provider without reading
 * messages that may be megabytes of images. Nothing is written as {@code null}: strict
 * servers refuse that.
 */
final class ChatRequestEncoder {

	private static final Set<String> TOOL_FIELDS = Set.of("tools", "tool_choice", "parallel_tool_calls", "functions",
			"function_call", "custom_tool", "Tools", "ToolChoice", "ParallelToolCalls", "Functions", "FunctionCall",
			"CustomTool");

	private static final Set<String> CALL_FIELDS = Set.of("id", "type", "function");

	private final JsonMapper mapper;

	private final MediaRules media;

	ChatRequestEncoder(JsonMapper mapper, MediaRules media) {
		this.mapper = mapper;
		this.media = media;
	}

	/**
	 * Encode a request.
	 * @param request the request
	 * @param model the id of the model to send, if any
	 * @param stream whether a stream is wanted
	 * @param dialect how the server is told the form of the answer
	 * @return the body
	 * @throws IllegalArgumentException if a value cannot be written as JSON
	 * @throws HuggingFaceException if its media are too large, or of a kind that is not
	 * taken
	 */
	byte[] encode(ChatRequest request, @Nullable String model, boolean stream, ResponseFormatDialect dialect) {
		int mediaSize = this.media.check(request);
		// Base64 is longer by a third. All else mostly comes in one piece, at the end
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(mediaSize + (mediaSize / 2));
		try (JsonGenerator generator = this.mapper.createGenerator(bytes)) {
			generator.writeStartObject();
			new Body(generator, bytes, request.options(), dialect).write(request.messages(), model, stream);
			generator.writeEndObject();
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("The request cannot be written as JSON", ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * One body while it is written.
	 */
	private static final class Body {

		private final JsonGenerator generator;

		private final OutputStream out;

		private final ChatOptions options;

		private final ResponseFormatDialect dialect;

		private final Map<String, Object> extraFields;

		Body(JsonGenerator generator, OutputStream out, ChatOptions options, ResponseFormatDialect dialect) {
			this.generator = generator;
			this.out = out;
			this.dialect = dialect;
			this.options = options;
			this.extraFields = options.extraFields();
		}

		void write(List<ChatMessage> messages, @Nullable String model, boolean stream) {
			field("model", this.extraFields.containsKey("model") ? this.extraFields.get("model") : model);
			if (begin("messages")) {
				this.generator.writeStartArray();
				messages.forEach(this::message);
				this.generator.writeEndArray();
			}
			if (stream) {
				streamFields();
			}
			sampling();
			if (!this.options.toolsDisabled()) {
				tools();
			}
			if (this.options.responseFormat() != null && begin("response_format")) {
				this.generator.writePOJO(this.dialect.fields(this.options.responseFormat()));
			}
			this.extraFields.forEach((name, value) -> {
				if (!name.equals("model") && !(this.options.toolsDisabled() && TOOL_FIELDS.contains(name))) {
					field(name, value);
				}
			});
		}

		private void streamFields() {
			this.generator.writeBooleanProperty("stream", true);
			if (!Boolean.FALSE.equals(this.options.includeUsage()) && begin("stream_options")) {
				this.generator.writeStartObject();
				this.generator.writeBooleanProperty("include_usage", true);
				this.generator.writeEndObject();
			}
		}

		private void sampling() {
			option("temperature", this.options.temperature());
			option("top_p", this.options.topP());
			option("max_tokens", this.options.maxTokens());
			option("stop", this.options.stop().isEmpty() ? null : this.options.stop());
			option("seed", this.options.seed());
			option("frequency_penalty", this.options.frequencyPenalty());
			option("presence_penalty", this.options.presencePenalty());
			option("logprobs", this.options.logprobs());
			option("top_logprobs", this.options.topLogprobs());
			option("n", this.options.n());
			option("user", this.options.user());
			option("reasoning_effort", this.options.reasoningEffort());
		}

		private void tools() {
			if (!this.options.tools().isEmpty() && begin("tools")) {
				this.generator.writeStartArray();
				this.options.tools().forEach(this::tool);
				this.generator.writeEndArray();
			}
			ToolChoice choice = this.options.toolChoice();
			if (choice != null && begin("tool_choice")) {
				toolChoice(choice);
			}
			option("parallel_tool_calls", this.options.parallelToolCalls());
		}

		private void tool(ToolDefinition tool) {
			this.generator.writeStartObject();
			field("type", "function");
			this.generator.writeName("function");
			this.generator.writeStartObject();
			field("name", tool.name());
			field("description", tool.description());
			field("parameters", tool.parameters());
			field("strict", tool.strict());
			this.generator.writeEndObject();
			this.generator.writeEndObject();
		}

		private void toolChoice(ToolChoice choice) {
			if (choice.function() == null) {
				this.generator.writeString(choice.mode());
				return;
			}
			this.generator.writeStartObject();
			field("type", "function");
			this.generator.writeName("function");
			this.generator.writeStartObject();
			field("name", choice.function());
			this.generator.writeEndObject();
			this.generator.writeEndObject();
		}

		private void message(ChatMessage message) {
			Map<String, Object> others = message.additionalFields();
			this.generator.writeStartObject();
			field("role", others.containsKey("role") ? others.get("role") : message.role());
			if (!others.containsKey("content")) {
				content(message);
			}
			if (message instanceof UserMessage user && !others.containsKey("name")) {
				field("name", user.name());
			}
			if (message instanceof ToolMessage tool) {
				field("tool_call_id", others.containsKey("tool_call_id") ? null : tool.toolCallId());
				field("name", others.containsKey("name") ? null : tool.name());
			}
			if (message instanceof AssistantMessage assistant) {
				reasoning(assistant, others);
			}
			if (message instanceof AssistantMessage assistant && !assistant.toolCalls().isEmpty()
					&& !others.containsKey("tool_calls")) {
				this.generator.writeName("tool_calls");
				this.generator.writeStartArray();
				assistant.toolCalls().forEach(this::toolCall);
				this.generator.writeEndArray();
			}
			others.forEach((name, value) -> {
				if (!name.equals("role")) {
					field(name, value);
				}
			});
			this.generator.writeEndObject();
		}

		/**
		 * TGI drops the tool calls of a message that has content, even an empty one.
		 */
		private void content(ChatMessage message) {
			if (message instanceof AssistantMessage assistant) {
				List<ContentPart> content = ReasoningContent.of(assistant);
				if (!content.isEmpty() || assistant.toolCalls().isEmpty()) {
					parts(content);
				}
			}
			else if (message instanceof UserMessage user) {
				parts(user.content());
			}
			else {
				field("content", message.text());
			}
		}

		/**
		 * DeepSeek wants its field back even if it is empty, and Groq refuses one that
		 * is.
		 */
		private void reasoning(AssistantMessage message, Map<String, Object> others) {
			ReasoningPlace place = ReasoningContent.place(message);
			String field = place.field();
			boolean empty = message.reasoning() == null || message.reasoning().isEmpty();
			if (!field.equals("content") && !others.containsKey(field)
					&& (!empty || place == ReasoningPlace.REASONING_CONTENT)) {
				field(field, message.reasoning());
			}
		}

		private void parts(List<ContentPart> parts) {
			boolean text = parts.isEmpty() || (parts.size() == 1 && parts.get(0) instanceof TextPart);
			if (text) {
				field("content", ContentPart.textOf(parts));
				return;
			}
			this.generator.writeName("content");
			this.generator.writeStartArray();
			PartWriter writer = new PartWriter(this.generator, this.out);
			parts.forEach(writer::write);
			this.generator.writeEndArray();
		}

		private void toolCall(ToolCall call) {
			this.generator.writeStartObject();
			field("id", call.id());
			field("type", call.type());
			this.generator.writeName("function");
			this.generator.writeStartObject();
			field("name", call.name());
			field("arguments", call.arguments());
			this.generator.writeEndObject();
			call.additionalFields().forEach((name, value) -> {
				if (!CALL_FIELDS.contains(name)) {
					field(name, value);
				}
			});
			this.generator.writeEndObject();
		}

		/**
		 * Begin a field, unless an extra field takes its place.
		 */
		private boolean begin(String name) {
			if (this.extraFields.containsKey(name)) {
				return false;
			}
			this.generator.writeName(name);
			return true;
		}

		private void option(String name, @Nullable Object value) {
			if (!this.extraFields.containsKey(name)) {
				field(name, value);
			}
		}

		private void field(String name, @Nullable Object value) {
			if (value == null) {
				return;
			}
			this.generator.writeName(name);
			if (value instanceof String text) {
				this.generator.writeString(text);
			}
			else if (value instanceof Double number) {
				this.generator.writeNumber(number);
			}
			else {
				this.generator.writePOJO(value);
			}
		}

	}

}
