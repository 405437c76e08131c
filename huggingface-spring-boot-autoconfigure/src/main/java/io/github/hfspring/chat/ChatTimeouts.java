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

package io.github.hfspring.chat;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How long to wait for a server. Only time in which the caller waits counts: what a
 * subscriber takes before it asks for more does not. A time that is not set is left to
 * the defaults, and zero means to wait for ever.
 *
 * @param firstChunk from sending a request to the first chunk of its stream, or to the
 * end of its answer where no stream was asked for; for each attempt anew
 * @param idle between two events of a stream; a comment counts as an event
 * @param total for all attempts and the waits between them
 * @since 0.1.0
 */
public record ChatTimeouts(@Nullable Duration firstChunk, @Nullable Duration idle, @Nullable Duration total) {

	private static final ChatTimeouts NONE = new ChatTimeouts(null, null, null);

	/**
	 * Create timeouts.
	 * @throws IllegalArgumentException if one is negative
	 */
	public ChatTimeouts {
		check("firstChunk", firstChunk);
		check("idle", idle);
		check("total", total);
	}

	private static void check(String name, @Nullable Duration timeout) {
		Assert.isTrue(timeout == null || !timeout.isNegative(),
				() -> "the timeout '" + name + "' must not be negative, but is " + timeout);
	}

	/**
	 * Return these timeouts with another one until the first chunk.
	 * @param firstChunk the timeout
	 * @return the timeouts
	 */
	public ChatTimeouts withFirstChunk(@Nullable Duration firstChunk) {
		return new ChatTimeouts(firstChunk, this.idle, this.total);
	}

	/**
	 * Return these timeouts with another one between events.
	 * @param idle the timeout
	 * @return the timeouts
	 */
	public ChatTimeouts withIdle(@Nullable Duration idle) {
		return new ChatTimeouts(this.firstChunk, idle, this.total);
	}

	/**
	 * Return these timeouts with another one for everything.
	 * @param total the timeout
	 * @return the timeouts
	 */
	public ChatTimeouts withTotal(@Nullable Duration total) {
		return new ChatTimeouts(this.firstChunk, this.idle, total);
	}

	/**
	 * Return these timeouts with what they do not set taken from others.
	 * @param defaults the others
	 * @return the timeouts of both
	 */
	public ChatTimeouts withDefaults(ChatTimeouts defaults) {
		return new ChatTimeouts((this.firstChunk != null) ? this.firstChunk : defaults.firstChunk,
				(this.idle != null) ? this.idle : defaults.idle, (this.total != null) ? this.total : defaults.total);
	}

	/**
	 * Return timeouts that set nothing.
	 * @return the timeouts
	 */
	public static ChatTimeouts none() {
		return NONE;
	}

}
