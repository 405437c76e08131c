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
import java.util.List;
import java.util.function.Consumer;

import io.github.hfspring.chat.ErrorKind;

/**
 * The faults of one topic, and the words that they are described in; a table of the page
 * about them.
 */
abstract class FaultTable extends Replies {

	/** Long enough for a busy machine, and short enough to wait for. */
	private static final Duration SHORT = Duration.ofSeconds(1);

	abstract String title();

	abstract List<FaultRow> rows();

	/**
	 * Return a row of faults that do no harm.
	 */
	static FaultRow answers(String server, String advice, Fault... faults) {
		return new FaultRow(server, null, null, advice, List.of(faults));
	}

	/**
	 * Return a row of faults that are errors.
	 */
	static FaultRow fails(String server, ErrorKind kind, String advice, Fault... faults) {
		return fails(server, kind, kind, advice, faults);
	}

	/**
	 * Return a row of faults that are one error for calls and another one for streams.
	 */
	static FaultRow fails(String server, ErrorKind call, ErrorKind stream, String advice, Fault... faults) {
		return new FaultRow(server, call, stream, advice, List.of(faults));
	}

	/**
	 * Return a fault of a server that has sent a head with the status 200.
	 */
	static Fault fault(String name, RawHttpServer.Script server) {
		return new Fault(name, server);
	}

	/**
	 * Wait for the beginning for a short time only.
	 */
	static Consumer<HuggingFaceChatModelBuilder> firstChunkInTime() {
		return (builder) -> builder.defaultOptions((options) -> options.firstChunkTimeout(SHORT));
	}

	/**
	 * Wait between events for a short time only.
	 */
	static Consumer<HuggingFaceChatModelBuilder> eventsInTime() {
		return (builder) -> builder.defaultOptions((options) -> options.idleTimeout(SHORT));
	}

	/**
	 * Wait for a short time only in all.
	 */
	static Consumer<HuggingFaceChatModelBuilder> allInTime() {
		return (builder) -> builder.defaultOptions((options) -> options.totalTimeout(SHORT));
	}

}
