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

package io.github.hfspring.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.hfspring.chat.ChatProgress;
import io.github.hfspring.chat.ChatProgressCallback;
import io.github.hfspring.client.HuggingFaceChatModel;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.Assert;

/**
 * Builds a {@link ToolCallingChatModel}. With Spring Boot there is one for each place
 * that injects it, which has the tools of all beans.
 *
 * @since 0.1.0
 * @see ToolCallingChatModel#builder(HuggingFaceChatModel)
 */
public final class ToolCallingChatModelBuilder {

	private final HuggingFaceChatModel model;

	private final Map<String, Tool> tools = new LinkedHashMap<>();

	private final List<Supplier<? extends Collection<? extends Tool>>> suppliers = new ArrayList<>();

	private final Map<String, Object> context = new LinkedHashMap<>();

	private final List<ChatProgressCallback> progress = new ArrayList<>();

	private int maxRounds = 10;

	private int maxCalls = 128;

	private @Nullable Duration timeout = Duration.ofMinutes(30);

	private int concurrency = 8;

	private ToolErrorHandler errorHandler = ToolErrorPolicy.TELL_MODEL;

	private @Nullable Scheduler scheduler;

	ToolCallingChatModelBuilder(HuggingFaceChatModel model) {
		Assert.notNull(model, "'model' must not be null");
		this.model = model;
	}

	/**
	 * Add a tool.
	 * @param tool the tool
	 * @return this builder
	 * @throws IllegalArgumentException if there is one of its name already
	 */
	public ToolCallingChatModelBuilder tool(Tool tool) {
		Assert.notNull(tool, "'tool' must not be null");
		ToolSet.add(tool, this.tools);
		return this;
	}

	/**
	 * Add tools.
	 * @param tools the tools, sent in this order
	 * @return this builder
	 * @throws IllegalArgumentException if there is one of the same name already
	 */
	public ToolCallingChatModelBuilder tools(Tool... tools) {
		return tools(List.of(tools));
	}

	/**
	 * Add tools.
	 * @param tools the tools, sent in this order
	 * @return this builder
	 * @throws IllegalArgumentException if there is one of the same name already
	 */
	public ToolCallingChatModelBuilder tools(Collection<? extends Tool> tools) {
		Assert.notNull(tools, "'tools' must not be null");
		tools.forEach(this::tool);
		return this;
	}

	/**
	 * Add tools that may change. They are sent after the others.
	 * @param tools asked for the tools, in order, when the model is built and whenever a
	 * conversation begins; must not block
	 * @return this builder
	 */
	public ToolCallingChatModelBuilder tools(Supplier<? extends Collection<? extends Tool>> tools) {
		Assert.notNull(tools, "'tools' must not be null");
		this.suppliers.add(tools);
		return this;
	}

	/**
	 * Add values that tools find in their {@link ToolContext}.
	 * @param values the values
	 * @return this builder
	 */
	public ToolCallingChatModelBuilder context(Map<String, ?> values) {
		this.context.putAll(values);
		return this;
	}

	/**
	 * Set how often the model may ask for tools before it has to answer.
	 * @param maxRounds the number of rounds, by default 10; each may have several calls
	 * @return this builder
	 */
	public ToolCallingChatModelBuilder maxRounds(int maxRounds) {
		Assert.isTrue(maxRounds > 0, "'maxRounds' must be above 0");
		this.maxRounds = maxRounds;
		return this;
	}

	/**
	 * Set how many tools one answer may call. Of an answer that calls more, none is run.
	 * @param maxCalls the number of calls, by default 128
	 * @return this builder
	 */
	public ToolCallingChatModelBuilder maxCalls(int maxCalls) {
		Assert.isTrue(maxCalls > 0, "'maxCalls' must be above 0");
		this.maxCalls = maxCalls;
		return this;
	}

	/**
	 * Set how long everything may take: all answers of the model and all tools. A tool
	 * whose publisher never ends would else be waited for for ever.
	 * @param timeout the time, by default 30 minutes; {@code null} for no limit
	 * @return this builder
	 */
	public ToolCallingChatModelBuilder timeout(@Nullable Duration timeout) {
		Assert.isTrue(timeout == null || (!timeout.isZero() && !timeout.isNegative()), "'timeout' must be above 0");
		this.timeout = timeout;
		return this;
	}

	/**
	 * Set how many calls of one answer run at the same time.
	 * @param concurrency the number of calls, by default 8; 1 to run one after the other
	 * @return this builder
	 */
	public ToolCallingChatModelBuilder concurrency(int concurrency) {
		Assert.isTrue(concurrency > 0, "'concurrency' must be above 0");
		this.concurrency = concurrency;
		return this;
	}

	/**
	 * Set what happens when a tool fails.
	 * @param errorHandler decides; by default {@link ToolErrorPolicy#TELL_MODEL}
	 * @return this builder
	 */
	public ToolCallingChatModelBuilder onError(ToolErrorHandler errorHandler) {
		Assert.notNull(errorHandler, "'errorHandler' must not be null");
		this.errorHandler = errorHandler;
		return this;
	}

	/**
	 * Add a callback that is told of the calls of tools, on the threads on which they
	 * run. The request that it is given is that of the caller.
	 * @param callback the callback, told of {@link ChatProgress.ToolCalled} and
	 * {@link ChatProgress.ToolAnswered}
	 * @return this builder
	 */
	public ToolCallingChatModelBuilder onProgress(ChatProgressCallback callback) {
		Assert.notNull(callback, "'callback' must not be null");
		this.progress.add(callback);
		return this;
	}

	/**
	 * Set the threads of tools that may block.
	 * @param scheduler the threads; by default virtual ones where the JDK has them, and
	 * else ten for each processor, which are this model's alone; a tool that calls this
	 * very model, and waits for it, needs more
	 * @return this builder
	 */
	public ToolCallingChatModelBuilder scheduler(Scheduler scheduler) {
		Assert.notNull(scheduler, "'scheduler' must not be null");
		this.scheduler = scheduler;
		return this;
	}

	/**
	 * Build the model.
	 * @return the model
	 * @throws IllegalArgumentException if there are two tools of the same name
	 */
	public ToolCallingChatModel build() {
		Scheduler scheduler = (this.scheduler != null) ? this.scheduler : ToolThreads.scheduler();
		ToolSet tools = new ToolSet(this.tools.values(), this.suppliers);
		tools.current();
		return new ToolCallingChatModel(this.model, tools,
				new ToolRunner(scheduler, this.concurrency, this.errorHandler, new ToolProgress(this.progress)),
				new ToolLimits(this.maxRounds, this.maxCalls, this.timeout),
				Collections.unmodifiableMap(new LinkedHashMap<>(this.context)));
	}

}
