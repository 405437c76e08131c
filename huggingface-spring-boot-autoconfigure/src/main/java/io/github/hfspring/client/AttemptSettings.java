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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What holds for the attempts of all requests.
 *
 * @param rules whether and when to repeat
 * @param maxColdStart how long to wait for a model that is being loaded; zero not to
 * @param scaleUp how long the server may hold a request while it starts
 * @param malformedEvents what to do about events that cannot be understood
 */
record AttemptSettings(RetryRules rules, Duration maxColdStart, @Nullable Duration scaleUp,
		MalformedEventPolicy malformedEvents) {

}
