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

import java.util.function.BiFunction;

import io.github.hfspring.chat.ToolDefinition;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A tool that is a function of one argument.
 *
 * @param <T> the type of the argument
 */
final class FunctionTool<T> implements Tool {

	private final ToolDefinition definition;

	private final ToolArguments<T> arguments;

	private final BiFunction<? super T, ? super ToolContext, ?> function;

	private final ToolResults results;

	private final boolean blocking;

	FunctionTool(ToolDefinition definition, ToolArguments<T> arguments,
			BiFunction<? super T, ? super ToolContext, ?> function, ToolResults results, boolean blocking) {
		this.definition = definition;
		this.arguments = arguments;
		this.function = function;
		this.results = results;
		this.blocking = blocking;
	}

	@Override
	public ToolDefinition definition() {
		return this.definition;
	}

	@Override
	public Mono<String> call(String arguments, ToolContext context) {
		return this.results.of(() -> this.function.apply(this.arguments.read(arguments), context), "null");
	}

	@Override
	public boolean isBlocking() {
		return this.blocking;
	}

	@Nullable String wrapper() {
		return this.arguments.wrapper();
	}

	@Override
	public String toString() {
		return "Tool[" + this.definition.name() + "]";
	}

}
