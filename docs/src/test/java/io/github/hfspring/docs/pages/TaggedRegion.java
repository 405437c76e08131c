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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a source file that a page shows.
 *
 * @param file the file, from the root of the project
 * @param tag the name of the region
 */
record TaggedRegion(String file, String tag) {

	private static final Pattern COMMENT = Pattern.compile("<!-- source: (\\S+) tag: (\\S+) -->");

	/**
	 * Return what a comment above a block names.
	 * @param comment the comment
	 * @return the region, or {@code null} if the comment names none
	 */
	static TaggedRegion of(String comment) {
		Matcher matcher = COMMENT.matcher(comment.strip());
		return matcher.matches() ? new TaggedRegion(matcher.group(1), matcher.group(2)) : null;
	}

	/**
	 * Return the lines of the region, moved to the left, with spaces in the place of
	 * tabs.
	 */
	List<String> lines() throws IOException {
		Path path = Pages.ROOT.resolve(this.file);
		if (!Files.exists(path)) {
			throw new IOException("There is no file " + this.file);
		}
		List<String> lines = Files.readAllLines(path);
		int start = indexOf(lines, "tag");
		int end = indexOf(lines, "end");
		List<String> region = lines.subList(start + 1, end);
		int indent = region.stream().filter((line) -> !line.isBlank()).mapToInt(TaggedRegion::tabs).min().orElse(0);
		return region.stream()
			.map((line) -> line.isBlank() ? "" : line.substring(indent))
			.map((line) -> "    ".repeat(tabs(line)) + line.substring(tabs(line)))
			.toList();
	}

	private int indexOf(List<String> lines, String keyword) throws IOException {
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).strip().equals("// " + keyword + "::" + this.tag + "[]")) {
				return i;
			}
		}
		throw new IOException("There is no " + keyword + "::" + this.tag + "[] in " + this.file);
	}

	private static int tabs(String line) {
		int tabs = 0;
		while (tabs < line.length() && line.charAt(tabs) == '\t') {
			tabs++;
		}
		return tabs;
	}

}
