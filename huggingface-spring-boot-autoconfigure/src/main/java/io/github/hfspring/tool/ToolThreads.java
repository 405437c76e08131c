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

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.hfspring.thread.OwnThreads;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * The threads that tools may block.
 */
final class ToolThreads {

	private static final String NAME = "huggingface-tool-";

	private ToolThreads() {
	}

	/**
	 * Return virtual threads where the JDK has them, and else some that are for the tools
	 * of one model: whoever waits for a tool may block those that Reactor has for
	 * blocking, and a tool those of its model. A virtual thread ends with its task, so
	 * nothing has to be closed.
	 */
	static Scheduler scheduler() {
		ThreadFactory virtual;
		try {
			virtual = new VirtualThreadTaskExecutor(NAME).getVirtualThreadFactory();
		}
		catch (UnsupportedOperationException ex) {
			return OwnThreads.create(NAME);
		}
		ExecutorService executor = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 0, TimeUnit.SECONDS,
				new SynchronousQueue<>(), virtual);
		return Schedulers.fromExecutorService(executor, NAME);
	}

}
