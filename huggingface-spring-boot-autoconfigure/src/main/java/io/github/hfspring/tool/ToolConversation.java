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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.FinishReason;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ToolCall;
import io.github.hfspring.chat.ToolChoice;
import io.github.hfspring.chat.ToolDefinition;
import org.jspecify.annotations.Nullable;

/**
 * One conversation of a model with its tools, as far as it has come. Its steps follow
 * each other; only {@link #stop} may be called at any time, by a timer.
 */
final class ToolConversation {

	private static final String TOOL_CHOICE = "tool_choice";

	private final ChatRequest request;

	private final ToolLimits limits;

	/** Those that were offered and can be run. */
	private final Map<String, Tool> tools = new LinkedHashMap<>();

	/** Those that were offered and are run by the caller. */
	private final Set<String> foreign = new HashSet<>();

	private final ChatOptions options;

	private final boolean forbidden;

	private final RepeatableCalls calls;

	private final List<ChatResponse> responses = new ArrayList<>();

	private List<ChatMessage> added = List.of();

	/** What is not among the added messages yet. */
	private OpenCalls open = new OpenCalls(null);

	private int rounds;

	private boolean mistaken;

	private volatile boolean cut;

	/**
	 * Begin a conversation.
	 * @param request the request
	 * @param defaults what the model adds to it
	 * @param all all tools there are
	 * @param limits how far it may go
	 */
	ToolConversation(ChatRequest request, ChatOptions defaults, Map<String, Tool> all, ToolLimits limits) {
		this.request = request;
		this.limits = limits;
		this.calls = new RepeatableCalls(request);
		ChatOptions options = request.options();
		this.forbidden = forbidsTools(options.withDefaults(defaults));
		if (options.toolsDisabled()) {
			this.options = options;
			return;
		}
		if (options.tools().isEmpty()) {
			this.tools.putAll(all);
			this.options = all.isEmpty() ? options
					: options.mutate().tools(all.values().stream().map(Tool::definition).toList()).build();
			return;
		}
		this.options = options;
		for (ToolDefinition definition : options.tools()) {
			Tool tool = all.get(definition.name());
			if (tool != null) {
				this.tools.put(definition.name(), tool);
			}
			else {
				this.foreign.add(definition.name());
			}
		}
	}

	ChatRequest request() {
		return this.request;
	}

	/**
	 * Return how often tools were asked for.
	 */
	int round() {
		return this.rounds;
	}

	/**
	 * Return what to send next.
	 */
	ChatRequest nextRequest() {
		if (added().isEmpty()) {
			return this.request.withOptions(this.options);
		}
		return new ChatRequest(messages(), free(this.options));
	}

	/**
	 * A model that has to call a tool each time would never come to an end. A choice that
	 * the request does not have itself may be forced by the defaults of the model, or by
	 * a customizer, which nobody sees here; a field of {@code null} takes that out of the
	 * request, and then the model is free.
	 */
	private static ChatOptions free(ChatOptions options) {
		ToolChoice choice = options.toolChoice();
		boolean own = choice != null || options.extraFields().get(TOOL_CHOICE) != null;
		ChatOptions.Builder builder = options.mutate().extraField(TOOL_CHOICE, own ? "auto" : null);
		return ((choice != null) ? builder.toolChoice(ToolChoice.AUTO) : builder).build();
	}

	/**
	 * Return whether what is sent forbids tools. Of a choice and its field, the field
	 * counts.
	 */
	private static boolean forbidsTools(ChatOptions options) {
		Map<String, Object> fields = options.extraFields();
		return options.toolsDisabled() || (fields.containsKey(TOOL_CHOICE) ? "none".equals(fields.get(TOOL_CHOICE))
				: ToolChoice.NONE.equals(options.toolChoice()));
	}

	/**
	 * Take a response of the model.
	 * @param response the response
	 * @return the calls to run; empty if the conversation is over
	 * @throws ToolCallingException if it must not go on
	 */
	List<ToolCall> take(ChatResponse response) {
		this.responses.add(response);
		AssistantMessage message = response.message();
		if (!isOurTurn(message)) {
			add(List.of(message), new OpenCalls(null));
			return List.of();
		}
		int maxRounds = this.limits.maxRounds();
		if (this.rounds >= maxRounds) {
			throw stop(ToolCallingException.Reason.TOO_MANY_ROUNDS, "The model still calls tools after " + maxRounds
					+ ((maxRounds == 1) ? " round" : " rounds") + ", and 'max-rounds' is " + maxRounds, null);
		}
		if (message.toolCalls().size() > this.limits.maxCalls()) {
			throw stop(ToolCallingException.Reason.TOO_MANY_CALLS, "The model has called " + message.toolCalls().size()
					+ " tools at once, and 'max-calls' is " + this.limits.maxCalls(), null);
		}
		this.rounds++;
		FinishReason end = response.finishReason();
		this.cut = end != null && end.kind() == FinishReason.Kind.LENGTH;
		List<ToolCall> calls = this.calls.identify(message.toolCalls().stream().map(this::named).toList());
		if (this.mistaken) {
			calls.stream().filter((call) -> tool(call) == null).findFirst().ifPresent((call) -> {
				throw stop(ToolCallingException.Reason.UNKNOWN_TOOL, unknown(call), null);
			});
		}
		add(List.of(), new OpenCalls(RepeatableCalls.repeat(message, calls, this.tools)));
		return calls;
	}

