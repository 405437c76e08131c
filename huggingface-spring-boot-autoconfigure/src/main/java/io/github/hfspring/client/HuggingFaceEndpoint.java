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

import java.util.Map;

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.HuggingFaceException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What an endpoint tells beside answering: its models, their limits, how many tokens a
 * request has, and whatever else there is to {@code GET}. Nothing is sent before somebody
 * subscribes, and errors are {@link HuggingFaceException}s, also those that come with the
 * status 200.
 *
 * @since 0.1.0
 * @see HuggingFaceChatModelBuilder#buildEndpoint()
 */
public interface HuggingFaceEndpoint {

	/**
	 * Return where requests go.
	 * @return the URL without the path of the chat completions, which mostly ends with
	 * {@code /v1}
	 */
	String baseUrl();

	/**
	 * Return whether this is the router, where the ids of models may carry the name of a
	 * provider.
	 * @return whether it is
	 */
	boolean isRouter();

	/**
	 * Ask for a JSON object below the base URL.
	 * @param path the path, such as <code>/models/{model}</code>
	 * @param variables what to put for the names in it; the slashes of an id stay as they
	 * are
	 * @return the object; the fields of it are maps, lists, texts, numbers, booleans and
	 * {@code null}
	 */
	Mono<Map<String, Object>> get(String path, String... variables);

	/**
	 * Ask for a JSON object beside the base URL: where that ends with {@code /v1}, this
	 * is not part of the address. Servers have there what is not of OpenAI's making.
	 * @param path the path, such as {@code /info}
	 * @param variables what to put for the names in it
	 * @return as {@link #get}
	 */
	Mono<Map<String, Object>> getBeside(String path, String... variables);

	/**
	 * Ask how many tokens a request has, with its tools and with what the template of the
	 * model adds.
	 * @param request the request, with a model where the endpoint needs one
	 * @param server of which kind the server is, or {@code null} if that is not known
	 * @return the number of tokens; empty, without asking, where it is not known how to,
	 * or where there is more to a message than text
	 */
	default Mono<Integer> countTokens(ChatRequest request, @Nullable ServerKind server) {
		return Mono.empty();
	}

}
