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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RawHttpServer;
import tools.jackson.databind.JsonNode;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * A server that answers what a test says, in JSON with single quotes.
 */
final class ToolServer extends RawHttpServer {

	private ToolServer(RawHttpServer.Script... scripts) {
		super(scripts);
	}

	/**
	 * Start a server of whole answers.
	 * @param messages the message of each answer; the last one is given again and again
	 */
	static ToolServer of(String... messages) {
		List<RawHttpServer.Script> scripts = new ArrayList<>();
		for (String message : messages) {
			scripts.add((exchange) -> exchange.respond(200, "application/json", completion(message)));
		}
		return new ToolServer(scripts.toArray(RawHttpServer.Script[]::new));
	}

	static ToolServer of(RawHttpServer.Script... scripts) {
		return new ToolServer(scripts);
	}

	/**
	 * A stream that sends deltas and ends without a finish reason.
	 */
	static RawHttpServer.Script stream(String... deltas) {
		return (exchange) -> {
			exchange.stream();
			for (String delta : deltas) {
				exchange.piece(event(delta));
			}
			exchange.piece("data: [DONE]\n\n").end();
		};
	}

	static String event(String delta) {
		return "data: " + json("{'choices':[{'index':0,'delta':" + delta + ",'finish_reason':null}]}") + "\n\n";
	}

	static String completion(String message) {
		return json("{'id':'c','model':'m','choices':[{'index':0,'message':" + message
				+ ",'finish_reason':'stop'}],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}}");
	}

	static String text(String text) {
		return "{'role':'assistant','content':'" + text + "'}";
	}

	/**
	 * A message with tool calls; the arguments are JSON with single quotes.
	 */
	static String calls(String... calls) {
		return "{'role':'assistant','content':null,'tool_calls':[" + String.join(",", calls) + "]}";
	}

	static String call(String id, String name, String arguments) {
		return "{'id':'" + id + "','type':'function','function':{'name':'" + name + "','arguments':'"
				+ arguments.replace("'", "\\'") + "'}}";
	}

	/**
	 * Turn single quotes into double ones, and escaped ones into escaped ones.
	 */
	static String json(String text) {
		return text.replace("\\'", "\\\"").replace('\'', '"');
	}

	HuggingFaceChatModel model() {
		return HuggingFaceChatModel.builder(WebClient.builder()).baseUrl(url()).build();
	}

	ToolCallingChatModelBuilder builder(Tool... tools) {
		return ToolCallingChatModel.builder(model()).tools(tools);
	}

	/**
	 * Return the messages of a request, from one on.
	 */
	String messages(int number, int from) {
		StringBuilder messages = new StringBuilder();
		JsonNode all = body(number).path("messages");
		for (int i = from; i < all.size(); i++) {
			messages.append(all.get(i)).append('\n');
		}
		return messages.toString();
	}

	/**
	 * Write a whole answer.
	 */
	static void respond(RawHttpServer.Exchange exchange, String message) throws IOException {
		exchange.respond(200, "application/json", completion(message));
	}

}
