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

import org.jspecify.annotations.Nullable;

/**
 * A part of a message that is no text: an image, sound, a video or a file. Most servers
 * take images alone.
 *
 * @since 0.1.0
 */
public sealed interface MediaPart extends ContentPart permits ImagePart, AudioPart, VideoPart, FilePart {

	/**
	 * Return what the part is.
	 * @return the kind
	 */
	MediaKind kind();

	/**
	 * Return the data that are sent with the request.
	 * @return the data, or {@code null} if the server gets or has them itself
	 */
	@Nullable MediaData data();

}
