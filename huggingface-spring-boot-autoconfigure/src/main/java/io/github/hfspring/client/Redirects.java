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

import java.net.URI;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Where a redirect leads, if it is followed at all. That is not left to the HTTP client:
 * some of them take the token along to whatever host they are sent to. Only 307 and 308
 * repeat a POST as it was, by RFC 9110, section 15.4.
 *
 * @param follow whether to follow
 */
record Redirects(boolean follow) {

	private static final int MAX_HOPS = 5;

	private static final int MAX_PORT = 65535;

	/**
	 * Return where to go.
	 * @param from where the request went
	 * @param response what came back
	 * @param hops how many redirects were followed before
	 * @return the target, or {@code null} to take the response for what it is
	 */
	@Nullable URI target(URI from, ClientResponse response, int hops) {
		int status = response.statusCode().value();
		String location = response.headers().asHttpHeaders().getFirst(HttpHeaders.LOCATION);
		if (!this.follow || (status != 307 && status != 308) || location == null || hops >= MAX_HOPS) {
			return null;
		}
		try {
			URI target = from.resolve(location);
			return isAcceptable(from, target) ? target : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static boolean isAcceptable(URI from, URI target) {
		String scheme = scheme(target);
		boolean secureEnough = scheme.equals("https") || (scheme.equals("http") && scheme(from).equals("http"));
		return secureEnough && target.getHost() != null && target.getPort() <= MAX_PORT
				&& target.getRawUserInfo() == null;
	}

	/**
	 * Return whether two URLs belong to one server, so that what is secret may go to
	 * both.
	 */
	static boolean isSameOrigin(URI first, URI second) {
		return scheme(first).equals(scheme(second)) && first.getHost().equalsIgnoreCase(second.getHost())
				&& port(first) == port(second);
	}

	private static String scheme(URI uri) {
		return (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
	}

	private static int port(URI uri) {
		if (uri.getPort() >= 0) {
			return uri.getPort();
		}
		return scheme(uri).equals("https") ? 443 : 80;
	}

}
