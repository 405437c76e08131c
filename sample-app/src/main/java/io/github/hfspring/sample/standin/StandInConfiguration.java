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

import java.time.Duration;

import io.github.hfspring.autoconfigure.HuggingFaceChatModelBuilderCustomizer;
import io.github.hfspring.autoconfigure.HuggingFaceConnectionDetails;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Lets the stand-in answer if there is no token, and keeps out of the way if there is
 * one.
 */
@Configuration(proxyBeanMethods = false)
class StandInConfiguration {

	@Bean
	static StandInSwitch standInSwitch() {
		return new StandInSwitch();
	}

	@Bean
	HuggingFaceChatModelBuilderCustomizer standInModel(HuggingFaceConnectionDetails details) {
		return (builder) -> {
			if (isStandIn(details)) {
				builder.defaultOptions((options) -> options.model(StandIn.MODEL));
			}
		};
	}

	@Bean
	WebClientCustomizer standInAddress(HuggingFaceConnectionDetails details, Environment environment) {
		return (builder) -> {
			if (isStandIn(details)) {
				builder.filter(new StandInAddress(environment));
			}
		};
	}

	@Bean
	RouterFunction<ServerResponse> standInEndpoint(HuggingFaceConnectionDetails details, JsonMapper mapper,
			@Value("${sample.stand-in.delay}") Duration delay) {
		return isStandIn(details) ? new StandInEndpoint(mapper, delay).routes() : (request) -> Mono.empty();
	}

	private static boolean isStandIn(HuggingFaceConnectionDetails details) {
		return details instanceof StandInConnectionDetails;
	}

}
