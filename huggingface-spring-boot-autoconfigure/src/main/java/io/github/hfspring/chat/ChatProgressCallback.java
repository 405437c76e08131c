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
 * Told about what happens between a request and its answer.
 * <p>
 * Runs on one of the client's own threads; it must not block. An exception it throws is
 * logged and does not harm the call. Events of a stream are read ahead of its subscriber,
 * so this may run while a chunk is delivered, and once more after a cancel.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChatProgressCallback {

	/**
	 * Something has happened.
	 * @param request the request as it was sent
	 * @param progress what has happened
	 */
	void onProgress(ChatRequest request, ChatProgress progress);

}
