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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Takes down every signal, also those that come after the end.
 *
 * @param <T> the type of values
 */
final class Signals<T> implements CoreSubscriber<T> {

	private final List<T> values = new CopyOnWriteArrayList<>();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private final List<String> trace = new CopyOnWriteArrayList<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	@Override
	public void onSubscribe(Subscription subscription) {
		this.trace.add("onSubscribe");
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(T value) {
		this.values.add(value);
		this.trace.add("onNext");
	}

	@Override
	public void onError(Throwable error) {
		this.errors.add(error);
		this.trace.add("onError");
		this.ended.countDown();
	}

	@Override
	public void onComplete() {
		this.trace.add("onComplete");
		this.ended.countDown();
	}

	void awaitEnd() {
		RawHttpServer.await(this.ended, "the end");
	}

	List<T> values() {
		return this.values;
	}

	/**
	 * Return the first error, or {@code null} if there is none.
	 */
	Throwable error() {
		return this.errors.isEmpty() ? null : this.errors.get(0);
	}

	/**
	 * Return the names of all signals, in order.
	 */
	List<String> trace() {
		return this.trace;
	}

}
