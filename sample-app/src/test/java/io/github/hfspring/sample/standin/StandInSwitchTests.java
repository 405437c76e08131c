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

package io.github.hfspring.sample.standin;

import io.github.hfspring.autoconfigure.HuggingFaceConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StandInSwitch}.
 */
class StandInSwitchTests {

	private static final String ROUTER = "https://router.huggingface.co/v1";

	private final StandInSwitch standInSwitch = new StandInSwitch();

	@Test
	void takesThePlaceOfTheRouterWithoutToken() {
		Object connection = connect(new Connection(ROUTER, null));
		assertThat(connection).isInstanceOf(StandInConnectionDetails.class);
	}

	@Test
	void keepsTheRouterWithToken() {
		Connection connection = new Connection(ROUTER, "hf_sample");
		assertThat(connect(connection)).isSameAs(connection);
	}

	@Test
	void keepsServerThatNeedsNoToken() {
		Connection connection = new Connection("http://localhost:3000", null);
		assertThat(connect(connection)).isSameAs(connection);
	}

	@Test
	void keepsOtherBeans() {
		assertThat(connect("something")).isEqualTo("something");
	}

	private Object connect(Object bean) {
		return this.standInSwitch.postProcessAfterInitialization(bean, "connection");
	}

	private record Connection(String getBaseUrl, @Nullable String getToken) implements HuggingFaceConnectionDetails {

	}

}
