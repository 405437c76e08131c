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

package io.github.hfspring.tool;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Makes a text of what a tool returns.
 */
final class ToolResults {

	private final JsonMapper mapper;

	ToolResults(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Run a tool and write its result, when subscribed to.
	 * @param tool runs the tool
	 * @param nothing the text for no result
	 */
	Mono<String> of(Callable<? extends @Nullable Object> tool, String nothing) {
		return Mono.defer(() -> {
			try {
				return toText(tool.call(), nothing);
			}
			catch (Throwable ex) {
				return Mono.error(ToolFailures.of(ex));
			}
		});
	}

	private Mono<String> toText(@Nullable Object result, String nothing) {
		if (result == null) {
			return Mono.just(nothing);
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, result);
		if (adapter == null) {
			return Mono.just(write(result));
		}
		Mono<?> value = adapter.isMultiValue() ? Flux.from(adapter.toPublisher(result)).collectList()
				: Mono.from(adapter.toPublisher(result));
		return value.map(this::write).defaultIfEmpty(nothing);
	}

	private String write(Object value) {
		try {
			return (value instanceof CharSequence) ? value.toString() : this.mapper.writeValueAsString(value);
		}
		catch (Throwable ex) {
			throw ToolFailures.unchecked(ex);
		}
	}

}
