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

package io.github.hfspring.schema;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Answers questions about what a mapper reads types with. Only a deserializer is given
 * what finds others, so one asks them.
 */
final class Deserializers {

	private static final String QUESTION = Deserializers.class.getName();

	private final ObjectReader reader;

	Deserializers(JsonMapper mapper) {
		SimpleModule module = new SimpleModule(QUESTION).addDeserializer(Question.class, new QuestionDeserializer());
		this.reader = mapper.rebuild()
			.disable(DeserializationFeature.UNWRAP_ROOT_VALUE)
			.addModule(module)
			.build()
			.readerFor(Question.class);
	}

	/**
	 * Ask a question.
	 * @param question what to do with what finds deserializers
	 * @return the answer
	 */
	<T> @Nullable T ask(Function<DeserializationContext, @Nullable T> question) {
		Question<T> asked = new Question<>(question);
		this.reader.withAttribute(QUESTION, asked).readValue("0");
		return asked.answer;
	}

	private static final class QuestionDeserializer extends StdDeserializer<Question<?>> {

		QuestionDeserializer() {
			super(Question.class);
		}

		@Override
		public Question<?> deserialize(JsonParser parser, DeserializationContext context) {
			Question<?> question = (Question<?>) context.getAttribute(QUESTION);
			question.ask(context);
			return question;
		}

	}

	/**
	 * A question and its answer.
	 */
	private static final class Question<T> {

		private final Function<DeserializationContext, @Nullable T> question;

		private @Nullable T answer;

		Question(Function<DeserializationContext, @Nullable T> question) {
			this.question = question;
		}

		void ask(DeserializationContext context) {
			this.answer = this.question.apply(context);
		}

	}

}
