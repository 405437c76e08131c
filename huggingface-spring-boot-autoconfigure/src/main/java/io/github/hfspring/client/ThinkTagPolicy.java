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

/**
 * What to do about reasoning that a server leaves in the text of the answer, between two
 * tags named {@code think}. Most servers send it in a field of its own, and then there is
 * nothing to do.
 *
 * @since 0.1.0
 */
public enum ThinkTagPolicy {

	/**
	 * Leave it where it is.
	 */
	KEEP,

	/**
	 * Take a block at the beginning of an answer for reasoning. Tags that come later are
	 * text: an answer may speak of them.
	 */
	SPLIT,

	/**
	 * Take everything up to the end tag for reasoning, also without a tag at the
	 * beginning: templates of some models put that into the prompt.
	 */
	SPLIT_FROM_START

}
