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

import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.client.Request;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * What has to be said to Jetty's client for each request, whoever made the connector.
 */
final class JettyRequests {

	private static final boolean PRESENT = ClassUtils.isPresent("org.eclipse.jetty.client.Request",
			JettyRequests.class.getClassLoader());

	private static final Runnable NOTHING = () -> {
	};

	private JettyRequests() {
	}

	/**
	 * Prepare a request before it is sent.
	 * @param request the request, of any connector
	 * @return gives the request up, if it is not over
	 */
	static Runnable prepare(ClientHttpRequest request) {
		return PRESENT ? Jetty.prepare(request.getNativeRequest(), request.getHeaders()) : NOTHING;
	}

	/**
	 * Is loaded only where Jetty's client is there.
	 */
	private static final class Jetty {

		/**
		 * Its idle timeout of 30 seconds is less than many a model takes to think; ours
		 * hold instead. It says itself who it is, and Spring would add ours to that.
		 */
		static Runnable prepare(Object request, HttpHeaders headers) {
			if (!(request instanceof Request jetty)) {
				return NOTHING;
			}
			if (headers.containsHeader(HttpHeaders.USER_AGENT)) {
				jetty.headers((fields) -> fields.remove(HttpHeaders.USER_AGENT));
			}
			if (jetty.getIdleTimeout() < 0) {
				jetty.idleTimeout(0, TimeUnit.MILLISECONDS);
			}
			return () -> jetty.abort(new CancellationException("The response is not wanted any more"));
		}

	}

}
