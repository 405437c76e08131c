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

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What the HTTP response said beside its body. All chunks of a stream share one.
 *
 * @param status the HTTP status
 * @param provider who served the request, from {@code x-inference-provider}
 * @param requestId the id to give to the server's support, from {@code x-request-id} or
 * what the server sends in its place
 * @param headers the response headers, the rate limits among them; a header sent more
 * than once is joined with commas; names are found in any case
 * @since 0.1.0
 */
public record ResponseMetadata(int status, @Nullable String provider, @Nullable String requestId,
		Map<String, String> headers) {

	private static final ResponseMetadata NONE = new ResponseMetadata(0, null, null, Map.of());

	public ResponseMetadata {
		Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		copy.putAll(headers);
		headers = Collections.unmodifiableMap(copy);
	}

	/**
	 * Return what is known where there was no HTTP response.
	 * @return the metadata
	 */
	public static ResponseMetadata none() {
		return NONE;
	}

	/**
	 * Return the value of a header.
	 * @param name the name, in any case
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String header(String name) {
		return this.headers.get(name);
	}

	/**
	 * Return everything but the headers, which may hold cookies.
	 */
	@Override
	public String toString() {
		return "ResponseMetadata[status=" + this.status + ", provider=" + this.provider + ", requestId="
				+ this.requestId + "]";
	}

}