	/**
	 * TGI 1.4 names each tool "tools"; where there is but one, it is that.
	 */
	private ToolCall named(ToolCall call) {
		boolean only = this.tools.size() == 1 && this.foreign.isEmpty();
		return (only && tool(call) == null && call.name().equals("tools")) ? new ToolCall(call.id(), call.type(),
				this.tools.keySet().iterator().next(), call.arguments(), call.additionalFields()) : call;
	}

	/**
	 * That there are calls decides, and not what the server says why the answer ended.
	 */
	private boolean isOurTurn(AssistantMessage message) {
		return !message.toolCalls().isEmpty() && !this.tools.isEmpty() && !this.forbidden
				&& message.toolCalls().stream().noneMatch((call) -> this.foreign.contains(call.name()));
	}

	/**
	 * Return whether the answer that calls the tools reached its maximum length.
	 */
	boolean isCut() {
		return this.cut;
	}

	@Nullable Tool tool(ToolCall call) {
		return this.tools.get(call.name());
	}

	String unknown(ToolCall call) {
		return "There is no tool named '" + call.name() + "'. The tools are: " + String.join(", ", this.tools.keySet());
	}

	/**
	 * Take what the tools have answered.
	 * @param outcomes the outcomes, in the order of the calls
	 * @throws ToolCallingException if the model makes the mistake again that it was told
	 * of
	 */
	void answer(List<ToolOutcome> outcomes) {
		add(openCalls().messages(), new OpenCalls(null));
		ToolOutcome mistake = outcomes.stream().filter((outcome) -> outcome.mistake() != null).findFirst().orElse(null);
		if (mistake != null && mistake.mistake() != null && this.mistaken) {
			throw stop(mistake.mistake(), mistake.text(), mistake.cause());
		}
		this.mistaken = mistake != null;
	}

	private synchronized void add(List<? extends ChatMessage> messages, OpenCalls open) {
		List<ChatMessage> all = new ArrayList<>(this.added);
		all.addAll(messages);
		this.added = List.copyOf(all);
		this.open = open;
	}

	synchronized OpenCalls openCalls() {
		return this.open;
	}

	/**
	 * Return the request that the answer was to, without tools: to ask it again is not to
	 * run them again.
	 */
	ChatRequest answeredRequest() {
		List<ChatMessage> messages = messages();
		return new ChatRequest(messages.subList(0, messages.size() - 1),
				this.options.mutate().toolsDisabled(true).build());
	}

	ToolCallingResult result() {
		return new ToolCallingResult(this.request, added(), this.responses);
	}

	ToolCallingException timedOut(Duration timeout) {
		return stop(ToolCallingException.Reason.TIMEOUT,
				"The conversation with the tools took longer than " + timeout + ", which is its 'timeout'", null);
	}

	ToolCallingException stop(ToolCallingException.Reason reason, String message, @Nullable Throwable cause) {
		openCalls().close();
		return new ToolCallingException(reason, message, messages(), cause);
	}

	/**
	 * Attach what was said to an error of the model, which stays what it is: who catches
	 * it for the first answer catches it for all of them. Tools that were run may have
	 * done what cannot be done twice.
	 */
	void attachTo(Throwable error) {
		if (!added().isEmpty()) {
			attach(stop(ToolCallingException.Reason.MODEL_FAILED,
					"The model could not be asked again after its tools had been run", null), error);
		}
	}

	static void attach(ToolCallingException stopped, Throwable error) {
		if (error instanceof HuggingFaceException exception) {
			exception.withConversation(stopped.messages());
		}
		else if (error instanceof Exception && !(error instanceof ToolCallingException)) {
			error.addSuppressed(stopped);
		}
	}

	private List<ChatMessage> messages() {
		List<ChatMessage> messages = new ArrayList<>(this.request.messages());
		messages.addAll(added());
		return messages;
	}

	/**
	 * Return what came after the messages of the request, also what has come of calls of
	 * which not all are finished.
	 */
	private synchronized List<ChatMessage> added() {
		List<ChatMessage> added = new ArrayList<>(this.added);
		added.addAll(this.open.messages());
		return added;
	}

}
