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

package io.github.hfspring.tailoring;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.thread.OwnThreads;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.Assert;

/**
 * Has the endpoint count. One that fails, or does not answer in time, is not asked again
 * for a while, so that it does not hold up every request. So is one that refuses what a
 * request says and has never counted any, since it may refuse them all; once it has, such
 * a refusal is about that request alone.
 */
final class EndpointTokenCounter implements RequestTokenCounter {

	private static final Log logger = LogFactory.getLog(EndpointTokenCounter.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final HuggingFaceEndpoint endpoint;

	private final ModelInfoSource source;

	private final Duration timeout;

	private final Scheduler threads = OwnThreads.create("huggingface-count-");

	private final AtomicBoolean warned = new AtomicBoolean();

	private volatile boolean hasCounted;

	private volatile long failedAt = System.nanoTime() - PAUSE.toNanos();

	EndpointTokenCounter(HuggingFaceEndpoint endpoint, ModelInfoSource source, Duration timeout) {
		Assert.notNull(endpoint, "'endpoint' must not be null");
		Assert.notNull(source, "'source' must not be null");
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(), "'timeout' must be above 0");
		this.endpoint = endpoint;
		this.source = source;
		this.timeout = timeout;
	}

	@Override
	public Mono<Integer> count(ChatRequest request) {
		return Mono.defer(() -> {
			if (this.endpoint.isRouter() || System.nanoTime() - this.failedAt < PAUSE.toNanos()) {
				return Mono.empty();
			}
			ChatOptions options = request.options();
			CountingThread thread = new CountingThread(this.threads);
			return this.source.info(options.model(), options.provider())
				.flatMap((info) -> thread.run(this.endpoint.countTokens(request, info.server())))
				.timeout(this.timeout,
						Mono.error(() -> new TimeoutException("there was no number within " + this.timeout)))
				.doOnNext((count) -> this.hasCounted = true)
				.doOnError(this::failed);
		});
	}

	private void failed(Throwable error) {
		if (!isAboutRequest(error)) {
			this.failedAt = System.nanoTime();
			String message = "The endpoint does not count the tokens of requests, so they are estimated: "
					+ error.getMessage();
			if (this.warned.compareAndSet(false, true)) {
				logger.warn(message);
			}
			else {
				logger.debug(message);
			}
		}
	}

	private boolean isAboutRequest(Throwable error) {
		if (error instanceof HuggingFaceException ex) {
			boolean refused = switch (ex.status()) {
				case 400, 413, 422 -> true;
				default -> false;
			};
			return ex.kind() == ErrorKind.RESPONSE_TOO_LARGE || (refused && this.hasCounted);
		}
		return error instanceof IllegalArgumentException;
	}

}
