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

package io.github.hfspring.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.hfspring.chat.ChatOptions;
import io.github.hfspring.chat.ResponseFormat;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Which of the providers of a model to take, as a text: an order, {@code fastest} or
 * {@code cheapest}, and what the provider must be able to do, separated by commas, such
 * as {@code cheapest, tools, context >= 32000}; {@code cheapest that supports tools} is
 * the same as {@code cheapest, tools}.
 * <ul>
 * <li>{@code tools}: it takes tools</li>
 * <li>{@code structured-output}: it takes a schema for the answer</li>
 * <li>{@code capable}: it takes what the request has of these two</li>
 * <li>{@code context >= 32000}: so many tokens fit into its context window</li>
 * <li>{@code price <= 2.5}: a million tokens of an answer cost no more US dollars</li>
 * </ul>
 * Without an order the fastest is taken, as the router does. What the router does not
 * tell of a provider, it cannot do.
 *
 * @param order which one of those that can do it
 * @param tools whether it must take tools
 * @param structuredOutput whether it must take a schema for the answer
 * @param capable whether it must take what the request has
 * @param minContextLength how many tokens must fit into its context window
 * @param maxOutputPrice how much a million tokens of an answer may cost, in US dollars
 * @since 0.1.0
 */
public record ProviderPolicy(Order order, boolean tools, boolean structuredOutput, boolean capable,
		@Nullable Integer minContextLength, @Nullable Double maxOutputPrice) {

	private static final String TERMS = "'tools', 'structured-output', 'capable', 'context >= <tokens>' and "
			+ "'price <= <US dollars per million tokens>'";

	private static final Pattern BEGINNING = Pattern.compile("^(that\\s+)?supports?\\s+");

	private static final Pattern SEPARATOR = Pattern
		.compile("\\s*,\\s*(?:(?:that\\s+)?supports?\\s+)?|\\s+(?:that\\s+)?supports?\\s+|\\s+and\\s+");

	private static final Pattern NAME_END = Pattern.compile("[\\s<>=]");

	/**
	 * Create a policy.
	 * @throws IllegalArgumentException if a value makes no sense
	 */
	public ProviderPolicy {
		Assert.isTrue(minContextLength == null || minContextLength > 0, "'minContextLength' must be above 0");
		Assert.isTrue(maxOutputPrice == null || maxOutputPrice >= 0, "'maxOutputPrice' must not be negative");
	}

	/**
	 * Return whether a provider is given as a policy, and not as its name or as one of
	 * the router's own {@code fastest}, {@code cheapest} and {@code preferred}, which
	 * need nobody to be asked.
	 * @param provider the provider of a request
	 * @return whether it is a policy
	 */
	public static boolean isPolicy(@Nullable String provider) {
		if (provider == null) {
			return false;
		}
		String text = normalize(provider);
		return text.indexOf(',') >= 0 || text.indexOf('=') >= 0 || text.indexOf(' ') >= 0 || isFlag(text);
	}

	private static boolean isFlag(String term) {
		return term.equals("tools") || term.equals("structured-output") || term.equals("capable");
	}

	private static String normalize(String text) {
		return text.strip().toLowerCase(Locale.ROOT);
	}

	/**
	 * Read a policy.
	 * @param text the policy
	 * @return the policy
	 * @throws IllegalArgumentException if it cannot be understood
	 */
	public static ProviderPolicy of(String text) {
		Order order = null;
		boolean tools = false;
		boolean structuredOutput = false;
		boolean capable = false;
		Integer context = null;
		Double price = null;
		Set<String> names = new HashSet<>();
		for (String term : SEPARATOR.split(BEGINNING.matcher(normalize(text)).replaceFirst(""), -1)) {
			String name = NAME_END.split(term, 2)[0];
			Assert.isTrue(names.add(name), () -> "'" + text + "' names '" + name + "' more than once");
			switch (term) {
				case "fastest", "cheapest" -> {
					Assert.isTrue(order == null, () -> "'" + text + "' names more than one order");
					order = term.equals("fastest") ? Order.FASTEST : Order.CHEAPEST;
				}
				case "tools" -> tools = true;
				case "structured-output", "structured output" -> structuredOutput = true;
				case "capable" -> capable = true;
				case "preferred" -> throw new IllegalArgumentException("'" + text
						+ "' is not possible: only the router "
						+ "knows the order of your settings, so 'preferred' goes with nothing else; take 'fastest' or "
						+ "'cheapest'");
				default -> {
					if (term.startsWith("context")) {
						context = number(text, term, "context", ">=").intValue();
					}
					else {
						price = number(text, term, "price", "<=").doubleValue();
					}
				}
			}
		}
		return new ProviderPolicy((order != null) ? order : Order.FASTEST, tools, structuredOutput, capable, context,
				price);
	}

	private static Number number(String text, String term, String name, String operator) {
		String value = term.replace(" ", "");
		if (value.startsWith(name + operator)) {
			try {
				String digits = value.substring(name.length() + operator.length());
				return name.equals("context") ? (Number) Integer.valueOf(digits) : (Number) Double.valueOf(digits);
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException("'" + term + "' in '" + text + "' has no valid number");
			}
		}
		throw new IllegalArgumentException("'" + term + "' in '" + text
				+ "' is not a requirement: there are 'fastest' or 'cheapest', together with " + TERMS
				+ ", separated by commas, as in 'cheapest, tools'");
	}

	/**
	 * Return this policy with what it leaves to the request.
	 */
	ProviderPolicy forRequest(ChatOptions options) {
		if (!this.capable) {
			return this;
		}
		ResponseFormat format = options.responseFormat();
		boolean schema = format != null && !format.type().equals("text");
		return new ProviderPolicy(this.order, this.tools || (!options.toolsDisabled() && !options.tools().isEmpty()),
				this.structuredOutput || schema, false, this.minContextLength, this.maxOutputPrice);
	}

	/**
	 * Return the provider to take.
	 * @param model the model
	 * @return the provider, or {@code null} if none can do what it must
	 */
	@Nullable CatalogProvider choose(CatalogModel model) {
		CatalogProvider best = null;
		for (CatalogProvider provider : model.providers()) {
			if (lacks(provider).isEmpty() && (best == null || this.order.score(provider) > this.order.score(best))) {
				best = provider;
			}
		}
		return best;
	}

	/**
	 * Return what a provider lacks, in words.
	 */
	List<String> lacks(CatalogProvider provider) {
		List<String> lacks = new ArrayList<>();
		if (!provider.isLive()) {
			lacks.add("its status is '" + provider.status() + "'");
		}
		lacksFlag(lacks, this.tools, provider.supportsTools(), "tools");
		lacksFlag(lacks, this.structuredOutput, provider.supportsStructuredOutput(), "structured output");
		Integer length = provider.contextLength();
		if (this.minContextLength != null && (length == null || length < this.minContextLength)) {
			lacks.add((length != null) ? "its context has " + length + " tokens" : "its context is not known");
		}
		Double price = Order.price(provider);
		if (this.maxOutputPrice != null && (price == null || price > this.maxOutputPrice)) {
			lacks.add((price != null) ? "its price is " + price : "its price is not known");
		}
		return lacks;
	}

	private static void lacksFlag(List<String> lacks, boolean wanted, @Nullable Boolean there, String what) {
		if (wanted && !Boolean.TRUE.equals(there)) {
			lacks.add((there != null) ? "no " + what : what + " not known");
		}
	}

	/**
	 * Which provider comes first.
	 */
	public enum Order {

		/**
		 * The one with the highest throughput.
		 */
		FASTEST,

		/**
		 * The one with the lowest price of an answer.
		 */
		CHEAPEST;

		/**
		 * Rate a provider. One of which the rate is not known comes last.
		 */
		double score(CatalogProvider provider) {
			Double rate = (this == FASTEST) ? provider.throughput() : price(provider);
			if (rate == null) {
				return Double.NEGATIVE_INFINITY;
			}
			return (this == FASTEST) ? rate : -rate;
		}

		static @Nullable Double price(CatalogProvider provider) {
			return Boolean.TRUE.equals(provider.free()) ? Double.valueOf(0) : provider.outputPrice();
		}

	}

}
