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

package io.github.hfspring.benchmarks.client;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes into events and reads what matters of them, all in one place and for
 * this server only: what a client costs that does the work and nothing else.
 */
final class FloorTwoClient implements BenchmarkClient {

	private final RawHttp http;

	FloorTwoClient(String baseUrl) {
		this.http = new RawHttp(baseUrl);
	}

	@Override
	public void stream(String model, Receiver receiver) {
		this.http.stream(model).subscribe(new Reading(receiver, Long.MAX_VALUE));
	}

	/**
	 * Takes one buffer, since it keeps nothing back of what it was given.
	 */
	@Override
	public void streamOne(String model, Receiver receiver) {
		this.http.stream(model).subscribe(new Reading(receiver, 1));
	}

	@Override
	public @Nullable String call(String model) {
		byte[] json = this.http.call(model);
		return new FloorParser().parse(json, 0, json.length).content();
	}

	private static final class Reading extends ReceivingSubscriber<ByteBuf> {

		private final EventSplitter events = new EventSplitter();

		private final FloorParser parser = new FloorParser();

		Reading(Receiver receiver, long demand) {
			super(receiver, demand);
		}

		@Override
		protected void hookOnNext(ByteBuf buffer) {
			this.events.feed(buffer);
			while (this.events.next()) {
				if (!this.events.isDone()) {
					FloorChunk chunk = this.parser.parse(this.events.array(), this.events.offset(),
							this.events.length());
					receiver().chunk(chunk.characters());
				}
			}
		}

	}

}
