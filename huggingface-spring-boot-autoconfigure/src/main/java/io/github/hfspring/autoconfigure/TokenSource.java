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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Finds the token where Hugging Face's own tools look for it, too. A blank value counts
 * as none, and white space around a value, such as the line feed at the end of a file, is
 * not part of it.
 */
final class TokenSource {

	private static final Log logger = LogFactory.getLog(TokenSource.class);

	private static final List<String> VARIABLES = List.of("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN",
			"HUGGINGFACEHUB_API_TOKEN");

	private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");

	private static final long MAX_FILE_SIZE = 64 * 1024;

	private final HubEnvironment environment;

	TokenSource(Environment environment) {
		this.environment = new HubEnvironment(environment);
	}

	/**
	 * Find the token.
	 * @param apiKey the value of the property
	 * @return the token, or {@code null} if there is none anywhere
	 */
	@Nullable String find(@Nullable String apiKey) {
		String token = checked("huggingface.api-key", apiKey);
		for (String variable : VARIABLES) {
			token = (token != null) ? token : checked(variable, this.environment.variable(variable));
		}
		if (token != null) {
			return token;
		}
		String path = this.environment.variable("HF_TOKEN_PATH");
		if (StringUtils.hasText(path)) {
			token = read("HF_TOKEN_PATH", path.strip());
		}
		return (token != null || isImplicitTokenDisabled()) ? token
				: read("HF_HOME", this.environment.home() + "/token");
	}

	private boolean isImplicitTokenDisabled() {
		String value = this.environment.variable("HF_HUB_DISABLE_IMPLICIT_TOKEN");
		return value != null && TRUE.contains(value.strip().toLowerCase(Locale.ROOT));
	}

	private @Nullable String read(String name, String location) {
		try {
			Path path = this.environment.path(location);
			if (Files.isRegularFile(path) && Files.size(path) <= MAX_FILE_SIZE) {
				return checked(name, Files.readString(path));
			}
			logger.debug("There is no token in the file for " + name);
		}
		catch (IOException | InvalidPathException ex) {
			logger.warn("The token file for " + name + " cannot be read", ex);
		}
		return null;
	}

	private static @Nullable String checked(String name, @Nullable String value) {
		String token = (value != null) ? value.strip() : "";
		if (token.isEmpty()) {
			return null;
		}
		if (token.contains("${")) {
			throw unresolved(name);
		}
		if (token.chars()
			.anyMatch((character) -> character <= ' ' || character >= 0x7f || character == '"' || character == '\'')) {
			throw new InvalidHuggingFaceConfigurationException(property(name),
					"'" + name + "' contains a character that no token has, such as a quotation mark or white space.",
					"Copy the token again; it begins with 'hf_' and is in one piece.");
		}
		return token;
	}

	static InvalidHuggingFaceConfigurationException unresolved(String name) {
		return new InvalidHuggingFaceConfigurationException(property(name),
				"'" + name + "' contains a placeholder that cannot be resolved.",
				"Set the variable that the placeholder names, or give it a default, as in '${HF_TOKEN:}'.");
	}

	private static String property(String name) {
		return name.startsWith("huggingface.") ? name : "huggingface.api-key";
	}

}
