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

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ContentPart;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.MediaKind;
import io.github.hfspring.chat.MediaPart;
import io.github.hfspring.chat.UserMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * What media a request may have. What breaks a rule fails as it would if the server had
 * found it, but without megabytes being sent, and without a message that nobody
 * understands.
 *
 * @param maxSize the most bytes of all media of a request together, before base64
 * @param kinds the kinds that the endpoint takes, or {@code null} if nobody has said
 * @param origin where that is from
 */
record MediaRules(@Nullable DataSize maxSize, @Nullable Set<MediaKind> kinds, String origin) {

	/** More would be too long for an array once it is base64. */
	private static final DataSize LIMIT = DataSize.ofGigabytes(1);

	MediaRules {
		Assert.isTrue(maxSize == null || (maxSize.toBytes() > 0 && maxSize.compareTo(LIMIT) <= 0),
				"'maxMediaSize' must be above 0 and at most 1 GB");
		kinds = (kinds != null) ? Set.copyOf(kinds) : null;
	}

	MediaRules(@Nullable DataSize maxSize, @Nullable Set<MediaKind> kinds) {
		this(maxSize, kinds, "'huggingface.media.kinds' is ");
	}

	static MediaRules none() {
		return new MediaRules(null, null);
	}

	/**
	 * Return the rules of a server whose parts are known. TGI answers anything but images
	 * with a 422 about the whole body.
	 * @param server the server, or {@code null} if it is not known
	 */
	static MediaRules of(@Nullable ServerKind server) {
		return (server == ServerKind.TGI) ? new MediaRules(null, Set.of(MediaKind.IMAGE), "it is TGI, which takes ")
				: none();
	}

	/**
	 * Return whether servers differ in whether they take a request.
	 */
	static boolean differFor(ChatRequest request) {
		for (ChatMessage message : request.messages()) {
			for (ContentPart part : parts(message)) {
				if (part instanceof MediaPart media && media.kind() != MediaKind.IMAGE) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Check the media of a request.
	 * @param request the request
	 * @return how many bytes they have together
	 * @throws HuggingFaceException if there are too many of them, or the endpoint does
	 * not take them
	 */
	int check(ChatRequest request) {
		long size = 0;
		List<ChatMessage> messages = request.messages();
		for (int i = 0; i < messages.size(); i++) {
			size += size(parts(messages.get(i)));
		}
		if (size > limit().toBytes()) {
			String rule = (this.maxSize != null) ? "'huggingface.media.max-size' allows " : "a request can have ";
			throw HuggingFaceException
				.of(ErrorKind.PAYLOAD_TOO_LARGE,
						"The media of the request have " + size + " bytes, but " + rule + limit().toBytes())
				.build();
		}
		return (int) size;
	}

	private DataSize limit() {
		return (this.maxSize != null) ? this.maxSize : LIMIT;
	}

	private static List<ContentPart> parts(ChatMessage message) {
		if (message instanceof UserMessage user) {
			return user.content();
		}
		return (message instanceof AssistantMessage assistant) ? assistant.content() : List.of();
	}

	private long size(List<ContentPart> parts) {
		long size = 0;
		for (int i = 0; i < parts.size(); i++) {
			if (parts.get(i) instanceof MediaPart part) {
				checkKind(part.kind());
				size += (part.data() != null) ? part.data().size() : 0;
			}
		}
		return size;
	}

	private void checkKind(MediaKind kind) {
		Set<MediaKind> kinds = this.kinds;
		if (kinds != null && !kinds.contains(kind)) {
			throw HuggingFaceException
				.of(ErrorKind.INVALID_REQUEST,
						"The request has a part of the kind '" + name(kind) + "', which the endpoint does not take: "
								+ this.origin + names(kinds))
				.build();
		}
	}

	private static String names(Set<MediaKind> kinds) {
		return kinds.isEmpty() ? "empty"
				: kinds.stream().sorted().map(MediaRules::name).collect(Collectors.joining(", "));
	}

	private static String name(MediaKind kind) {
		return kind.name().toLowerCase(Locale.ROOT);
	}

}
