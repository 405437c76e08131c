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

import java.util.ArrayList;
import java.util.List;

import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.SignalType;

/**
 * One request of HttpComponents' client, which can be given up at any moment. The client
 * keeps only the step that was set last, and that may be one that was over when it was
 * set: a connection that is free is leased, and the request sent on it, before the lease
 * is set. So this keeps all of them. Each knows itself whether it is over.
 */
final class HttpComponentsExchange implements CancellableDependency {

	private final List<Cancellable> steps = new ArrayList<>();

	private @Nullable AsyncExecRuntime runtime;

	private boolean completed;

	private boolean cancelled;

	/**
	 * Begin to execute the request.
	 * @param scope the scope of the client
	 * @return the scope in which this learns of all steps
	 */
	AsyncExecChain.Scope begin(AsyncExecChain.Scope scope) {
		synchronized (this.steps) {
			this.runtime = scope.execRuntime;
		}
		scope.cancellableDependency.setDependency(this);
		return new AsyncExecChain.Scope(scope.exchangeId, scope.route, scope.originalRequest, this, scope.clientContext,
				scope.execRuntime, scope.scheduler, scope.execCount);
	}

	/**
	 * Give the request up if its response, or the body of that, was cancelled.
	 * @param signal how it ended
	 */
	void ended(SignalType signal) {
		if (signal == SignalType.CANCEL) {
			cancel();
		}
	}

	/**
	 * Take note of the end of the body. The client is about to put the connection back,
	 * and a cancellation from within the last signal must not keep it from that.
	 */
	void completed() {
		synchronized (this.steps) {
			this.completed = true;
			this.steps.clear();
			this.runtime = null;
		}
	}

	@Override
	public void setDependency(Cancellable step) {
		synchronized (this.steps) {
			if (this.completed) {
				return;
			}
			this.steps.add(step);
		}
		if (isCancelled()) {
			giveUp();
		}
	}

	@Override
	public boolean isCancelled() {
		synchronized (this.steps) {
			return this.cancelled;
		}
	}

	@Override
	public boolean cancel() {
		synchronized (this.steps) {
			if (this.cancelled || this.completed) {
				return false;
			}
			this.cancelled = true;
		}
		giveUp();
		return true;
	}

	/**
	 * Where there is a connection, its end ends the steps, on the client's own thread. To
	 * cancel them would wait for the subscriber, who may be taking a buffer, and may wait
	 * for the one who cancels.
	 */
	private void giveUp() {
		List<Cancellable> steps;
		AsyncExecRuntime runtime;
		synchronized (this.steps) {
			steps = List.copyOf(this.steps);
			runtime = this.runtime;
		}
		if (runtime == null || isConnecting(runtime)) {
			return;
		}
		if (!runtime.isEndpointConnected()) {
			steps.forEach(Cancellable::cancel);
		}
		if (!isConnecting(runtime)) {
			runtime.discardEndpoint();
		}
	}

	/**
	 * Return whether the connection is being opened. The client would forget one that is
	 * cancelled in its TLS handshake, and leave it open. So it is opened first, and then
	 * closed when the next step is set.
	 */
	private static boolean isConnecting(AsyncExecRuntime runtime) {
		return runtime.isEndpointAcquired() && !runtime.isEndpointConnected();
	}

}
