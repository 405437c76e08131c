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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link OwnThreads}.
 */
class OwnThreadsTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static long count(String name) {
		return Thread.getAllStackTraces().keySet().stream().filter((each) -> each.getName().startsWith(name)).count();
	}

	private Mono<Thread> current() {
		return Mono.fromCallable(Thread::currentThread);
	}

	@Test
	void theyEndWhenThereIsNothingToDo() {
		Scheduler threads = OwnThreads.create("brief-", Duration.ofMillis(1));
		assertThat(count("brief-")).as("not begun").isZero();
		for (int i = 0; i < 2; i++) {
			Thread used = current().subscribeOn(threads).block(LIMIT);
			assertThat(used).isNotNull();
			assertThat(used.isDaemon()).isTrue();
			assertThat(Schedulers.isNonBlockingThread(used)).isFalse();
			Awaitility.await().atMost(LIMIT).until(() -> count("brief-") == 0);
		}
	}

	@Test
	void oneThatIsIdleGoesBeforeANewOne() {
		Scheduler threads = OwnThreads.create("idle-");
		for (int i = 0; i < 3 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE; i++) {
			Thread used = current().subscribeOn(threads).block(LIMIT);
			Awaitility.await()
				.pollInterval(Duration.ofMillis(1))
				.pollDelay(Duration.ZERO)
				.atMost(LIMIT)
				.until(() -> used.getState() == Thread.State.TIMED_WAITING);
		}
		assertThat(count("idle-")).isEqualTo(1);
	}

	@Test
	void nothingIsLeftBehindByThreadsThatEnd() {
		Scheduler threads = OwnThreads.create("ending-", Duration.ofNanos(1));
		for (int i = 0; i < 200; i++) {
			assertThat(Flux.range(0, 2 * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE)
				.flatMap((number) -> current().subscribeOn(threads), Integer.MAX_VALUE)
				.count()
				.block(LIMIT)).isEqualTo(2L * Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE);
		}
	}

	@Test
	void theyAreBounded() {
		int size = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
		Scheduler threads = OwnThreads.create("many-");
		CountDownLatch goesOn = new CountDownLatch(1);
		CompletableFuture<Long> all = Flux.range(0, 2 * size)
			.flatMap((number) -> Mono.fromCallable(() -> goesOn.await(LIMIT.toSeconds(), TimeUnit.SECONDS))
				.subscribeOn(threads), 2 * size)
			.count()
			.toFuture();
		assertThat(count("many-")).isEqualTo(size);
		goesOn.countDown();
		assertThat(all).succeedsWithin(LIMIT).isEqualTo(2L * size);
	}

}
