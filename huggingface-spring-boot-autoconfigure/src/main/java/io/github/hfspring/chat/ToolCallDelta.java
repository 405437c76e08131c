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

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a chunk adds to a tool call. Any of its fields may be missing;
 * {@link ChatChunkAggregator} knows which pieces belong together.
 *
 * @param index the position of the call, if the server tells
 * @param id the id of the call
 * @param type the kind of tool
 * @param name the name of the tool
 * @param arguments a piece of the arguments' JSON text
 * @param additionalFields further JSON fields
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ToolCallDelta(@Nullable Integer index, @Nullable String id, @Nullable String type, @Nullable String name,
		@Nullable String arguments, Map<String, Object> additionalFields) {

	public ToolCallDelta {
		additionalFields = JsonFields.copyOf(additionalFields);
	}

}
