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

import java.lang.reflect.Type;
import java.util.Map;

import io.github.hfspring.thread.OwnThreads;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;
import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * How a model reads answers as objects: its settings, and the types that it has made so
 * far.
 *
 * @since 0.1.0
 */
public final class AnswerTypes {

	private static final int DEFAULT_MAX_SIZE = 16 * 1024 * 1024;

	/** Whoever makes more types at run time has them made again. */
	private static final int MAX_TYPES = 1000;

	private static final AnswerTypes DEFAULTS = new AnswerTypes(JsonMapper.builder().build(), 0, DEFAULT_MAX_SIZE);

	private final JsonMapper jsonMapper;

	private final int maxRepairs;

	private final int maxSize;

	private final Scheduler threads = OwnThreads.create("huggingface-schema-");

	private final Map<Type, AnswerType<?>> types = new ConcurrentReferenceHashMap<>();

	/**
	 * Create settings.
	 * @param jsonMapper what makes values of JSON
	 * @param maxRepairs how many times a model may be asked to mend an answer
	 * @param maxSize how many characters an answer may have whose elements are read one
	 * by one
	 */
	public AnswerTypes(JsonMapper jsonMapper, int maxRepairs, int maxSize) {
		Assert.notNull(jsonMapper, "'jsonMapper' must not be null");
		Assert.isTrue(maxRepairs >= 0, "'maxRepairs' must not be negative");
		Assert.isTrue(maxSize > 0, "'maxSize' must be above 0");
		this.jsonMapper = jsonMapper;
		this.maxRepairs = maxRepairs;
		this.maxSize = maxSize;
	}

	/**
	 * Return the type of a class.
	 * @param type the class
	 * @param <T> the type
	 * @return the type
	 * @throws IllegalStateException if a library is missing that makes the schema
	 * @throws IllegalArgumentException if the type can never be read
	 */
	public <T> AnswerType<T> of(Class<T> type) {
		Assert.notNull(type, "'type' must not be null");
		return get(type);
	}

	/**
	 * Return the type of a generic one.
	 * @param type the type
	 * @param <T> the type
	 * @return the type
	 * @throws IllegalStateException if a library is missing that makes the schema
	 * @throws IllegalArgumentException if the type can never be read
	 */
	public <T> AnswerType<T> of(ParameterizedTypeReference<T> type) {
		Assert.notNull(type, "'type' must not be null");
		return get(type.getType());
	}

	/**
	 * Return the type of a class where nobody may block. To make one that is not known
	 * yet takes time, and is left to another thread on a thread that must not block.
	 * @param type the class
	 * @param <T> the type
	 * @return the type; errors are those of {@link #of(Class)}
	 */
	public <T> Mono<AnswerType<T>> prepare(Class<T> type) {
		Assert.notNull(type, "'type' must not be null");
		return later(type);
	}

	/**
	 * Return the type of a generic one where nobody may block.
	 * @param type the type
	 * @param <T> the type
	 * @return the type; errors are those of {@link #of(ParameterizedTypeReference)}
	 * @see #prepare(Class)
	 */
	public <T> Mono<AnswerType<T>> prepare(ParameterizedTypeReference<T> type) {
		Assert.notNull(type, "'type' must not be null");
		return later(type.getType());
	}

	private <T> Mono<AnswerType<T>> later(Type type) {
		return Mono.defer(() -> {
			Mono<AnswerType<T>> made = Mono.fromCallable(() -> make(type));
			return (Schedulers.isInNonBlockingThread() && !this.types.containsKey(type))
					? made.subscribeOn(this.threads) : made;
		});
	}

	/**
	 * Reactor passes on no error that it takes for the end of everything, such as that of
	 * a class that is missing, and on another thread nobody else would see it.
	 */
	private <T> AnswerType<T> make(Type type) {
		try {
			return get(type);
		}
		catch (Error ex) {
			throw new IllegalStateException("The schema of " + type.getTypeName() + " cannot be made: " + ex, ex);
		}
	}

	@SuppressWarnings("unchecked")
	private <T> AnswerType<T> get(Type type) {
		AnswerType<?> known = this.types.get(type);
		if (known == null) {
			known = new AnswerTypeBuilder<>(type).jsonMapper(this.jsonMapper).build();
			if (this.types.size() >= MAX_TYPES) {
				this.types.clear();
			}
			this.types.put(type, known);
		}
		return (AnswerType<T>) known;
	}

	/**
	 * Return how many times a model may be asked to mend an answer.
	 * @return the number
	 */
	public int maxRepairs() {
		return this.maxRepairs;
	}

	/**
	 * Return how many characters an answer may have whose elements are read one by one.
	 * @return the number
	 */
	public int maxSize() {
		return this.maxSize;
	}

	/**
	 * Return the settings of a model that has none of its own: no repairs, and up to 16
	 * MB.
	 * @return the settings, always the same ones
	 */
	public static AnswerTypes defaults() {
		return DEFAULTS;
	}

}
