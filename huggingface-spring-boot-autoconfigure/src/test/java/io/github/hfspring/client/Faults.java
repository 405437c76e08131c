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

import java.util.List;

/**
 * All that servers do wrong. The tests walk through it, and the page "When things go
 * wrong" is made of it.
 */
final class Faults {

	private Faults() {
	}

	static List<FaultTable> all() {
		return List.of(new ConnectionFaults(), new StatusFaults(), new AnswerFaults(), new StreamFaults());
	}

}
