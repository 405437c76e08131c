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

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts a WebFlux application that has nothing of its own, and says what that took from
 * the start of the JVM on. Whether the starter is in it is up to the class path.
 */
public final class StartupProbe {

	static final List<Metric> METRICS = List.of(Metric.of("cpu", "CPU ms").compare(), Metric.of("wall", "wall ms"),
			Metric.of("beans", "beans"), Metric.of("threads", "threads"));

	private StartupProbe() {
	}

	/**
	 * Start the application.
	 * @param args where the server is
	 */
	public static void main(String[] args) {
		Map<String, Object> properties = Map.of("server.port", 0, "huggingface.base-url", args[0],
				"huggingface.api-key", "benchmark", "huggingface.chat.model", "tgi-1");
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.REACTIVE)
			.properties(properties)
			.run()) {
			double cpu = Meter.processCpuNanos() / 1e6;
			double wall = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
			Result.print(Map.of("cpu", cpu, "wall", wall, "beans", (double) context.getBeanDefinitionCount(), "threads",
					(double) Meter.threads()));
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
