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

import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Asks for a number of signals at once and tells a receiver of the end.
 *
 * @param <T> what it subscribes to
 */
abstract class ReceivingSubscriber<T> extends BaseSubscriber<T> {

	private final Receiver receiver;

	private final long demand;

	ReceivingSubscriber(Receiver receiver, long demand) {
		this.receiver = receiver;
		this.demand = demand;
	}

	Receiver receiver() {
		return this.receiver;
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		subscription.request(this.demand);
	}

	@Override
	protected abstract void hookOnNext(T value);

	@Override
	protected void hookOnComplete() {
		this.receiver.ended(null);
	}

	@Override
	protected void hookOnError(Throwable error) {
		this.receiver.ended(error);
	}

}
