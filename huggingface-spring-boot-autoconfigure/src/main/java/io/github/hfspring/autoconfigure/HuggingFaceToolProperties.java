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

import io.github.hfspring.tool.ToolErrorPolicy;

/**
 * Properties of running the tools that a model asks for.
 *
 * @since 0.1.0
 */
public class HuggingFaceToolProperties {

	/**
	 * How often the model may ask for tools before it has to answer.
	 */
	private int maxRounds = 10;

	/**
	 * How many tools one answer may call. Of an answer that calls more, none is run.
	 */
	private int maxCalls = 128;

	/**
	 * How long all answers of the model and all tools may take together.
	 */
	private Duration timeout = Duration.ofMinutes(30);

	/**
	 * How many calls of one answer run at the same time.
	 */
	private int concurrency = 8;

	/**
	 * What to do when a tool fails: 'tell-model' to send the message of the exception to
	 * the model, or 'fail' to stop with an exception.
	 */
	private ToolErrorPolicy onError = ToolErrorPolicy.TELL_MODEL;

	public int getMaxRounds() {
		return this.maxRounds;
	}

	public void setMaxRounds(int maxRounds) {
		this.maxRounds = maxRounds;
	}

	public int getMaxCalls() {
		return this.maxCalls;
	}

	public void setMaxCalls(int maxCalls) {
		this.maxCalls = maxCalls;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public int getConcurrency() {
		return this.concurrency;
	}

	public void setConcurrency(int concurrency) {
		this.concurrency = concurrency;
	}

	public ToolErrorPolicy getOnError() {
		return this.onError;
	}

	public void setOnError(ToolErrorPolicy onError) {
		this.onError = onError;
	}

}
