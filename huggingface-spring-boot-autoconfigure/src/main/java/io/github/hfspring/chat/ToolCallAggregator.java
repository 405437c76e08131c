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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of tool calls together. Servers differ in which fields they repeat, so
 * which call a piece belongs to is found out from what it has:
 * <ol>
 * <li>calls are told apart by index, and without one by id;</li>
 * <li>a piece without index and id belongs to the last call, unless it brings a
 * name;</li>
 * <li>another name under an index that has a call already begins another call (servers
 * that number every call 0), as does the same name after arguments that are
 * complete;</li>
 * <li>a new id alone is the same call (servers that make up an id for each piece), and so
 * is a name that is repeated with the pieces.</li>
 * </ol>
 */
final class ToolCallAggregator {

	private final List<Fragment> fragments = new ArrayList<>(0);

	/**
	 * Add a piece.
	 * @param delta the piece
	 * @return how much more is held, in characters
	 */
	long add(ToolCallDelta delta) {
		Fragment fragment = find(delta);
		int added = (fragment != null) ? 0 : ChatChunkAggregator.PIECE_SIZE;
		if (fragment == null) {
			fragment = new Fragment(delta.index());
			this.fragments.add(fragment);
		}
		return added + fragment.add(delta);
	}

	List<ToolCall> toToolCalls() {
		return this.fragments.stream().map(Fragment::toToolCall).toList();
	}

	private @Nullable Fragment find(ToolCallDelta delta) {
		Fragment last = null;
		for (Fragment fragment : this.fragments) {
			if (delta.index() == null || delta.index().equals(fragment.index)) {
				if (isPresent(delta.id()) && Objects.equals(delta.id(), fragment.id)) {
					return fragment;
				}
				last = fragment;
			}
		}
		if (last == null || last.isFollowedBy(delta)) {
			return null;
		}
		return last;
	}

	private static boolean isPresent(@Nullable String value) {
		return value != null && !value.isEmpty();
	}

	/**
	 * What there is of one call.
	 */
	private static final class Fragment {

		private final @Nullable Integer index;

		private final StringBuilder arguments = new StringBuilder();

		private final Map<String, Object> additionalFields = new LinkedHashMap<>(0);

		private @Nullable String id;

		private @Nullable String type;

		private @Nullable String name;

		Fragment(@Nullable Integer index) {
			this.index = index;
		}

		long add(ToolCallDelta delta) {
			this.id = isPresent(this.id) ? this.id : delta.id();
			this.type = isPresent(this.type) ? this.type : delta.type();
			this.name = isPresent(delta.name()) ? delta.name() : this.name;
			long added = JsonFields.putAll(this.additionalFields, delta.additionalFields());
			String piece = delta.arguments();
			if (piece == null) {
				return added;
			}
			this.arguments.append(piece);
			return added + piece.length();
		}

		boolean isFollowedBy(ToolCallDelta delta) {
			boolean otherId = isPresent(delta.id()) && isPresent(this.id);
			if (otherId && delta.index() == null) {
				return true;
			}
			if (!isPresent(delta.name()) || !isPresent(this.name)) {
				return false;
			}
			if (!Objects.equals(delta.name(), this.name)) {
				return true;
			}
			return hasCompleteArguments() && (otherId || isPresent(delta.arguments()));
		}

		private boolean hasCompleteArguments() {
			int depth = 0;
			boolean inString = false;
			for (int i = 0; i < this.arguments.length(); i++) {
				char character = this.arguments.charAt(i);
				if (inString) {
					i += (character == '\\') ? 1 : 0;
					inString = character != '"';
				}
				else if (character == '"') {
					inString = true;
				}
				else if (character == '{' || character == '[') {
					depth++;
				}
				else if (character == '}' || character == ']') {
					depth--;
				}
			}
			return depth == 0 && !inString && !this.arguments.isEmpty();
		}

		ToolCall toToolCall() {
			String id = this.id;
			if (id == null || id.isEmpty()) {
				id = "call_" + UUID.randomUUID();
				this.id = id;
			}
			return new ToolCall(id, this.type, (this.name != null) ? this.name : "", this.arguments.toString(),
					this.additionalFields);
		}

	}

}
