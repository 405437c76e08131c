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

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.hfspring.catalog.EndpointModelInfoSource;
import io.github.hfspring.catalog.ModelCatalog;
import io.github.hfspring.catalog.ProviderPolicy;
import io.github.hfspring.catalog.ProviderRequestResolver;
import io.github.hfspring.chat.ChatChunkCallback;
import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.chat.ChatRequestCallback;
import io.github.hfspring.chat.ChatRequestCustomizer;
import io.github.hfspring.chat.ChatResponseCallback;
import io.github.hfspring.chat.ChatStreamCompleteCallback;
import io.github.hfspring.chat.MediaKind;
import io.github.hfspring.client.ChatRequestResolver;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceChatModelBuilder;
import io.github.hfspring.client.HuggingFaceEndpoint;
import io.github.hfspring.client.HuggingFaceHub;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.client.ResponseFormatDialect;
import io.github.hfspring.tailoring.TailoringRequestResolver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringBootVersion;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes a chat model of one node of properties and one connection. Everything that can be
 * wrong with them is found here, before anything is sent.
 */
final class HuggingFaceChatModelFactory {

	private static final Log logger = LogFactory.getLog(HuggingFaceChatModelFactory.class);

	private static final String ROUTER = "router.huggingface.co";

	/** The largest tokenizers have 30 to 40 MB. */
	static final DataSize MAX_HUB_FILE = DataSize.ofMegabytes(128);

	private final ConfigurableListableBeanFactory beanFactory;

	private final Map<HuggingFaceProperties, Supplier<WebClient.Builder>> webClients = new ConcurrentHashMap<>();

	private final Map<HuggingFaceProperties, ModelInfoSource> modelInfoSources = new ConcurrentHashMap<>();

