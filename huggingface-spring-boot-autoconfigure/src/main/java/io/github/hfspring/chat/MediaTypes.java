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

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.util.StringUtils;

/**
 * MIME types: how they are written, and how they are found.
 */
final class MediaTypes {

	private static final Map<String, String> USUAL = Map.ofEntries(Map.entry("image/jpg", "image/jpeg"),
			Map.entry("image/pjpeg", "image/jpeg"), Map.entry("image/x-png", "image/png"),
			Map.entry("audio/mp3", "audio/mpeg"), Map.entry("audio/x-mp3", "audio/mpeg"),
			Map.entry("audio/wave", "audio/wav"), Map.entry("audio/x-wav", "audio/wav"),
			Map.entry("audio/vnd.wave", "audio/wav"), Map.entry("audio/m4a", "audio/mp4"),
			Map.entry("audio/x-m4a", "audio/mp4"), Map.entry("audio/x-flac", "audio/flac"),
			Map.entry("audio/x-aac", "audio/aac"), Map.entry("application/x-pdf", "application/pdf"));

	private static final Map<String, String> OF_EXTENSION = Map.ofEntries(Map.entry("png", "image/png"),
			Map.entry("jpg", "image/jpeg"), Map.entry("jpeg", "image/jpeg"), Map.entry("gif", "image/gif"),
			Map.entry("webp", "image/webp"), Map.entry("bmp", "image/bmp"), Map.entry("tif", "image/tiff"),
			Map.entry("tiff", "image/tiff"), Map.entry("avif", "image/avif"), Map.entry("heic", "image/heic"),
			Map.entry("svg", "image/svg+xml"), Map.entry("wav", "audio/wav"), Map.entry("mp3", "audio/mpeg"),
			Map.entry("flac", "audio/flac"), Map.entry("ogg", "audio/ogg"), Map.entry("oga", "audio/ogg"),
			Map.entry("opus", "audio/ogg"), Map.entry("m4a", "audio/mp4"), Map.entry("aac", "audio/aac"),
			Map.entry("mp4", "video/mp4"), Map.entry("m4v", "video/mp4"), Map.entry("mov", "video/quicktime"),
			Map.entry("webm", "video/webm"), Map.entry("mkv", "video/x-matroska"), Map.entry("avi", "video/x-msvideo"),
			Map.entry("mpg", "video/mpeg"), Map.entry("mpeg", "video/mpeg"), Map.entry("ogv", "video/ogg"),
			Map.entry("pdf", "application/pdf"), Map.entry("txt", "text/plain"), Map.entry("md", "text/markdown"),
			Map.entry("csv", "text/csv"), Map.entry("html", "text/html"), Map.entry("xml", "application/xml"),
			Map.entry("json", "application/json"), Map.entry("zip", "application/zip"),
			Map.entry("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
			Map.entry("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
			Map.entry("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"));

	/** What files begin with; a question mark stands for any byte. */
	private static final List<Map.Entry<String, String>> BEGINNINGS = List.of(
			Map.entry("\u0089PNG\r\n\u001a\n", "image/png"), Map.entry("\u00ff\u00d8\u00ff", "image/jpeg"),
			Map.entry("GIF87a", "image/gif"), Map.entry("GIF89a", "image/gif"), Map.entry("RIFF????WEBP", "image/webp"),
			Map.entry("BM????\0\0\0\0", "image/bmp"), Map.entry("II*\0", "image/tiff"),
			Map.entry("MM\0*", "image/tiff"), Map.entry("????ftypavi", "image/avif"),
			Map.entry("????ftyphe", "image/heic"), Map.entry("????ftypmif1", "image/heic"),
			Map.entry("RIFF????WAVE", "audio/wav"), Map.entry("ID3", "audio/mpeg"), Map.entry("fLaC", "audio/flac"),
			Map.entry("OggS" + "?".repeat(24) + "\u0080theora", "video/ogg"), Map.entry("OggS", "audio/ogg"),
			Map.entry("????ftypM4A", "audio/mp4"), Map.entry("????ftypM4B", "audio/mp4"),
			Map.entry("????ftypqt", "video/quicktime"), Map.entry("????ftyp", "video/mp4"),
			Map.entry("RIFF????AVI ", "video/x-msvideo"), Map.entry("%PDF-", "application/pdf"));

	private MediaTypes() {
	}

	/**
	 * Write a MIME type the usual way: in lower case, without parameters, and by its
	 * registered name.
	 * @param mimeType the MIME type
	 * @return the same, as servers expect it
	 * @throws IllegalArgumentException if it is none
	 */
	static String normalize(String mimeType) {
		MimeType parsed = MimeTypeUtils.parseMimeType(mimeType);
		Assert.isTrue(parsed.isConcrete(), () -> "'" + mimeType + "' is no single MIME type");
		String name = (parsed.getType() + "/" + parsed.getSubtype()).toLowerCase(Locale.ROOT);
		return USUAL.getOrDefault(name, name);
	}

	/**
	 * Find the MIME type of a file: by what it begins with, and only then by its name,
	 * which often lies.
	 * @param bytes the file
	 * @param filename its name, if it has any
	 * @return the MIME type, or {@code null} if it is not known
	 */
	static @Nullable String find(byte[] bytes, @Nullable String filename) {
		for (Map.Entry<String, String> beginning : BEGINNINGS) {
			if (beginsWith(bytes, beginning.getKey())) {
				return beginning.getValue();
			}
		}
		String other = findMatroska(bytes);
		other = (other != null) ? other : findFrames(bytes);
		if (other != null) {
			return other;
		}
		String extension = StringUtils.getFilenameExtension(filename);
		return (extension != null) ? OF_EXTENSION.get(extension.toLowerCase(Locale.ROOT)) : null;
	}

	private static boolean beginsWith(byte[] bytes, String beginning) {
		if (bytes.length < beginning.length()) {
			return false;
		}
		for (int i = 0; i < beginning.length(); i++) {
			char expected = beginning.charAt(i);
			if (expected != '?' && expected != (bytes[i] & 0xff)) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable String findMatroska(byte[] bytes) {
		if (!beginsWith(bytes, "\u001aE\u00df\u00a3")) {
			return null;
		}
		String head = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1);
		return head.contains("webm") ? "video/webm" : "video/x-matroska";
	}

	/**
	 * MP3 and AAC can begin without a header, with a frame at once.
	 */
	private static @Nullable String findFrames(byte[] bytes) {
		if (bytes.length < 2 || (bytes[0] & 0xff) != 0xff) {
			return null;
		}
		if ((bytes[1] & 0xf6) == 0xf0) {
			return "audio/aac";
		}
		return ((bytes[1] & 0xe6) == 0xe2) ? "audio/mpeg" : null;
	}

	/**
	 * Return the name that servers have for the format of sound.
	 * @param mimeType the MIME type
	 * @return the name
	 */
	static String audioFormat(String mimeType) {
		return switch (mimeType) {
			case "audio/mpeg" -> "mp3";
			case "audio/mp4" -> "m4a";
			default -> {
				String subtype = mimeType.substring(mimeType.indexOf('/') + 1);
				yield subtype.startsWith("x-") ? subtype.substring(2) : subtype;
			}
		};
	}

}
