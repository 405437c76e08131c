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

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Where an image, sound or a video comes from: a URL or data.
 *
 * @param url the URL
 * @param data the data
 */
record MediaSource(@Nullable String url, @Nullable MediaData data) {

	private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:\\S+");

	private static final Set<String> LOCAL = Set.of("file", "classpath", "jar");

	/**
	 * Check a URL or data, of which there must be one.
	 * @param kind the kind of the part
	 * @param url the URL; one that holds data is taken apart
	 * @param data the data
	 * @return the source
	 */
	static MediaSource of(MediaKind kind, @Nullable String url, @Nullable MediaData data) {
		if (data != null) {
			Assert.isTrue(url == null, "There can be a 'url' or 'data', but not both");
			return new MediaSource(null, data.as(kind));
		}
		if (url == null) {
			throw new IllegalArgumentException("A 'url' or 'data' is needed");
		}
		if (MediaData.isDataUrl(url)) {
			return new MediaSource(null, MediaData.ofDataUrl(url).as(kind));
		}
		check(url);
		return new MediaSource(url, null);
	}

	/**
	 * Servers cannot read our files, and what they say about it is of no help.
	 */
	private static void check(String url) {
		Assert.isTrue(URL.matcher(url).matches(),
				() -> "'" + StringUtils.truncate(url, 100) + "' is not a URL, such as 'https://example.com/cat.png'; "
						+ "for a file of your own, give a Path or a Resource");
		String scheme = url.substring(0, url.indexOf(':')).toLowerCase(Locale.ROOT);
		Assert.isTrue(!LOCAL.contains(scheme), () -> "The server cannot read '" + url
				+ "': give a Path or a Resource, whose data are sent; a server that does read such URLs takes them in "
				+ "a part made with ContentPart.raw");
	}

}
