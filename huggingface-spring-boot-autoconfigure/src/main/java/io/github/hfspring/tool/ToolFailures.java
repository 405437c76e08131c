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

package io.github.hfspring.tool;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Makes errors of tools what others can be told of. Reactor takes some for the end of
 * everything - a class that is missing, a method that calls itself, no memory left - and
 * passes them to nobody, who would wait for ever. In a tool they are the end of the tool.
 */
final class ToolFailures {

	private ToolFailures() {
	}

	/**
	 * Return an error that Reactor passes on.
	 * @param error the error
	 * @return the error itself, or another one with it as its cause
	 */
	static Throwable of(Throwable error) {
		Throwable unwrapped = Exceptions.unwrap(error);
		return Exceptions.isFatal(unwrapped) ? new IllegalStateException(unwrapped.toString(), unwrapped) : unwrapped;
	}

	/**
	 * Return the same as an exception to throw.
	 */
	static RuntimeException unchecked(Throwable error) {
		return Exceptions.propagate(of(error));
	}

	/**
	 * Run what a tool returns, and pass on whatever is thrown until the thread that
	 * subscribes comes back. What is thrown on another thread later, nobody sees.
	 * @param tool calls the tool
	 */
	static Mono<String> guard(Supplier<Mono<String>> tool) {
		return new GuardedMono(tool);
	}

	private static final class GuardedMono extends Mono<String> {

		private final Supplier<Mono<String>> tool;

		GuardedMono(Supplier<Mono<String>> tool) {
			this.tool = tool;
		}

		@Override
		public void subscribe(CoreSubscriber<? super String> actual) {
			GuardedSubscriber subscriber = new GuardedSubscriber(actual);
			try {
				this.tool.get().subscribe((CoreSubscriber<? super String>) subscriber);
			}
			catch (Throwable ex) {
				subscriber.fail(ex);
			}
		}

	}

	private static final class GuardedSubscriber implements CoreSubscriber<String> {

		private final CoreSubscriber<? super String> actual;

		private final AtomicBoolean subscribed = new AtomicBoolean();

		private final AtomicBoolean ended = new AtomicBoolean();

		GuardedSubscriber(CoreSubscriber<? super String> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		/**
		 * Reactor subscribes again to pass on what was thrown, before it finds that it
		 * must not.
		 */
		@Override
		public void onSubscribe(Subscription subscription) {
			if (this.subscribed.compareAndSet(false, true)) {
				this.actual.onSubscribe(subscription);
			}
		}

		@Override
		public void onNext(String text) {
			this.ended.set(true);
			this.actual.onNext(text);
		}

		@Override
		public void onError(Throwable error) {
			this.ended.set(true);
			this.actual.onError(of(error));
		}

		@Override
		public void onComplete() {
			this.ended.set(true);
			this.actual.onComplete();
		}

		void fail(Throwable error) {
			if (this.subscribed.compareAndSet(false, true)) {
				this.ended.set(true);
				Operators.error(this.actual, of(error));
			}
			else if (this.ended.compareAndSet(false, true)) {
				this.actual.onError(of(error));
			}
		}

	}

}
