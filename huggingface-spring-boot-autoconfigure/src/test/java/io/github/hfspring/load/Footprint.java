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

package io.github.hfspring.load;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

/**
 * What this process needs.
 *
 * @param heap the bytes on the heap that are in use
 * @param direct the bytes of the buffers outside of it
 * @param threads the names of the threads of the client
 */
record Footprint(long heap, long direct, List<String> threads) {

	/**
	 * Return what is needed now.
	 * @param others the threads that were there before the client
	 */
	static Footprint now(Set<Thread> others) {
		return new Footprint(usedHeap(), usedDirect(),
				liveThreads().stream()
					.filter((thread) -> !others.contains(thread) || isOfReactor(thread))
					.map(Thread::getName)
					.toList());
	}

	static Set<Thread> liveThreads() {
		return Thread.getAllStackTraces().keySet();
	}

	/**
	 * Tests that ran before may have started them.
	 */
	private static boolean isOfReactor(Thread thread) {
		return thread.getName().startsWith("reactor-http-") || thread.getName().startsWith("parallel-");
	}

	/**
	 * Chunks keep coming in while this measures, so it takes the lesser of two.
	 */
	private static long usedHeap() {
		long heap = Long.MAX_VALUE;
		for (int i = 0; i < 2; i++) {
			System.gc();
			heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return heap;
	}

	private static long usedDirect() {
		return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
	}

}
