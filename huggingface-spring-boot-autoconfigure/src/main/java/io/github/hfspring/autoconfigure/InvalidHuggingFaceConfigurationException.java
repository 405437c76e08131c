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

/**
 * A property, or a bean of the application, cannot work.
 */
final class InvalidHuggingFaceConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final @Nullable String property;

	private final String action;

	/**
	 * Create an exception.
	 * @param property the name of the property, if it is one
	 * @param reason what is wrong with it, without anything secret
	 * @param action what to do about it
	 */
	InvalidHuggingFaceConfigurationException(@Nullable String property, String reason, String action) {
		super(reason);
		this.property = property;
		this.action = action;
	}

	@Nullable String property() {
		return this.property;
	}

	String action() {
		return this.action;
	}

}
