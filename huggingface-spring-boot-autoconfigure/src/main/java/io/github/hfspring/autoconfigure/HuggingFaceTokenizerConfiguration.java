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

import io.github.hfspring.tailoring.HuggingFaceTokenCounter;
import io.github.hfspring.tailoring.TokenCounter;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.util.Assert;

/**
 * Counts tokens with the model's own tokenizer. It is read at the start, where it may
 * take its time.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("huggingface.tailoring.tokenizer")
class HuggingFaceTokenizerConfiguration {

	private static final String PROPERTY = "huggingface.tailoring.tokenizer";

	@Bean
	@ConditionalOnMissingBean(TokenCounter.class)
	HuggingFaceTokenCounter huggingFaceTokenCounter(HuggingFaceProperties properties) {
		Resource tokenizer = properties.getTailoring().getTokenizer();
		Assert.state(tokenizer != null, "There is no tokenizer");
		try (InputStream json = tokenizer.getInputStream()) {
			return HuggingFaceTokenCounter.of(json);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY, String.valueOf(ex.getMessage()),
					"Give the location of the file 'tokenizer.json' of the model, which is in its repository on "
							+ "Hugging Face, such as 'classpath:/tokenizer.json' or 'file:/models/tokenizer.json'.");
		}
		catch (IllegalStateException ex) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY, String.valueOf(ex.getMessage()),
					"Add the dependency 'ai.djl.huggingface:tokenizers', or remove the property to have tokens "
							+ "estimated.");
		}
	}

}
