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

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Plays rounds that differ by chance, each from a seed of its own, and says how to play
 * the one that fails again. A round that hangs fails.
 * <p>
 * {@code -Dhuggingface.fuzz.rounds=N} plays more of them,
 * {@code -Dhuggingface.fuzz.seed=N} begins with another one.
 */
final class FuzzRounds {

	private static final String ROUNDS = "huggingface.fuzz.rounds";

	private static final String SEED = "huggingface.fuzz.seed";

	private static final long LONGEST_ROUND = TimeUnit.SECONDS.toNanos(15);

	private static final int DUMP_SIZE = 8 * 1024;

	private final Round round;

	private volatile Case current = new Case(0);

	private volatile Throwable failure;

	private FuzzRounds(Round round) {
		this.round = round;
	}

	/**
	 * Play rounds.
	 * @param rounds how many, unless a system property says otherwise
	 * @param round plays one
	 */
	static void play(int rounds, Round round) throws InterruptedException {
		new FuzzRounds(round).play(Long.getLong(SEED, 1), Integer.getInteger(ROUNDS, rounds));
	}

	private void play(long seed, int rounds) throws InterruptedException {
		Thread player = new Thread(() -> playAll(seed, rounds), "fuzz");
		player.setDaemon(true);
		player.start();
		while (player.isAlive()) {
			player.join(100);
			Case current = this.current;
			if (player.isAlive() && System.nanoTime() - current.began > LONGEST_ROUND) {
				AssertionError hanging = new AssertionError(current.describe("hangs"));
				hanging.setStackTrace(player.getStackTrace());
				throw hanging;
			}
		}
		if (this.failure != null) {
			throw new AssertionError(this.current.describe("fails: " + this.failure.getMessage()), this.failure);
		}
	}

	private void playAll(long seed, int rounds) {
		try {
			for (int i = 0; i < rounds; i++) {
				this.current = new Case(seed + i);
				this.round.play(this.current);
			}
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	/**
	 * Return bytes so that they can be read, and pasted into a string.
	 */
	static String dump(byte[] bytes) {
		StringBuilder text = new StringBuilder();
		for (byte next : Arrays.copyOf(bytes, Math.min(bytes.length, DUMP_SIZE))) {
			switch (next) {
				case '\n' -> text.append("\\n");
				case '\r' -> text.append("\\r");
				case '\\' -> text.append("\\\\");
				default -> text.append((next >= ' ' && next <= '~') ? String.valueOf((char) next)
						: String.format("\\x%02x", next & 0xff));
			}
		}
		return (bytes.length <= DUMP_SIZE) ? text.toString() : text + "... of " + bytes.length + " bytes";
	}

	/**
	 * One round of a property.
	 */
	@FunctionalInterface
	interface Round {

		void play(Case fuzz) throws Exception;

	}

	/**
	 * What one round is played with.
	 */
	static final class Case {

		private final long seed;

		private final long began = System.nanoTime();

		private final StringBuffer notes = new StringBuffer();

		private final Random random;

		Case(long seed) {
			this.seed = seed;
			this.random = new Random(seed * 0x9E3779B97F4A7C15L);
		}

		Random random() {
			return this.random;
		}

		boolean chance(int oneOf) {
			return this.random.nextInt(oneOf) == 0;
		}

		@SafeVarargs
		final <T> T oneOf(T... values) {
			return values[this.random.nextInt(values.length)];
		}

		/**
		 * Keep something to show it if the round fails.
		 */
		Case note(String name, Object value) {
			this.notes.append("\n  ").append(name).append(": ");
			this.notes.append((value instanceof byte[] bytes) ? dump(bytes) : value);
			return this;
		}

		private String describe(String what) {
			return "The round of -D" + SEED + "=" + this.seed + " -D" + ROUNDS + "=1 " + what + this.notes;
		}

	}

}
