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

import io.github.hfspring.chat.ChatTimeouts;
import org.jspecify.annotations.Nullable;

/**
 * How much longer one request waits for its server. Whoever waits asks how long it may,
 * and says afterwards how long it did; that comes off the total. Only one waits at a
 * time.
 */
final class Patience {

	private static final Duration DEFAULT_FIRST_CHUNK = Duration.ofMinutes(5);

	private static final Duration LONGEST = Duration.ofDays(10_000);

	private static final Duration DEFAULT_IDLE = Duration.ofMinutes(2);

	private static final Duration DEFAULT_TOTAL_OF_CALLS = Duration.ofMinutes(10);

	/** What a server that starts up in time may need on top for its answer. */
	private static final Duration AFTER_SCALE_UP = Duration.ofSeconds(30);

	private final long firstChunk;

	private final long idle;

	private final long total;

	private final boolean stream;

	private volatile long used;

	/**
	 * Create the patience of one request.
	 * @param timeouts what the request says
	 * @param stream whether a stream is wanted
	 * @param scaleUp how long the server may hold the request while it starts
	 * @param coldStart how long to wait for a model that is being loaded
	 */
	Patience(ChatTimeouts timeouts, boolean stream, @Nullable Duration scaleUp, Duration coldStart) {
		ChatTimeouts all = timeouts.withDefaults(new ChatTimeouts(DEFAULT_FIRST_CHUNK, DEFAULT_IDLE, null));
		this.stream = stream;
		this.firstChunk = atLeast(nanos(all.firstChunk()), scaleUp);
		this.idle = nanos(all.idle());
		this.total = total(all.total(), coldStart);
	}

	/**
	 * By default a call that has to wait for its model can still take as long as an
	 * attempt may.
	 */
	private long total(@Nullable Duration total, Duration coldStart) {
		if (total != null || this.stream) {
			return nanos(total);
		}
		if (this.firstChunk == Long.MAX_VALUE) {
			return Long.MAX_VALUE;
		}
		return Math.max(DEFAULT_TOTAL_OF_CALLS.toNanos(), this.firstChunk + bounded(coldStart).toNanos());
	}

	private static long atLeast(long nanos, @Nullable Duration scaleUp) {
		return (scaleUp != null) ? Math.max(nanos, nanos(scaleUp.plus(AFTER_SCALE_UP))) : nanos;
	}

	private static long nanos(@Nullable Duration timeout) {
		if (timeout == null || timeout.isZero()) {
			return Long.MAX_VALUE;
		}
		return (timeout.compareTo(LONGEST) > 0) ? Long.MAX_VALUE : timeout.toNanos();
	}

	/**
	 * Return a time that can be counted with, however long it is.
	 */
	static Duration bounded(Duration duration) {
		return (duration.compareTo(LONGEST) > 0) ? LONGEST : duration;
	}

	/**
	 * Return the limit of an attempt until its first chunk.
	 */
	Limit firstChunk() {
		return within(this.stream ? "no chunk" : "no whole answer", "first-chunk", this.firstChunk);
	}

	/**
	 * Return the limit between two events.
	 */
	Limit idle() {
		return within("no event", "idle", this.idle);
	}

	private Limit within(String what, String property, long nanos) {
		long left = left();
		return (left < nanos) ? new Limit("no end", "total", left, this.total)
				: new Limit(what, property, nanos, nanos);
	}

	/**
	 * Return the nanoseconds left in total; {@link Long#MAX_VALUE} for no end.
	 */
	long left() {
		return isBounded() ? Math.max(0, this.total - this.used) : Long.MAX_VALUE;
	}

	/**
	 * Return whether there is a total at all, so that time used is worth measuring.
	 */
	boolean isBounded() {
		return this.total != Long.MAX_VALUE;
	}

	/**
	 * Take note of time that was spent with waiting.
	 * @param nanos the time
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // only one waits at a time
	void use(long nanos) {
		this.used = this.used + Math.max(0, nanos);
	}

	/**
	 * Take note of time spent with waiting between events. For a call that was answered
	 * with a stream it is part of its attempt.
	 * @param nanos the time
	 */
	void useIdle(long nanos) {
		if (this.stream) {
			use(nanos);
		}
	}

	/**
	 * Return a time as people write it.
	 */
	static String format(Duration duration) {
		return (duration.toMillisPart() == 0 && !duration.isZero()) ? duration.toSeconds() + " s"
				: duration.toMillis() + " ms";
	}

	/**
	 * A limit on one wait.
	 *
	 * @param what what there was not
	 * @param property the last part of the name of the property that sets it
	 * @param nanos the time that is left of it; {@link Long#MAX_VALUE} for none
	 * @param whole the time that the property says
	 */
	record Limit(String what, String property, long nanos, long whole) {

		boolean isBounded() {
			return this.nanos != Long.MAX_VALUE;
		}

		/**
		 * Return what to say when it is reached.
		 */
		String describe() {
			return "There was " + this.what + " within " + format(Duration.ofNanos(this.whole))
					+ ", see 'huggingface.timeout." + this.property + "'";
		}

	}

}
