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

import java.util.List;

import io.github.hfspring.chat.ErrorKind;
import org.jspecify.annotations.Nullable;

/**
 * Faults that look alike to the application; a row of the page about them.
 *
 * @param server what the server does
 * @param call the error that {@code call} and {@code chat} end with, or {@code null} if
 * they give the answer
 * @param stream the error that {@code stream} ends with, or {@code null} if it completes
 * @param advice what to do about it
 * @param faults the faults
 */
record FaultRow(String server, @Nullable ErrorKind call, @Nullable ErrorKind stream, String advice,
		List<Fault> faults) {

	/**
	 * Return what the application gets, as the page says it.
	 */
	String outcome() {
		if (this.call == null && this.stream == null) {
			return "the answer";
		}
		String outcome = (this.call == this.stream) ? "`" + this.call + "`"
				: "`" + this.call + "`, of a stream `" + this.stream + "`";
		boolean partial = this.faults.stream().anyMatch((fault) -> fault.text() != null);
		return partial ? outcome + " with what was delivered" : outcome;
	}

}
