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

package io.github.hfspring.benchmarks.work;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * Reads what this process has used: processor time of all threads, those of the JVM
 * included, and bytes that all threads have allocated in the heap.
 */
final class Meter {

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final LongSupplier allocated;

	private long cpuNanos;

	private long allocatedBytes;

	private long wallNanos;

	Meter() {
		this.allocated = allocated();
	}

	/**
	 * Begin to measure.
	 */
	void start() {
		THREADS.resetPeakThreadCount();
		this.allocatedBytes = this.allocated.getAsLong();
		this.wallNanos = System.nanoTime();
		this.cpuNanos = SYSTEM.getProcessCpuTime();
	}

	/**
	 * Return what was used since the start.
	 * @return the usage
	 */
	Usage stop() {
		long cpu = SYSTEM.getProcessCpuTime() - this.cpuNanos;
		long wall = System.nanoTime() - this.wallNanos;
		return new Usage(cpu, this.allocated.getAsLong() - this.allocatedBytes, wall, THREADS.getPeakThreadCount());
	}

	static int threads() {
		return THREADS.getThreadCount();
	}

	static long processCpuNanos() {
		return SYSTEM.getProcessCpuTime();
	}

	/**
	 * Return what is left in the heap after the garbage was collected.
	 * @return the bytes
	 */
	static long heapAfterCollection() {
		// What has a cleaner or a finalizer goes with the second one
		System.gc();
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	/**
	 * JDK 21 and later count threads that have ended, too. Before, what a thread has
	 * allocated since it was last looked at is lost when it ends.
	 */
	private static LongSupplier allocated() {
		try {
			var total = ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
			return () -> {
				try {
					return (long) total.invoke(THREADS);
				}
				catch (ReflectiveOperationException ex) {
					throw new IllegalStateException(ex);
				}
			};
		}
		catch (NoSuchMethodException ex) {
			Map<Long, Long> known = new ConcurrentHashMap<>();
			Thread sampler = new Thread(() -> {
				while (true) {
					sample(known);
					LockSupport.parkNanos(50_000_000);
				}
			}, "allocation-sampler");
			sampler.setDaemon(true);
			sampler.start();
			return () -> sample(known);
		}
	}

	private static long sample(Map<Long, Long> known) {
		long[] ids = THREADS.getAllThreadIds();
		long[] bytes = THREADS.getThreadAllocatedBytes(ids);
		for (int i = 0; i < ids.length; i++) {
			if (bytes[i] >= 0) {
				known.merge(ids[i], bytes[i], Math::max);
			}
		}
		return known.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * What was used in a time.
	 *
	 * @param cpuNanos the processor time
	 * @param allocatedBytes the bytes that were allocated
	 * @param wallNanos the time
	 * @param peakThreads the most threads there were at once
	 */
	record Usage(long cpuNanos, long allocatedBytes, long wallNanos, int peakThreads) {

	}

}
