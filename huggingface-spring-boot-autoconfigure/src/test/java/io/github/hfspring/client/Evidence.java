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

package io.github.hfspring.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

/**
 * Everything that a run writes or shows: what is logged at TRACE, and what a test adds.
 */
final class Evidence implements AutoCloseable {

	/** The connectors' own loggers that show secrets. The guide names the same ones. */
	private static final List<String> WIRE_LOGGERS = List.of("reactor.netty.http.client.HttpClientConnect",
			"org.eclipse.jetty", "org.apache.hc.client5.http");

	private final List<String> texts = new CopyOnWriteArrayList<>();

	private final Logger root = (Logger) org.slf4j.LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level level = this.root.getLevel();

	private final List<ch.qos.logback.core.Appender<ILoggingEvent>> appenders = new ArrayList<>();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			Evidence.this.log(event);
		}

	};

	/**
	 * Begin to collect.
	 */
	Evidence() {
		this.root.iteratorForAppenders().forEachRemaining(this.appenders::add);
		this.appenders.forEach(this.root::detachAppender);
		this.appender.setContext(this.root.getLoggerContext());
		this.appender.start();
		this.root.addAppender(this.appender);
		this.root.setLevel(Level.TRACE);
	}

	private void log(ILoggingEvent event) {
		if (WIRE_LOGGERS.stream().noneMatch(event.getLoggerName()::startsWith)) {
			String trace = (event.getThrowableProxy() != null) ? ThrowableProxyUtil.asString(event.getThrowableProxy())
					: "";
			this.texts.add("log " + event.getLoggerName() + ": " + event.getFormattedMessage() + "\n" + trace);
		}
	}

	/**
	 * Add what is shown of something.
	 */
	void add(Object shown) {
		String text = (shown instanceof Throwable error) ? error + "\n" + Causes.text(error) : String.valueOf(shown);
		this.texts.add(shown.getClass().getSimpleName() + ": " + text);
	}

	/**
	 * Return what was collected.
	 */
	List<String> texts() {
		return this.texts;
	}

	/**
	 * Return where something is found.
	 */
	List<String> leaks(String secret) {
		return this.texts.stream().filter((text) -> text.contains(secret)).map((text) -> {
			int start = text.indexOf(secret);
			return text.substring(0, text.indexOf(": ")) + " with ..." + text.substring(Math.max(0, start - 60), start);
		}).toList();
	}

	@Override
	public void close() {
		this.root.setLevel(this.level);
		this.root.detachAppender(this.appender);
		this.appenders.forEach(this.root::addAppender);
	}

}
