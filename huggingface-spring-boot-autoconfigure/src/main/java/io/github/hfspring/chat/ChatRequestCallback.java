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
 * Told about every request just before it is sent, once, also when it is sent again after
 * a failure. To change or refuse a request, use a {@link ChatRequestCustomizer}.
 * <p>
 * Runs on the thread that subscribes, or on one of the client's own; it must not block.
 * An exception it throws is logged and does not harm the call.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChatRequestCallback {

	/**
	 * A request is about to be sent.
	 * @param request the request as it will be sent, defaults included
	 */
	void onRequest(ChatRequest request);

}
