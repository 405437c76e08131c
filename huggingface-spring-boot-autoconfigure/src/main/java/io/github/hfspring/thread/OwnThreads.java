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

package io.github.hfspring.thread;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Threads of our own for work that takes time. A caller may block all those of
 * {@code Schedulers.boundedElastic()}, as we advise, so that what a call waits for must
 * never stand in line behind them.
 * <p>
 * Everything that needs such threads has its own, so that no work waits for other work
 * that waits for it. They are daemons, begin when they are needed and end when they are
 * not, so that nothing has to be closed and nothing stays behind.
 *
 * @since 0.1.0
 */
public final class OwnThreads {

	/** How long a thread waits for more to do before it ends. */
	static final Duration TIME_TO_LIVE = Duration.ofSeconds(10);

	private OwnThreads() {
	}

	/**
	 * Create threads: as many as {@code Schedulers.boundedElastic()} may have, ten for
	 * each processor, unless the system property
	 * {@code reactor.schedulers.defaultBoundedElasticSize} says otherwise. As much work
	 * as one of those threads would take may wait for these; more is refused.
	 * @param name what the names of the threads begin with
	 * @return the threads
	 */
	public static Scheduler create(String name) {
		return create(name, TIME_TO_LIVE);
	}

	/**
	 * Let work wait that all threads are too busy for.
	 */
	private static void enqueue(Runnable task, ThreadPoolExecutor executor) {
		BlockingQueue<Runnable> queue = executor.getQueue();
		if (executor.isShutdown() || queue.size() >= Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE) {
			throw new RejectedExecutionException(
					"There is too much work for " + executor.getMaximumPoolSize() + " threads");
		}
		queue.add(task);
		// The last threads may have ended meanwhile, and looked for work before that
		if (executor.getPoolSize() == 0 && queue.remove(task)) {
			executor.execute(task);
		}
	}

	static Scheduler create(String name, Duration timeToLive) {
		Assert.hasText(name, "'name' must not be empty");
		CustomizableThreadCreator threads = new CustomizableThreadCreator(name);
		threads.setDaemon(true);
		int size = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		ThreadPoolExecutor executor = new ThreadPoolExecutor(0, size, timeToLive.toNanos(), TimeUnit.NANOSECONDS,
				new Handover(), threads::createThread, OwnThreads::enqueue);
		return Schedulers.fromExecutorService(executor, name);
	}

	/**
	 * Gives work to a thread that waits for it. If there is none, an executor begins
	 * another thread before it lets work wait, which it would otherwise not do.
	 */
	private static final class Handover extends LinkedTransferQueue<Runnable> {

		private static final long serialVersionUID = 1L;

		@Override
		public boolean offer(Runnable task) {
			return tryTransfer(task);
		}

		@Override
		public boolean add(Runnable task) {
			return super.offer(task);
		}

	}

}
