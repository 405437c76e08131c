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

package io.github.hfspring.docs.chat;

import io.github.hfspring.chat.ChatResponseCallback;
import io.github.hfspring.client.HuggingFaceChatModel;
import io.github.hfspring.client.HuggingFaceChatModelBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

// tag::configuration[]
@Configuration(proxyBeanMethods = false)
class LocalModelConfiguration {

	// No candidate by default, so the starter's model is there as well
	@Bean(defaultCandidate = false)
	@Qualifier("local")
	HuggingFaceChatModel localModel(WebClient.Builder webClientBuilder, @Value("${local.url}") String url,
			ObjectProvider<ChatResponseCallback> callbacks) {
		HuggingFaceChatModelBuilder builder = HuggingFaceChatModel.builder(webClientBuilder)
			.baseUrl(url)
			.defaultOptions((options) -> options.model("Qwen/Qwen3-8B"));
		callbacks.orderedStream().forEach(builder::onResponse);
		return builder.build();
	}

}
// end::configuration[]
