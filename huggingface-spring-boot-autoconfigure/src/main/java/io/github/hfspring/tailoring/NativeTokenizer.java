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

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import ai.djl.engine.EngineException;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;

/**
 * The tokenizer of the native library. This alone knows the library, so that it is loaded
 * only where it is used.
 */
final class NativeTokenizer implements AutoCloseable {

	/**
	 * What a tokenizer does by itself would cut long texts off, and fill up short ones.
	 */
	private static final Map<String, String> WHOLE_TEXTS = Map.of("truncation", "false", "padding", "false");

	private final HuggingFaceTokenizer tokenizer;

	/** Native memory must not be given back while it is used. */
	private final ReadWriteLock lock = new ReentrantReadWriteLock();

	private boolean closed;

	private NativeTokenizer(HuggingFaceTokenizer tokenizer) {
		this.tokenizer = tokenizer;
	}

	static NativeTokenizer open(byte[] json) throws IOException {
		try {
			return new NativeTokenizer(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), WHOLE_TEXTS));
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			throw explain(ex);
		}
	}

	/**
	 * Tell a file that is wrong from a machine that the library is not made for.
	 */
	static RuntimeException explain(Throwable error) {
		if (error instanceof RuntimeException && !(error instanceof EngineException)) {
			return new IllegalArgumentException("This is not the 'tokenizer.json' of a model: " + error.getMessage(),
					error);
		}
		Throwable cause = (error.getCause() != null) ? error.getCause() : error;
		return new IllegalStateException("The native library of 'ai.djl.huggingface:tokenizers' cannot be loaded on "
				+ System.getProperty("os.name") + " " + System.getProperty("os.arch") + ": " + cause.getMessage(),
				error);
	}

	int count(String text) {
		this.lock.readLock().lock();
		try {
			if (this.closed) {
				throw new IllegalStateException("The tokenizer is closed");
			}
			return this.tokenizer.encode(text, false, false).getIds().length;
		}
		finally {
			this.lock.readLock().unlock();
		}
	}

	@Override
	public void close() {
		this.lock.writeLock().lock();
		try {
			this.closed = true;
			this.tokenizer.close();
		}
		finally {
			this.lock.writeLock().unlock();
		}
	}

}
