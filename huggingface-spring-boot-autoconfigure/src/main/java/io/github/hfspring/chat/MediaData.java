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

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.util.Assert;

/**
 * The bytes of an image, of sound, of a video or of a file, and what they are. They
 * cannot be changed, so one object can be part of many requests.
 * <p>
 * Where no MIME type is given, it is found: by what the bytes begin with, or else by the
 * name of the file.
 *
 * @since 0.1.0
 */
public final class MediaData {

	/** As many bytes at a time as base64 turns into whole characters. */
	private static final int PIECE = 3 * 8192;

	private static final String BASE64 = ";base64";

	/** Containers that are for sound as well as for video. */
	private static final Set<String> CONTAINERS = Set.of("mp4", "webm", "ogg");

	@JsonProperty
	private final String mimeType;

	@JsonProperty
	private final byte[] bytes;

	@JsonCreator
	private MediaData(@JsonProperty("mimeType") String mimeType, @JsonProperty("bytes") byte[] bytes) {
		Assert.notNull(mimeType, "'mimeType' must not be null");
		Assert.isTrue(bytes != null && bytes.length > 0, "'bytes' must not be empty");
		this.mimeType = MediaTypes.normalize(mimeType);
		this.bytes = bytes;
	}

	/**
	 * Return what the bytes are.
	 * @return the MIME type, without parameters
	 */
	public String mimeType() {
		return this.mimeType;
	}

	/**
	 * Return the number of the bytes.
	 * @return the number
	 */
	public int size() {
		return this.bytes.length;
	}

	/**
	 * Return the bytes.
	 * @return a copy of the bytes
	 */
	public byte[] bytes() {
		return this.bytes.clone();
	}

	/**
	 * Write the bytes in base64, with padding and without line breaks.
	 * @param out where to write to; it is not closed
	 * @throws IOException if that fails
	 */
	public void writeBase64(OutputStream out) throws IOException {
		Base64.Encoder encoder = Base64.getEncoder();
		byte[] piece = new byte[Math.min(this.bytes.length, PIECE)];
		byte[] target = new byte[(piece.length + 2) / 3 * 4];
		for (int start = 0; start < this.bytes.length; start += piece.length) {
			if (piece.length > this.bytes.length - start) {
				piece = new byte[this.bytes.length - start];
			}
			System.arraycopy(this.bytes, start, piece, 0, piece.length);
			out.write(target, 0, encoder.encode(piece, target));
		}
	}

	/**
	 * Return a URL that holds the bytes, for servers that want it where there is no part
	 * for it.
	 * @return the URL, such as {@code data:image/png;base64,iVBORw0...}
	 */
	public String toDataUrl() {
		return "data:" + this.mimeType + BASE64 + "," + Base64.getEncoder().encodeToString(this.bytes);
	}

