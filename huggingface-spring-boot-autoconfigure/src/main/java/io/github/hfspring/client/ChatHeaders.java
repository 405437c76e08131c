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
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/**
 * The headers of requests, and what is read from those of responses.
 *
 * @param userAgent who we are
 * @param billTo the organization that pays
 * @param scaleUpTimeout the seconds an endpoint may hold a request while it starts
 */
record ChatHeaders(String userAgent, @Nullable String billTo, @Nullable Long scaleUpTimeout) {

	private static final String TRACE_ID = "X-Amzn-Trace-Id";

	private static final List<String> REQUEST_IDS = List.of("x-request-id", "x-amzn-trace-id", "x-amz-cf-id",
			"inference-id", "x-inference-id", "x-trace-id", "cf-ray");

	/**
	 * Write the headers of a request.
	 * @param headers where to
	 * @param token the token to send, if there is one
	 * @param traceId the id to send, unless the application traces by such ids itself
	 * @param stream whether a stream is wanted
	 * @param extraHeaders the extra headers, which win
	 */
	void write(HttpHeaders headers, @Nullable String token, String traceId, boolean stream,
			Map<String, String> extraHeaders) {
		headers.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
		headers.set(HttpHeaders.ACCEPT, stream ? MediaType.TEXT_EVENT_STREAM_VALUE : MediaType.APPLICATION_JSON_VALUE);
		headers.set(HttpHeaders.USER_AGENT, this.userAgent);
		if (!headers.containsHeader(TRACE_ID)) {
			headers.set(TRACE_ID, traceId);
		}
		if (StringUtils.hasText(token)) {
			headers.setBearerAuth(token);
		}
		if (this.billTo != null) {
			headers.set("X-HF-Bill-To", this.billTo);
		}
		if (this.scaleUpTimeout != null) {
			headers.set("X-Scale-Up-Timeout", this.scaleUpTimeout.toString());
		}
		extraHeaders.forEach(headers::set);
	}

	ChatHeaders withoutBillTo() {
		return new ChatHeaders(this.userAgent, null, this.scaleUpTimeout);
	}

	/**
	 * The router shows this id in its own request id, as it does for the official client.
	 */
	static String traceId() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return new UUID(random.nextLong(), random.nextLong()).toString();
	}

	/**
	 * Read the headers of a response.
	 * @param status the status
	 * @param headers the headers
	 * @param token the token that was sent, never to be shown
	 * @return what they say
	 */
	static ResponseMetadata read(int status, HttpHeaders headers, @Nullable String token) {
		Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.forEach((name, values) -> {
			if (!name.regionMatches(true, 0, "set-cookie", 0, "set-cookie".length())) {
				String value = (values.size() == 1) ? values.get(0) : String.join(", ", values);
				map.put(name, Secrets.maskIfSuspicious(value, token));
			}
		});
		String requestId = null;
		for (String name : REQUEST_IDS) {
			requestId = (requestId != null) ? requestId : map.get(name);
		}
		return new ResponseMetadata(status, map.get("x-inference-provider"), requestId, map);
	}

}
