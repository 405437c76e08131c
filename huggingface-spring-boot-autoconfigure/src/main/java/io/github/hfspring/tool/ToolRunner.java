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

import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.github.hfspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.util.StringUtils;

/**
 * Runs the calls of one answer, several at once.
 */
final class ToolRunner {

	/** What the model is shown of arguments that were wrong. */
	private static final int MAX_QUOTE = 500;

	private static final String CUT = "the answer was cut off at its maximum length, so raise 'max-tokens' or ask for "
			+ "less; ";

	private final Scheduler scheduler;

	private final int concurrency;

	private final ToolErrorHandler errorHandler;

	private final ToolProgress progress;

	/**
	 * Create a runner.
	 * @param scheduler the threads for tools that block
	 * @param concurrency how many calls run at once
	 * @param errorHandler what to do about a tool that fails
	 * @param progress told of each call
	 */
	ToolRunner(Scheduler scheduler, int concurrency, ToolErrorHandler errorHandler, ToolProgress progress) {
		this.scheduler = scheduler;
		this.concurrency = concurrency;
		this.errorHandler = errorHandler;
		this.progress = progress;
	}

	/**
	 * Run calls.
	 * @param calls the calls
	 * @param conversation knows the tools
	 * @param context what the tools are given
	 * @return the outcomes, in the order of the calls
	 */
	Mono<List<ToolOutcome>> run(List<ToolCall> calls, ToolConversation conversation, ToolContext context) {
		return Flux.fromIterable(calls)
			.flatMapSequential((call) -> schedule(call, conversation, context), this.concurrency)
			.collectList();
	}

	/**
	 * What is told of a call is told on its thread as well, and waiting for one is not
	 * the time that a tool takes.
	 */
	private Mono<ToolOutcome> schedule(ToolCall call, ToolConversation conversation, ToolContext context) {
		Tool tool = conversation.tool(call);
		OpenCalls calls = conversation.openCalls();
		Mono<ToolOutcome> run = run(call, tool, conversation, context).doOnNext(calls::end);
		Mono<ToolOutcome> outcome = Mono.defer(() -> calls.begin(call) ? this.progress.tell(call, conversation, run)
				: Mono.just(ToolOutcome.of(call, OpenCalls.NOT_RUN)));
		return (tool == null || tool.isBlocking()) ? outcome.subscribeOn(this.scheduler)
			.onErrorMap(RejectedExecutionException.class,
					(error) -> conversation.stop(ToolCallingException.Reason.TOOL_FAILED,
							"There is no thread to run the tool '" + call.name() + "': " + error.getMessage(), error))
				: outcome;
	}

	private Mono<ToolOutcome> run(ToolCall call, @Nullable Tool tool, ToolConversation conversation,
			ToolContext context) {
		if (tool == null) {
			String text = conversation.unknown(call);
			return Mono.just(new ToolOutcome(call, "Error: " + text, ToolCallingException.Reason.UNKNOWN_TOOL, null));
		}
		return ToolFailures.guard(() -> tool.call(call.arguments(), context))
			.defaultIfEmpty("null")
			.map((text) -> ToolOutcome.of(call, text))
			.onErrorResume((error) -> Mono.fromSupplier(() -> failed(call, error, conversation)));
	}

	private ToolOutcome failed(ToolCall call, Throwable error, ToolConversation conversation) {
		if (error instanceof InvalidToolArgumentsException) {
			String text = "Error: the arguments of the tool '" + call.name() + "' cannot be used: "
					+ ((conversation.isCut() && !ToolArguments.areWhole(call.arguments())) ? CUT : "")
					+ error.getMessage() + ". They were: " + StringUtils.truncate(call.arguments(), MAX_QUOTE);
			return new ToolOutcome(call, text, ToolCallingException.Reason.INVALID_ARGUMENTS, error);
		}
		String text;
		try {
			text = this.errorHandler.handle(call, error);
		}
		catch (Throwable ex) {
			return stop(call, error, conversation, ToolFailures.of(ex));
		}
		return (text != null) ? new ToolOutcome(call, text, null, error) : stop(call, error, conversation, null);
	}

	/**
	 * Stop the conversation, unless something else has stopped it already: there is one
	 * error.
	 * @param thrown what the error handler has thrown, if it did
	 */
	private static ToolOutcome stop(ToolCall call, Throwable error, ToolConversation conversation,
			@Nullable Throwable thrown) {
		ToolOutcome failure = new ToolOutcome(call, OpenCalls.FAILED, null, error);
		OpenCalls calls = conversation.openCalls();
		calls.end(failure);
		if (!calls.close()) {
			return failure;
		}
		// Of another conversation, if the tool has asked a model itself
		boolean ofTool = thrown instanceof ToolCallingException;
		// What is thrown may be the error itself, which must not be its own cause
		ToolCallingException stopped = conversation.stop(ToolCallingException.Reason.TOOL_FAILED,
				"The tool '" + call.name() + "' has failed: " + error.getMessage(),
				ofTool ? thrown : (thrown != null) ? null : error);
		if (thrown == null || ofTool) {
			throw stopped;
		}
		ToolConversation.attach(stopped, thrown);
		throw Exceptions.propagate(thrown);
	}

}
