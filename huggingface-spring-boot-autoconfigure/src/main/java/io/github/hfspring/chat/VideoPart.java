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

/**
 * A video as one part of a message: a URL for the server to read, or data.
 *
 * @param url the URL, or {@code null} if there are data; a {@code data:} URL becomes data
 * @param data the data, or {@code null} if there is a URL
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VideoPart(@Nullable String url, @Nullable MediaData data) implements MediaPart {

	public VideoPart(@Nullable String url, @Nullable MediaData data) {
		MediaSource source = MediaSource.of(MediaKind.VIDEO, url, data);
		this.url = source.url();
		this.data = source.data();
	}

	@Override
	public MediaKind kind() {
		return MediaKind.VIDEO;
	}

}
