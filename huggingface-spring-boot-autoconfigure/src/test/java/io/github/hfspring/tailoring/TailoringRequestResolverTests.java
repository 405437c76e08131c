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

package io.github.hfspring.tailoring;

import java.util.List;

import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.ModelInfoSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link TailoringRequestResolver}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TailoringRequestResolverTests {

	@Test
	void eachReasonIsToldOncePerModel(CapturedOutput output) {
		ModelInfoSource source = (model, provider) -> {
			if ("silent".equals(provider)) {
				return Mono.empty();
			}
			int status = Integer.parseInt(String.valueOf(provider));
			return Mono
				.error(HuggingFaceException.of(ErrorKind.SERVER_ERROR, "Status " + status).status(status).build());
		};
		TokenCounter counter = TokenCounter.estimate();
		ConversationTailor tailor = new ConversationTailor(counter, TailoringStrategy.HEAD_OUT, true);
		TailoringRequestResolver resolver = new TailoringRequestResolver(tailor, counter, TokenBudget.defaults(), null,
				source, OverflowPolicy.FAIL);
		for (String reason : List.of("500", "500", "401", "silent", "401", "silent")) {
			for (String model : List.of("a", "b")) {
				resolver.resolve(ChatRequest.builder().user("Hi").model(model).provider(reason).build()).block();
			}
		}
		for (String model : List.of("'a'", "'b'")) {
			for (String reason : List.of("cannot be asked (Status 500 [status 500])",
					"cannot be asked (Status 401 [status 401])", "does not tell")) {
				assertThat(output.toString()).containsOnlyOnce("The endpoint " + reason + " how many tokens " + model);
			}
		}
	}

}
