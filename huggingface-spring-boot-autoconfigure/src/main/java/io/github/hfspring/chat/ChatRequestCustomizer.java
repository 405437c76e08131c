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

package io.github.hfspring.chat;

/**
 * Changes requests before they are sent, or refuses them. Customizers run in order, for
 * every subscription anew, after the defaults were applied.
 * <p>
 * Runs on the thread that subscribes; it must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChatRequestCustomizer {

	/**
	 * Return the request to send.
	 * @param request the request, defaults included
	 * @return the same request, or a changed one made with {@link ChatRequest#mutate()}
	 * @throws RuntimeException to refuse the request; the caller gets this exception, and
	 * nothing is sent
	 */
	ChatRequest customize(ChatRequest request);

}
