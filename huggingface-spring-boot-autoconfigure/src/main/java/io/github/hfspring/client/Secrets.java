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

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Takes tokens out of what servers, and the exceptions of parsers and HTTP clients, say.
 */
final class Secrets {

	private static final Pattern TOKEN = Pattern.compile("\\b(hf_|api_org_|sk[_-]|gsk_)[A-Za-z0-9_-]{8,}");

	private static final int MIN_LENGTH = 8;

	private Secrets() {
	}

	/**
	 * Take tokens out of a text, also where they are encoded. Short ones are words such
	 * as {@code none}, which servers without tokens are given, and no secrets.
	 * @param text the text
	 * @param token the token that was sent
	 * @return the text without tokens
	 */
	static String mask(String text, @Nullable String token) {
		String masked = text;
		for (String form : forms(token)) {
			masked = masked.replace(form, "***");
		}
		return TOKEN.matcher(masked).replaceAll("$1***");
	}

	/**
	 * Take tokens out of a text that mostly has none, at little cost.
	 */
	static String maskIfSuspicious(String text, @Nullable String token) {
		boolean suspicious = text.indexOf('_') >= 0 || text.indexOf('%') >= 0 || text.indexOf('\\') >= 0
				|| text.contains("sk-") || (token != null && text.contains(token));
		return suspicious ? mask(text, token) : text;
	}

	/**
	 * Return the length of the longest form of a token.
	 */
	static int longest(@Nullable String token) {
		return forms(token).stream().mapToInt(String::length).max().orElse(0);
	}

	/**
	 * Take away the beginning of a token where a text was cut.
	 */
	static String withoutBeginning(String text, @Nullable String token) {
		for (String form : forms(token)) {
			for (int length = form.length() - 1; length >= MIN_LENGTH / 2; length--) {
				if (text.endsWith(form.substring(0, length))) {
					return text.substring(0, text.length() - length);
				}
			}
		}
		return text;
	}

	/**
	 * Return a cause that can be shown: parsers and HTTP clients quote what they do not
	 * understand.
	 */
	static Throwable mask(Throwable cause, @Nullable String token) {
		if (!isIn(cause, token)) {
			return cause;
		}
		IOException masked = new IOException(mask(cause.toString(), token));
		masked.setStackTrace(cause.getStackTrace());
		return masked;
	}

	private static boolean isIn(Throwable error, @Nullable String token) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			String text = cause.toString();
			if (!mask(text, token).equals(text)) {
				return true;
			}
			for (Throwable suppressed : cause.getSuppressed()) {
				if (isIn(suppressed, token)) {
					return true;
				}
			}
		}
		return false;
	}

	private static List<String> forms(@Nullable String token) {
		if (token == null || token.length() < MIN_LENGTH) {
			return List.of();
		}
		String encoded = URLEncoder.encode(token, StandardCharsets.UTF_8);
		return encoded.equals(token) ? List.of(token) : List.of(token, encoded, token.replace("/", "\\/"));
	}

}
