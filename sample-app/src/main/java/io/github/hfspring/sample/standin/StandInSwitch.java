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

package io.github.hfspring.sample.standin;

import io.github.hfspring.autoconfigure.HuggingFaceConnectionDetails;
import io.github.hfspring.autoconfigure.HuggingFaceProperties;

import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts the stand-in where the router would be, if the starter has looked everywhere and
 * found no token for it. Asking the connection that the starter made is what saves this
 * application from knowing where tokens can be.
 */
class StandInSwitch implements BeanPostProcessor {

	private static final String ROUTER = new HuggingFaceProperties().getBaseUrl();

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof HuggingFaceConnectionDetails details && details.getToken() == null
				&& ROUTER.equals(details.getBaseUrl())) {
			return new StandInConnectionDetails();
		}
		return bean;
	}

}
