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

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * What comes after {@code [DONE]}. It is read for a moment, so that the connection can be
 * used again, unless there is too much of it or it takes too long.
 */
final class Leftover {

	private static final int MAX_SIZE = 64 * 1024;

	private static final Duration MAX_TIME = Duration.ofMillis(250);

	private final Subscription body;

	private final Disposable timeout;

	private int size;

	Leftover(Subscription body) {
		this.body = body;
		this.timeout = Schedulers.parallel().schedule(body::cancel, MAX_TIME.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Go on reading, or stop.
	 * @param arrived how many bytes have arrived
	 * @param bodyEnded whether there will be no more
	 * @param waiting whether more was asked for already
	 */
	void drain(int arrived, boolean bodyEnded, boolean waiting) {
		this.size += arrived;
		if (bodyEnded) {
			this.timeout.dispose();
		}
		else if (this.size > MAX_SIZE) {
			this.timeout.dispose();
			this.body.cancel();
		}
		else if (!waiting) {
			this.body.request(1);
		}
	}

}
