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

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

import org.springframework.core.io.Resource;

/**
 * One part of a message's content: text, an image, sound, a video, a file, or a part in
 * the form the server documents for it.
 * <p>
 * A {@link Path} or {@link Resource} is read when the part is made, which blocks: in
 * reactive code make such parts on a scheduler that may. What is read is copied and never
 * looked at again.
 * <p>
 * The JSON that the annotations describe is for applications that store a conversation.
 * Its {@code type} is the kind of the part, and not what servers call it.
 *
 * @since 0.1.0
 * @see MediaData
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = TextPart.class, name = "text"),
		@JsonSubTypes.Type(value = ImagePart.class, name = "image"),
		@JsonSubTypes.Type(value = AudioPart.class, name = "audio"),
		@JsonSubTypes.Type(value = VideoPart.class, name = "video"),
		@JsonSubTypes.Type(value = FilePart.class, name = "file"),
		@JsonSubTypes.Type(value = RawPart.class, name = "raw") })
public sealed interface ContentPart permits TextPart, MediaPart, RawPart {

	/**
	 * Create a part that is text.
	 * @param text the text
	 * @return the part
	 */
	static TextPart text(String text) {
		return new TextPart(text);
	}

	/**
	 * Create a part that is an image, for the server to read from a URL.
	 * @param url the URL; a {@code data:} URL is sent as data
	 * @return the part
	 */
	static ImagePart image(String url) {
		return new ImagePart(url, null, null);
	}

	/**
	 * Create a part that is an image, for the server to read from a URL.
	 * @param url the URL; a {@code data:} URL is sent as data
	 * @return the part
	 */
	static ImagePart image(URI url) {
		return image(url.toString());
	}

	/**
	 * Create a part that is an image.
	 * @param data the bytes, which are copied
	 * @param mimeType what they are, such as {@code image/png}
	 * @return the part
	 */
	static ImagePart image(byte[] data, String mimeType) {
		return image(MediaData.of(data, mimeType));
	}

	/**
	 * Create a part that is an image, from a file that is read at once. Its MIME type is
	 * found.
	 * @param path the file
	 * @return the part
	 * @see MediaData#of(Path)
	 */
	static ImagePart image(Path path) {
		return image(MediaData.of(path));
	}

	/**
	 * Create a part that is an image, from a resource that is read at once. Its MIME type
	 * is found.
	 * @param resource the resource
	 * @return the part
	 * @see MediaData#of(Resource)
	 */
	static ImagePart image(Resource resource) {
		return image(MediaData.of(resource));
	}

	/**
	 * Create a part that is an image.
	 * @param data the data
	 * @return the part
	 */
	static ImagePart image(MediaData data) {
		return new ImagePart(null, data, null);
	}

	/**
	 * Create a part that is sound, for the server to read from a URL.
	 * @param url the URL; a {@code data:} URL is sent as data
	 * @return the part
	 */
	static AudioPart audio(String url) {
		return new AudioPart(url, null);
	}

	/**
	 * Create a part that is sound, for the server to read from a URL.
	 * @param url the URL; a {@code data:} URL is sent as data
	 * @return the part
	 */
	static AudioPart audio(URI url) {
		return audio(url.toString());
	}

	/**
	 * Create a part that is sound.
	 * @param data the bytes, which are copied
	 * @param mimeType what they are, such as {@code audio/wav}
	 * @return the part
	 */
	static AudioPart audio(byte[] data, String mimeType) {
		return audio(MediaData.of(data, mimeType));
	}

	/**
	 * Create a part that is sound, from a file that is read at once. Its MIME type is
	 * found.
	 * @param path the file
	 * @return the part
	 * @see MediaData#of(Path)
	 */
	static AudioPart audio(Path path) {
		return audio(MediaData.of(path));
	}

	/**
	 * Create a part that is sound, from a resource that is read at once. Its MIME type is
	 * found.
	 * @param resource the resource
	 * @return the part
	 * @see MediaData#of(Resource)
	 */
	static AudioPart audio(Resource resource) {
		return audio(MediaData.of(resource));
	}

	/**
	 * Create a part that is sound.
	 * @param data the data
	 * @return the part
	 */
	static AudioPart audio(MediaData data) {
		return new AudioPart(null, data);
	}

	/**
	 * Create a part that is a video, for the server to read from a URL.
	 * @param url the URL; a {@code data:} URL is sent as data
	 * @return the part
	 */
	static VideoPart video(String url) {
		return new VideoPart(url, null);
	}

	/**
	 * Create a part that is a video, for the server to read from a URL.
	 * @param url the URL; a {@code data:} URL is sent as data
	 * @return the part
	 */
	static VideoPart video(URI url) {
		return video(url.toString());
	}

	/**
	 * Create a part that is a video.
	 * @param data the bytes, which are copied
	 * @param mimeType what they are, such as {@code video/mp4}
	 * @return the part
	 */
	static VideoPart video(byte[] data, String mimeType) {
		return video(MediaData.of(data, mimeType));
	}

	/**
	 * Create a part that is a video, from a file that is read at once. Its MIME type is
	 * found.
	 * @param path the file
	 * @return the part
	 * @see MediaData#of(Path)
	 */
	static VideoPart video(Path path) {
		return video(MediaData.of(path));
	}

	/**
	 * Create a part that is a video, from a resource that is read at once. Its MIME type
	 * is found.
	 * @param resource the resource
	 * @return the part
	 * @see MediaData#of(Resource)
	 */
	static VideoPart video(Resource resource) {
		return video(MediaData.of(resource));
	}

	/**
	 * Create a part that is a video.
	 * @param data the data
	 * @return the part
	 */
	static VideoPart video(MediaData data) {
		return new VideoPart(null, data);
	}

	/**
	 * Create a part that is a file.
	 * @param data the bytes, which are copied
	 * @param mimeType what they are, such as {@code application/pdf}
	 * @param filename the name of the file
	 * @return the part
	 */
	static FilePart file(byte[] data, String mimeType, String filename) {
		return file(MediaData.of(data, mimeType), filename);
	}

	/**
	 * Create a part that is a file, which is read at once. Its MIME type is found.
	 * @param path the file
	 * @return the part
	 * @see MediaData#of(Path)
	 */
	static FilePart file(Path path) {
		MediaData data = MediaData.of(path);
		Path filename = path.getFileName();
		return new FilePart(null, data, (filename != null) ? filename.toString() : null);
	}

	/**
	 * Create a part that is a file, from a resource that is read at once. Its MIME type
	 * is found.
	 * @param resource the resource
	 * @return the part
	 * @see MediaData#of(Resource)
	 */
	static FilePart file(Resource resource) {
		return new FilePart(null, MediaData.of(resource), resource.getFilename());
	}

	/**
	 * Create a part that is a file.
	 * @param data the data
	 * @param filename the name of the file
	 * @return the part
	 */
	static FilePart file(MediaData data, String filename) {
		return new FilePart(null, data, filename);
	}

	/**
	 * Create a part that is a file which the server has already.
	 * @param fileId the id that the server gave to the file
	 * @return the part
	 */
	static FilePart fileId(String fileId) {
		return new FilePart(fileId, null, null);
	}

	/**
	 * Create a part from its JSON, for kinds of content that have no type of their own.
	 * @param fields the fields of the JSON object, {@code type} among them
	 * @return the part
	 */
	static RawPart raw(Map<String, Object> fields) {
		return new RawPart(fields);
	}

	/**
	 * Return the texts of all text parts, one after the other.
	 * @param parts the parts
	 * @return the text, empty if no part is text
	 */
	static String textOf(List<ContentPart> parts) {
		if (parts.size() == 1) {
			return (parts.get(0) instanceof TextPart part) ? part.text() : "";
		}
		StringBuilder text = new StringBuilder();
		for (ContentPart part : parts) {
			if (part instanceof TextPart textPart) {
				text.append(textPart.text());
			}
		}
		return text.toString();
	}

}
