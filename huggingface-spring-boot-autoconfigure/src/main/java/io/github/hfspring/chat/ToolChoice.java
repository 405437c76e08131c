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

package io.github.hfspring.chat;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Whether the model may, must or must not call tools.
 *
 * @param mode {@code auto}, {@code none}, {@code required}, or {@code function} for the
 * one named
 * @param function the name of the one function to call
 * @since 0.1.0
 */
public record ToolChoice(String mode, @Nullable String function) {

	/**
	 * The model decides.
	 */
	public static final ToolChoice AUTO = new ToolChoice("auto", null);

	/**
	 * No tool is called.
	 */
	public static final ToolChoice NONE = new ToolChoice("none", null);

	/**
	 * At least one tool is called.
	 */
	public static final ToolChoice REQUIRED = new ToolChoice("required", null);

	public ToolChoice {
		Assert.hasText(mode, "'mode' must not be empty");
		Assert.isTrue("function".equals(mode) == (function != null),
				"'function' must be given for the mode 'function' and for no other");
	}

	/**
	 * This function is called.
	 * @param name its name
	 * @return the choice
	 */
	public static ToolChoice function(String name) {
		Assert.hasText(name, "'name' must not be empty");
		return new ToolChoice("function", name);
	}

}
