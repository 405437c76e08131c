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
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Where a redirect leads, if it is followed at all. That is not left to the HTTP client:
 * some of them take the token along to whatever host they are sent to. Only 307 and 308
 * repeat a POST as it was, by RFC 9110, section 15.4; a GET is repeated by all of them.
 *
 * @param follow whether to follow
 * @param cure what to do about one that is not followed, to be put behind a message
 */
record Redirects(boolean follow, String cure) {

	private static final int MAX_HOPS = 5;

	private static final int MAX_PORT = 65535;

	/**
	 * Create the redirects of an endpoint.
	 */
	Redirects(boolean follow) {
		this(follow, "; correct 'huggingface.base-url' if that is where it should point");
	}

	/**
	 * Say what to do about a response.
	 * @param method the method of the request
	 * @param from where the request went
	 * @param response what came back
	 * @param hops how many redirects were followed before
	 * @return where to go, or why not
	 */
	Next next(HttpMethod method, URI from, ClientResponse response, int hops) {
		String location = response.headers().asHttpHeaders().getFirst(HttpHeaders.LOCATION);
		if (!response.statusCode().is3xxRedirection() || location == null) {
			return Next.NOWHERE;
		}
		try {
			URI target = resolve(from, location);
			String reason = reason(method, from, response.statusCode().value(), target, hops);
			return (reason != null) ? refused(describe(location) + ", which is not followed " + reason)
					: new Next(target, null);
		}
		catch (IllegalArgumentException ex) {
			return refused("an address that is not valid");
		}
	}

	/**
	 * Resolve by RFC 3986, section 5.2. {@link URI} goes by an older one, where a query
	 * alone takes away the last part of the path. What follows a {@code #} is not sent.
	 */
	private static URI resolve(URI from, String location) {
		int end = location.indexOf('#');
		String reference = (end >= 0) ? location.substring(0, end) : location;
		if (reference.isEmpty()) {
			return from;
		}
		if (!reference.startsWith("?")) {
			return from.resolve(reference);
		}
		String path = from.getRawPath().isEmpty() ? "/" : from.getRawPath();
		return URI.create(from.getScheme() + "://" + from.getRawAuthority() + path + reference);
	}

	private @Nullable String reason(HttpMethod method, URI from, int status, URI target, int hops) {
		if (!this.follow) {
			return "so that the token does not go there";
		}
		if (method != HttpMethod.GET && status != 307 && status != 308) {
			return "because its status is " + status + " and only 307 and 308 repeat the request as it is";
		}
		if (hops >= MAX_HOPS) {
			return "because " + MAX_HOPS + " redirects were followed before it";
		}
		return reason(from, target);
	}

	private static @Nullable String reason(URI from, URI target) {
		String scheme = scheme(target);
		if (!scheme.equals("https") && !scheme.equals("http")) {
			return "because the address is neither http nor https";
		}
		if (scheme.equals("http") && !scheme(from).equals("http")) {
			return "because it leads from https to http";
		}
		if (target.getHost() == null) {
			return "because the address names no host";
		}
		if (target.getRawUserInfo() != null) {
			return "because the address names a user";
		}
		return (target.getPort() > MAX_PORT) ? "because the port is too high" : null;
	}

	private Next refused(String where) {
		return new Next(null, "The server redirects to " + where + this.cure);
	}

	/**
	 * Show no more of a target than its host: the rest may be secret.
	 */
	private static String describe(String location) {
		URI uri = URI.create(location);
		if (uri.getHost() != null) {
			return "'" + uri.getHost() + "'";
		}
		return uri.isAbsolute() ? "an address without host" : "another path";
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

	/**
	 * What to do about a response: go where it redirects to, refuse to, or, if it is no
	 * redirect, neither.
	 *
	 * @param target where to go
	 * @param refusal why not, as a message
	 */
	record Next(@Nullable URI target, @Nullable String refusal) {

		private static final Next NOWHERE = new Next(null, null);

	}

}
