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

import java.time.Duration;
import java.util.function.Consumer;

import io.github.hfspring.catalog.ProviderPolicy;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceChatModelBuilder;
import io.github.hfspring.client.RetrySettings;
import io.github.hfspring.tailoring.TokenBudget;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Finds the property behind a value that the client has refused. The rules are the
 * client's own; here they only get the name of a property and a cure.
 */
final class PropertyChecks {

	static final String NUMBER = "Correct the number, or remove the property.";

	private static final String URL = "Give the URL of the endpoint, such as 'https://router.huggingface.co/v1' "
			+ "or 'http://localhost:8080'.";

	private static final String TOKEN = """
			Do one of these:

			  - give a token, which https://huggingface.co/settings/tokens makes, in the environment variable \
			HF_TOKEN or the property 'huggingface.api-key',
			  - let 'huggingface.base-url' point to a server that needs no token,
			  - switch the chat model off with 'huggingface.chat.enabled=false'.""";

	private static final String MODEL = "Give the id of a model, such as 'meta-llama/Llama-3.1-8B-Instruct', or remove "
			+ "the property and name a model in each request.";

	private static final String PROVIDER = "Name the provider either in 'huggingface.chat.provider' or behind the "
			+ "model's id, or leave it out to let the router choose.";

	private static final String POLICY = "Give the name of a provider, 'fastest', 'cheapest' or 'preferred', or what "
			+ "the provider must be able to do, such as 'cheapest, tools'.";

	private PropertyChecks() {
	}

	/**
	 * Refuse placeholders that were not resolved: they would be sent as they stand.
	 * @param properties the properties
	 */
	static void refusePlaceholders(HuggingFaceProperties properties) {
		placeholder("huggingface.base-url", properties.getBaseUrl());
		placeholder("huggingface.bill-to", properties.getBillTo());
		placeholder("huggingface.chat.model", properties.getChat().getModel());
		placeholder("huggingface.chat.provider", properties.getChat().getProvider());
		placeholder("huggingface.tailoring.tokenizer", properties.getTailoring().getTokenizer());
		placeholder("huggingface.tailoring.hub-url", properties.getTailoring().getHubUrl());
		properties.getExtraHeaders().values().forEach((value) -> placeholder("huggingface.extra-headers", value));
	}

	private static void placeholder(String property, @Nullable String value) {
		if (value != null && value.contains("${")) {
			throw new InvalidHuggingFaceConfigurationException(property,
					"The value contains a placeholder that cannot be resolved.",
					"Set the variable that the placeholder names, or give it a default, as in '${NAME:default}'.");
		}
	}

	/**
	 * Say which property a model could not be made with.
	 * @param properties the properties
	 * @param details the connection
	 * @throws InvalidHuggingFaceConfigurationException if it is one of these
	 */
	static void explain(HuggingFaceProperties properties, HuggingFaceConnectionDetails details) {
		String url = details.getBaseUrl();
		check("huggingface.base-url", URL, (model) -> model.baseUrl(url).token("checked below"));
		if (!StringUtils.hasText(details.getToken())) {
			check("huggingface.api-key", TOKEN, (model) -> model.baseUrl(url));
		}
		check("huggingface.bill-to", "Give the name of an organization.",
				(model) -> local(model).billTo(properties.getBillTo()));
		check("huggingface.scale-up-timeout", NUMBER,
				(model) -> local(model).scaleUpTimeout(properties.getScaleUpTimeout()));
		checkWaiting(properties);
		check("huggingface.tailoring.context-window", NUMBER,
				(model) -> local(model).contextWindow(properties.getTailoring().getContextWindow()));
		check("huggingface.tailoring.hub-url", "Give the URL of the Hub, such as 'https://huggingface.co'.",
				(model) -> local(model).buildHub(properties.getTailoring().getHubUrl(), DataSize.ofBytes(1)));
		checkTailoring(properties.getTailoring());
		check("huggingface.max-event-size", NUMBER, (model) -> local(model).maxEventSize(properties.getMaxEventSize()));
		check("huggingface.max-response-size", NUMBER,
				(model) -> local(model).maxResponseSize(properties.getMaxResponseSize()));
		check("huggingface.max-error-body", NUMBER, (model) -> local(model).maxErrorBody(properties.getMaxErrorBody()));
		check("huggingface.media.max-size", NUMBER,
				(model) -> local(model).maxMediaSize(properties.getMedia().getMaxSize()));
		check("huggingface.structured.max-repairs", NUMBER,
				(model) -> local(model).maxRepairs(properties.getStructured().getMaxRepairs()));
		checkModel(url, properties.getChat());
		checkOptions(properties);
	}

