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

package io.github.hfspring.benchmarks.client;

import org.jspecify.annotations.Nullable;

/**
 * The least that a client has to give of a chunk.
 *
 * @param id the id of the answer
 * @param model the model that answers
 * @param created when, in seconds
 * @param index which of several answers
 * @param role who speaks
 * @param content the new text
 * @param reasoning the new reasoning
 * @param arguments the new part of a tool's arguments
 * @param finishReason why the answer ended
 */
record FloorChunk(@Nullable String id, @Nullable String model, long created, int index, @Nullable String role,
		@Nullable String content, @Nullable String reasoning, @Nullable String arguments,
		@Nullable String finishReason) {

	int characters() {
		return length(this.content) + length(this.reasoning) + length(this.arguments);
	}

	private static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
