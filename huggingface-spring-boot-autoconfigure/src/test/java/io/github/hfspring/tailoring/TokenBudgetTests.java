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

package io.github.hfspring.tailoring;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TokenBudgetTests {

	@ParameterizedTest
	@CsvSource({ "2048, 1024", "4096, 1127", "8192, 4813", "16384, 12186", "32768, 26214", "65536, 52428",
			"128000, 102400", "131072, 104857", "262144, 209715" })
	void followsFromTheContextWindow(int contextWindow, int budget) {
		assertThat(TokenBudget.defaults().tokensFor(contextWindow, null, 0)).isEqualTo(budget);
	}

	/**
	 * Others leave 1,024 tokens to a conversation here.
	 */
	@Test
	void theLeastIsWithinTheContextWindow() {
		assertThat(TokenBudget.defaults().tokensFor(512, null, 0)).isEqualTo(409);
	}

	@Test
	void theAnswerAndTheToolsTakeTheirPart() {
		assertThat(TokenBudget.defaults().tokensFor(8192, 4096, 0)).isEqualTo(8192 - 4096 - 512 - 819);
		assertThat(TokenBudget.defaults().tokensFor(8192, null, 813)).isEqualTo(4000);
		assertThat(TokenBudget.defaults().tokensFor(8192, null, 100_000)).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "2000, 1175", "2900, 1024", "3200, 896", "3800, 296", "4095, 1" })
	void theLeastLeavesRoomForAnAnswerWhoseLengthIsSet(int maxTokens, int budget) {
		assertThat(TokenBudget.defaults().tokensFor(4096, maxTokens, 0)).isEqualTo(budget);
		assertThat(TokenBudget.defaults().exact().tokensFor(4096, maxTokens, 0))
			.isLessThanOrEqualTo(Math.max(0, 4096 - maxTokens));
	}

	@Test
	void anAnswerThatMayTakeAllIsForTheServerToJudge() {
		assertThat(TokenBudget.defaults().tokensFor(4096, 4096, 0)).isEqualTo(1024);
		assertThat(TokenBudget.defaults().tokensFor(4096, 100_000, 0)).isEqualTo(1024);
	}

	@Test
	void aLimitOfItsOwnHoldsAsFarAsTheContextWindowReaches() {
		TokenBudget budget = new TokenBudget(5000, 2048, 512, 0.1, 0.8, 1024);
		assertThat(budget.tokensFor(null, null, 0)).isEqualTo(5000);
		assertThat(budget.tokensFor(null, 1000, 200)).isEqualTo(4800);
		assertThat(budget.tokensFor(128_000, null, 0)).isEqualTo(5000);
		assertThat(budget.tokensFor(4096, null, 0)).isEqualTo(2048);
		assertThat(budget.tokensFor(4096, 4096, 0)).isZero();
	}

	@Test
	void whatNobodyKnowsIsNoLimit() {
		assertThat(TokenBudget.defaults().tokensFor(null, 100, 100)).isNull();
	}

	@Test
	void refusesWhatMakesNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenBudget(0, 0, 0, 0, 1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenBudget(null, -1, 0, 0, 1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenBudget(null, 0, -1, 0, 1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenBudget(null, 0, 0, 1, 1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenBudget(null, 0, 0, 0, 0, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenBudget(null, 0, 0, 0, 1, -1));
	}

	@ParameterizedTest
	@CsvSource({ "256, 4096, 204", "512, 4096, 409", "2000, 4096, 1127", "2000, 32768, 1288", "4095, 4096, 1127" })
	void noMoreIsSentThanTheServerTakes(int input, int window, int budget) {
		assertThat(TokenBudget.defaults().tokensFor(window, input, null, 0)).isEqualTo(budget)
			.isLessThanOrEqualTo(input);
		assertThat(TokenBudget.defaults().tokensFor(window, input, null, 100)).isEqualTo(budget - 100);
	}

}