	/**
	 * Say which property of long conversations makes no sense.
	 * @param tailoring the properties
	 * @throws InvalidHuggingFaceConfigurationException if there is one
	 */
	static void checkTailoring(HuggingFaceTailoringProperties tailoring) {
		TokenBudget defaults = TokenBudget.defaults();
		budget("max-input-tokens", tailoring.getMaxInputTokens(), 0, 0, 0.5, 0);
		budget("reserved-output-tokens", null, tailoring.getReservedOutputTokens(), 0, defaults.maxInputRatio(), 0);
		budget("protocol-overhead", null, 0, tailoring.getProtocolOverhead(), defaults.maxInputRatio(), 0);
		refuse("huggingface.tailoring.safety-margin", NUMBER,
				() -> new TokenBudget(null, 0, 0, tailoring.getSafetyMargin(), defaults.maxInputRatio(), 0));
		budget("max-input-ratio", null, 0, 0, tailoring.getMaxInputRatio(), 0);
		budget("min-input-tokens", null, 0, 0, defaults.maxInputRatio(), tailoring.getMinInputTokens());
		if (tailoring.isEnabled() && !tailoring.isAskEndpoint() && tailoring.getContextWindow() <= 0
				&& tailoring.getMaxInputTokens() == null) {
			throw new InvalidHuggingFaceConfigurationException("huggingface.tailoring.context-window",
					"It is not known how long a conversation may be.",
					"Set it to the number of tokens that the model takes, set "
							+ "'huggingface.tailoring.max-input-tokens', or let the endpoint be asked with "
							+ "'huggingface.tailoring.ask-endpoint=true'.");
		}
	}

	/**
	 * Say which property of the catalogue makes no sense.
	 * @param catalog the properties
	 * @throws InvalidHuggingFaceConfigurationException if there is one
	 */
	static void checkCatalog(HuggingFaceCatalogProperties catalog) {
		refuse("huggingface.catalog.max-age", NUMBER,
				() -> Assert.isTrue(!catalog.getMaxAge().isNegative(), "The time must not be negative."));
		refuse("huggingface.catalog.timeout", NUMBER,
				() -> Assert.isTrue(catalog.getTimeout().compareTo(Duration.ZERO) > 0, "The time must be above 0."));
	}

	/**
	 * Say what is wrong with what the provider must be able to do.
	 * @param chat the properties
	 * @param url the URL of the endpoint
	 * @throws InvalidHuggingFaceConfigurationException if there is something
	 */
	static void checkPolicy(HuggingFaceChatProperties chat, String url) {
		String provider = chat.getProvider();
		if (!ProviderPolicy.isPolicy(provider)) {
			return;
		}
		refuse("huggingface.chat.provider", POLICY, () -> ProviderPolicy.of(String.valueOf(provider)));
		String model = chat.getModel();
		boolean suffix = model != null && model.indexOf(':') >= 0;
		if (suffix && remote(HuggingFaceChatModel.builder(WebClient::builder), url).buildEndpoint().isRouter()) {
			throw new InvalidHuggingFaceConfigurationException("huggingface.chat.provider",
					"The model '" + model + "' names a provider already.", PROVIDER);
		}
	}

	private static void budget(String property, @Nullable Integer maxInput, int reserved, int overhead, double ratio,
			int minInput) {
		refuse("huggingface.tailoring." + property, NUMBER,
				() -> new TokenBudget(maxInput, reserved, overhead, 0, ratio, minInput));
	}

