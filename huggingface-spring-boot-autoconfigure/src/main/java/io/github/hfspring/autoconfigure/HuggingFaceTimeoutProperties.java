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

package io.github.hfspring.autoconfigure;

import java.time.Duration;

import io.github.hfspring.chat.ChatTimeouts;
import org.jspecify.annotations.Nullable;

/**
 * Properties of how long to wait for the server. The time a subscriber takes does not
 * count.
 *
 * @since 0.1.0
 */
public class HuggingFaceTimeoutProperties {

	/**
	 * How long to wait for the first chunk of a stream, or for the whole answer to a
	 * call, in each attempt. Zero means for ever. It is never shorter than
	 * 'huggingface.scale-up-timeout' and 30 seconds.
	 */
	private Duration firstChunk = Duration.ofMinutes(5);

	/**
	 * How long to wait between two events of a stream. Zero means for ever.
	 */
	private Duration idle = Duration.ofMinutes(2);

	/**
	 * How long to wait in total, for all attempts and between them. Zero means for ever,
	 * which is the default of streams; that of calls is 10 minutes, or the time for an
	 * attempt and a cold start together if that is more.
	 */
	private @Nullable Duration total;

	public Duration getFirstChunk() {
		return this.firstChunk;
	}

	public void setFirstChunk(Duration firstChunk) {
		this.firstChunk = firstChunk;
	}

	public Duration getIdle() {
		return this.idle;
	}

	public void setIdle(Duration idle) {
		this.idle = idle;
	}

	public @Nullable Duration getTotal() {
		return this.total;
	}

	public void setTotal(@Nullable Duration total) {
		this.total = total;
	}

	/**
	 * Return what the properties say.
	 */
	ChatTimeouts toTimeouts() {
		return new ChatTimeouts(this.firstChunk, this.idle, this.total);
	}

}
