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

package io.github.hfspring.docs.tools;

import io.github.hfspring.tool.HuggingFaceTool;
import io.github.hfspring.tool.ToolContext;
import io.github.hfspring.tool.ToolParameter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

// tag::methods[]
@Component
class Forecasts {

	@HuggingFaceTool("The weather of the coming days")
	Forecast forecast(String city, @ToolParameter("How many days, up to 16") @Nullable Integer days) {
		return new Forecast(city, (days != null) ? days : 1, "sunny");
	}

	@HuggingFaceTool(name = "home", description = "The city where the user lives")
	Mono<String> homeOf(ToolContext context) {
		String user = context.get("user", String.class);
		return Mono.just("ada".equals(user) ? "London" : "unknown");
	}

	record Forecast(String city, int days, String sky) {

	}

}
// end::methods[]
