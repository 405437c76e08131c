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

package io.github.hfspring.autoconfigure;

import java.util.List;

import io.github.hfspring.chat.MediaKind;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Properties of images, sounds, videos and files in requests.
 *
 * @since 0.1.0
 */
public class HuggingFaceMediaProperties {

	/**
	 * Maximum size of the images, sounds, videos and files of a request together, up to
	 * 1GB. They grow by a third when they are sent. Without it, the server decides.
	 */
	private @Nullable DataSize maxSize;

	/**
	 * Kinds of media that the endpoint takes. Requests with others fail before they are
	 * sent. Without it, the server decides; TGI is sent images only.
	 */
	private @Nullable List<MediaKind> kinds;

	public @Nullable DataSize getMaxSize() {
		return this.maxSize;
	}

	public void setMaxSize(@Nullable DataSize maxSize) {
		this.maxSize = maxSize;
	}

	public @Nullable List<MediaKind> getKinds() {
		return this.kinds;
	}

	public void setKinds(@Nullable List<MediaKind> kinds) {
		this.kinds = kinds;
	}

}
