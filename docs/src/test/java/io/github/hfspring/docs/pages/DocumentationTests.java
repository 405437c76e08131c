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

package io.github.hfspring.docs.pages;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.hfspring.autoconfigure.HuggingFaceProperties;
import io.github.hfspring.chat.ErrorKind;
import io.github.hfspring.docs.support.Contexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the pages say what the code does.
 */
class DocumentationTests {

	private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

	static Stream<Pages.Block> javaBlocks() throws IOException {
		return blocks("java");
	}

	static Stream<Pages.Block> yamlBlocks() throws IOException {
		return blocks("yml", "yaml").filter((block) -> block.text().contains("huggingface:"));
	}

	private static Stream<Pages.Block> blocks(String... languages) throws IOException {
		List<Pages.Block> blocks = new ArrayList<>();
		for (Path page : Pages.all()) {
			blocks.addAll(Pages.blocks(page));
		}
		return blocks.stream().filter((block) -> List.of(languages).contains(block.language()));
	}

	@Test
	void javaBlocksAreRegionsOfTestedCode() throws IOException {
		for (Path page : Pages.all()) {
			List<Pages.Block> blocks = new ArrayList<>(Pages.blocks(page));
			Collections.reverse(blocks);
			for (Pages.Block block : blocks) {
				if (block.language().equals("java")) {
					check(block);
				}
			}
		}
	}

	private static void check(Pages.Block block) throws IOException {
		TaggedRegion region = TaggedRegion.of(block.above());
		assertThat(region).as("the source comment above %s", block).isNotNull();
		List<String> expected = region.lines();
		if (Pages.UPDATE) {
			List<String> lines = new ArrayList<>(Files.readAllLines(block.page()));
			List<String> old = lines.subList(block.line() + 1, block.line() + 1 + block.lines().size());
			old.clear();
			old.addAll(expected);
			Files.write(block.page(), lines);
			return;
		}
		assertThat(block.lines()).as("%s, compared with %s", block, region).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("yamlBlocks")
	void yamlBlocksBind(Pages.Block block) throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("page",
				new ByteArrayResource(block.text().getBytes(StandardCharsets.UTF_8)));
		for (PropertySource<?> source : sources) {
			for (String name : ((EnumerablePropertySource<?>) source).getPropertyNames()) {
				assertThat(name).as("%s", block).satisfies(DocumentationTests::isKnown);
			}
		}
		Contexts.empty().withInitializer((context) -> {
			sources.forEach(context.getEnvironment().getPropertySources()::addLast);
			// What a page leaves to the environment
			context.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("environment", Map.of("HF_TOKEN", "hf_test")));
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			Binder binder = Binder.get(context.getEnvironment());
			assertThat(binder.bind("huggingface", HuggingFaceProperties.class).isBound()).isTrue();
		});
	}

	private static void isKnown(String name) throws IOException {
		if (!name.startsWith("huggingface.")) {
			assertThat(name).startsWith("spring.");
			return;
		}
		boolean known = Metadata.properties()
			.stream()
			.anyMatch((property) -> name.equals(property.name())
					|| (property.isMap()
							&& (name.startsWith(property.name() + ".") || name.startsWith(property.name() + "[")))
					|| (property.isList() && name.startsWith(property.name() + "[")));
		assertThat(known).as(name).isTrue();
	}

	@Test
	void linksAndAnchorsExist() throws IOException {
		List<String> broken = new ArrayList<>();
		for (Path page : Pages.all()) {
			for (String line : Pages.prose(page)) {
				Matcher matcher = LINK.matcher(line);
				while (matcher.find()) {
					String link = matcher.group(1);
					if (!link.matches("(https?|mailto):.*") && !exists(page, link)) {
						broken.add(Pages.ROOT.relativize(page) + " -> " + link);
					}
				}
			}
		}
		assertThat(broken).isEmpty();
	}

	private static boolean exists(Path page, String link) throws IOException {
		int hash = link.indexOf('#');
		String file = (hash >= 0) ? link.substring(0, hash) : link;
		Path target = file.isEmpty() ? page : page.resolveSibling(file);
		if (!Files.exists(target)) {
			return false;
		}
		return hash < 0 || Pages.anchors(target).contains(link.substring(hash + 1));
	}

	@Test
	void everyPageIsInTheIndex() throws IOException {
		String index = Files.readString(Pages.ROOT.resolve("docs/README.md"));
		try (Stream<Path> pages = Files.list(Pages.ROOT.resolve("docs"))) {
			assertThat(pages.map((page) -> page.getFileName().toString())
				.filter((name) -> name.endsWith(".md") && !name.equals("README.md"))).isNotEmpty()
				.allSatisfy((name) -> assertThat(index).contains("(" + name + ")"));
		}
	}

	@Test
	void readmeIsShort() throws IOException {
		assertThat(Files.readAllLines(Pages.ROOT.resolve("README.md"))).hasSizeLessThan(200);
	}

	@Test
	void everyKindOfErrorIsInTheTable() throws IOException {
		List<String> lines = Pages.prose(Pages.ROOT.resolve("docs/errors.md"));
		for (ErrorKind kind : ErrorKind.values()) {
			String retryable = kind.isRetryable() ? "yes" : "no";
			assertThat(lines).filteredOn((line) -> line.startsWith("| `" + kind + "` |"))
				.as("the row of %s", kind)
				.singleElement()
				.asString()
				.contains("| " + retryable + " |");
		}
	}

}
