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

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A file as one part of a message, such as a PDF: the id of one that the server has, or
 * data.
 *
 * @param fileId the id that the server gave to the file, or {@code null} if there are
 * data
 * @param data the data, or {@code null} if there is an id
 * @param filename the name of the file, if it is known; some servers need it beside data
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FilePart(@Nullable String fileId, @Nullable MediaData data,
		@Nullable String filename) implements MediaPart {

	public FilePart {
		Assert.isTrue((fileId != null) != (data != null), "Either a 'fileId' or 'data' is needed, and not both");
		Assert.isTrue(fileId == null || !fileId.isBlank(), "'fileId' must not be empty");
	}

	@Override
	public MediaKind kind() {
		return MediaKind.FILE;
	}

}
