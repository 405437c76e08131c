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

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Something that a server does wrong, or at least not as expected.
 *
 * @param name what it is
 * @param server does it
 * @param status the status that the error has; 0 if the headers of no response are there
 * @param text what is delivered before the end; {@code null} for all of an answer and for
 * nothing before an error
 * @param settings what the model is set to for this fault to be seen in short time
 * @param connectors the HTTP clients that take it so
 * @param unclean the HTTP clients whose next request may meet what is left of the
 * connection: they give nobody a hand on it, or its end is still under way
 */
record Fault(String name, RawHttpServer.Script server, int status, @Nullable String text,
		Consumer<HuggingFaceChatModelBuilder> settings, Set<Connector> connectors, Set<Connector> unclean) {

	Fault(String name, RawHttpServer.Script server) {
		this(name, server, 200, null, (builder) -> {
		}, EnumSet.allOf(Connector.class), Set.of());
	}

	Fault status(int status) {
		return new Fault(this.name, this.server, status, this.text, this.settings, this.connectors, this.unclean);
	}

	Fault delivers(String text) {
		return new Fault(this.name, this.server, this.status, text, this.settings, this.connectors, this.unclean);
	}

	Fault with(Consumer<HuggingFaceChatModelBuilder> settings) {
		return new Fault(this.name, this.server, this.status, this.text, settings, this.connectors, this.unclean);
	}

	Fault only(Connector connector) {
		return new Fault(this.name, this.server, this.status, this.text, this.settings, Set.of(connector),
				this.unclean);
	}

	Fault unclean(Connector... connectors) {
		return new Fault(this.name, this.server, this.status, this.text, this.settings, this.connectors,
				Set.of(connectors));
	}

	/**
	 * Return this fault followed by another thing that the server does.
	 */
	Fault then(String name, RawHttpServer.Script next) {
		return new Fault(this.name + ", then " + name, this.server.then(next), this.status, this.text, this.settings,
				this.connectors, this.unclean);
	}

}
