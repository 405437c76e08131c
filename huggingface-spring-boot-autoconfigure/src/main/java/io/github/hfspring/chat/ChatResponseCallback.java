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
 * Told about every complete response to a call that does not stream, before its caller
 * gets it.
 * <p>
 * Runs on one of the client's own threads; it must not block. An exception it throws is
 * logged and does not harm the call.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChatResponseCallback {

	/**
	 * A response has arrived.
	 * @param request the request as it was sent
	 * @param response the response
	 */
	void onResponse(ChatRequest request, ChatResponse response);

}
