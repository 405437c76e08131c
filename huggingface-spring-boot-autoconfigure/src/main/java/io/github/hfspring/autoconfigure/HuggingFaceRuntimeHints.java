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

package io.github.hfspring.autoconfigure;

import java.util.List;

import io.github.hfspring.chat.AssistantMessage;
import io.github.hfspring.chat.AudioPart;
import io.github.hfspring.chat.ChatChunk;
import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ChatResponse;
import io.github.hfspring.chat.FilePart;
import io.github.hfspring.chat.ImagePart;
import io.github.hfspring.chat.RawPart;
import io.github.hfspring.chat.SystemMessage;
import io.github.hfspring.chat.TextPart;
import io.github.hfspring.chat.ToolMessage;
import io.github.hfspring.chat.UserMessage;
import io.github.hfspring.chat.VideoPart;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * What a native image needs to know. The wire itself needs no reflection; these are for
 * applications that store or return the vocabulary as JSON.
 */
final class HuggingFaceRuntimeHints implements RuntimeHintsRegistrar {

	/** It depends on whether these are there. */
	private static final List<String> LOOKED_FOR = List.of("reactor.netty.http.client.HttpClientRequest",
			"org.eclipse.jetty.client.Request", "com.github.victools.jsonschema.generator.SchemaGenerator",
			"com.github.victools.jsonschema.module.jackson.JacksonSchemaModule",
			"com.github.victools.jsonschema.module.jakarta.validation.JakartaValidationModule",
			"jakarta.validation.Constraint", "com.networknt.schema.SchemaRegistry");

	private final BindingReflectionHintsRegistrar registrar = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		this.registrar.registerReflectionHints(hints.reflection(), ChatMessage.class, SystemMessage.class,
				UserMessage.class, AssistantMessage.class, ToolMessage.class, TextPart.class, ImagePart.class,
				AudioPart.class, VideoPart.class, FilePart.class, RawPart.class, ChatRequest.class, ChatResponse.class,
				ChatChunk.class);
		LOOKED_FOR.forEach((type) -> hints.reflection().registerTypeIfPresent(classLoader, type));
	}

}
