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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a server does wrong has one end and one meaning: each of {@link Faults}
 * through each door of the model and with each HTTP client. Most of them wait for
 * something, so they run side by side.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultTests {

	private final ExecutorService executor = Executors.newFixedThreadPool(24);

	private final Map<Connector, WebClient.Builder> clients = new EnumMap<>(Connector.class);

	/**
	 * Makes the clients and uses them once, since the first time takes long.
	 */
	@BeforeAll
	void makeClients() {
		try (RawHttpServer server = new RawHttpServer(Answers::hello)) {
			for (Connector connector : Connector.values()) {
				WebClient.Builder client = connector.webClientBuilder();
				this.clients.put(connector, client);
				HuggingFaceChatModel model = Connector.model(client.clone(), server.url()).build();
				assertThat(model.call("Hi").text()).isEqualTo("Hello");
				assertThat(model.stream("Hi").collectList().block(RawHttpServer.LIMIT)).hasSize(2);
			}
		}
	}

	@AfterAll
	void stop() {
		this.executor.shutdownNow();
	}

	@TestFactory
	List<DynamicContainer> everyFaultHasOneEndAndOneMeaning() {
		return Faults.all()
			.stream()
			.map((topic) -> DynamicContainer.dynamicContainer(topic.title(),
					topic.rows().stream().flatMap(this::tests).toList()))
			.toList();
	}

	private Stream<DynamicNode> tests(FaultRow row) {
		return row.faults().stream().map((fault) -> {
			List<DynamicTest> tests = new ArrayList<>();
			for (Connector connector : fault.connectors()) {
				for (FaultCase.Door door : FaultCase.Door.values()) {
					tests.add(test(new FaultCase(row, fault, door, connector, this.clients.get(connector))));
				}
			}
			return DynamicContainer.dynamicContainer(row.server() + ": " + fault.name(), tests);
		});
	}

	private DynamicTest test(FaultCase faultCase) {
		CompletableFuture<Void> run = CompletableFuture.runAsync(faultCase::run, this.executor);
		return DynamicTest.dynamicTest(faultCase.toString(),
				() -> assertThat(run).as(faultCase.toString()).succeedsWithin(60, TimeUnit.SECONDS));
	}

	@Test
	void thereAreManyFaultsAndEachHasAName() {
		List<String> names = Faults.all()
			.stream()
			.flatMap((topic) -> topic.rows().stream())
			.flatMap((row) -> row.faults().stream().map((fault) -> row.server() + ": " + fault.name()))
			.toList();
		assertThat(names).hasSizeGreaterThan(60).doesNotHaveDuplicates();
	}

}
