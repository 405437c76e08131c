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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Puts the pieces of tool calls together. Servers differ in which fields they repeat, so
 * which call a piece belongs to is found out from what it has:
 * <ol>
 * <li>calls are told apart by index, and without one by id;</li>
 * <li>a piece without index and id belongs to the last call, unless it brings a
 * name;</li>
 * <li>another name under an index or an id that has a call already begins another call
 * (servers that number every call 0), as does the same name with arguments after those
 * are complete, unless everything is the same once more, whatever its blanks;</li>
 * <li>arguments take the place of an empty object that had the same id: it was written
 * before there were any;</li>
 * <li>a new id alone is the same call (servers that make up an id for each piece), and so
 * is a name that is repeated with the pieces.</li>
 * </ol>
 */
final class ToolCallAggregator {

	private static final int MAX_RATIO = 8;

	private final List<Fragment> fragments = new ArrayList<>(1);

	private final Map<Integer, Fragment> lastByIndex = new HashMap<>();

	private final Map<Key, Fragment> byId = new HashMap<>();

	/**
	 * Add a piece.
	 * @param delta the piece
	 * @return how much more is held, in characters
	 */
	long add(ToolCallDelta delta) {
		Fragment fragment = find(delta);
		int added = 0;
		if (fragment == null) {
			fragment = new Fragment(delta.index());
			this.fragments.add(fragment);
			added = ChatChunkAggregator.PIECE_SIZE;
		}
		else if (fragment.isRepeatedBy(delta)) {
			return fragment.addFields(delta);
		}
		long size = added + fragment.add(delta);
		String id = fragment.id;
		if (isPresent(id)) {
			this.byId.put(new Key(fragment.index, id), fragment);
			this.byId.put(new Key(null, id), fragment);
		}
		if (fragment.index != null) {
			this.lastByIndex.put(fragment.index, fragment);
		}
		return size;
	}

	List<ToolCall> toToolCalls() {
		return this.fragments.stream().map(Fragment::toToolCall).toList();
	}

	private @Nullable Fragment find(ToolCallDelta delta) {
		Integer index = delta.index();
		String id = delta.id();
		Fragment sameId = isPresent(id) ? this.byId.get(new Key(index, id)) : null;
		if (sameId != null) {
			return sameId.isFollowedBy(delta) ? null : sameId;
		}
		if (this.fragments.isEmpty()) {
			return null;
		}
		Fragment last = (index != null) ? this.lastByIndex.get(index) : this.fragments.get(this.fragments.size() - 1);
		return (last == null || last.isFollowedBy(delta)) ? null : last;
	}

	private static boolean isPresent(@Nullable String value) {
		return value != null && !value.isEmpty();
	}

	/**
	 * What a call is found by.
	 *
	 * @param index the position, or {@code null} for any
	 * @param id the id
	 */
	private record Key(@Nullable Integer index, @Nullable String id) {

	}

	/**
	 * What there is of one call.
	 */
	private static final class Fragment {

		private final @Nullable Integer index;

		private final StringBuilder arguments = new StringBuilder();

		private final FieldsAggregator additionalFields = new FieldsAggregator();

		private @Nullable String id;

		private @Nullable String type;

		private @Nullable String name;

		private int depth;

		private boolean blank = true;

		private boolean inString;

		private boolean escaped;

		Fragment(@Nullable Integer index) {
			this.index = index;
		}

		long add(ToolCallDelta delta) {
			this.id = isPresent(this.id) ? this.id : delta.id();
			this.name = isPresent(delta.name()) ? delta.name() : this.name;
			long added = addFields(delta);
			String piece = delta.arguments();
			if (piece == null) {
				return added;
			}
			if (isPlaceholderOf(delta)) {
				added -= this.arguments.length();
				this.arguments.setLength(0);
			}
			this.arguments.append(piece);
			scan(piece);
			return added + piece.length();
		}

		/**
		 * Add what is neither the name nor the arguments.
		 */
		long addFields(ToolCallDelta delta) {
			this.type = isPresent(this.type) ? this.type : delta.type();
			return this.additionalFields.add(delta.additionalFields());
		}

		boolean isFollowedBy(ToolCallDelta delta) {
			boolean otherId = isPresent(delta.id()) && isPresent(this.id) && !Objects.equals(delta.id(), this.id);
			if (otherId && delta.index() == null) {
				return true;
			}
			if (!isPresent(delta.name()) || !isPresent(this.name)) {
				return false;
			}
			if (!Objects.equals(delta.name(), this.name)) {
				return true;
			}
			String arguments = delta.arguments();
			boolean begins = arguments != null && !arguments.isBlank()
					&& "{[\"".indexOf(arguments.stripLeading().charAt(0)) >= 0;
			return hasCompleteArguments() && (otherId || begins) && !isRepeatedBy(delta) && !isPlaceholderOf(delta);
		}

		/**
		 * Return whether the whole call is told again at the end.
		 */
		boolean isRepeatedBy(ToolCallDelta delta) {
			return isPresent(this.id) && Objects.equals(delta.id(), this.id) && Objects.equals(delta.name(), this.name)
					&& delta.arguments() != null && hasCompleteArguments() && isSame(delta.arguments(), this.arguments);
		}

		/**
		 * Texts of very different lengths are not looked at, so that short pieces after a
		 * long one cost little.
		 */
		private static boolean isSame(String text, CharSequence other) {
			boolean alike = text.length() / MAX_RATIO <= other.length() && other.length() / MAX_RATIO <= text.length();
			return alike && withoutBlanks(text).equals(withoutBlanks(other));
		}

		private static String withoutBlanks(CharSequence json) {
			StringBuilder text = new StringBuilder(json.length());
			boolean inString = false;
			for (int i = 0; i < json.length(); i++) {
				char character = json.charAt(i);
				if (inString || !Character.isWhitespace(character)) {
					text.append(character);
				}
				if (inString && character == '\\' && i + 1 < json.length()) {
					text.append(json.charAt(++i));
				}
				else if (character == '"') {
					inString = !inString;
				}
			}
			return text.toString();
		}

		/**
		 * Return whether there is an empty object that only stood for what comes now.
		 */
		private boolean isPlaceholderOf(ToolCallDelta delta) {
			return isPresent(this.id) && Objects.equals(delta.id(), this.id) && delta.arguments() != null
					&& hasCompleteArguments() && isSame("{}", this.arguments)
					&& delta.arguments().stripLeading().startsWith("{");
		}

		/**
		 * Read on to see whether the JSON is complete. Each piece is looked at once.
		 */
		private void scan(String piece) {
			for (int i = 0; i < piece.length(); i++) {
				char character = piece.charAt(i);
				if (this.escaped) {
					this.escaped = false;
				}
				else if (this.inString) {
					this.escaped = character == '\\';
					this.inString = character != '"';
				}
				else if (character == '"') {
					this.inString = true;
				}
				else if (character == '{' || character == '[') {
					this.depth++;
				}
				else if (character == '}' || character == ']') {
					this.depth--;
				}
				this.blank = this.blank && Character.isWhitespace(character);
			}
		}

		/**
		 * They need not be an object: some servers write {@code null} for none, or put
		 * the object into a text.
		 */
		private boolean hasCompleteArguments() {
			return !this.blank && this.depth == 0 && !this.inString;
		}

		ToolCall toToolCall() {
			String id = this.id;
			if (id == null || id.isEmpty()) {
				id = ToolCall.newId();
				this.id = id;
			}
			return new ToolCall(id, this.type, (this.name != null) ? this.name : "", this.arguments.toString(),
					this.additionalFields.toMap());
		}

	}

}
