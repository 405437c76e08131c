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

package io.github.hfspring.benchmarks.work;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What can be measured.
 */
public enum WorkKind {

	/** Long answers, which make what a request costs vanish. */
	LONG("4 streams at a time of 5,000 chunks each, as fast as the client takes them", new StreamingWork(5000, 4)),

	/** Answers of a usual length. */
	BURST("4 streams at a time of 500 chunks each, as fast as the client takes them", new StreamingWork(500, 4)),

	/** Streams at the speed of a model. */
	PACED("256 streams at a time, 50 chunks a second each", new PacedWork(256, 50)),

	/** Whole answers. */
	CALL("answers of 120 words that are no streams, one after the other", new CallWork(120)),

	/** The time to the first token. */
	TTFT("streams of 16 chunks, one after the other: the time to the first text", new FirstTokenWork(16)),

	/** Very many streams. */
	STREAMS("5,000 streams at a time, one chunk a second each", new HeldStreamsWork(5000)),

	/** Even more streams. */
	STREAMS_20000("20,000 streams at a time, one chunk a second each", new HeldStreamsWork(20_000)),

	/** A consumer that takes no more. */
	SLOW("32 MB are offered, the consumer takes one chunk and no more", new SlowWork(32)),

	/** The start of an application. */
	STARTUP("an empty WebFlux application starts, without the starter and with it", null);

	private final String title;

	private final @Nullable Work work;

	WorkKind(String title, @Nullable Work work) {
		this.title = title;
		this.work = work;
	}

	/**
	 * Return the name for the command line.
	 * @return the name
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Return the name for people.
	 * @return the name
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Return what comes out.
	 * @return the numbers, in the order of the columns
	 */
	public List<Metric> metrics() {
		return (this.work != null) ? this.work.metrics() : StartupProbe.METRICS;
	}

	/**
	 * Return how many streams are open at once.
	 * @return how many
	 */
	public int streams() {
		return (this.work instanceof HeldStreamsWork held) ? held.streams() : 0;
	}

	Work work() {
		if (this.work == null) {
			throw new IllegalStateException("There is no client in '" + id() + "'");
		}
		return this.work;
	}

	/**
	 * Return the work with a name.
	 * @param id the name
	 * @return the work
	 */
	public static WorkKind of(String id) {
		return Arrays.stream(values())
			.filter((kind) -> kind.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no work '" + id + "'"));
	}

}