	/**
	 * Return these data as those of a part. What is found in a container can be sound as
	 * well as a video; the part tells.
	 * @param kind the kind of the part
	 * @return the same data
	 * @throws IllegalArgumentException if they are of another kind
	 */
	MediaData as(MediaKind kind) {
		String type = kind.name().toLowerCase(Locale.ROOT) + "/";
		if (kind == MediaKind.FILE || this.mimeType.startsWith(type)) {
			return this;
		}
		String subtype = this.mimeType.substring(this.mimeType.indexOf('/') + 1);
		Assert.isTrue(kind != MediaKind.IMAGE && CONTAINERS.contains(subtype),
				() -> "The MIME type '" + this.mimeType + "' does not begin with '" + type + "'");
		return new MediaData(type + subtype, this.bytes);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof MediaData data && this.mimeType.equals(data.mimeType)
				&& Arrays.equals(this.bytes, data.bytes));
	}

	@Override
	public int hashCode() {
		return 31 * this.mimeType.hashCode() + Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		return "MediaData[" + this.mimeType + ", " + this.bytes.length + " bytes]";
	}

	/**
	 * Create data from bytes.
	 * @param bytes the bytes, which are copied
	 * @return the data
	 * @throws IllegalArgumentException if there are none, or their MIME type cannot be
	 * found
	 */
	public static MediaData of(byte[] bytes) {
		Assert.notNull(bytes, "'bytes' must not be null");
		return create(bytes.clone(), "data", null, null);
	}

	/**
	 * Create data from bytes.
	 * @param bytes the bytes, which are copied
	 * @param mimeType what they are, such as {@code image/png}
	 * @return the data
	 * @throws IllegalArgumentException if there are no bytes, or it is no MIME type
	 */
	public static MediaData of(byte[] bytes, String mimeType) {
		Assert.notNull(bytes, "'bytes' must not be null");
		Assert.notNull(mimeType, "'mimeType' must not be null");
		return create(bytes.clone(), "data", mimeType, null);
	}

	/**
	 * Read a file. This blocks.
	 * @param path the file
	 * @return the data
	 * @throws UncheckedIOException if the file cannot be read
	 * @throws IllegalArgumentException if it is empty, or its MIME type cannot be found
	 */
	public static MediaData of(Path path) {
		return create(read(path), describe(path), null, path.toString());
	}

	/**
	 * Read a file. This blocks.
	 * @param path the file
	 * @param mimeType what it is, such as {@code image/png}
	 * @return the data
	 * @throws UncheckedIOException if the file cannot be read
	 * @throws IllegalArgumentException if it is empty, or it is no MIME type
	 */
	public static MediaData of(Path path, String mimeType) {
		Assert.notNull(mimeType, "'mimeType' must not be null");
		return create(read(path), describe(path), mimeType, null);
	}

	/**
	 * Read a resource. This blocks.
	 * @param resource the resource
	 * @return the data
	 * @throws UncheckedIOException if the resource cannot be read
	 * @throws IllegalArgumentException if it is empty, or its MIME type cannot be found
	 */
	public static MediaData of(Resource resource) {
		return create(read(resource), resource.getDescription(), null, resource.getFilename());
	}

	/**
	 * Read a resource. This blocks.
	 * @param resource the resource
	 * @param mimeType what it is, such as {@code image/png}
	 * @return the data
	 * @throws UncheckedIOException if the resource cannot be read
	 * @throws IllegalArgumentException if it is empty, or it is no MIME type
	 */
	public static MediaData of(Resource resource, String mimeType) {
		Assert.notNull(mimeType, "'mimeType' must not be null");
		return create(read(resource), resource.getDescription(), mimeType, null);
	}

	private static MediaData create(byte[] bytes, String description, @Nullable String mimeType,
			@Nullable String filename) {
		Assert.isTrue(bytes.length > 0, () -> "There is nothing in " + description);
		String type = (mimeType != null) ? mimeType : MediaTypes.find(bytes, filename);
		if (type == null) {
			throw new IllegalArgumentException(
					"The MIME type of " + description + " cannot be found: give it to MediaData.of");
		}
		return new MediaData(type, bytes);
	}

	private static byte[] read(Path path) {
		Assert.notNull(path, "'path' must not be null");
		try {
			return Files.readAllBytes(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + describe(path) + ": " + ex, ex);
		}
	}

	private static byte[] read(Resource resource) {
		Assert.notNull(resource, "'resource' must not be null");
		try {
			return resource.getContentAsByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + resource.getDescription() + ": " + ex, ex);
		}
	}

	private static String describe(Path path) {
		return "file [" + path + "]";
	}

	static boolean isDataUrl(String url) {
		return url.regionMatches(true, 0, "data:", 0, 5);
	}

	/**
	 * Take a data URL apart, so that what it holds counts, and is not shown.
	 * @param url the URL
	 * @return the data
	 * @throws IllegalArgumentException if it is not in base64
	 */
	static MediaData ofDataUrl(String url) {
		int comma = url.indexOf(',');
		String head = (comma >= 0) ? url.substring(5, comma) : "";
		Assert.isTrue(head.toLowerCase(Locale.ROOT).endsWith(BASE64),
				"A data URL must be like 'data:image/png;base64,iVBORw0...'");
		try {
			byte[] text = url.substring(comma + 1).getBytes(StandardCharsets.ISO_8859_1);
			return new MediaData(head.substring(0, head.length() - BASE64.length()), Base64.getDecoder().decode(text));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The data URL cannot be read: " + ex.getMessage(), ex);
		}
	}

}
