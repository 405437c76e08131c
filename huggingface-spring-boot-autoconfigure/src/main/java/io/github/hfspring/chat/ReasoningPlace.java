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

/**
 * Where the reasoning stood in an answer, which is also where its server looks for it
 * when the answer is sent back as history.
 *
 * @since 0.1.0
 */
public enum ReasoningPlace {

	/**
	 * The field {@code reasoning} of the message.
	 */
	REASONING("reasoning"),

	/**
	 * The field {@code reasoning_content} of the message.
	 */
	REASONING_CONTENT("reasoning_content"),

	/**
	 * The field {@code reasoning_text} of the message.
	 */
	REASONING_TEXT("reasoning_text"),

	/**
	 * Parts of the content, of the type {@code thinking}.
	 */
	THINKING_PART("content"),

	/**
	 * The beginning of the text, between two tags named {@code think}.
	 */
	THINK_TAGS("content");

	private final String field;

	ReasoningPlace(String field) {
		this.field = field;
	}

	/**
	 * Return the field of the message that has the reasoning.
	 * @return the name of the field
	 */
	public String field() {
		return this.field;
	}

}