	HuggingFaceChatModelFactory(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Make a model.
	 * @param properties the node of properties
	 * @param details the connection
	 * @return the model
	 */
	HuggingFaceChatModel create(HuggingFaceProperties properties, HuggingFaceConnectionDetails details) {
		return explained(properties, details, () -> {
			refuseSeveral(properties);
			HuggingFaceChatModelBuilder builder = builder(properties, details);
			addBeans(builder);
			resolvers(properties.getChat()).forEach(builder::resolver);
			customize(builder);
			HuggingFaceChatModel model = builder.build();
			warn(details);
			warnOfProvider(properties.getChat().getProvider(), URI.create(model.info().baseUrl()));
			return model;
		});
	}

	/**
	 * Make what tells about the models of the endpoint. It shares the HTTP client with
	 * the model, and what the application has customized.
	 * @param properties the node of properties
	 * @param details the connection
	 * @return the endpoint
	 */
	HuggingFaceEndpoint createEndpoint(HuggingFaceProperties properties, HuggingFaceConnectionDetails details) {
		return explained(properties, details, () -> {
			HuggingFaceChatModelBuilder builder = builder(properties, details);
			customize(builder);
			return builder.buildEndpoint();
		});
	}

	/**
	 * Return what knows the limits of models and what serves them: the source of the
	 * application, or the endpoint. It is the same one every time, and made when somebody
	 * asks it.
	 * @param properties the node of properties
	 * @return the source
	 */
	ModelInfoSource modelInfoSource(HuggingFaceProperties properties) {
		return this.modelInfoSources.computeIfAbsent(properties, (node) -> {
			SingletonSupplier<ModelInfoSource> source = SingletonSupplier
				.of(() -> this.beanFactory.getBeanProvider(ModelInfoSource.class)
					.getIfAvailable(() -> endpointSource(node.getCatalog())));
			return (model, provider) -> source.obtain().info(model, provider);
		});
	}

	private ModelInfoSource endpointSource(HuggingFaceCatalogProperties catalog) {
		return new EndpointModelInfoSource(this.beanFactory.getBean(HuggingFaceEndpoint.class),
				this.beanFactory.getBean(ModelCatalog.class), catalog.getMaxAge(), catalog.getTimeout());
	}

	/**
	 * Make what reads files on the Hub.
	 * @param properties the node of properties
	 * @param details the connection
	 * @return the Hub
	 */
	HuggingFaceHub createHub(HuggingFaceProperties properties, HuggingFaceConnectionDetails details) {
		return explained(properties, details, () -> {
			Supplier<WebClient.Builder> others = new WebClientBuilders(this.beanFactory).builderForOthers(properties,
					details);
			HuggingFaceChatModelBuilder builder = (others != null) ? builder(properties, details, others)
					: builder(properties, details);
			customize(builder);
			return builder.buildHub(properties.getTailoring().getHubUrl(), MAX_HUB_FILE);
		});
	}

	private <T> T explained(HuggingFaceProperties properties, HuggingFaceConnectionDetails details, Supplier<T> maker) {
		PropertyChecks.refusePlaceholders(properties);
		PropertyChecks.checkCatalog(properties.getCatalog());
		try {
			PropertyChecks.checkPolicy(properties.getChat(), details.getBaseUrl());
			return maker.get();
		}
		catch (IllegalArgumentException ex) {
			PropertyChecks.explain(properties, details);
			throw ex;
		}
	}

	private HuggingFaceChatModelBuilder builder(HuggingFaceProperties properties,
			HuggingFaceConnectionDetails details) {
		WebClientBuilders webClientBuilders = new WebClientBuilders(this.beanFactory);
		return builder(properties, details, this.webClients.computeIfAbsent(properties,
				(node) -> SingletonSupplier.of(webClientBuilders.builder(node, details))));
	}

	private HuggingFaceChatModelBuilder builder(HuggingFaceProperties properties, HuggingFaceConnectionDetails details,
			Supplier<WebClient.Builder> webClient) {
		HuggingFaceChatModelBuilder builder = HuggingFaceChatModel.builder(webClient)
			.readTimeout(new WebClientBuilders(this.beanFactory).readTimeout(properties))
			.followRedirects(WebClientBuilders.followsRedirects(properties))
			.baseUrl(details.getBaseUrl())
			.billTo(properties.getBillTo())
			.scaleUpTimeout(properties.getScaleUpTimeout())
			.retry(properties.getRetry().toSettings())
			.coldStartWait(properties.getColdStart().toDuration())
			.malformedEvents(properties.getStream().getOnMalformedEvent())
			.responseFormatDialect(properties.getChat().getResponseFormatDialect())
			.modelInfoSource(modelInfoSource(properties))
			.thinkTags(properties.getChat().getThinkTags())
			.maxRepairs(properties.getStructured().getMaxRepairs())
			.bufferSize(properties.getBufferSize())
			.maxEventSize(properties.getMaxEventSize())
			.maxResponseSize(properties.getMaxResponseSize())
			.maxErrorBody(properties.getMaxErrorBody())
			.maxMediaSize(properties.getMedia().getMaxSize())
			.contextWindow(properties.getTailoring().getContextWindow())
			.userAgentProduct("spring-boot/" + SpringBootVersion.getVersion())
			.defaultOptions(options(properties));
		List<MediaKind> kinds = properties.getMedia().getKinds();
		if (kinds != null) {
			builder.mediaKinds(kinds);
		}
		// Details of the application's own may have no token yet
		if (!(details instanceof PropertiesHuggingFaceConnectionDetails) || details.getToken() != null) {
			builder.token(details::getToken);
		}
		return builder;
	}

	private static ChatOptions options(HuggingFaceProperties properties) {
		HuggingFaceChatProperties chat = properties.getChat();
		return ChatOptions.builder()
			.model((chat.getModel() != null) ? chat.getModel().strip() : null)
			.provider(ProviderPolicy.isPolicy(chat.getProvider()) ? null : chat.getProvider())
			.temperature(chat.getTemperature())
			.topP(chat.getTopP())
			.maxTokens(chat.getMaxTokens())
			.stop(chat.getStop())
			.seed(chat.getSeed())
			.frequencyPenalty(chat.getFrequencyPenalty())
			.presencePenalty(chat.getPresencePenalty())
			.reasoningEffort(chat.getReasoningEffort())
			.reasoningReplay(chat.getReasoningReplay())
			.includeUsage(properties.getStream().isIncludeUsage())
			.timeouts(properties.getTimeout().toTimeouts())
			.extraFields(ExtraFields.of(properties.getExtraFields()))
			.extraFields(ExtraFields.parse(properties.getExtraFieldsJson()))
			.extraHeaders(properties.getExtraHeaders())
			.build();
	}

	private static void warnOfProvider(@Nullable String provider, URI url) {
		boolean router = ROUTER.equalsIgnoreCase(url.getHost()) && "/v1".equals(url.getPath());
		if (!router && StringUtils.hasText(provider)) {
			logger
				.warn("'huggingface.chat.provider' is ignored, since 'huggingface.base-url' is not that of the router: "
						+ "if it leads there all the same, name the provider behind the model, such as 'org/model:groq'");
		}
	}

	private static void warn(HuggingFaceConnectionDetails details) {
		String host = URI.create(details.getBaseUrl().strip()).getHost();
		if ("api-inference.huggingface.co".equalsIgnoreCase(host)) {
			logger.warn("'huggingface.base-url' points to api-inference.huggingface.co, which does not exist any more: "
					+ "use https://router.huggingface.co/v1");
		}
		if (ROUTER.equalsIgnoreCase(host) && details instanceof PropertiesHuggingFaceConnectionDetails ours
				&& !ours.hasHuggingFaceToken()) {
			logger.warn("The token does not begin with 'hf_': the router takes tokens of Hugging Face, and not those "
					+ "of a provider");
		}
	}

	/**
	 * What is needed only once a request is sent should not fail only then.
	 */
	private void refuseSeveral(HuggingFaceProperties properties) {
		BeanCandidates candidates = new BeanCandidates(this.beanFactory);
		HuggingFaceTailoringProperties tailoring = properties.getTailoring();
		boolean counts = tailoring.isEnabled() && tailoring.isCountAtEndpoint();
		boolean asks = counts || (tailoring.isEnabled() && tailoring.isAskEndpoint())
				|| properties.getChat().getResponseFormatDialect() == ResponseFormatDialect.AUTO;
		boolean knows = asks && candidates.find(ModelInfoSource.class) != null;
		if (ProviderPolicy.isPolicy(properties.getChat().getProvider()) || counts || (asks && !knows)) {
			candidates.find(HuggingFaceEndpoint.class);
			candidates.find(ModelCatalog.class);
		}
	}

	private void addBeans(HuggingFaceChatModelBuilder builder) {
		forEach(ChatRequestCallback.class, builder::onRequest);
		forEach(ChatResponseCallback.class, builder::onResponse);
		forEach(ChatChunkCallback.class, builder::onChunk);
		forEach(ChatStreamCompleteCallback.class, builder::onStreamComplete);
		forEach(ChatProgressCallback.class, builder::onProgress);
		forEach(ChatRequestCustomizer.class, builder::customizer);
	}

	/**
	 * Return those of the application, and before conversations are fitted into the
	 * window of a provider, the one that finds the provider.
	 */
	private List<ChatRequestResolver> resolvers(HuggingFaceChatProperties properties) {
		List<ChatRequestResolver> resolvers = new ArrayList<>();
		forEach(ChatRequestResolver.class, resolvers::add);
		if (resolvers.stream().noneMatch(ProviderRequestResolver.class::isInstance)) {
			int last = resolvers.size() - 1;
			boolean tailored = last >= 0 && resolvers.get(last) instanceof TailoringRequestResolver;
			resolvers.add(tailored ? last : last + 1, providerResolver(properties.getProvider()));
		}
		else if (ProviderPolicy.isPolicy(properties.getProvider())) {
			logger.warn("'huggingface.chat.provider' is not read, since the application has a ProviderRequestResolver "
					+ "of its own, which knows what a provider must be able to do: give it '" + properties.getProvider()
					+ "', or remove the property");
		}
		return resolvers;
	}

	/**
	 * What it needs is made for the first request that has something to find.
	 */
	private ChatRequestResolver providerResolver(@Nullable String provider) {
		boolean always = ProviderPolicy.isPolicy(provider);
		SingletonSupplier<ProviderRequestResolver> resolver = SingletonSupplier
			.of(() -> new ProviderRequestResolver(this.beanFactory.getBean(HuggingFaceEndpoint.class),
					this.beanFactory.getBean(ModelCatalog.class),
					always ? ProviderPolicy.of(String.valueOf(provider)) : null));
		return (request) -> (always || ProviderPolicy.isPolicy(request.options().provider()))
				? resolver.obtain().resolve(request) : Mono.empty();
	}

	private void customize(HuggingFaceChatModelBuilder builder) {
		forEach(HuggingFaceChatModelBuilderCustomizer.class, (customizer) -> customizer.customize(builder));
	}

	private <T> void forEach(Class<T> type, Consumer<T> action) {
		this.beanFactory.getBeanProvider(type).orderedStream().forEach(action);
	}

}
