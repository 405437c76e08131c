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

import io.github.hfspring.chat.HuggingFaceException;
import reactor.core.publisher.Mono;

/**
 * The files of the repositories on the Hub. Nothing is sent before somebody subscribes,
 * and errors are {@link HuggingFaceException}s.
 *
 * @since 0.1.0
 * @see HuggingFaceChatModelBuilder#buildHub
 */
@FunctionalInterface
public interface HuggingFaceHub {

	/**
	 * Read a file of the main branch of a model.
	 * @param model the id of the model, such as {@code Qwen/Qwen3-32B}
	 * @param file the path of the file, such as {@code tokenizer.json}
	 * @return what is in it
	 */
	Mono<byte[]> download(String model, String file);

}