	private static void checkWaiting(HuggingFaceProperties properties) {
		HuggingFaceTimeoutProperties timeout = properties.getTimeout();
		option("huggingface.timeout.first-chunk", (options) -> options.firstChunkTimeout(timeout.getFirstChunk()));
		option("huggingface.timeout.idle", (options) -> options.idleTimeout(timeout.getIdle()));
		option("huggingface.timeout.total", (options) -> options.totalTimeout(timeout.getTotal()));
		HuggingFaceRetryProperties retry = properties.getRetry();
		RetrySettings defaults = RetrySettings.defaults();
		refuse("huggingface.retry.max-retries", NUMBER, () -> defaults.withMaxRetries(retry.getMaxRetries()));
		refuse("huggingface.retry.max-elapsed-time", NUMBER,
				() -> defaults.withMaxElapsedTime(retry.getMaxElapsedTime()));
		refuse("huggingface.retry.multiplier", NUMBER, () -> defaults.withIntervals(defaults.initialInterval(),
				retry.getMultiplier(), defaults.maxInterval()));
		refuse("huggingface.retry.initial-interval", NUMBER,
				() -> defaults.withIntervals(retry.getInitialInterval(), 1, retry.getInitialInterval()));
		refuse("huggingface.retry.max-interval", "Raise it, or lower 'huggingface.retry.initial-interval'.",
				() -> defaults.withIntervals(retry.getInitialInterval(), 1, retry.getMaxInterval()));
		check("huggingface.cold-start.max-wait", NUMBER,
				(model) -> local(model).coldStartWait(properties.getColdStart().getMaxWait()));
	}

	private static void checkModel(String url, HuggingFaceChatProperties chat) {
		if (chat.getModel() == null) {
			check("huggingface.chat.provider", PROVIDER,
					(model) -> remote(model, url).defaultOptions((options) -> options
						.provider(ProviderPolicy.isPolicy(chat.getProvider()) ? null : chat.getProvider())));
			return;
		}
		String id = chat.getModel().strip();
		check("huggingface.chat.model", id.endsWith(":auto") ? PROVIDER : MODEL,
				(model) -> remote(model, url).defaultOptions((options) -> options.model(id)));
		if (!ProviderPolicy.isPolicy(chat.getProvider())) {
			check("huggingface.chat.provider", PROVIDER, (model) -> remote(model, url)
				.defaultOptions((options) -> options.model(id).provider(chat.getProvider())));
		}
	}

	private static void checkOptions(HuggingFaceProperties properties) {
		HuggingFaceChatProperties chat = properties.getChat();
		option("huggingface.chat.temperature", (options) -> options.temperature(chat.getTemperature()));
		option("huggingface.chat.top-p", (options) -> options.topP(chat.getTopP()));
		option("huggingface.chat.max-tokens", (options) -> options.maxTokens(chat.getMaxTokens()));
		option("huggingface.chat.frequency-penalty", (options) -> options.frequencyPenalty(chat.getFrequencyPenalty()));
		option("huggingface.chat.presence-penalty", (options) -> options.presencePenalty(chat.getPresencePenalty()));
		option("huggingface.extra-headers", (options) -> options.extraHeaders(properties.getExtraHeaders()));
		option("huggingface.extra-fields",
				(options) -> options.extraFields(ExtraFields.of(properties.getExtraFields())));
		option("huggingface.extra-fields-json",
				(options) -> options.extraFields(ExtraFields.parse(properties.getExtraFieldsJson())));
	}

	private static void option(String property, Consumer<ChatOptions.Builder> setter) {
		refuse(property, "Correct the value, or remove the property.", () -> {
			ChatOptions.Builder options = ChatOptions.builder();
			setter.accept(options);
			options.build();
		});
	}

	private static void check(String property, String action, Consumer<HuggingFaceChatModelBuilder> setter) {
		refuse(property, action, () -> {
			HuggingFaceChatModelBuilder builder = HuggingFaceChatModel.builder(WebClient::builder);
			setter.accept(builder);
			builder.build();
		});
	}

	private static HuggingFaceChatModelBuilder local(HuggingFaceChatModelBuilder builder) {
		return builder.baseUrl("http://localhost");
	}

	private static HuggingFaceChatModelBuilder remote(HuggingFaceChatModelBuilder builder, String url) {
		return builder.baseUrl(url).token("not needed here");
	}

	/**
	 * Refuse a value that the client refuses.
	 * @param property the name of the property
	 * @param action what to do about it
	 * @param check gives the value to the client
	 */
	static void refuse(String property, String action, Runnable check) {
		try {
			check.run();
		}
		catch (IllegalArgumentException ex) {
			String reason = (ex.getMessage() != null) ? ex.getMessage() : "The value is not valid";
			throw new InvalidHuggingFaceConfigurationException(property, reason, action);
		}
	}

}
