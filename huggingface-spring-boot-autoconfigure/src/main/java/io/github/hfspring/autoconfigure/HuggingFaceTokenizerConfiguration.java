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
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.hfspring.client.HuggingFaceHub;
import io.github.hfspring.tailoring.HuggingFaceTokenCounter;
import io.github.hfspring.tailoring.LoadingTokenCounter;
import io.github.hfspring.tailoring.TokenCounter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Counts tokens with the model's own tokenizer. A file is read at the start, where it may
 * take its time; what is on the Hub is fetched when it is needed.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(HuggingFaceTokenizerConfiguration.OnTokenizer.class)
class HuggingFaceTokenizerConfiguration {

	private static final String PROPERTY = "huggingface.tailoring.tokenizer";

	private static final String LIBRARY = "ai.djl.huggingface.tokenizers.HuggingFaceTokenizer";

	private static final String FILE = "tokenizer.json";

	/** What tools have fetched from another Hub is not told apart. */
	private static final String HUB = "https://huggingface.co";

	private static final String CURE = "Give the id of a model on the Hub, such as 'Qwen/Qwen3-32B', or the location of "
			+ "its file 'tokenizer.json', which begins with 'classpath:' or 'file:', such as "
			+ "'classpath:/tokenizer.json' or 'file:/models/tokenizer.json'.";

	/** Very old models have no organization. */
	private static final Pattern MODEL = Pattern.compile("(?:[\\w-][\\w.-]*/)?[\\w-][\\w.-]*");

	@Bean
	@ConditionalOnMissingBean
	TokenCounter huggingFaceTokenCounter(HuggingFaceProperties properties, HuggingFaceConnectionDetails details,
			HuggingFaceChatModelFactory factory, ResourceLoader resourceLoader, Environment environment) {
		String tokenizer = String.valueOf(properties.getTailoring().getTokenizer()).strip();
		if (!ClassUtils.isPresent(LIBRARY, resourceLoader.getClassLoader())) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY,
					"The tokenizer needs 'ai.djl.huggingface:tokenizers', which is not on the class path.",
					"Add the dependency, or remove the property to have tokens estimated.");
		}
		if (tokenizer.startsWith("http:") || tokenizer.startsWith("https:")) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY, "It is the URL of a web page.", CURE);
		}
		if (tokenizer.indexOf(':') < 0) {
			boolean cached = HUB.equals(properties.getTailoring().getHubUrl());
			return hub(tokenizer, factory.createHub(properties, details),
					cached ? new HubCache(environment, HuggingFaceChatModelFactory.MAX_HUB_FILE.toBytes()) : null);
		}
		try (InputStream json = resourceLoader.getResource(tokenizer).getInputStream()) {
			return HuggingFaceTokenCounter.of(json);
		}
		catch (IllegalStateException ex) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY, String.valueOf(ex.getMessage()),
					"Remove the property on this machine, to have tokens estimated.");
		}
		catch (IOException | RuntimeException ex) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY, String.valueOf(ex.getMessage()), CURE);
		}
	}

	private static TokenCounter hub(String model, HuggingFaceHub hub, @Nullable HubCache cache) {
		if (!MODEL.matcher(model).matches() || model.contains("..")
				|| model.toLowerCase(Locale.ROOT).endsWith(".json")) {
			throw new InvalidHuggingFaceConfigurationException(PROPERTY,
					"'" + model + "' is neither the id of a model nor a location.", CURE);
		}
		Mono<byte[]> download = hub.download(model, FILE);
		return new LoadingTokenCounter((cache != null) ? cache.read(model, FILE, download) : download);
	}

	/**
	 * Nobody counts where nothing is tailored, and a blank tokenizer is none.
	 */
	static class OnTokenizer extends SpringBootCondition {

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			Environment environment = context.getEnvironment();
			boolean enabled = environment.getProperty("huggingface.tailoring.enabled", Boolean.class, false);
			boolean set = StringUtils.hasText(environment.getProperty(PROPERTY));
			return new ConditionOutcome(enabled && set, "'" + PROPERTY + "' is " + (set ? "" : "not ")
					+ "set, and tailoring is " + (enabled ? "on" : "off"));
		}

	}

}
