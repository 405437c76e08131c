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

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ResponseMetadata;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Gives the exceptions of every connector the same meaning.
 */
final class TransportErrors {

	private TransportErrors() {
	}

	/**
	 * Map what went wrong between us and the server.
	 * @param error the error
	 * @param url where the request went
	 * @param token the token that was sent, never to be shown
	 * @return the error to signal; those of the application's own filters are left alone
	 */
	static Throwable map(Throwable error, String url, @Nullable String token) {
		if (error instanceof HuggingFaceException) {
			return error;
		}
		if (error instanceof WebClientRequestException) {
			Throwable root = NestedExceptionUtils.getMostSpecificCause(error);
			String what = isReadTimeout(root) ? "There was no answer in time from " : "Cannot reach ";
			// The exception itself holds the headers of the request, the token among them
			Throwable cause = (error.getCause() != null) ? error.getCause() : root;
			return exception(what + url + ": " + describe(root), cause, ResponseMetadata.none(), token);
		}
		return (isTimeout(error) || error instanceof IOException) ? mapBody(error, url, ResponseMetadata.none(), token)
				: error;
	}

	/**
	 * Map what went wrong while a body was read. There is no common type: what a broken
	 * chunk or gzip frame looks like is the connector's own business.
	 * @param error the error
	 * @param url where the request went
	 * @param metadata what the response said beside its body
	 * @param token the token that was sent, never to be shown
	 * @return the error to signal
	 */
	static Throwable mapBody(Throwable error, String url, ResponseMetadata metadata, @Nullable String token) {
		if (error instanceof HuggingFaceException) {
			return error;
		}
		String what = isTimeout(error) ? "There was no answer in time from " + url
				: "The connection to " + url + " broke";
		return exception(what + ": " + describe(error), error, metadata, token);
	}

	private static HuggingFaceException exception(String message, Throwable cause, ResponseMetadata metadata,
			@Nullable String token) {
		boolean timeout = isTimeout(cause) && !isConnectTimeout(cause);
		ErrorKind kind = timeout ? ErrorKind.TIMEOUT : ErrorKind.CONNECTION;
		return HuggingFaceException.of(kind, Secrets.mask(message, token))
			.metadata(metadata)
			.cause(Secrets.mask(cause, token))
			.build();
	}

	/**
	 * Every connector has timeouts of its own, which have no common type, and some have a
	 * cause that does not look like one.
	 */
	static boolean isTimeout(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof TimeoutException || cause.getClass().getSimpleName().contains("Timeout")) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A server that cannot be reached in time, or only when one of the pool's connections
	 * is free, has not seen the request. Jetty tells it from other timeouts by its
	 * message alone.
	 */
	private static boolean isConnectTimeout(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			String name = cause.getClass().getSimpleName();
			if (name.contains("ConnectTimeout") || name.contains("PoolAcquireTimeout")
					|| name.contains("ResolverTimeout")
					|| (cause instanceof SocketTimeoutException && "Connect Timeout".equals(cause.getMessage()))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The JDK's client does not tell waiting for a connection from waiting for an answer.
	 */
	private static boolean isReadTimeout(Throwable error) {
		String name = error.getClass().getSimpleName();
		return name.equals("ReadTimeoutException") || name.equals("HttpTimeoutException");
	}

	static String describe(Throwable error) {
		String message = error.getMessage();
		return (message != null) ? message : error.getClass().getSimpleName();
	}

}
