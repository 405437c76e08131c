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

package io.github.hfspring.benchmarks.work;

import io.github.hfspring.benchmarks.client.BenchmarkClient;
import io.github.hfspring.benchmarks.client.ClientKind;
import io.github.hfspring.benchmarks.shape.Shape;

/**
 * The process in which one client is measured at one work.
 */
public final class ClientProcess {

	private ClientProcess() {
	}

	/**
	 * Measure, print the result, and end.
	 * @param args the work, the client, the shape, where the server is, and whether to
	 * hurry
	 */
	public static void main(String[] args) {
		int status = 0;
		try {
			ClientKind kind = ClientKind.of(args[1]);
			BenchmarkClient client = kind.create(args[3]);
			Settings settings = new Settings(kind, client, Shape.valueOf(args[2]), args[3],
					Boolean.parseBoolean(args[4]));
			Result.print(WorkKind.of(args[0]).work().run(settings));
		}
		catch (Exception | LinkageError | OutOfMemoryError ex) {
			Result.print(ex);
			status = 1;
		}
		// The clients' threads and streams that are still open do not end by themselves
		Runtime.getRuntime().halt(status);
	}

}
