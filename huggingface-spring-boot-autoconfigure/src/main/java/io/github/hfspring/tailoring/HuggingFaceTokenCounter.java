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

import java.io.IOException;
import java.io.InputStream;
import java.util.function.ToIntFunction;

import io.github.hfspring.chat.ChatMessage;
import io.github.hfspring.chat.ToolDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Counts with the model's own tokenizer, which is the file {@code tokenizer.json} of its
 * repository. Texts are counted exactly; what the chat template puts around a message is
 * estimated at {@value #AROUND_MESSAGE} tokens, an image at a thousand, and the schema of
 * a tool by its names and values. Counts of texts are kept, so that a conversation that
 * grows is not counted anew each time.
 * <p>
 * Needs {@code ai.djl.huggingface:tokenizers}, which brings the native library of Hugging
 * Face. Can be used by several threads at once.
 *
 * @since 0.1.0
 */
public final class HuggingFaceTokenCounter implements TokenCounter, AutoCloseable {

	/** The marks of its beginning and end, and the role. */
	static final int AROUND_MESSAGE = 4;

	/** The largest tokenizers have 30 to 40 MB. */
	private static final int MAX_SIZE = 128 * 1024 * 1024;

	private final CountedTexts texts;

	private final AutoCloseable tokenizer;

	private HuggingFaceTokenCounter(ToIntFunction<String> count, AutoCloseable tokenizer) {
		this.texts = new CountedTexts(count);
		this.tokenizer = tokenizer;
	}

	/**
	 * Read a tokenizer. This blocks, up to some seconds.
	 * @param json the file {@code tokenizer.json} of a model, at most 128 MB
	 * @return a counter, which is to be closed
	 * @throws IOException if the file cannot be read
	 * @throws IllegalArgumentException if it is not that of a tokenizer
	 * @throws IllegalStateException if the library is missing, or cannot be loaded here
	 */
	public static HuggingFaceTokenCounter of(InputStream json) throws IOException {
		Assert.notNull(json, "'json' must not be null");
		byte[] bytes = json.readNBytes(MAX_SIZE + 1);
		Assert.isTrue(bytes.length <= MAX_SIZE, () -> "A tokenizer may have " + MAX_SIZE + " bytes at most");
		NativeTokenizer tokenizer = open(bytes);
		return new HuggingFaceTokenCounter(tokenizer::count, tokenizer);
	}

	private static NativeTokenizer open(byte[] bytes) throws IOException {
		try {
			return NativeTokenizer.open(bytes);
		}
		catch (LinkageError ex) {
			throw new IllegalStateException("The tokenizer needs 'ai.djl.huggingface:tokenizers' on the class path, "
					+ "and a platform that it has a native library for", ex);
		}
	}

	@Override
	public int count(ChatMessage message) {
		long tokens = MessageTexts.sum(message, this.texts::count);
		tokens += AROUND_MESSAGE * (1L + MessageTexts.calls(message));
		tokens += (long) CharacterTokenCounter.PART * MessageTexts.others(message);
		return (int) Math.min(Integer.MAX_VALUE, tokens);
	}

	private int count(@Nullable String text) {
		return (text != null) ? this.texts.count(text) : 0;
	}

	@Override
	public int count(ToolDefinition tool) {
		return AROUND_MESSAGE + count(tool.name()) + count(tool.description())
				+ this.texts.count(String.valueOf(tool.parameters()));
	}

	/**
	 * Give the memory of the tokenizer back. Nothing can be counted after that.
	 */
	@Override
	public void close() {
		try {
			this.tokenizer.close();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
