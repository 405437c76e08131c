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

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says once that a timeout of the HTTP client itself has ended a stream. It can be lifted
 * for Reactor Netty and Jetty only, and only an application that brings a connector of
 * its own can have one.
 */
final class ReadTimeoutWarning {

	private static final Log logger = LogFactory.getLog(ReadTimeoutWarning.class);

	private final AtomicBoolean given = new AtomicBoolean();

	/**
	 * Look at the error of a stream.
	 * @param error the error
	 */
	void streamFailed(Throwable error) {
		boolean foreign = error instanceof HuggingFaceException exception && exception.kind() == ErrorKind.TIMEOUT
				&& exception.getCause() != null && !(exception.getCause() instanceof IdleTimeoutException);
		if (foreign && this.given.compareAndSet(false, true)) {
			logger.warn("A timeout of the HTTP client itself has ended a stream. It also runs while a model thinks or "
					+ "a subscriber pauses: remove it from the connector, and use 'huggingface.timeout' instead");
		}
	}

}
