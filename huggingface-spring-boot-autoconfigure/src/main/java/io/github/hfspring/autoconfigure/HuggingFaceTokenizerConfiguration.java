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

import java.io.IOException;
import java.io.InputStream;

import io.github.hfspring.client.HuggingFaceHub;
import io.github.hfspring.tailoring.HuggingFaceTokenCounter;
import io.github.hfspring.tailoring.LoadingTokenCounter;
import io.github.hfspring.tailoring.TokenCounter;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * Counts tokens with the model's own tokenizer. A file is read at the start, where it may
 * take its time; what is on the Hub is fetched when it is needed.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("huggingface.tailoring.tokenizer")
class HuggingFaceTokenizerConfiguration {

	private static final String PROPERTY = "huggingface.tailoring.tokenizer";

	private static final String LIBRARY = "ai.djl.huggingface.tokenizers.HuggingFaceTokenizer";

	@Bean
	@ConditionalOnMissingBean
	TokenCounter huggingFaceTokenCounter(HuggingFaceProperties properties, HuggingFaceConnectionDetails details,
			HuggingFaceChatModelFactory factory, ResourceLoader resourceLoader) {
		String tokenizer = String.valueOf(properties.getTailoring().getTokenizer()).strip();
		if (!ClassUtils.isPresent(LIBRARY, resourceLoader.getClassLoader())) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY,
					"The tokenizer needs 'ai.djl.huggingface:tokenizers', which is not on the class path.",
					"Add the dependency, or remove the property to have tokens estimated.");
		}
		if (tokenizer.startsWith("http:") || tokenizer.startsWith("https:")) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY, "It is the URL of a web page.",
					"Give the id of the model, such as 'Qwen/Qwen3-32B', or the location of its file, such as "
							+ "'classpath:/tokenizer.json'.");
		}
		if (tokenizer.indexOf(':') < 0) {
			HuggingFaceHub hub = factory.createHub(properties, details);
			return new LoadingTokenCounter(hub.download(tokenizer, "tokenizer.json"));
		}
		try (InputStream json = resourceLoader.getResource(tokenizer).getInputStream()) {
			return HuggingFaceTokenCounter.of(json);
		}
		catch (IOException | RuntimeException ex) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY, String.valueOf(ex.getMessage()),
					"Give the location of the file 'tokenizer.json' of the model, which is in its repository on "
							+ "Hugging Face, such as 'classpath:/tokenizer.json' or 'file:/models/tokenizer.json'.");
		}
	}

}
