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
 * Told about the end of every stream, exactly once for each subscription: after the last
 * chunk and before the subscriber sees the end, or when the subscriber has cancelled.
 * <p>
 * Runs on one of the client's own threads, or on the one that cancels; it must not block.
 * An exception it throws is logged and does not harm the stream.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChatStreamCompleteCallback {

	/**
	 * A stream has ended.
	 * @param request the request as it was sent; as it was given, if the stream ended
	 * before anything could be sent
	 * @param result how it ended, and what there was until then
	 */
	void onComplete(ChatRequest request, ChatStreamResult result);

}
