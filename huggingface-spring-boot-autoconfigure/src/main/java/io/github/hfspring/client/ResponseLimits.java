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

/**
 * How much of a response is held.
 *
 * @param bufferSize the most chunks decoded ahead of the subscriber
 * @param maxEventSize the most bytes of one event
 * @param maxResponseSize the most bytes of a completion, and characters kept of a stream
 * @param maxErrorBody the most bytes kept of an error body
 * @param ofEndpoint whether these are the limits of the endpoint, which properties set
 */
record ResponseLimits(int bufferSize, int maxEventSize, int maxResponseSize, int maxErrorBody, boolean ofEndpoint) {

	ResponseLimits(int bufferSize, int maxEventSize, int maxResponseSize, int maxErrorBody) {
		this(bufferSize, maxEventSize, maxResponseSize, maxErrorBody, true);
	}

	ResponseLimits ofFiles(int maxFileSize) {
		return new ResponseLimits(this.bufferSize, this.maxEventSize, maxFileSize, this.maxErrorBody, false);
	}

}
