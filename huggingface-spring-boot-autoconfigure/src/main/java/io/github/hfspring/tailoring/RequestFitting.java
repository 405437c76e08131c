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

import java.util.function.Consumer;

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatRequest;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.chat.HuggingFaceException;
import io.github.hfspring.chat.ToolDefinition;
import io.github.hfspring.client.ModelInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Fits requests into a context window that is known. Messages and tools are counted here;
 * who knows the exact number of tokens is asked about a request that is long, and once
 * more about what was left of it.
 *
 * @param tailor makes conversations shorter
 * @param counter counts the tokens of tools
 * @param budget how many tokens a conversation may have
 * @param onOverflow what to do about a conversation that cannot be made short enough
 * @param exact counts whole requests, or {@code null} if nobody does
 */
record RequestFitting(ConversationTailor tailor, ForgivingTokenCounter counter, TokenBudget budget,
		OverflowPolicy onOverflow, @Nullable RequestTokenCounter exact) {

	/**
	 * The part of its budget from which on a conversation is counted exactly. Below it,
	 * an estimate would have to be too low by a quarter, and by the safety margin, before
	 * something too long was sent.
	 */
	static final double NEAR = 0.75;

	/**
	 * How many times its budget an estimate may be for the whole conversation to be
	 * counted. Above it, what is left at this size is counted first, and hardly ever the
	 * whole.
	 */
	static final int FAR = 4;

	private static final Log logger = LogFactory.getLog(RequestFitting.class);

	/**
	 * Make a request fit.
	 * @param request the request
	 * @param info the limits that hold, as far as they are known
	 * @param progress is told what became of it
	 * @return the request to send
	 */
	Mono<ChatRequest> fit(ChatRequest request, ModelInfo info, Consumer<ChatProgress> progress) {
		return Mono.defer(() -> {
			Integer maxTokens = maxTokens(request.options());
			ForgivingTokenCounter ofTools = this.counter.fixed();
			ForgivingTokenCounter ofTailor = this.tailor.counter();
			ForgivingTokenCounter ofMessages = (ofTailor == this.counter) ? ofTools : ofTailor.fixed();
			int tools = toolTokens(request.options(), ofTools);
			Integer messageBudget = this.budget.tokensFor(info.contextWindow(), info.maxInputTokens(), maxTokens,
					tools);
			Integer limit = this.budget.exact().tokensFor(info.contextWindow(), info.maxInputTokens(), maxTokens, 0);
			if (messageBudget == null || limit == null) {
				return Mono.just(request);
			}
			TailoredConversation tailored = this.tailor.tailor(request.messages(), messageBudget, ofMessages);
			int tokens = tailored.tokensBefore();
			Mono<ChatRequest> estimated = Mono.fromCallable(() -> {
				if (tokens <= messageBudget) {
					return request;
				}
				return shortened(request, tailored,
						new ChatProgress.Tailored(tokens, tailored.tokens(), messageBudget, leftOut(request, tailored)),
						// It may be short enough by the tokenizer that is under way
						tailored.fits() || ofMessages.isPreliminary(), progress);
			});
			if (tokens < messageBudget * NEAR) {
				return estimated;
			}
			int far = (int) Math.min(Integer.MAX_VALUE, (long) FAR * limit);
			TailoredConversation sample = (tokens <= far)
					? new TailoredConversation(request.messages(), tokens, tokens, far)
					: this.tailor.tailor(request.messages(), far, ofMessages);
			return count(new ChatRequest(sample.messages(), request.options()))
				.flatMap((count) -> new Exact(request, sample, ofMessages, tools, limit, count, progress).fit())
				.switchIfEmpty(estimated);
		});
	}

	private Mono<Integer> count(ChatRequest request) {
		RequestTokenCounter exact = this.exact;
		if (exact == null) {
			return Mono.empty();
		}
		return Mono.defer(() -> exact.count(request)).onErrorResume((error) -> {
			logger.debug("The tokens of a request could not be counted exactly: " + error.getMessage());
			return Mono.empty();
		});
	}

	private ChatRequest shortened(ChatRequest request, TailoredConversation tailored, ChatProgress.Tailored what,
			boolean fits, Consumer<ChatProgress> progress) {
		progress.accept(what);
		if (!fits && this.onOverflow == OverflowPolicy.FAIL) {
			throw HuggingFaceException.of(ErrorKind.CONTEXT_LENGTH_EXCEEDED,
					"The conversation is too long: what has to be kept of it has about " + what.tokens()
							+ " tokens, and " + what.budget() + " fit" + ((maxTokens(request.options()) != null)
									? " beside an answer of up to " + maxTokens(request.options()) : ""))
				.build();
		}
		return new ChatRequest(tailored.messages(), request.options());
	}

	/**
	 * Some servers have another name for it, and of an option and its field, the field
	 * counts.
	 */
	private static @Nullable Integer maxTokens(ChatOptions options) {
		for (String field : new String[] { "max_completion_tokens", "max_tokens" }) {
			if (options.extraFields().get(field) instanceof Number number && number.intValue() > 0) {
				return number.intValue();
			}
		}
		return options.maxTokens();
	}

	private static int leftOut(ChatRequest request, TailoredConversation tailored) {
		return request.messages().size() - tailored.messages().size();
	}

	private static int toolTokens(ChatOptions options, TokenCounter counter) {
		if (options.toolsDisabled()) {
			return 0;
		}
		int tokens = 0;
		for (ToolDefinition tool : options.tools()) {
			tokens += counter.count(tool);
		}
		return tokens;
	}

	/**
	 * A request whose tokens are known, or those of as much of it as was counted.
	 */
	private final class Exact {

		private final ChatRequest request;

		private final TailoredConversation sample;

		private final TokenCounter counter;

		private final int toolTokens;

		private final int limit;

		private final int count;

		private final Consumer<ChatProgress> progress;

		Exact(ChatRequest request, TailoredConversation sample, TokenCounter counter, int toolTokens, int limit,
				int count, Consumer<ChatProgress> progress) {
			this.request = request;
			this.sample = sample;
			this.counter = counter;
			this.toolTokens = toolTokens;
			this.limit = limit;
			this.count = count;
			this.progress = progress;
		}

		Mono<ChatRequest> fit() {
			if (!isWhole() && before() <= this.limit) {
				return fitWhole();
			}
			if (this.count <= this.limit) {
				return isWhole() ? Mono.just(this.request)
						: Mono.fromCallable(() -> tell(this.sample, this.count, true));
			}
			double tokensPerToken = (double) this.count / Math.max(1, this.sample.tokens() + this.toolTokens);
			TailoredConversation tailored = tailor(this.limit / tokensPerToken - this.toolTokens);
			ChatRequest shorter = new ChatRequest(tailored.messages(), this.request.options());
			return count(shorter).map((left) -> (left > this.limit && tailored.fits()) ? fitAgain(tailored, left)
					: tell(tailored, left, left <= this.limit))
				.switchIfEmpty(Mono.fromCallable(() -> {
					double tokens = (tailored.tokens() + this.toolTokens) * tokensPerToken;
					return tell(tailored, tokens, tailored.fits());
				}));
		}

		/**
		 * What the server adds does not become less with the messages, so that only the
		 * difference of two counts tells how much to leave out.
		 */
		private ChatRequest fitAgain(TailoredConversation first, int left) {
			double tokensPerToken = Math.max(1, this.count - left)
					/ (double) Math.max(1, this.sample.tokens() - first.tokens());
			TailoredConversation tailored = tailor(first.tokens() - (left - this.limit) / tokensPerToken);
			double tokens = left - (first.tokens() - tailored.tokens()) * tokensPerToken;
			return tell(tailored, tokens, tailored.fits());
		}

		/**
		 * What is counted here as far too long fits by the measure of the server.
		 */
		private Mono<ChatRequest> fitWhole() {
			int tokens = this.sample.tokensBefore();
			TailoredConversation whole = new TailoredConversation(this.request.messages(), tokens, tokens,
					this.sample.budget());
			return count(this.request)
				.flatMap((all) -> new Exact(this.request, whole, this.counter, this.toolTokens, this.limit, all,
						this.progress)
					.fit())
				.switchIfEmpty(Mono.fromCallable(() -> tell(this.sample, this.count, true)));
		}

		private boolean isWhole() {
			return this.sample.tokens() == this.sample.tokensBefore();
		}

		private int before() {
			double whole = (double) this.count * this.sample.tokensBefore() / Math.max(1, this.sample.tokens());
			return isWhole() ? this.count : (int) Math.round(whole);
		}

		private TailoredConversation tailor(double budget) {
			return RequestFitting.this.tailor.tailor(this.request.messages(), (int) Math.max(0, budget), this.counter);
		}

		private ChatRequest tell(TailoredConversation tailored, double tokens, boolean fits) {
			return shortened(this.request, tailored, new ChatProgress.Tailored(before(), (int) Math.round(tokens),
					this.limit, leftOut(this.request, tailored), true), fits, this.progress);
		}

	}

}
