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

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.github.hfspring.chat.ToolDefinition;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A function that the model may ask for, and what runs it. {@link ToolCallingChatModel}
 * calls the tools it is given. Methods of an object become tools with
 * {@link HuggingFaceTool} and {@link AnnotatedTools}.
 * <p>
 * Implementations are safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface Tool {

	/**
	 * Return what the model is told of the tool.
	 * @return the definition
	 */
	ToolDefinition definition();

	/**
	 * Run the tool.
	 * @param arguments the arguments as JSON text, as the model wrote them; they may be
	 * empty or not valid
	 * @param context what the application gave along
	 * @return the result, as text for the model. An {@link InvalidToolArgumentsException}
	 * tells that the arguments are wrong; every other error, that the tool has failed.
	 */
	Mono<String> call(String arguments, ToolContext context);

	/**
	 * Return whether the tool may block its thread. Such a tool is called on a thread
	 * that is made for it, and any other one on that of the HTTP client.
	 * @return whether it may; by default it does
	 */
	default boolean isBlocking() {
		return true;
	}

	/**
	 * Create a tool out of a function. The function may block, and may return a
	 * {@code Publisher} or a {@code CompletionStage}. A {@code String} goes to the model
	 * as it is, everything else as JSON.
	 * @param name the name of the tool
	 * @param description what it is good for, for the model to read
	 * @param type the type of the argument, which the schema is made of: a record, a bean
	 * or, for a single parameter, anything that is not written as an object
	 * @param function the function
	 * @param <T> the type of the argument
	 * @return the tool
	 * @throws IllegalStateException if the library that makes the schema is missing
	 */
	static <T> Tool of(String name, String description, Class<T> type, Function<? super T, ?> function) {
		return builder(name, type).description(description).function(function).build();
	}

	/**
	 * Create a tool out of a function that also wants the context.
	 * @param name the name of the tool
	 * @param description what it is good for, for the model to read
	 * @param type the type of the argument
	 * @param function the function
	 * @param <T> the type of the argument
	 * @return the tool
	 * @throws IllegalStateException if the library that makes the schema is missing
	 * @see #of(String, String, Class, Function)
	 */
	static <T> Tool of(String name, String description, Class<T> type,
			BiFunction<? super T, ? super ToolContext, ?> function) {
		return builder(name, type).description(description).function(function).build();
	}

	/**
	 * Return a builder of a tool.
	 * @param name the name of the tool
	 * @param type the type of the argument
	 * @param <T> the type of the argument
	 * @return the builder
	 */
	static <T> ToolBuilder<T> builder(String name, Class<T> type) {
		return new ToolBuilder<>(name, type);
	}

	/**
	 * Return a builder of a tool whose argument has a generic type.
	 * @param name the name of the tool
	 * @param type the type of the argument
	 * @param <T> the type of the argument
	 * @return the builder
	 */
	static <T> ToolBuilder<T> builder(String name, ParameterizedTypeReference<T> type) {
		return new ToolBuilder<>(name, type.getType());
	}

	/**
	 * Return a builder of a tool that takes the arguments as they come. Without a schema
	 * it has no parameters.
	 * @param name the name of the tool
	 * @return the builder
	 */
	static ToolBuilder<Map<String, Object>> builder(String name) {
		return new ToolBuilder<>(name, ToolBuilder.ANY_ARGUMENTS);
	}

}
