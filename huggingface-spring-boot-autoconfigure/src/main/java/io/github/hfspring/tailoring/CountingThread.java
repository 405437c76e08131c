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

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Where tokens are counted. That takes time, which a thread does not have that serves
 * many connections: neither that of a caller, nor that of the HTTP client, which delivers
 * what the endpoint tells to all that wait for it in a row.
 */
final class CountingThread {

	private final Thread caller = Thread.currentThread();

	private final Scheduler others;

	/**
	 * Take note of the thread of the caller.
	 * @param others the threads for what must not be done on it
	 */
	CountingThread(Scheduler others) {
		this.others = others;
	}

	/**
	 * Count on the thread of the caller if that is where we still are, and it may take
	 * its time, or else on another.
	 * @param counting counts when it is subscribed to
	 * @param <T> the type of what comes out
	 * @return what comes out
	 */
	<T> Mono<T> run(Mono<T> counting) {
		boolean stays = Thread.currentThread() == this.caller && !Schedulers.isInNonBlockingThread();
		return stays ? counting : counting.subscribeOn(this.others);
	}

}
