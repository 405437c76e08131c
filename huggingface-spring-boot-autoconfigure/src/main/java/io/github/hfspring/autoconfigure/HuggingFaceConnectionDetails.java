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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * What is needed to connect to a chat endpoint. A bean of this type takes the place of
 * the properties for it.
 *
 * @since 0.1.0
 */
public interface HuggingFaceConnectionDetails extends ConnectionDetails {

	/**
	 * Return the URL of the endpoint.
	 * @return the URL, with or without {@code /v1} and {@code /chat/completions}
	 */
	String getBaseUrl();

	/**
	 * Return the token. It is asked for before every attempt, so it may change; this must
	 * not block.
	 * @return the token, or {@code null} if the endpoint needs none
	 */
	default @Nullable String getToken() {
		return null;
	}

	/**
	 * Return the SSL bundle to use.
	 * @return the bundle, or {@code null} for the defaults of the platform
	 */
	default @Nullable SslBundle getSslBundle() {
		return null;
	}

}
