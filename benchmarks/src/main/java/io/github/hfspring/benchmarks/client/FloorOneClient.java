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
 * Counts bytes and does nothing with them.
 */
final class FloorOneClient implements BenchmarkClient {

	private final RawHttp http;

	FloorOneClient(String baseUrl) {
		this.http = new RawHttp(baseUrl);
	}

	@Override
	public void stream(String model, Receiver receiver) {
		this.http.stream(model).subscribe(new Counting(receiver, Long.MAX_VALUE));
	}

	@Override
	public void streamOne(String model, Receiver receiver) {
		this.http.stream(model).subscribe(new Counting(receiver, 1));
	}

	@Override
	public @Nullable String call(String model) {
		this.http.call(model);
		return null;
	}

	private static final class Counting extends ReceivingSubscriber<ByteBuf> {

		Counting(Receiver receiver, long demand) {
			super(receiver, demand);
		}

		@Override
		protected void hookOnNext(ByteBuf buffer) {
			receiver().bytes(buffer.readableBytes());
		}

	}

}
