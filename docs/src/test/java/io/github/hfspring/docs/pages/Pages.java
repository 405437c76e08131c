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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The Markdown files of the project.
 */
final class Pages {

	/**
	 * Whether to write what is generated instead of comparing it.
	 */
	static final boolean UPDATE = Boolean.getBoolean("huggingface.docs.update");

	static final Path ROOT = root();

	private Pages() {
	}

	private static Path root() {
		Path path = Path.of("").toAbsolutePath();
		while (!Files.exists(path.resolve("docs/pom.xml"))) {
			path = path.getParent();
		}
		return path;
	}

	static List<Path> all() throws IOException {
		List<Path> pages = new ArrayList<>();
		for (Path directory : List.of(ROOT, ROOT.resolve("docs"))) {
			try (Stream<Path> files = Files.list(directory)) {
				files.filter((file) -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
			}
		}
		return pages;
	}

	/**
	 * Return the fenced blocks of a page.
	 * @param page the page
	 * @return the blocks, in order
	 */
	static List<Block> blocks(Path page) throws IOException {
		List<Block> blocks = new ArrayList<>();
		List<String> lines = Files.readAllLines(page);
		for (int i = 0; i < lines.size(); i++) {
			if (!isFence(lines.get(i))) {
				continue;
			}
			int start = i++;
			while (!isFence(lines.get(i))) {
				i++;
			}
			blocks.add(new Block(page, start, lines.get(start).strip().substring(3),
					(start > 0) ? lines.get(start - 1) : "", List.copyOf(lines.subList(start + 1, i))));
		}
		return blocks;
	}

	private static boolean isFence(String line) {
		return line.stripLeading().startsWith("```");
	}

	/**
	 * Return the anchors that a page has, as GitHub makes them.
	 * @param page the page
	 * @return the anchors
	 */
	static Set<String> anchors(Path page) throws IOException {
		Set<String> anchors = new TreeSet<>();
		for (String line : prose(page)) {
			if (line.matches("#{1,6} .*")) {
				String heading = line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT);
				anchors.add(heading.replaceAll("[^\\p{L}\\p{N}\\- _]", "").replace(' ', '-'));
			}
		}
		return anchors;
	}

	/**
	 * Return the lines of a page that are not code.
	 * @param page the page
	 * @return the lines
	 */
	static List<String> prose(Path page) throws IOException {
		List<String> prose = new ArrayList<>();
		boolean code = false;
		for (String line : Files.readAllLines(page)) {
			if (isFence(line)) {
				code = !code;
			}
			else if (!code) {
				prose.add(line);
			}
		}
		return prose;
	}

	/**
	 * A fenced block.
	 *
	 * @param page where it is
	 * @param line the position of its fence
	 * @param language its language
	 * @param above the line above its fence
	 * @param lines what is in it
	 */
	record Block(Path page, int line, String language, String above, List<String> lines) {

		String text() {
			return String.join("\n", this.lines) + "\n";
		}

		@Override
		public String toString() {
			return ROOT.relativize(this.page) + ":" + (this.line + 1);
		}

	}

}
