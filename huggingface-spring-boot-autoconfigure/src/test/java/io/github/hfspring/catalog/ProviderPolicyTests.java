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

package io.github.hfspring.catalog;

import java.util.List;
import java.util.Map;

import io.github.hfspring.catalog.ProviderPolicy.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link ProviderPolicy}.
 */
class ProviderPolicyTests {

	@SuppressWarnings("unchecked")
	private static final CatalogModel MODEL = CatalogReader
		.only(JsonMapper.shared().readValue(CatalogServer.ROUTER_MODEL, Map.class));

	@ParameterizedTest
	@ValueSource(strings = { "fastest", "cheapest", "preferred", "groq", "zai-org", " groq ", "", "auto" })
	void whatTheRouterUnderstandsIsNoPolicy(String provider) {
		assertThat(ProviderPolicy.isPolicy(provider)).isFalse();
		assertThat(ProviderPolicy.isPolicy(null)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cheapest, tools", "cheapest,tools", "tools", "Structured-Output", "capable", "price<=2",
			"context >= 32000", "cheapest tools" })
	void whatTheProviderMustBeAbleToDoIsOne(String provider) {
		assertThat(ProviderPolicy.isPolicy(provider)).isTrue();
	}

	@Test
	void isReadFromText() {
		assertThat(ProviderPolicy.of("cheapest, tools"))
			.isEqualTo(new ProviderPolicy(Order.CHEAPEST, true, false, false, null, null));
		assertThat(ProviderPolicy.of(" Structured-Output,context>=32000 , price <= 2.5,capable"))
			.isEqualTo(new ProviderPolicy(Order.FASTEST, false, true, true, 32000, 2.5));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cheapest that supports tools", "Cheapest, supports tools", "supports tools, cheapest",
			"that support tools and cheapest" })
	void isReadAsPeopleSayIt(String text) {
		assertThat(ProviderPolicy.isPolicy(text)).isTrue();
		assertThat(ProviderPolicy.of(text)).isEqualTo(ProviderPolicy.of("cheapest, tools"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "tools, tools | more than once", "price <= 1, price <= 2 | more than once",
					"context>=1,context >= 2 | more than once", "cheapest tools | separated by commas",
					"cheapest, tool | is not a requirement", "cheapest tools | is not a requirement",
					"cheapest, fastest | more than one order", "preferred, tools | only the router knows",
					"context >= many | no valid number", "context <= 5 | is not a requirement",
					"context >= 0 | above 0", "context >= 1e30 | no valid number", "price <= -1 | must not be negative",
					"price | is not a requirement", "tools, | is not a requirement" })
	void whatCannotBeUnderstoodIsRefused(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> ProviderPolicy.of(text)).withMessageContaining(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "tools | fireworks-ai", "cheapest, tools | novita", "cheapest, structured-output | together",
					"context >= 600000 | fireworks-ai", "cheapest, context >= 600000, tools | novita",
					"price <= 4 | novita", "structured-output, price <= 10 | together", "capable | fireworks-ai" })
	void theBestOfThoseThatCanIsTaken(String policy, String provider) {
		assertThat(ProviderPolicy.of(policy).choose(MODEL)).isEqualTo(MODEL.provider(provider));
	}

	@Test
	void whatIsNotKnownComesLast() {
		CatalogModel model = new CatalogModel(
				"a", null, null, List.of(), List.of(), null, List.of(provider("silent", null, null),
						provider("dear", 9.0, null), provider("gift", 5.0, true), provider("cheap", 1.0, null)),
				Map.of());
		assertThat(ProviderPolicy.of("cheapest, price <= 100").choose(model)).isEqualTo(model.provider("gift"));
		assertThat(ProviderPolicy.of("cheapest, capable").choose(model)).isEqualTo(model.provider("gift"));
		assertThat(ProviderPolicy.of("capable").choose(model)).as("the first one, where no throughput is known")
			.isEqualTo(model.provider("silent"));
	}

	private static CatalogProvider provider(String name, Double price, Boolean free) {
		return new CatalogProvider(name, "live", null, null, price, free, null, null, null, null, null, Map.of());
	}

	@Test
	void whatEachLacksIsSaid() {
		ProviderPolicy policy = ProviderPolicy.of("tools, structured-output, context >= 2000000, price <= 1");
		assertThat(policy.choose(MODEL)).isNull();
		assertThat(policy.lacks(MODEL.provider("novita"))).containsExactly("no structured output",
				"its context has 1048576 tokens", "its price is 3.38");
		assertThat(policy.lacks(MODEL.provider("featherless-ai"))).containsExactly("tools not known",
				"structured output not known", "its context is not known", "its price is not known");
		assertThat(policy.lacks(MODEL.provider("deepinfra"))).contains("its status is 'error'");
	}

}
