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

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.client.ChatRequestResolver;
import io.github.hfspring.client.ModelInfo;
import io.github.hfspring.client.ModelInfoSource;
import io.github.hfspring.thread.OwnThreads;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.Assert;

/**
 * Fits the conversation of each request into the context window. It should be the last
 * resolver, so that it sees what will be sent. A request that fits is left as it is; what
 * happens to one that does not is told as {@link ChatProgress.Tailored}.
 *
 * @since 0.1.0
 */
public final class TailoringRequestResolver implements ChatRequestResolver {

	private static final Log logger = LogFactory.getLog(TailoringRequestResolver.class);

	/** How often it is told that the limits of a model are not known. */
	private static final int MAX_TOLD = 256;

	private final Scheduler threads = OwnThreads.create("huggingface-tailoring-");

	private final RequestFitting fitting;

	private final @Nullable Integer contextWindow;

	private final @Nullable ModelInfoSource source;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * Create a resolver that knows the context window.
	 * @param tailor makes conversations shorter
	 * @param counter counts the tokens of tools
	 * @param budget how many tokens a conversation may have
	 * @param contextWindow how many tokens a conversation and its answer may have, or
	 * {@code null} if it is not known; then only a limit that the budget itself has holds
	 * @param onOverflow what to do about a conversation that cannot be made short enough
	 */
	public TailoringRequestResolver(ConversationTailor tailor, TokenCounter counter, TokenBudget budget,
			@Nullable Integer contextWindow, OverflowPolicy onOverflow) {
		this(tailor, counter, budget, contextWindow, null, onOverflow);
	}

	/**
	 * Create a resolver that asks for the context window.
	 * @param tailor makes conversations shorter
	 * @param counter counts the tokens of tools
	 * @param budget how many tokens a conversation may have; one that says so itself
	 * needs no context window
	 * @param contextWindow how many tokens a conversation and its answer may have where
	 * the source does not know, or {@code null} if it is not known; a conversation whose
	 * limit nobody knows is left as it is
	 * @param source knows the context window, or {@code null} not to ask
	 * @param onOverflow what to do about a conversation that cannot be made short enough
	 */
	public TailoringRequestResolver(ConversationTailor tailor, TokenCounter counter, TokenBudget budget,
			@Nullable Integer contextWindow, @Nullable ModelInfoSource source, OverflowPolicy onOverflow) {
		Assert.notNull(tailor, "'tailor' must not be null");
		Assert.notNull(counter, "'counter' must not be null");
		Assert.notNull(budget, "'budget' must not be null");
		Assert.notNull(onOverflow, "'onOverflow' must not be null");
		ForgivingTokenCounter ofTailor = tailor.counter();
		this.fitting = new RequestFitting(tailor,
				ofTailor.isOf(counter) ? ofTailor : new ForgivingTokenCounter(counter), budget, onOverflow, null);
		this.contextWindow = contextWindow;
		this.source = (budget.maxInputTokens() == null) ? source : null;
	}

	private TailoringRequestResolver(TailoringRequestResolver other, RequestTokenCounter exact) {
		RequestFitting fitting = other.fitting;
		// Who delivers the count, or its delay, has others to serve
		this.fitting = new RequestFitting(fitting.tailor(), fitting.counter(), fitting.budget(), fitting.onOverflow(),
				(request) -> exact.count(request).publishOn(this.threads));
		this.contextWindow = other.contextWindow;
		this.source = other.source;
	}

	/**
	 * Return a resolver that has long requests counted exactly: those that have, as the
	 * {@link TokenCounter} counts, three quarters of what they may have. Of them, only
	 * the tokens of the answer are left free, and what the budget says of its ratio. One
	 * that is too long is made shorter by the measure of what was counted, and counted
	 * once more.
	 * @param exact counts whole requests; where it does not tell, the
	 * {@link TokenCounter} holds
	 * @return the resolver
	 */
	public TailoringRequestResolver withRequestCounter(RequestTokenCounter exact) {
		Assert.notNull(exact, "'exact' must not be null");
		return new TailoringRequestResolver(this, exact);
	}

	@Override
	public Mono<ChatRequest> resolve(ChatRequest request) {
		return resolve(request, (progress) -> {
		});
	}

	@Override
	public Mono<ChatRequest> resolve(ChatRequest request, Consumer<ChatProgress> progress) {
		return Mono.defer(() -> {
			CountingThread thread = new CountingThread(this.threads);
			return info(request.options()).flatMap((info) -> thread.run(this.fitting.fit(request, info, progress)));
		});
	}

	private Mono<ModelInfo> info(ChatOptions options) {
		ModelInfoSource source = this.source;
		if (source == null) {
			return Mono.just(new ModelInfo(this.contextWindow, null));
		}
		return Mono.defer(() -> source.info(options.model(), options.provider()))
			.defaultIfEmpty(ModelInfo.unknown())
			.map((info) -> new ModelInfo(window(info, options), info.maxInputTokens()))
			.onErrorResume((error) -> {
				String kind = (error instanceof HuggingFaceException ex) ? ex.kind() + " " + ex.status()
						: error.getClass().getName();
				tell(kind, "cannot be asked (" + error.getMessage() + ")", options.model());
				return Mono.just(new ModelInfo(this.contextWindow, null));
			});
	}

	/**
	 * Return the window by which the endpoint goes. A limit of what is sent alone is one
	 * of the window with the answer left out.
	 */
	private @Nullable Integer window(ModelInfo info, ChatOptions options) {
		Integer window = info.contextWindow();
		Integer input = info.maxInputTokens();
		if (input != null) {
			Integer output = options.maxTokens();
			long sum = (long) input + ((output != null) ? output : this.fitting.budget().reservedOutputTokens());
			window = (int) Math.min(sum, (window != null) ? window : Integer.MAX_VALUE);
		}
		if (window == null) {
			tell("", "does not tell", options.model());
		}
		return (window != null) ? window : this.contextWindow;
	}

	private void tell(String reason, String what, @Nullable String model) {
		boolean first = this.told.size() < MAX_TOLD && this.told.add(reason + " " + model);
		if (first || logger.isDebugEnabled()) {
			String message = "The endpoint " + what + " how many tokens "
					+ ((model != null) ? "'" + model + "'" : "its model") + " takes: "
					+ ((this.contextWindow != null) ? "'huggingface.tailoring.context-window' holds"
							: "without 'huggingface.tailoring.context-window', conversations are sent as they are");
			if (first) {
				logger.info(message);
			}
			else {
				logger.debug(message);
			}
		}
	}

}
