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

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * Measures how long the subscriber of a stream has been waiting for the server. It stands
 * still while nobody waits. One thread at a time uses it; only its alarm rings on another
 * one, where it must do no more than have {@link #check()} called.
 */
final class IdleClock {

	private final Patience patience;

	private final Runnable alarm;

	private boolean running;

	private long since;

	private @Nullable Disposable timer;

	IdleClock(Patience patience, Runnable alarm) {
		this.patience = patience;
		this.alarm = alarm;
	}

	/**
	 * The subscriber waits. This is called whenever it does, also if it did before.
	 */
	void run() {
		if (this.running) {
			return;
		}
		this.running = true;
		this.since = System.nanoTime();
		// One that was set earlier rings too early and is set anew then, which is cheaper
		// than to set one for each event
		if (this.timer == null) {
			set(this.patience.idle().nanos());
		}
	}

	/**
	 * Nobody waits any more, or the server has given a sign of life.
	 */
	void stop() {
		if (this.running && this.patience.isBounded()) {
			this.patience.useIdle(System.nanoTime() - this.since);
		}
		this.running = false;
	}

	/**
	 * See what to do about the alarm.
	 * @return the limit that is reached, or {@code null} if none is
	 */
	Patience.@Nullable Limit check() {
		this.timer = null;
		if (!this.running) {
			return null;
		}
		Patience.Limit limit = this.patience.idle();
		long left = limit.nanos() - (System.nanoTime() - this.since);
		if (left <= 0) {
			return limit;
		}
		set(left);
		return null;
	}

	private void set(long nanos) {
		if (nanos != Long.MAX_VALUE) {
			this.timer = Schedulers.parallel().schedule(this.alarm, nanos, TimeUnit.NANOSECONDS);
		}
	}

	void dispose() {
		stop();
		if (this.timer != null) {
			this.timer.dispose();
			this.timer = null;
		}
	}

}
