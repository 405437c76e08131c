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

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.util.Assert;

/**
 * What the application gives to the tools of a call, such as who the user is. The model
 * does not see it.
 *
 * @since 0.1.0
 * @see ToolCallingChatModel#withContext(Map)
 */
public final class ToolContext {

	private final Map<String, Object> values;

	private final ContextView reactorContext;

	ToolContext(Map<String, Object> values, ContextView reactorContext) {
		this.values = values;
		this.reactorContext = reactorContext;
	}

	/**
	 * Return all values.
	 * @return the values, which cannot be changed
	 */
	public Map<String, Object> values() {
		return this.values;
	}

	/**
	 * Return a value.
	 * @param name the name
	 * @param type the type
	 * @param <T> the type
	 * @return the value, or {@code null} if there is none of this name
	 * @throws IllegalArgumentException if it has another type
	 */
	public <T> @Nullable T get(String name, Class<T> type) {
		Object value = this.values.get(name);
		Assert.isTrue(value == null || type.isInstance(value),
				() -> "The value of '" + name + "' is no " + type.getName());
		return (value != null) ? type.cast(value) : null;
	}

	/**
	 * Return the Reactor context of whoever subscribed to the call.
	 * @return the context; an empty one for a call that blocks
	 */
	public ContextView reactorContext() {
		return this.reactorContext;
	}

	/**
	 * Return the names of the values, but not the values, which may be secret.
	 */
	@Override
	public String toString() {
		return "ToolContext" + this.values.keySet();
	}

	/**
	 * Create a context, for tests of tools.
	 * @param values the values
	 * @return the context
	 */
	public static ToolContext of(Map<String, Object> values) {
		return new ToolContext(Map.copyOf(values), Context.empty());
	}

}
