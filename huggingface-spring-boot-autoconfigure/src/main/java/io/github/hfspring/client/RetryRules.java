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

import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * What an error means for another attempt. Knows nothing of the attempts there were.
 *
 * @param settings how to repeat
 * @param dedicated whether the endpoint is one that can be scaled to zero; its proxy
 * answers 503 while it starts
 */
record RetryRules(RetrySettings settings, boolean dedicated) {

	/**
	 * Return whether the model will be there later.
	 */
	boolean isColdStart(HuggingFaceException error) {
		return switch (error.status()) {
			case 400, 401, 402, 403, 404, 413, 422 -> false;
			case 503 ->
				error.kind() == ErrorKind.MODEL_LOADING || (this.dedicated && error.kind() == ErrorKind.SERVER_ERROR);
			default -> error.kind() == ErrorKind.MODEL_LOADING;
		};
	}

	/**
	 * Return whether another attempt may help.
	 */
	boolean isRetryable(HuggingFaceException error) {
		return switch (error.status()) {
			case 408, 425, 429, 500, 502, 503, 504 -> true;
			// An error in a response that looked like success has no status of its own
			case 200 -> switch (error.kind()) {
				case RATE_LIMITED, OVERLOADED, MODEL_LOADING, SERVER_ERROR, STREAM_CUT, STREAM_EMPTY, CONNECTION ->
					true;
				default -> false;
			};
			case 0 -> error.kind() == ErrorKind.CONNECTION && !isUntrusted(error);
			default -> false;
		};
	}

	/**
	 * Return whether the server failed in a way that it mostly repeats, so that one more
	 * attempt is enough. A stream without an answer may come of a conversation that is
	 * too long.
	 */
	boolean isRepeatedOnce(HuggingFaceException error) {
		return error.status() == HttpStatus.INTERNAL_SERVER_ERROR.value() || (error.status() == HttpStatus.OK.value()
				&& (error.kind() == ErrorKind.SERVER_ERROR || error.kind() == ErrorKind.STREAM_EMPTY));
	}

	private static boolean isUntrusted(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof CertificateException || cause instanceof SSLPeerUnverifiedException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return how long to wait, without regard to any bound.
	 * @param error why the last attempt failed
	 * @param waits how many waits there were before
	 */
	Duration waitAfter(HuggingFaceException error, int waits) {
		Duration retryAfter = error.retryAfter();
		if (retryAfter != null) {
			return retryAfter;
		}
		return atMost(error.estimatedTime(), backOff(waits));
	}

	/**
	 * Return how long to wait for a model. A server that says nothing, or to come back at
	 * once, is not asked again and again.
	 * @param error what the server said
	 * @param waits how many waits there were before
	 */
	Duration waitForModel(HuggingFaceException error, int waits) {
		Duration least = Duration.ofMillis((long) longest(waits));
		Duration wish = (error.retryAfter() != null) ? error.retryAfter() : atMost(error.estimatedTime(), least);
		return (wish.compareTo(least) > 0) ? wish : least;
	}

	private Duration atMost(@Nullable Duration estimated, Duration otherwise) {
		if (estimated == null) {
			return otherwise;
		}
		return (estimated.compareTo(this.settings.maxInterval()) < 0) ? estimated : this.settings.maxInterval();
	}

	private Duration backOff(int waits) {
		double longest = longest(waits);
		boolean full = this.settings.jitter() == RetrySettings.Jitter.FULL;
		return Duration.ofMillis((long) (full ? ThreadLocalRandom.current().nextDouble() * longest : longest));
	}

	private double longest(int waits) {
		double millis = this.settings.initialInterval().toMillis() * Math.pow(this.settings.multiplier(), waits);
		return Math.min(millis, this.settings.maxInterval().toMillis());
	}

}
