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

package io.github.hfspring.autoconfigure;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;
import org.springframework.util.StringUtils;

/**
 * The environment as Hugging Face's own tools understand it.
 */
final class HubEnvironment {

	private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

	private final Environment environment;

	HubEnvironment(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Return the value of a variable.
	 * @param name the name of the variable
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable String variable(String name) {
		try {
			return this.environment.getProperty(name);
		}
		catch (PlaceholderResolutionException ex) {
			throw TokenSource.unresolved(name);
		}
	}

	/**
	 * Return the folder of Hugging Face's tools, as it is written down.
	 */
	String home() {
		String home = variable("HF_HOME");
		if (StringUtils.hasText(home)) {
			return home.strip();
		}
		String cache = variable("XDG_CACHE_HOME");
		return (StringUtils.hasText(cache) ? cache.strip() : "~/.cache") + "/huggingface";
	}

	/**
	 * Return the path for a location, in which variables and the folder of the user may
	 * be named.
	 * @param location the location
	 * @return the path
	 * @throws java.nio.file.InvalidPathException if it is not the location of anything
	 */
	Path path(String location) {
		String path = this.environment.resolvePlaceholders(location);
		if (path.equals("~") || path.startsWith("~/")) {
			path = this.environment.getProperty("user.home", "") + path.substring(1);
		}
		return Path.of(VARIABLE.matcher(path).replaceAll((match) -> {
			String value = variable(match.group(1));
			return Matcher.quoteReplacement((value != null) ? value : match.group());
		}));
	}

}
