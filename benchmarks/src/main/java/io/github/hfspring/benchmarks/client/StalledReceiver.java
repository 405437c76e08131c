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

import java.util.concurrent.CountDownLatch;

/**
 * Blocks whoever brings the first chunk, which is the only way to slow down a client that
 * pushes.
 */
class StalledReceiver extends Receiver {

	private final Receiver delegate;

	private final CountDownLatch never = new CountDownLatch(1);

	StalledReceiver(Receiver delegate) {
		this.delegate = delegate;
	}

	@Override
	public void chunk(int characters) {
		this.delegate.chunk(characters);
		if (characters > 0) {
			try {
				this.never.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
