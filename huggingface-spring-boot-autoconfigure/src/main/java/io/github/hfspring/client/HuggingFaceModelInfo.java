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

import org.jspecify.annotations.Nullable;

/**
 * What is known of a model without asking the network: what is set, and not what the
 * endpoint tells, which is a {@link ModelInfo}.
 *
 * @param model the id of the model that is used unless a request names another
 * @param baseUrl the URL that requests go to, without the path of the chat completions
 * @param contextWindow how many tokens a conversation and its answer may have, if that is
 * set
 * @since 0.1.0
 */
public record HuggingFaceModelInfo(@Nullable String model, String baseUrl, @Nullable Integer contextWindow) {

}
