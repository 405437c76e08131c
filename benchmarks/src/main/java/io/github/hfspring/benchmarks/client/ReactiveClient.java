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

import reactor.core.publisher.Flux;

/**
 * A client whose chunks come in a flux.
 *
 * @param <T> the type of the chunks
 */
abstract class ReactiveClient<T> implements BenchmarkClient {

	@Override
	public final void stream(String model, Receiver receiver) {
		stream(model, receiver, Long.MAX_VALUE);
	}

	@Override
	public final void streamOne(String model, Receiver receiver) {
		stream(model, receiver, 1);
	}

	private void stream(String model, Receiver receiver, long demand) {
		flux(model).subscribe(new ReceivingSubscriber<T>(receiver, demand) {

			@Override
			protected void hookOnNext(T chunk) {
				receiver.chunk(characters(chunk));
			}

		});
	}

	abstract Flux<T> flux(String model);

	abstract int characters(T chunk);

}
