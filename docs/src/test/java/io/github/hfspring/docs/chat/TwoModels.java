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

package io.github.hfspring.docs.chat;

import io.github.hfspring.client.HuggingFaceChatModel;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;

// tag::service[]
@Service
class TwoModels {

	private final HuggingFaceChatModel model;

	private final HuggingFaceChatModel local;

	TwoModels(HuggingFaceChatModel model, @Qualifier("local") HuggingFaceChatModel local) {
		this.model = model;
		this.local = local;
	}

	String answer(String question, boolean confidential) {
		return (confidential ? this.local : this.model).call(question).text();
	}

}
// end::service[]
