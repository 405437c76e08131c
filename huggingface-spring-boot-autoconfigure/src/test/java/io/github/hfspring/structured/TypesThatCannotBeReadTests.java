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

package io.github.hfspring.structured;

import java.util.List;
import java.util.Map;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.RawHttpServer;
import io.github.hfspring.structured.InvalidAnswerException.Reason;
import io.github.hfspring.tool.Tool;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of types that Jackson cannot read, over HTTP.
 */
class TypesThatCannotBeReadTests {

	private static final String CIRCLE = "{\"shape\":{\"radius\":2}}";

	@Test
	void sendsNothingForATypeThatCanNeverBeRead() {
		try (AnswerServer server = AnswerServer.of(CIRCLE)) {
			HuggingFaceChatModel model = server.builder().maxRepairs(2).build();
			assertThatIllegalArgumentException().isThrownBy(() -> model.call("?", Drawing.class))
				.withMessageContaining("Shape (in Drawing.shape)");
			assertThatIllegalArgumentException().isThrownBy(() -> model.call("?", Shape.class));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> model.call("?", new ParameterizedTypeReference<List<Shape>>() {
				}));
			StepVerifier.create(model.chat("?", Drawing.class)).verifyError(IllegalArgumentException.class);
			StepVerifier.create(model.streamElements("?", Shape.class)).verifyError(IllegalArgumentException.class);
			assertThat(server.count()).isZero();
		}
	}

	@Test
	void makesNoToolOfOne() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Tool.builder("draw", Drawing.class).function((drawing) -> "done").build())
			.withMessageContaining("Shape (in Drawing.shape)");
		JsonMapper mapper = JsonMapper.builder()
			.addModule(new SimpleModule().addAbstractTypeMapping(Shape.class, Circle.class))
			.build();
		Tool tool = Tool.builder("draw", Drawing.class).jsonMapper(mapper).function(Drawing::toString).build();
		assertThat(tool.definition().name()).isEqualTo("draw");
	}

	@Test
	void neitherRepairsNorTellsTheModelWhatItCannotMend() {
		try (AnswerServer server = AnswerServer.of(CIRCLE)) {
			HuggingFaceChatModel model = server.model();
			AnswerType<Drawing> type = AnswerType.builder(Drawing.class)
				.schema(Map.of("type", "object"))
				.maxRepairs(2)
				.build();
			assertThatExceptionOfType(InvalidAnswerException.class)
				.isThrownBy(() -> model.chat(ChatRequest.of("?"), type).block(RawHttpServer.LIMIT))
				.satisfies((ex) -> {
					assertThat(ex.reason()).isEqualTo(Reason.UNREADABLE);
					assertThat(ex.violations()).containsExactly("/shape: Jackson cannot read the type");
					assertThat(ex).hasMessageContaining("/shape").hasStackTraceContaining(Shape.class.getName());
					assertThat(type.repair(ChatRequest.of("?"), ex).messages()).extracting(ChatMessage::toString)
						.noneMatch((message) -> message.contains("hfspring"));
				});
			assertThat(server.count()).isOne();
		}
	}

	sealed interface Shape permits Circle {

	}

	record Circle(double radius) implements Shape {

	}

	record Drawing(Shape shape) {

	}

}
