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

package io.github.hfspring.autoconfigure.actuate;

import java.util.Locale;
import java.util.regex.Pattern;

import io.github.hfspring.autoconfigure.HuggingFaceConnectionDetails;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides what can hold a token by its name, and the token itself wherever else it stands,
 * such as in a variable that a placeholder names or in the command line, and likewise the
 * query of the base URL.
 */
final class TokenSanitizingFunction implements SanitizingFunction {

	private static final Pattern NAME = Pattern.compile("hftoken|huggingfacehubtoken|huggingfacehubapitoken"
			+ "|huggingface\\.?(.*\\.)?apikey|huggingface\\.?(.*\\.)?extraheaders.*");

	private static final int MIN_SECRET_LENGTH = 8;

	private final ObjectProvider<HuggingFaceConnectionDetails> details;

	TokenSanitizingFunction(ObjectProvider<HuggingFaceConnectionDetails> details) {
		this.details = details;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		if (data.getValue() == null) {
			return data;
		}
		String name = data.getKey().toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
		String value = data.getValue().toString();
		if (NAME.matcher(name).matches() || containsToken(value)) {
			return data.withSanitizedValue();
		}
		String withoutQuery = withoutQuery(value);
		return withoutQuery.equals(value) ? data : data.withValue(withoutQuery);
	}

	private boolean containsToken(String value) {
		return this.details.stream()
			.map(HuggingFaceConnectionDetails::getToken)
			.anyMatch((token) -> token != null && token.length() >= MIN_SECRET_LENGTH && value.contains(token));
	}

	/**
	 * Some gateways take a key in the query of the URL.
	 */
	private String withoutQuery(String value) {
		for (HuggingFaceConnectionDetails connection : this.details) {
			String url = connection.getBaseUrl();
			int query = url.indexOf('?') + 1;
			if (query > 0 && value.contains(url.substring(query))) {
				return value.replace(url.substring(query), SanitizableData.SANITIZED_VALUE);
			}
		}
		return value;
	}

}
