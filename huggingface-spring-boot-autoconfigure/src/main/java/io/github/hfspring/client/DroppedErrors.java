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
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Keeps what is no error out of the log. Spring's connectors for the JDK's client and for
 * Jetty's report each request that is cancelled before its response as an error that
 * nobody took, which Reactor logs as an error, stack trace included.
 */
final class DroppedErrors {

	/** Where Reactor looks for what to do about them in one subscription. */
	private static final String KEY = "reactor.onErrorDropped.local";

	private static final Log logger = LogFactory.getLog(DroppedErrors.class);

	private static final Consumer<Throwable> QUIET = quiet((error) -> Operators.onErrorDropped(error, Context.empty()));

	private DroppedErrors() {
	}

	/**
	 * Return a context in which requests can be cancelled quietly.
	 */
	static Context write(Context context) {
		Consumer<Throwable> other = context.<Consumer<Throwable>>getOrEmpty(KEY).orElse(null);
		return context.put(KEY, (other != null) ? quiet(other) : QUIET);
	}

	private static Consumer<Throwable> quiet(Consumer<Throwable> other) {
		return (error) -> {
			if (isCancellation(error)) {
				logger.debug("A request was cancelled before its response");
			}
			else {
				other.accept(error);
			}
		};
	}

	private static boolean isCancellation(Throwable error) {
		return error instanceof CancellationException || error.getCause() instanceof CancellationException;
	}

}
