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
import java.util.List;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;

import org.springframework.util.Assert;

/**
 * A whole conversation of a model with its tools.
 *
 * @param request the request that began it
 * @param addedMessages what came after the messages of the request, in order: the answers
 * of the model and those of the tools
 * @param responses the responses of the model, in order; each has its own usage
 * @since 0.1.0
 */
public record ToolCallingResult(ChatRequest request, List<ChatMessage> addedMessages, List<ChatResponse> responses) {

	public ToolCallingResult {
		Assert.notEmpty(responses, "'responses' must not be empty");
		addedMessages = List.copyOf(addedMessages);
		responses = List.copyOf(responses);
	}

	/**
	 * Return the last response, which is the answer.
	 * @return the response
	 */
	public ChatResponse response() {
		return this.responses.get(this.responses.size() - 1);
	}

	/**
	 * Return the text of the answer.
	 * @return the text, empty if there is none
	 */
	public String text() {
		return response().text();
	}

	/**
	 * Return the whole conversation, to be kept or to be gone on with.
	 * @return the messages of the request, and those that were added
	 */
	public List<ChatMessage> messages() {
		List<ChatMessage> messages = new ArrayList<>(this.request.messages());
		messages.addAll(this.addedMessages);
		return List.copyOf(messages);
	}

}
