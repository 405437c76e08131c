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

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.springframework.util.Assert;

/**
 * The tools of a model, some of which may change.
 */
final class ToolSet {

	private final List<Tool> tools;

	private final List<Supplier<? extends Collection<? extends Tool>>> suppliers;

	ToolSet(Collection<Tool> tools, List<Supplier<? extends Collection<? extends Tool>>> suppliers) {
		this.tools = List.copyOf(tools);
		this.suppliers = List.copyOf(suppliers);
	}

	/**
	 * Return the tools there are now, by name.
	 * @return the tools, in the order in which they are sent
	 * @throws IllegalArgumentException if there are two of the same name
	 */
	Map<String, Tool> current() {
		Map<String, Tool> current = new LinkedHashMap<>();
		this.tools.forEach((tool) -> add(tool, current));
		this.suppliers.forEach((supplier) -> supplier.get().forEach((tool) -> add(tool, current)));
		return Collections.unmodifiableMap(current);
	}

	static void add(Tool tool, Map<String, Tool> tools) {
		String name = tool.definition().name();
		Tool other = tools.putIfAbsent(name, tool);
		Assert.isTrue(other == null, () -> "There are two tools named '" + name + "': " + other + " and " + tool);
	}

}
